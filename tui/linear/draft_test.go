package linear_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/linear"
	"pingyi/tui/pages/pagetest"
)

// clock tells a dialogue that time has gone by, when the test says so.
type clock chan time.Time

func (c clock) after(t testing.TB) func(time.Duration) <-chan time.Time {
	return func(d time.Duration) <-chan time.Time {
		if d >= time.Second {
			t.Errorf("what is typed is written only after %v", d)
		}
		return c
	}
}

// left returns the lines that are kept of a member.
func left(t testing.TB, d *store.Desk) string {
	t.Helper()
	list, err := d.Drafts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, draft := range list {
		all = append(all, draft.Object+" "+string(draft.Data))
	}
	return strings.Join(all, "\n")
}

func keeps(t testing.TB, d *store.Desk, item int, lines string) {
	t.Helper()
	want := ""
	if lines != "" {
		want = fmt.Sprintf(`linear/p2016/2016/710/%d {"lines":[%s]}`, item, lines)
	}
	if got := left(t, d); got != want {
		t.Errorf("kept is %s, not %s", got, want)
	}
}

func TestAnUnfinishedLineIsKeptAndOfferedAtTheNextDialogue(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d, tick := r.Desk("r1"), make(clock)
	c := linear.Config{Desk: d, Echo: true, After: tick.after(t)}
	p := talk(t, context.Background(), c)
	p.expect("第 1 项评分")
	p.send("到3\r")
	p.expect("第 3 项评分（1–4，? 帮助）：")
	p.send("1：值守")
	p.expect("1：值守")
	keeps(t, d, 3, "")
	tick <- time.Time{}
	p.send("到") // its echo comes after the writing
	p.expect("到")
	keeps(t, d, 3, `"1：值守"`)
	tick <- time.Time{}
	p.send("位")
	p.expect("位")
	keeps(t, d, 3, `"1：值守到"`)
	p.in.CloseWithError(errors.New("the line is cut"))
	<-p.ended
	keeps(t, d, 3, `"1：值守到位"`)

	p = talk(t, context.Background(), c)
	p.expect("第 3 项", "没有写完：1：值守到位", "接着写；-：丢弃")
	p.send("2\r") // no answer, and no rating
	p.expect("没有写完：1：值守到位", "丢弃：")
	p.send("\r")
	p.expect("第 3 项评分（1–4，? 帮助）：1：值守到位")
	keeps(t, d, 3, `"1：值守到位"`)
	p.send("\x7f岗\r")
	p.expect("第 3 项：优，草稿", "第 4 项评分")
	keeps(t, d, 3, "")
	p.end()
	want(t, d, "- - 优草稿“值守到岗”")
	keeps(t, d, 3, "")
}

func TestAnUnfinishedLineIsKeptHoweverTheDialogueEnds(t *testing.T) {
	for name, end := range map[string]func(*driver, context.CancelFunc){
		"the input ends":         func(p *driver, _ context.CancelFunc) { p.in.Close() },
		"the line is cut":        func(p *driver, _ context.CancelFunc) { p.in.CloseWithError(io.ErrUnexpectedEOF) },
		"the server is stopping": func(_ *driver, stop context.CancelFunc) { stop() },
	} {
		t.Run(name, func(t *testing.T) {
			r := pagetest.Convened(t, nil)
			d := r.Desk("r1")
			ctx, stop := context.WithCancel(context.Background())
			defer stop()
			p := talk(t, ctx, linear.Config{Desk: d, Echo: true, After: make(clock).after(t)})
			defer p.in.Close()
			p.expect("第 1 项评分（1–4，? 帮助）：")
			p.send("2：进度偏慢")
			p.expect("2：进度偏慢")
			end(p, stop)
			<-p.ended
			keeps(t, d, 1, `"2：进度偏慢"`)
			want(t, d, "")
		})
	}
}

func TestALineIsKeptWhoseQuestionWasNotAnswered(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	p := talk(t, context.Background(), linear.Config{Desk: d, Echo: true, After: make(clock).after(t)})
	p.expect("第 1 项评分（1–4，? 帮助）：")
	p.send("回避：亲属在编\r")
	p.expect("应当回避吗", "取消请按回车：")
	p.end()
	keeps(t, d, 1, `"回避：亲属在编"`)
	want(t, d, "")
}

func TestALineThatIsDoneOrGivenUpIsNotKept(t *testing.T) {
	for typed, next := range map[string]string{
		"2：慢\r":        "第 1 项：良",
		"9：慢\r":        "1 到 4 档",
		"2：慢\x03":      "^C",
		"2：慢\x15l\r":   "合计",
		"r：慢\rn\r":     "没有回避",
		"2：\xbd\xf8\r": "不是 UTF-8",
	} {
		r := pagetest.Convened(t, nil)
		d, tick := r.Desk("r1"), make(clock)
		p := talk(t, context.Background(), linear.Config{Desk: d, Echo: true, After: tick.after(t)})
		p.expect("第 1 项评分（1–4，? 帮助）：")
		first, rest := typed[:1], typed[1:]
		p.send(first)
		tick <- time.Time{}
		p.send(rest)
		p.expect(next, "评分（1–4，? 帮助）：")
		keeps(t, d, 1, "")
		p.end()
		keeps(t, d, 1, "")
	}
}

