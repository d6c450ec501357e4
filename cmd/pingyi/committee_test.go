package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/text/encoding/simplifiedchinese"

	"pingyi"
	"pingyi/tui/terminal"
)

// The whole work of a committee over SSH: three members, one with a key, one who
// is invited and sets a password, one by a ballot file; the chair, who sees who is
// missing; a second round on what is split; an adjudication, the signature, and a
// result that can be proven afterwards.
func TestTheCommittee(t *testing.T) {
	samples := sharedSamples(t)
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := serve(t, t.TempDir())
		s.own("import", "--year", "2016", filepath.Join(samples, "360-education.txt"))
		s.own("member", "add", "c1", "--name", "c1", "--role", "chair")
		for _, id := range []string{"r1", "r2", "r3"} {
			s.own("member", "add", id, "--name", id, "--role", "reviewer")
		}
		s.own("panel", "create", "p2016", "--year", "2016", "--department", "360", "--member", "r1,r2,r3", "--chair", "c1")
		s.own("round", "open", "p2016")
		k := &sitting{t: t, server: s, client: with(s)}
		k.first()
		k.second()
		k.settle()
		k.prove()
	})
}

// sitting is the work of the committee on the panel p2016, part by part.
type sitting struct {
	t *testing.T
	*server
	client        client
	c1, r1, r2    *workplace
	said, another string // what r1 and r2 comment
}

// done runs a remote command that must be done.
func (k *sitting) done(member, in string, args ...string) string {
	k.t.Helper()
	a := k.client.run(member, in, args...)
	if a.status != 0 {
		k.t.Fatalf("%s: %q ends with %d: %s", member, args, a.status, a.errs)
	}
	return a.out
}

// first is the round on everything.
func (k *sitting) first() {
	k.said, k.another = "进度偏慢，材料齐全", "现场看过“两所”，都已开工"
	k.c1 = k.client.login("c1")
	k.c1.See("未交：r1、r2、r3", "r1 0/10 ——")

	// r1 has a key, and types.
	k.r1 = k.client.login("r1")
	k.r1.See("p2016", "第 1 轮 进行中")
	k.c1.See("r1 0/10 在线")
	k.r1.Type(terminal.Enter)
	k.r1.See("›1", "评价标准（", "1 优")
	k.r1.Type("1", terminal.F2)
	k.r1.See("─ 评语（第 2 项）")
	k.c1.See("r1 0/10 在看 360 第 2 项 实施学前教育资助")
	for _, hanzi := range k.said {
		k.r1.Type(string(hanzi))
	}
	k.r1.See(k.said)
	k.r1.Type(terminal.Ctrl('s'))
	k.r1.See("评语草稿")
	k.r1.Type("２") // an input method is on
	k.r1.See("›3", "评价标准（")
	k.r1.Type("1", "1", "1", "1", "1", "1", "1", "1")
	k.r1.See("全部评完")
	k.r1.Type(terminal.Ctrl('s'))
	k.r1.See("提交评分表", "优9 良1 中0 差0，弃权0 回避0 未评0")
	k.r1.Type(terminal.Enter)
	k.r1.See("第 1 轮已提交：评分 10 项", "10优✓")
	k.c1.See("r1 10/10 ✓", "未交：r2、r3")

	// r3 takes the ballot away as a file, and fills it in with an old editor.
	k.submitBallot()
	k.c1.See("r3 10/10 ✓")
	k.c1.Until(func(screen string) bool { return strings.Contains(screen, "未交：r2\n") }, "does not say that r2 alone is missing")

	// r2 comes with an invitation, sets a password at the door, and pastes.
	code := regexp.MustCompile(`邀请码：(\S+)`).FindStringSubmatch(k.own("member", "invite", "r2"))
	if code == nil {
		k.t.Fatal("the invitation has no code")
	}
	k.r2 = k.client.login("r2", code[1], "xin-mi-ma-3", "xin-mi-ma-3")
	k.r2.See("p2016", "第 1 轮 进行中")
	k.r2.Type(terminal.Ctrl('q'))
	k.r2.Ended()
	k.r2 = k.client.login("r2", "xin-mi-ma-3")
	k.r2.See("p2016")
	k.r2.Type(terminal.Enter)
	k.r2.See("›1", "评价标准（")
	k.r2.Type("1", "2", "2")
	k.r2.See("›4", "评价标准（")
	k.r2.Type(terminal.F2)
	k.r2.See("─ 评语（第 4 项）")
	k.r2.Paste(k.another)
	k.r2.See(k.another)
	k.r2.Type(terminal.Ctrl('s'))
	k.r2.See("评语草稿")
	k.r2.Type("1", "3", "1", "1", "1", "1", "1")
	k.r2.See("全部评完")
	if screen := k.c1.Text(); !strings.Contains(screen, "未交：r2\n") {
		k.t.Errorf("the chair is told of r2 before they have submitted:\n%s", screen)
	}
	k.r2.Type(terminal.Ctrl('s'))
	k.r2.See("提交评分表")
	k.r2.Type(terminal.Enter)
	k.r2.See("已提交：评分 10 项")
	k.c1.Until(func(screen string) bool {
		return strings.Contains(screen, "r2 10/10 ✓") && !strings.Contains(screen, "未交")
	},
		"does not show that everybody has submitted")
}

