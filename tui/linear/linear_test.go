package linear_test

import (
	"bytes"
	"context"
	"errors"
	"io"
	"strings"
	"testing"
	"unicode"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/linear"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/golden"
)

// said runs a dialogue over lines, each ended by Enter, and returns all that was
// written, which it has checked for what a screen reader cannot read out.
func said(t testing.TB, c linear.Config, lines ...string) string {
	t.Helper()
	text := ""
	for _, l := range lines {
		text += l + "\r"
	}
	var out bytes.Buffer
	c.In, c.Out = strings.NewReader(text), &out
	if err := linear.Run(context.Background(), c); err != nil {
		t.Errorf("the dialogue failed: %v", err)
	}
	readable(t, out.String(), c.Echo)
	return out.String()
}

func readable(t testing.TB, out string, echo bool) {
	t.Helper()
	for _, r := range out {
		if unicode.In(r, unicode.Cc, unicode.Cf) && r != '\n' && (!echo || r != '\r' && r != '\b') {
			t.Fatalf("U+%04X is no text: %q", r, out)
		}
	}
	if echo && strings.Count(out, "\n") != strings.Count(out, "\r\n") {
		t.Fatalf("a line does not begin at the left: %q", out)
	}
	for _, l := range strings.Split(out, "\n") {
		if w := (cells.Measure{}).Width(strings.Trim(l, "\r")); w > 78 && !strings.Contains(l, "\b") {
			t.Fatalf("%d columns: %q", w, l)
		}
	}
}

// marks returns what the record has of a member's ratings, each with its state.
func marks(t testing.TB, d *store.Desk) string {
	t.Helper()
	p, err := d.Paper(context.Background(), pagetest.Panel)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, a := range p.Plans[0].Activities {
		r, found := p.Ballot.Of(pingyi.ActivityKey{PlanKey: p.Plans[0].Key(), ID: a.ID})
		if !found {
			words = append(words, "-")
			continue
		}
		w := r.Mark.Text(p.Plans[0].Scale)
		if r.Kind == pingyi.Graded {
			w += p.Ballot.State(r).In(pingyi.Zh)
		}
		if r.Comment != "" {
			w += "“" + r.Comment + "”"
		}
		if r.Reason != "" {
			w += "因“" + r.Reason + "”"
		}
		words = append(words, w)
	}
	return strings.TrimRight(strings.Join(words, " "), " -")
}

func want(t testing.TB, d *store.Desk, words string) {
	t.Helper()
	if got := marks(t, d); got != words {
		t.Errorf("the record has %s, not %s", got, words)
	}
}

func contains(t testing.TB, out string, parts ...string) {
	t.Helper()
	flat := strings.NewReplacer("\r", "", "\n  ", "", "\n", "").Replace(out)
	for _, p := range parts {
		if !strings.Contains(flat, p) {
			t.Errorf("%q was not said:\n%s", p, out)
		}
	}
}

