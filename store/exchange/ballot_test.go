package exchange_test

import (
	"bytes"
	"slices"
	"strings"
	"testing"

	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/simplifiedchinese"
	"golang.org/x/text/encoding/unicode"

	"pingyi"
	"pingyi/store/exchange"
)

func TestBallotsLookAsTheyDid(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		wantGolden(t, "ballot-1-"+l.String()+".txt", written(t, exchange.TXT, firstPaper(), l))
		wantGolden(t, "ballot-2-"+l.String()+".txt", written(t, exchange.TXT, secondPaper(), l))
	}
}

func TestABallotComesAsTextOrSpreadsheetOnly(t *testing.T) {
	for _, f := range []exchange.Format{exchange.JSON, exchange.CSV, exchange.TSV, exchange.DOCX, "", "pdf"} {
		if _, err := exchange.WriteBallot(f, firstPaper(), pingyi.Zh, send); pingyi.CodeOf(err) != pingyi.Invalid || !strings.Contains(pingyi.Explain(err, pingyi.Zh), "txt xlsx") {
			t.Errorf("%q: %v", f, err)
		}
	}
}

// plainText is a ballot's text as an editor shows it.
func plainText(t testing.TB, p pingyi.Paper, l pingyi.Lang) string {
	t.Helper()
	data := written(t, exchange.TXT, p, l)
	if !bytes.HasPrefix(data, []byte("\ufeff")) || bytes.Count(data, []byte("\n")) != bytes.Count(data, []byte("\r\n")) {
		t.Fatal("an old Notepad would not show this right")
	}
	return strings.ReplaceAll(strings.TrimPrefix(string(data), "\ufeff"), "\r\n", "\n")
}

func readBallot(t testing.TB, data string) pingyi.FilledBallot {
	t.Helper()
	b, err := exchange.ReadBallot("ballot.txt", []byte(data))
	if err != nil {
		t.Fatalf("%s\n%s", sentences(err), data)
	}
	return b
}

// answers is what a ballot says, its lines aside.
func answers(b pingyi.FilledBallot) []pingyi.Answer {
	as := slices.Clone(b.Answers)
	for i := range as {
		as[i].Line = 0
	}
	return as
}

func TestWhatIsWrittenInIsReadBack(t *testing.T) {
	p := firstPaper()
	plan := p.Plans[0]
	digest := func(i int) string { return plan.Activities[i].Rubric.Digest() }
	want := []pingyi.Answer{
		{Activity: keyOf(plan, 0), Rubric: digest(0), Mark: "良", Comment: p.Ballot.Ratings[0].Comment},
		{Activity: keyOf(plan, 1), Rubric: digest(1)}, // given by other criteria, so it is asked for anew
		{Activity: keyOf(plan, 2), Rubric: digest(2)},
	}
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, f := range []exchange.Format{exchange.TXT, exchange.XLSX} {
			b, err := exchange.ReadBallot("b", written(t, f, p, l))
			if err != nil {
				t.Fatal(sentences(err))
			}
			if b.File != "b" || b.Panel != "p2016" || b.Round != 1 || b.Member != "r1" || b.Rev != 345 {
				t.Errorf("%s %s: the ballot of %+v", f, l, b)
			}
			if line := map[exchange.Format]int{exchange.TXT: 2, exchange.XLSX: 3}[f]; b.Line != line {
				t.Errorf("%s %s: its heading is in line %d, want %d", f, l, b.Line, line)
			}
			if got := answers(b); !slices.Equal(got, want) {
				t.Errorf("%s %s: %+v\nwant %+v", f, l, got, want)
			}
		}
	}
}

func TestALaterRoundCarriesMarksOverAndAsksForReasons(t *testing.T) {
	p := secondPaper()
	plan := p.Plans[0]
	for _, f := range []exchange.Format{exchange.TXT, exchange.XLSX} {
		b, err := exchange.ReadBallot("b", written(t, f, p, pingyi.Zh))
		if err != nil {
			t.Fatal(sentences(err))
		}
		want := []pingyi.Answer{
			{Activity: keyOf(plan, 1), Rubric: plan.Activities[1].Rubric.Digest(), Mark: "优", Comment: "每月都到"},
			{Activity: keyOf(plan, 2), Rubric: plan.Activities[2].Rubric.Digest(), Mark: "良", Reason: "讲座都办了"},
		}
		if got := answers(b); !slices.Equal(got, want) {
			t.Errorf("%s: %+v\nwant %+v: only what the round asks for", f, got, want)
		}
	}
	text := plainText(t, p, pingyi.Zh)
	for _, want := range []string{"第 1 轮：优1 良0 中2 差0，评审组等级 中+，裁定为 中", "有两个乡镇没有去", "您上一次评的是：优；评语：每月都到", "您上一次评的是：弃权", "理由：讲座都办了"} {
		if !strings.Contains(text, want) {
			t.Errorf("the ballot lacks %q", want)
		}
	}
}