// submitBallot is r3's way: ballot > file, an editor that keeps GBK and CR LF, an
// input method that is on, submit < file.
func (k *sitting) submitBallot() {
	marks := []string{"优", "中", "差", "优", "差", "优", "优", "优", "优", "优"}
	filled := strings.ReplaceAll(k.done("r3", "", "ballot", "p2016"), "\r\n", "\n")
	for i, mark := range marks {
		if i == 0 {
			filled = strings.Replace(filled, "\n评语：\n", "\n评语：第　１　所园舍差距较大\n", 1)
		}
		before := filled
		if filled = strings.Replace(filled, "评分：【】", "评分：［"+mark+"］", 1); filled == before {
			k.t.Fatalf("the ballot has no place for mark %d:\n%s", i+1, filled)
		}
	}
	wrong := strings.Replace(filled, "［差］", "［９］", 1)
	gbk := func(text string) string {
		text = strings.ReplaceAll(strings.TrimPrefix(text, "\ufeff"), "\n", "\r\n")
		b, err := simplifiedchinese.GBK.NewEncoder().String(text)
		if err != nil {
			k.t.Fatal(err)
		}
		return b
	}
	line := 1 + strings.Count(wrong[:strings.Index(wrong, "［９］")], "\n")
	a := k.client.run("r3", gbk(wrong), "submit")
	if a.status != 1 || !strings.Contains(a.errs, fmt.Sprintf("第 %d 行", line)) || !strings.Contains(a.errs, "收下 9 项（存为草稿）") {
		k.t.Errorf("a ballot with a wrong mark in line %d: %d, %q", line, a.status, a.errs)
	}
	k.c1.See("r3 0/10")
	if out := k.done("r3", gbk(filled), "submit"); !strings.Contains(out, "已提交 10") {
		k.t.Fatalf("the ballot is not submitted: %q", out)
	}
}