func TestTranscript(t *testing.T) {
	rating := map[pingyi.Lang][]string{
		pingyi.Zh: {"?", "1", "２：林带断档还有两处没有补", "优秀", "0", "回避", "是", "八", "9", "c 温室只建成一座", "3", "b", "b", "", "", "l", "s", "", "提交", "y", "s", "退出"},
		pingyi.En: {"?", "1", "2: two gaps are left", "优秀", "abstain", "recuse", "yes", "eight", "9", "c one greenhouse only", "3", "b", "b", "", "", "l", "s", "", "submit", "yes", "s", "quit"},
	}
	for l, lines := range rating {
		t.Run("rate-"+l.String(), func(t *testing.T) {
			r := pagetest.Convened(t, nil)
			out := said(t, linear.Config{Desk: r.Desk("r1"), Lang: l, Echo: true}, lines...)
			golden.Equal(t, strings.ReplaceAll(out, "\r", ""))
		})
		t.Run("later-"+l.String(), func(t *testing.T) {
			r := pagetest.Convened(t, nil)
			r.RateAll()
			r.Close()
			if _, err := r.Owner.OpenRound(context.Background(), pagetest.Panel, true); err != nil {
				t.Fatal(err)
			}
			out := said(t, linear.Config{Desk: r.Desk("r1"), Lang: l, Echo: true}, "go 2", "go 7", "v", "3", "", "s", "理由：比照台账重新核对", "2", "s", "y", "q")
			golden.Equal(t, strings.ReplaceAll(out, "\r", ""))
		})
		t.Run("chair-"+l.String(), func(t *testing.T) {
			r := pagetest.Convened(t, nil)
			r.Rate("r1", "优", "良", "弃权")
			out := said(t, linear.Config{Desk: r.Desk("c1"), Lang: l, Echo: true, Command: "ssh HOST"}, "1", "2", "7", "q")
			r.RateAll()
			r.Close()
			out += said(t, linear.Config{Desk: r.Desk("c1"), Lang: l, Echo: true, Command: "ssh HOST"}, "1", "2", "q")
			golden.Equal(t, strings.ReplaceAll(out, "\r", ""))
		})
	}
}

func TestScoresAreTakenWhereThePanelGivesThem(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Marks = pingyi.MarkScore })
	d := r.Desk("r1")
	out := said(t, linear.Config{Desk: d}, "８９．５", "0", "a", "101", "92分：好", "q")
	want(t, d, "89.5草稿 0草稿 弃权 92草稿“好”")
	contains(t, out, "优，90 分起：全部按期完成", "超过了 100", "89.5 分（良）")
}

func TestATierIsNeverACommand(t *testing.T) {
	scale, err := pingyi.NewScale([]string{"下", "中", "上"}, []pingyi.Score{0, 60_00, 80_00})
	if err != nil {
		t.Fatal(err)
	}
	plan := pagetest.Forestry()
	plan.Scale = scale
	for i := range plan.Activities {
		plan.Activities[i].Rubric = pingyi.Rubric{"少", "多", "全"}
	}
	r := pagetest.Seated(t, plan)
	r.Convene(nil)
	r.Open()
	d := r.Desk("r1")
	said(t, linear.Config{Desk: d}, "上", "下：没有做完", "1", "4", "b", "3")
	want(t, d, "上草稿 下草稿“没有做完” 下草稿")
}

func TestAReasonIsAskedForWhereTheRoundBeforeWasAnswered(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Close()
	r.Open()
	d := r.Desk("r1")
	out := said(t, linear.Config{Desk: d}, "3", "", "s", "理由 台账不符", "v", "c 见台账", "go 2", "1", "现场看过", "s", "y", "q")
	want(t, d, "中已提交“见台账”因“台账不符” 优已提交因“现场看过” 良已提交 优已提交 中已提交 优已提交 良已提交 良已提交 优已提交 良已提交")
	contains(t, out, "还没有理由", "第 1 项还不能提交", "已提交：评分 10 项")
}

func TestACommentWaitsForItsRating(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	p := talk(t, context.Background(), linear.Config{Desk: d})
	p.expect("第 1 项评分")
	p.enter("c 管护到人", "?")
	p.expect("请给出评分", "第 1 项评分", "1 到 4，或档次的名称", "第 1 项评分")
	p.enter("甲")
	p.expect("看不懂“甲”", "1–4", "第 1 项评分")
	p.enter("l")
	p.expect("1. 荒山造林：未评，评语（等您评分，一起保存）：管护到人", "第 1 项评分")
	p.enter("s")
	p.expect("还没有评任何一项", "第 1 项评分")
	p.enter("", "b")
	p.expect("第 2 项评分", "评语（等您评分，一起保存）：管护到人", "第 1 项评分")
	p.enter("q", "")
	p.expect("第 1 项还没有评分，评语不会保存：管护到人", "现在就离开吗", "第 1 项评分")
	p.enter("2：死株已补")
	p.expect("第 1 项：良，草稿", "第 2 项评分")
	p.enter("c 断档", "q", "y")
	p.expect("第 2 项还没有评分，评语不会保存：断档", "再见")
	p.end()
	want(t, d, "良草稿“管护到人；死株已补”")
}