func TestABallotSurvivesEditors(t *testing.T) {
	text := plainText(t, secondPaper(), pingyi.Zh)
	want := answers(readBallot(t, text))
	recoded := func(e encoding.Encoding) string {
		s, err := e.NewEncoder().String(text)
		if err != nil {
			t.Fatal(err)
		}
		return s
	}
	eachLine := func(f func(string) string) string {
		lines := strings.Split(text, "\n")
		for i := range lines {
			lines[i] = f(lines[i])
		}
		return strings.Join(lines, "\n")
	}
	for what, changed := range map[string]string{
		"Windows line ends":       strings.ReplaceAll(text, "\n", "\r\n"),
		"old Mac line ends":       strings.ReplaceAll(text, "\n", "\r"),
		"a byte order mark":       "\ufeff" + text,
		"GBK":                     recoded(simplifiedchinese.GBK),
		"GB18030":                 recoded(simplifiedchinese.GB18030),
		"UTF-16":                  recoded(unicode.UTF16(unicode.LittleEndian, unicode.UseBOM)),
		"trailing blanks":         eachLine(func(s string) string { return s + " \u3000\t" }),
		"indentation":             eachLine(func(s string) string { return "\t\u3000 " + s }),
		"tabs for blanks":         eachLine(func(s string) string { return strings.ReplaceAll(s, " ", "\t") }),
		"blank lines":             eachLine(func(s string) string { return s + "\n" }),
		"no blank lines":          strings.ReplaceAll(text, "\n\n", "\n"),
		"lines around":            "发件人：r1\n" + text + "\n-- \n此致\n评分表填好了\n",
		"lines between":           strings.ReplaceAll(text, "-\n", "-\n（第二天接着填）\n"),
		"no lines between":        strings.ReplaceAll(text, "# "+strings.Repeat("-", 70)+"\n", ""),
		"no printed lines":        strings.Join(slices.DeleteFunc(strings.Split(text, "\n"), func(s string) bool { return strings.HasPrefix(s, "|") }), "\n"),
		"nothing but the end":     text[:strings.LastIndex(text, "# ---")] + "（完）",
		"full-width colons":       strings.ReplaceAll(text, ":", "："),
		"plain colons":            strings.ReplaceAll(text, "：", ":"),
		"no brackets":             strings.NewReplacer("【", "", "】", "").Replace(text),
		"other brackets":          strings.NewReplacer("【", "［", "】", "］").Replace(text),
		"blanks in the names":     strings.NewReplacer("评分：", "评　分 ：", "评语：", "评 语：").Replace(text),
		"the heading at the end":  strings.Replace(text, "# pingyi panel=p2016 round=2 member=r1 rev=402\n", "", 1) + "# pingyi panel=p2016 round=2 member=r1 rev=402\n",
		"the heading twice":       text + "# pingyi panel=p2016 round=2 member=r1 rev=402\n",
		"the whole twice":         text + text,
		"a colon lost beside 【优】": strings.Replace(text, "评分：【优】", "评分【优】", 1),
	} {
		if what == "no lines between" && changed == text || what == "tabs for blanks" && !strings.Contains(changed, "\t") {
			t.Fatalf("%s: nothing was changed", what)
		}
		b, err := exchange.ReadBallot("ballot.txt", []byte(changed))
		got := answers(b)
		if err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: %v\n%+v\nwant %+v", what, err, got, want)
		}
	}
}

// A file that was cut off on its way changes nothing of the entry it was cut in.
func TestABallotThatIsCutOffGivesNoHalfAnswer(t *testing.T) {
	text := plainText(t, secondPaper(), pingyi.Zh)
	whole, err := exchange.ReadBallot("ballot.txt", []byte(text))
	if err != nil || len(whole.Answers) == 0 {
		t.Fatal(whole.Answers, err)
	}
	for n := range strings.Index(text, "（完）") { // within characters too
		b, err := exchange.ReadBallot("ballot.txt", []byte(text[:n]))
		for i, a := range b.Answers {
			if i >= len(whole.Answers) || a != whole.Answers[i] {
				t.Fatalf("cut off after %q: %+v (%v)", text[max(0, n-40):n], a, err)
			}
		}
		if err == nil {
			t.Fatalf("cut off after %q, and nothing is said", text[max(0, n-40):n])
		}
	}
}