func TestACommentAndAReasonAreOfferedWithTheirCommand(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.RateAll()
	r.Close()
	r.Open()
	d := r.Desk("r1")
	c := linear.Config{Desk: d, Echo: true, After: make(clock).after(t)}
	cut := func(line, prompt, typed string) {
		t.Helper()
		p := talk(t, context.Background(), c)
		p.expect("第 1 项评分（1–4，? 帮助）：")
		p.send(line + "\r")
		p.expect(prompt)
		p.send(typed)
		p.expect(typed)
		p.end()
	}
	goOn := func(offered string) {
		t.Helper()
		p := talk(t, context.Background(), c)
		p.expect("没有写完："+offered, "丢弃：")
		p.send("\r")
		p.expect("帮助）：" + offered)
		p.send("乙\r")
		p.expect("已保存", "第 1 项评分")
		p.end()
		keeps(t, d, 1, "")
	}
	cut("3", "理由（回车：以后再写）：", "甲")
	goOn("理由：甲")
	cut("c", "评语（写一行；回车：不写）：", "丙")
	goOn("评语：丙")
	if got := marks(t, d); !strings.HasPrefix(got, "中草稿“丙乙”因“甲乙” ") {
		t.Errorf("the record has %s", got)
	}
}

func TestACommentThatWaitsForItsRatingIsKeptUntilThen(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	c := linear.Config{Desk: d, Echo: true, After: make(clock).after(t)}
	p := talk(t, context.Background(), c)
	p.expect("第 1 项评分（1–4，? 帮助）：")
	p.send("c 管护\r")
	p.expect("请给出评分", "第 1 项评分")
	keeps(t, d, 1, `"评语：管护"`)
	p.send("c 管护到人\r")
	p.expect("请给出评分", "第 1 项评分")
	keeps(t, d, 1, `"评语：管护到人"`)
	p.send("q\r")
	p.expect("评语留作草稿：管护到人", "再见")
	p.end()
	keeps(t, d, 1, `"评语：管护到人"`)

	p = talk(t, context.Background(), c)
	p.expect("没有写完：评语：管护到人", "丢弃：")
	p.send("\r")
	p.expect("帮助）：评语：管护到人")
	p.send("\r")
	p.expect("请给出评分", "第 1 项评分")
	keeps(t, d, 1, `"评语：管护到人"`)
	p.send("2\r")
	p.expect("第 1 项：良", "第 2 项评分")
	keeps(t, d, 1, "")
	p.send("c 断档\rc -\r")
	p.expect("请给出评分", "没有评语", "第 2 项评分")
	keeps(t, d, 2, "")
	p.end()
	want(t, d, "良草稿“管护到人”")
}

func TestACommentThatItsRoundEndedOverIsOfferedInTheNext(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	p := talk(t, context.Background(), linear.Config{Desk: d, Echo: true, After: make(clock).after(t)})
	p.expect("第 1 项评分（1–4，? 帮助）：")
	p.send("c 管护到人\r")
	p.expect("请给出评分", "第 1 项评分")
	r.Close()
	r.Open()
	p.send("l\r")
	p.expect("现在是第 2 轮", "评语留作草稿：管护到人", "没有写完：评语：管护到人", "丢弃：")
	p.send("\r")
	p.expect("帮助）：评语：管护到人")
	p.send("\r")
	p.expect("请给出评分", "第 1 项评分")
	p.end()
	keeps(t, d, 1, `"评语：管护到人"`)
}

func TestWhatWasLeftIsDiscardedOrLeftForLater(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	c := linear.Config{Desk: d, Lang: pingyi.En, Echo: true}
	cut := func(typed string) {
		p := talk(t, context.Background(), c)
		p.expect("for help): ")
		p.send(typed)
		p.expect(typed)
		p.end()
	}
	cut("2: slow")
	for _, leave := range []string{"q\r", "\x03", "\x04"} {
		p := talk(t, context.Background(), c)
		p.expect("Not finished last time, on this activity: 2: slow", "discard it: ")
		p.send(leave)
		p.expect("Goodbye")
		p.end()
		keeps(t, d, 1, `"2: slow"`)
	}
	p := talk(t, context.Background(), c)
	p.expect("discard it: ")
	p.send("－\r")
	p.expect("Discarded", "Rating of activity 1")
	p.end()
	keeps(t, d, 1, "")
	want(t, d, "")
}

func TestTwoSessionsOfAMemberKeepALineEach(t *testing.T) {
	r := pagetest.Convened(t, nil)
	c := linear.Config{Desk: r.Desk("r1"), Echo: true, After: make(clock).after(t)}
	var both []*driver
	for _, typed := range []string{"2：甲", "3：乙"} {
		p := talk(t, context.Background(), c)
		p.expect("帮助）：")
		p.send(typed)
		p.expect(typed)
		both = append(both, p)
	}
	for _, p := range both {
		p.end()
	}
	keeps(t, c.Desk, 1, `"2：甲","3：乙"`)
	p := talk(t, context.Background(), c)
	p.expect("没有写完：2：甲", "丢弃：")
	p.send("-\r")
	p.expect("没有写完：3：乙", "丢弃：")
	p.send("\r")
	p.expect("帮助）：3：乙")
	p.send("\r")
	p.expect("第 1 项：中，草稿")
	p.end()
	keeps(t, c.Desk, 1, "")
}

func TestWithoutATerminalNothingIsKeptOrOffered(t *testing.T) {
	r := pagetest.Convened(t, nil)
	d := r.Desk("r1")
	never := func(time.Duration) <-chan time.Time {
		t.Error("it waits for a time to keep what comes from a file")
		return nil
	}
	p := talk(t, context.Background(), linear.Config{Desk: d, After: never})
	p.expect("第 1 项评分")
	p.send("2：进度")
	p.end()
	keeps(t, d, 1, "")
	if err := d.SaveDraft(context.Background(), "linear/p2016/2016/710/1", []byte(`{"lines":["2：甲"]}`)); err != nil {
		t.Fatal(err)
	}
	if out := said(t, linear.Config{Desk: d}, "1"); strings.Contains(out, "没有写完") {
		t.Errorf("offered to a file: %s", out)
	}
	want(t, d, "优草稿")
}