func TestACommentThatCouldNotBeSavedIsSaid(t *testing.T) {
	r := pagetest.Convened(t, nil)
	contains(t, said(t, linear.Config{Desk: r.Desk("r1")}, "c 管护到人"), "没有评分，评语没有保存：管护到人")
	p := talk(t, context.Background(), linear.Config{Desk: r.Desk("r2")})
	p.enter("c 好")
	p.expect("请给出评分")
	r.RateAll()
	r.Close()
	p.enter("v")
	p.expect("已经结束", "没有评分，评语没有保存：好")
	p.end()
}

func TestNumbersAreThoseOfThePlan(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Close()
	if _, err := r.Owner.OpenRound(context.Background(), pagetest.Panel, true); err != nil {
		t.Fatal(err)
	}
	out := said(t, linear.Config{Desk: r.Desk("r1")}, "到１０", "到 4", "go", "第 3 项", "?", "l")
	contains(t, out, "第 10 项（本轮 3/3）：古树名木保护", "本轮要评的号码，如“到 10”", "第 3 项（本轮 1/3）：森林防火", "到 10：第 10 项", "7. 林权档案整理")
}

func TestNobodyRatesByARubricThatTheyHaveNotRead(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优", "良")
	d := r.Desk("r1")
	change := func(no int, text string) {
		t.Helper()
		plan, err := d.Plan(context.Background(), pagetest.ForestryKey())
		if err != nil {
			t.Fatal(err)
		}
		a := plan.Activities[no-1]
		b := a
		b.Rubric = append(pingyi.Rubric{text}, a.Rubric[1:]...)
		if _, _, err := r.Owner.SaveActivity(context.Background(), pagetest.ForestryKey(), a, b); err != nil {
			t.Fatal(err)
		}
	}
	change(1, "完成不足五成")
	p := talk(t, context.Background(), linear.Config{Desk: d})
	p.expect("完成不足五成", "再评一次", "第 1 项评分")
	p.enter("c 好", "s")
	p.expect("请先再评一次", "还不能提交", "第 1 项评分")
	p.enter("1") // the same once more, by the new rubric
	p.expect("第 1 项：优，草稿", "第 3 项评分")
	change(3, "完成不足四成")
	p.enter("4")
	p.expect("请再看一遍", "完成不足四成", "第 3 项评分")
	want(t, d, "优草稿 良已提交")
	p.enter("4")
	p.expect("第 3 项：差，草稿", "第 4 项评分")
	p.enter("s", "y")
	p.expect("已提交：评分 3 项")
	p.end()
	want(t, d, "优已提交 良已提交 差已提交")
}

func TestTheDialogueFollowsTheRounds(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	p := talk(t, context.Background(), linear.Config{Desk: d})
	p.expect("第 1 项评分")
	r.Rate("r2", "优")
	r.Close()
	p.enter("1")
	p.expect("第 1 轮已经结束", "第 1 轮 已结束，现在不能评分", "1. 结果：评审组 p2016", "请选")
	r.Open()
	p.enter("1")
	p.expect("荒山造林：", "第 2 轮", "第 1 项评分")
	r.Close()
	r.Open()
	p.enter("1")
	p.expect("现在是第 3 轮", "第 1 项评分")
	p.enter("1")
	p.expect("优，草稿")
	p.end()
	want(t, d, "优草稿")
}

func TestACancelledDialogueEndsWithoutInput(t *testing.T) {
	r := pagetest.Convened(t, nil)
	ctx, cancel := context.WithCancel(context.Background())
	d := talk(t, ctx, linear.Config{Desk: r.Desk("r1")})
	defer d.in.Close()
	d.expect("第 1 项评分")
	cancel()
	if err := <-d.ended; !errors.Is(err, context.Canceled) {
		t.Errorf("it ended with %v", err)
	}
}