func TestMarksAreUnderstoodHoweverTheyAreTyped(t *testing.T) {
	text := plainText(t, firstPaper(), pingyi.Zh)
	for typed, want := range map[string][2]string{ // mark, comment
		"评分：优":                {"优"},
		"评分: 优  ":             {"优"},
		"评分：【优】":              {"优"},
		"评分：【　优　】":            {"优"},
		"评分：（优）":              {"优"},
		"评分：(优)":              {"优"},
		"评分：［优］":              {"优"},
		"评分：[优】":              {"优"},
		"评分：【（优）】":            {"优"},
		"评分：【优":               {"优"},
		"评分：优】":               {"优"},
		"评分：【】优":              {"优"},
		"评分：优【】":              {"优"},
		"评分：：优":               {"优"},
		"评分：【：优】":             {"优"},
		"评分（优）":               {"优"},
		"　评分　：\t【 优 】":        {"优"},
		"Mark: [优]":           {"优"},
		"ＭＡＲＫ：优":              {"优"},
		"评分：\n优":              {"优"},
		"评分：【\n优\n】":          {"优"},
		"评分：【弃　权】":            {"弃权"},
		"评分：\u200b优\u00a0":    {"优"},
		"评分：【８９．５】":           {"８９．５"},
		"评分：１":                {"１"},
		"评分：8 9":              {"8 9"}, // two numbers are never made one
		"评分：【优：演出多】":          {"优", "演出多"},
		"评分：【优】：演出多（真的）":      {"优", "演出多（真的）"},
		"评分：优: 演出多\n评语：很好":    {"优", "演出多\n很好"},
		"评分：优：很好\n评语：很好":      {"优", "很好"},
		"评分：【优】很好":            {"优很好"}, // refused with its line, not guessed at
		"评分：【】":               {""},
		"评分：":                 {""},
		"评分：【撤回】":             {"撤回"},
		"评分：'（优）":             {"（优）"}, // as it stands
		"评分：优\n评语：\n\n好\n\n":  {"优", "好"},
		"评分：优\n评语：'评分：不是答案":   {"优", "'评分：不是答案"},
		"评分：优\n评语：一\n'评分：二":   {"优", "一\n评分：二"},
		"评分：优\n评语：一\n'''# 二":  {"优", "一\n''# 二"},
		"评分：优\n评语：一\n'二":      {"优", "一\n'二"},
		"评分：优\n评语：一\n\n　　二\n": {"优", "一\n\n　　二"},
		"评语：好\n评分：优":          {"优", "好"},
	} {
		changed := strings.Replace(text, "评分：【良】\n评语：册数够了，\n'评分：这一行是评语，不是答案\n", typed+"\n", 1)
		if changed == text {
			t.Fatal("nothing was changed")
		}
		b, err := exchange.ReadBallot("ballot.txt", []byte(changed))
		if err != nil || len(b.Answers) != 3 {
			t.Errorf("%q: %+v, %v", typed, b.Answers, err)
		} else if a := b.Answers[0]; a.Mark != want[0] || a.Comment != want[1] {
			t.Errorf("%q: mark %q, comment %q; want %q", typed, a.Mark, a.Comment, want)
		}
	}
}

// The ballot of a first round has no place for a reason: what begins like one is
// said in the comment, and all of it stays there.
func TestAFirstRoundKeepsAReasonInTheComment(t *testing.T) {
	const heading = "# pingyi panel=p2016 round=1 member=r1 rev=345\n"
	text := plainText(t, firstPaper(), pingyi.Zh)
	for typed, want := range map[string]string{
		"评分：优\n评语：很好\n理由：演出多\n场次也多\n":    "很好\n理由：演出多\n场次也多",
		"评分：优\n评语：\n理由：演出多\nReason: x\n": "理由：演出多\nReason: x",
		"评分：优\n评语：理由：演出多\n理 由：场次\n":      "理由：演出多\n理 由：场次",
		"评分：优\n理由：演出多\n评语：很好\n":          "理由：演出多\n很好",
		"理由：演出多\n评分：优\n评语：很好\n":          "理由：演出多\n很好",
		"评分：优\n评语：很好\n'理由：演出多\n":         "很好\n理由：演出多",
	} {
		changed := strings.Replace(text, "评分：【良】\n评语：册数够了，\n'评分：这一行是评语，不是答案\n", typed, 1)
		if changed == text {
			t.Fatal("nothing was changed")
		}
		for _, data := range []string{changed, strings.Replace(changed, heading, "", 1) + heading} {
			b, err := exchange.ReadBallot("ballot.txt", []byte(data))
			if err != nil || len(b.Answers) != 3 {
				t.Errorf("%q: %+v, %v", typed, b.Answers, err)
			} else if a := b.Answers[0]; a.Mark != "优" || a.Comment != want || a.Reason != "" {
				t.Errorf("%q: mark %q, comment %q, reason %q; want %q", typed, a.Mark, a.Comment, a.Reason, want)
			}
		}
	}
}