// second closes the first round, on which two activities stay split, and holds
// another on them.
func (k *sitting) second() {
	k.c1.Type(terminal.Delete)
	k.c1.See("结束评审组 p2016 的第 1 轮？", "› 取消")
	k.c1.Type(terminal.ShiftTab)
	k.c1.See("› 结束")
	k.c1.Type(terminal.Enter)
	k.c1.See("第 1 轮 已结束")
	k.r1.See("第 1 轮已经结束，评分不能再改。")
	k.c1.Type(terminal.F7)
	k.c1.See("在第 1 轮对 10 项中的 2 项没有形成一致", "› 没有形成一致的 2 项")
	k.c1.Type(terminal.Enter)
	k.c1.See("第 2 轮 进行中，只评上一轮没有形成一致的 2 项", "未交：r1、r2、r3")

	// Members see how the first round went, and their own mark carried over.
	earlier := "第 1 轮  优1 良1 中0 差1  等级 良  ◆意见不一"
	k.r1.See("本轮 1/2 项", earlier, "您评 优（沿用上轮）")
	k.r2.See("本轮 1/2 项", earlier, "您评 良（沿用上轮）")
	if paper := k.done("r3", "", "ballot"); !strings.Contains(paper, "第 1 轮：优1 良1 中0 差1，评审组等级 良") || !strings.Contains(paper, "评分：【差】") {
		k.t.Errorf("the ballot of round 2 does not tell of round 1:\n%s", paper)
	}

	// r1 changes a mark, for which a reason is wanted.
	k.r1.Type("2")
	k.r1.See("第 3 项的理由：以前评 优，现在评 良", "欠理由")
	k.r1.Type(terminal.Esc)
	k.r1.Until(func(screen string) bool { return !strings.Contains(screen, "第 3 项的理由") }, "keeps asking for the reason")
	if a := k.client.run("r1", "", "rate", "--submit"); a.status == 0 || !strings.Contains(a.errs, "理由") {
		k.t.Errorf("a changed mark is submitted without its reason: %d, %q", a.status, a.errs)
	}
	k.r1.Type(terminal.Up, terminal.F3) // it went on to the next
	k.r1.See("第 3 项的理由")
	k.r1.Type("经核实有两项未完工", terminal.Enter)
	k.r1.See("理由  经核实有两项未完工", "状态 草稿")
	k.r1.Type(terminal.Ctrl('s'))
	k.r1.See("优1 良1 中0 差0", "其中 1 项沿用以前的评分。")
	k.r1.Type(terminal.Enter)
	k.r1.See("第 2 轮已提交：评分 2 项")
	k.c1.See("r1 2/2 ✓", "未交：r2、r3")
	k.r2.Type(terminal.Ctrl('s'))
	k.r2.See("提交评分表", "其中 2 项沿用以前的评分。")
	k.r2.Type(terminal.Enter)
	k.r2.See("已提交：评分 2 项")
	k.done("r3", k.done("r3", "", "ballot"), "submit")
	k.c1.Until(func(screen string) bool {
		return strings.Contains(screen, "r3 2/2 ✓") && !strings.Contains(screen, "未交")
	},
		"does not show that everybody has submitted")
	k.c1.Type(terminal.Delete)
	k.c1.See("结束评审组 p2016 的第 2 轮？")
	k.c1.Type(terminal.ShiftTab, terminal.Enter)
	k.c1.See("第 2 轮 已结束")
}

// settle is the chair's: what stays split, and the signature.
func (k *sitting) settle() {
	for _, c := range []struct{ arg, reason, says, not string }{
		{"3=回避", "现场核查达标", "请填 优、良、中、差 中的一个", "弃权"},
		{"1=良", "现场核查达标", "已有等级 ", "意见一致"},
		{"3=clear", "", "没有可以撤回的", ""},
		{"3=中", "先按台账定", "已裁定第 3 项“发展农村义务教育”：中", "原裁定"},
		{"3=良", "现场核查达标", "已裁定第 3 项“发展农村义务教育”：良；原裁定 中，理由：先按台账定", ""},
		{"3=撤回", "现场核查达标", "请去掉 --reason", ""},
		{"3=撤回", "", "已撤回第 3 项的裁定；原裁定 良，理由：现场核查达标", ""},
	} {
		args := []string{"adjudicate", "p2016", c.arg}
		if c.reason != "" {
			args = append(args, "--reason", c.reason)
		}
		if a := k.client.run("c1", "", args...); !strings.Contains(a.errs, c.says) || c.not != "" && strings.Contains(a.errs, c.not) {
			k.t.Errorf("%v: %d, %q", args, a.status, a.errs)
		}
	}
	k.c1.Type(terminal.F6)
	k.c1.See("结果 p2016 第 2 轮，共 2 轮", "扩大教育资源", "良−")
	k.c1.Type(terminal.Down, terminal.Down, terminal.Down, terminal.Down)
	k.c1.See("5. 提升特殊教育保障水平  中（第 2 轮所评）  ◆分歧")
	k.c1.Type(terminal.Ctrl('g'))
	k.c1.See("裁定为：提升特殊教育保障水平", "›优")
	k.c1.Type(terminal.Down, terminal.Enter)
	k.c1.See("把“提升特殊教育保障水平”裁定为 良。", "理由：")
	k.c1.Type("两次现场核查均达标", terminal.Enter)
	k.c1.See("裁定 良（c1）：两次现场核查均达标", "已裁定为 良")
	k.c1.Type(terminal.Ctrl('s'))
	k.c1.See("签署评审组 p2016 第 2 轮的结果？", "3. 发展农村义务教育", "› 取消")
	k.c1.Type(terminal.ShiftTab)
	k.c1.See("› 签署")
	k.c1.Type(terminal.Enter)
	k.c1.See("结果已签署", "已签署：c1，留痕第")
	for _, at := range []*workplace{k.c1, k.r1, k.r2} {
		at.Type(terminal.Ctrl('q'))
		at.Ended()
	}
}