func TestALineThatWasCutOffIsNotActedOn(t *testing.T) {
	for _, echo := range []bool{false, true} {
		r := pagetest.Convened(t, nil)
		d := r.Desk("r1")
		var out bytes.Buffer
		if err := linear.Run(context.Background(), linear.Config{Desk: d, In: strings.NewReader("1\ns\ny"), Out: &out, Echo: echo}); err != nil {
			t.Fatal(err)
		}
		readable(t, out.String(), echo)
		contains(t, out.String(), "没有以回车结束，没有执行：y", "1 项还没有提交")
		want(t, d, "优草稿")
	}
}

func TestBrokenInputIsAnError(t *testing.T) {
	r := pagetest.Convened(t, nil)
	broken := errors.New("the line is cut")
	in := io.MultiReader(strings.NewReader("1\n"), failing{broken})
	if err := linear.Run(context.Background(), linear.Config{Desk: r.Desk("r1"), In: in, Out: io.Discard}); !errors.Is(err, broken) {
		t.Errorf("it ended with %v", err)
	}
}

type failing struct{ err error }

func (f failing) Read([]byte) (int, error) { return 0, f.err }

func TestLinesThatCannotBeReadAreAskedForAgain(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	out := said(t, linear.Config{Desk: d}, "2:\xbd\xf8\xb6\xc8", strings.Repeat("长", linear.MaxLine+1), "2:\u202e", "c "+strings.Repeat("长", 5001), "2")
	contains(t, out, "不是 UTF-8", "太长，没有收下", "控制字符 U+202E", "最多 5000 个字")
	want(t, d, "良草稿")
}

func TestWhatTheRecordHoldsCannotMoveACursor(t *testing.T) {
	plan := pagetest.Forestry()
	r := pagetest.Seated(t, plan)
	r.Convene(nil)
	r.Open()
	out := said(t, linear.Config{Desk: r.Desk("r1"), Echo: true}, "\x1b[31m1", "\x1b]0;title\x07b", "\x1bOA", "c \u202e\u009b1m", "q")
	if strings.ContainsAny(out, "\x1b\x07") {
		t.Errorf("%q", out)
	}
}

func TestTheMenuOffersWhatOneMayDo(t *testing.T) {
	r := pagetest.Convened(t, nil)
	for member, offer := range map[string]string{"k1": "要用命令做的事", "c1": "谁已提交：评审组 p2016，第 1 轮"} {
		out := said(t, linear.Config{Desk: r.Desk(member)}, "2", "1", "x", "q")
		contains(t, out, offer, "再见")
	}
	out := said(t, linear.Config{Desk: r.Owner, Lang: pingyi.En}, "2", "q")
	contains(t, out, "pingyi round close p2016", "Import plans:", "pingyi import --help", "Goodbye")
	r.Close()
	out = said(t, linear.Config{Desk: r.Desk("c1")}, "2", "q")
	contains(t, out, "pingyi round open p2016 --split")
}

func TestSomebodyWithNothingToDoIsToldSo(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	contains(t, said(t, linear.Config{Desk: r.Desk("r1")}), "现在没有您可以在这里做的事")
}

func TestSeveralOpenRoundsAreChosenFrom(t *testing.T) {
	r := pagetest.Convened(t, nil)
	ctx := context.Background()
	if err := r.Owner.CreatePanel(ctx, pingyi.Panel{ID: "q2016", Year: 2016, Members: []string{"r1"}}); err != nil {
		t.Fatal(err)
	}
	if _, err := r.Owner.OpenRound(ctx, "q2016", false); err != nil {
		t.Fatal(err)
	}
	d := r.Desk("r1")
	out := said(t, linear.Config{Desk: d}, "２", "1", "q", "1", "2", "q", "q")
	contains(t, out, "1. 评分：评审组 p2016，第 1 轮", "2. 评分：评审组 q2016，第 1 轮")
	want(t, d, "良草稿")
}