// A reason that a first round's record has all the same is lost no more than any
// other line.
func TestAFirstRoundsReasonComesBackAsComment(t *testing.T) {
	p := firstPaper()
	p.Ballot.Ratings[0].Comment, p.Ballot.Ratings[0].Reason = "够了", "册数多\n# 上架快"
	for _, f := range []exchange.Format{exchange.TXT, exchange.XLSX} {
		b, err := exchange.ReadBallot("b", written(t, f, p, pingyi.Zh))
		if err != nil || b.Answers[0].Comment != "够了\n理由：册数多\n# 上架快" || b.Answers[0].Reason != "" {
			t.Errorf("%s: %+v, %v", f, b.Answers, err)
		}
	}
}

func TestEveryAnswerHasTheLineOfItsMark(t *testing.T) {
	text := plainText(t, firstPaper(), pingyi.Zh)
	lines := strings.Split(text, "\n")
	for _, a := range readBallot(t, text).Answers {
		if !strings.HasPrefix(lines[a.Line-1], "评分：") {
			t.Errorf("line %d is %q", a.Line, lines[a.Line-1])
		}
	}
}

func TestEntriesMayBeReorderedDeletedAndRepeated(t *testing.T) {
	text := plainText(t, firstPaper(), pingyi.Zh)
	want := answers(readBallot(t, text))
	start := strings.Index(text, "# 2016/")
	end := strings.Index(text, "（完）")
	var parts []string
	for part := range strings.SplitAfterSeq(text[start:end], "# "+strings.Repeat("-", 70)+"\n\n") {
		parts = append(parts, part)
	}
	one, two, three := parts[0], parts[1], parts[2]
	made := func(parts ...string) string { return text[:start] + strings.Join(parts, "") + text[end:] }
	if got := answers(readBallot(t, made(three, one, two))); !slices.Equal(got, []pingyi.Answer{want[2], want[0], want[1]}) {
		t.Errorf("reordered: %+v", got)
	}
	if got := answers(readBallot(t, made(one, three))); !slices.Equal(got, []pingyi.Answer{want[0], want[2]}) {
		t.Errorf("deleted: %+v", got)
	}
	if got := answers(readBallot(t, made(one, two, one, three))); !slices.Equal(got, want) {
		t.Errorf("repeated: %+v", got)
	}
	twice := made(one, two, strings.Replace(one, "【良】", "【优】", 1), three)
	b, err := exchange.ReadBallot("ballot.txt", []byte(twice))
	faults := faultsOf(t, err)
	if len(faults) != 1 || !slices.Equal(answers(b), want[1:]) {
		t.Fatalf("twice and different: %+v, %v", b.Answers, err)
	}
	if row := 1 + strings.Count(twice[:strings.LastIndex(twice, "# 2016/402/1 ")], "\n"); faults[0].Place.Row != row {
		t.Errorf("the fault is in row %d, want %d: %s", faults[0].Place.Row, row, faults[0].In(pingyi.Zh))
	}
}

func TestScoresAreAskedForWhereThePanelGivesThem(t *testing.T) {
	p := firstPaper()
	p.Panel.Marks = pingyi.MarkScore
	score := pingyi.Score(8950)
	p.Ballot.Ratings = []pingyi.Rating{{Activity: keyOf(p.Plans[0], 0), Mark: pingyi.Mark{Kind: pingyi.Graded, Tier: 2, Score: &score}}}
	for _, f := range []exchange.Format{exchange.TXT, exchange.XLSX} {
		b, err := exchange.ReadBallot("b", written(t, f, p, pingyi.En))
		if err != nil || b.Answers[0].Mark != "89.5" {
			t.Errorf("%s: %+v, %v", f, b.Answers, err)
		}
	}
	if text := plainText(t, p, pingyi.Zh); !strings.Contains(text, "0 到 100") || strings.Contains(text, "可填：优") {
		t.Error("a ballot for scores asks for tiers")
	}
}

func TestATextOfAnyLengthWrapsAtTheEdge(t *testing.T) {
	p := firstPaper()
	p.Plans[0].Activities[0].Content = strings.Repeat("长", 4000) + strings.Repeat("，", 99) + strings.Repeat(" word", 500) + strings.Repeat("x", 300)
	for line := range strings.SplitSeq(plainText(t, p, pingyi.Zh), "\n") {
		if n := len([]rune(line)); strings.HasPrefix(line, "|") && n > 80 {
			t.Errorf("%d characters: %s", n, line)
		}
	}
}