// prove holds the result that has been taken away against the record.
func (k *sitting) prove() {
	export := k.done("c1", "", "result", "p2016", "--json")
	var res struct {
		Round      int
		Closed     bool
		Signature  *pingyi.Signature
		Activities []struct {
			Grade, Final string
			Adjudication *struct{ Grade, Reason, By string }
			Comments     []string
		}
	}
	if err := json.Unmarshal([]byte(export), &res); err != nil {
		k.t.Fatal(err)
	}
	if res.Round != 2 || !res.Closed || res.Signature == nil || res.Signature.By != "c1" || len(res.Activities) != 10 {
		k.t.Fatalf("the result is not the signed one of round 2: %s", export)
	}
	var finals []string
	for _, a := range res.Activities {
		finals = append(finals, a.Final)
	}
	if got := strings.Join(finals, " "); got != "优 良 良 优 良 优 优 优 优 优" {
		k.t.Errorf("the grades are %s", got)
	}
	if a := res.Activities[4]; a.Grade != "中" || a.Adjudication == nil || a.Adjudication.Reason != "两次现场核查均达标" {
		k.t.Errorf("the panel's own grade does not stand beside the chair's: %+v", a)
	}
	for i, want := range map[int]string{0: "第　１　所园舍差距较大", 1: k.said, 3: k.another} {
		if c := strings.Join(res.Activities[i].Comments, "|"); c != want {
			k.t.Errorf("activity %d has the comments %q, want %q", i+1, c, want)
		}
	}

	file := filepath.Join(k.t.TempDir(), "结果.json")
	keep := func(b []byte) {
		if err := os.WriteFile(file, b, 0o600); err != nil {
			k.t.Fatal(err)
		}
	}
	keep([]byte(export))
	if a := k.here("", "verify", file); a.status != 0 || !strings.Contains(a.errs, "内容就是 c1 签署的结果") {
		k.t.Errorf("the result verifies with %d, %q", a.status, a.errs)
	}
	k.done("r1", export, "verify", "-")
	for at := 7; at < len(export); at += len(export) / 6 {
		altered := []byte(export)
		altered[at] ^= 1
		if a := k.client.run("c1", string(altered), "verify", "-"); a.status != 1 || a.out != "" || a.errs == "" {
			k.t.Errorf("with byte %d altered it verifies: %d, %q, %q", at, a.status, a.out, a.errs)
		}
	}
	for _, format := range []string{"csv", "tsv", "txt", "xlsx", "docx"} {
		text := k.done("c1", "", "result", "p2016", "--format", format)
		if format == "xlsx" || format == "docx" {
			text = inZip(k.t, text)
		}
		for _, want := range []string{"c1", res.Signature.Digest, fmt.Sprint(res.Signature.Rev)} {
			if !strings.Contains(text, want) {
				k.t.Errorf("the result as %s lacks %s", format, want)
			}
		}
	}
	if out := k.own("verify"); !strings.Contains(out, "核验无误") {
		k.t.Errorf("the record verifies with %q", out)
	}
	for _, args := range [][]string{{"round", "open", "p2016"}, {"round", "open", "p2016", "--split"}, {"adjudicate", "p2016", "3=优", "--reason", "x"}, {"sign", "p2016"}} {
		if a := k.client.run("c1", "", args...); a.status != 1 || !strings.Contains(a.errs, "签署") {
			k.t.Errorf("after signing, %q ends with %d: %s", args, a.status, a.errs)
		}
	}
	if again := k.done("c1", "", "result", "p2016", "--json"); again != export {
		k.t.Error("the signed result has changed")
	}
}

// inZip returns the text of an office document, without its marks.
func inZip(t testing.TB, file string) string {
	t.Helper()
	z, err := zip.NewReader(strings.NewReader(file), int64(len(file)))
	if err != nil {
		t.Fatal(err)
	}
	var all bytes.Buffer
	for _, part := range z.File {
		r, err := part.Open()
		if err != nil {
			t.Fatal(err)
		}
		if _, err := io.Copy(&all, r); err != nil {
			t.Fatal(err)
		}
		r.Close()
	}
	return regexp.MustCompile(`<[^>]*>`).ReplaceAllString(all.String(), "")
}
