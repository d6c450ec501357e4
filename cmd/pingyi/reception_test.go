package main

import (
	"fmt"
	"strings"
	"testing"

	"pingyi/tui/terminal"
)

// Without a terminal and a command there is a word on how to go on, and an end.
func TestWithoutATerminalThereIsHelpAndAnEnd(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	a := c.runWith("q1", "whatever comes", nil)
	if a.status != 0 || !strings.Contains(a.out, "submit") || !strings.Contains(a.out, "ssh -t") || strings.Contains(a.out, "dump") {
		t.Errorf("%+v", a)
	}
	if a := c.runWith("q1", "", []string{"LANG=en_US.UTF-8"}); a.status != 0 || !strings.Contains(a.out, "ssh -t") || strings.Contains(a.out, "请") {
		t.Errorf("in English: %+v", a)
	}
}

// A terminal that can show no screen, and a member who wants none, get the same
// work line by line, and not one sequence that such a terminal would show as it is.
func TestTheDialogueOverTheLine(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	rate := func(at *workplace, no int, answer string) { // of the first that is not rated
		t.Helper()
		at.See("您是 q1（评委）", fmt.Sprintf("第 %d 项评分（1–4，? 帮助）", no))
		at.Type(answer, terminal.Enter)
		at.See(fmt.Sprintf("第 %d 项评分（1–4，? 帮助）", no+1))
		at.Type("q", terminal.Enter)
		at.Ended()
		if raw := at.raw.String(); strings.ContainsAny(raw, "\x1b\u009b") || strings.Contains(strings.ReplaceAll(raw, "\r\n", ""), "\n") {
			t.Errorf("the dialogue moves a cursor, or ends a line by half: %q", raw)
		}
	}
	rate(c.loginAt("dumb", c.dialAs("q1", nil)), 1, "1")
	if a := c.run("q1", "", "settings", "--screen", "lines"); a.status != 0 {
		t.Fatalf("choosing lines: %+v", a)
	}
	rate(c.login("q1"), 2, "２：还要再看")
	if a := c.run("q1", "", "ballot"); strings.Count(a.out, "评分：【良】") != 1 || !strings.Contains(a.out, "评语：还要再看") || strings.Count(a.out, "评分：【】") != 4 {
		t.Errorf("what was rated line by line is not on the ballot: %s", a.out)
	}
	if a := c.run("q1", "", "settings", "--screen", "full"); a.status != 0 {
		t.Fatalf("choosing screens: %+v", a)
	}
	at := c.login("q1")
	at.See("›demo", "F1 帮助")
}

// What stood in the line when it was cut is offered at the next login, at the same
// activity.
func TestTheDialogueGoesOnWhereTheLineWasCut(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	at := c.loginAt("dumb", c.dialAs("q1", nil))
	at.See("第 1 项评分（1–4，? 帮助）")
	at.Type("到2", terminal.Enter)
	at.See("第 2 项评分（1–4，? 帮助）")
	at.Type("2：还要")
	at.See("2：还要")
	s.drafts(1) // while the line is up
	at.Type("再看")
	at.See("2：还要再看")
	at.cut()
	at.Ended()
	at = c.loginAt("dumb", c.dialAs("q1", nil))
	at.See("没有写完：2：还要", "丢弃：")
	at.Type(terminal.Enter)
	at.See("第 2 项评分（1–4，? 帮助）：2：还要")
	at.Type(terminal.Enter)
	at.See("第 2 项：良，草稿")
	s.drafts(0)
	at.Type("q", terminal.Enter)
	at.Ended()
}

// --lang comes before the member's stored choice, and that before what their
// client says.
func TestWhichLanguageASessionSpeaks(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	for _, try := range []struct {
		stored string
		env    []string
		args   []string
		zh     bool
	}{
		{"auto", nil, nil, true},
		{"auto", []string{"LANG=zh_CN.GBK"}, nil, true},
		{"auto", []string{"LANG=en_US.UTF-8"}, nil, false},
		{"auto", []string{"LANG=en_US.UTF-8", "LC_ALL=zh_CN.UTF-8"}, nil, true},
		{"auto", nil, []string{"--lang", "en"}, false},
		{"en", nil, nil, false},
		{"en", []string{"LANG=zh_CN.UTF-8"}, nil, false},
		{"en", []string{"LANG=zh_CN.UTF-8"}, []string{"--lang=zh"}, true},
		{"zh", []string{"LANG=en_US.UTF-8"}, nil, true},
	} {
		if a := c.run("q1", "", "settings", "--language", try.stored); a.status != 0 {
			t.Fatalf("storing %s: %+v", try.stored, a)
		}
		if a := c.runWith("q1", "", try.env, append(try.args, "panel", "list")...); a.status != 0 || strings.Contains(a.out, "轮次") != try.zh {
			t.Errorf("%+v: %+v", try, a)
		}
		if a := c.runWith("q1", "", try.env, append(try.args, "bogus")...); a.status != 2 || strings.Contains(a.errs, "不认识") != try.zh {
			t.Errorf("%+v, of an error: %+v", try, a)
		}
	}
	s.own("--as", "q1", "settings", "--language", "en")
	at := c.login("q1")
	at.See("Panels", "demo")
	at.Type(terminal.F12)
	at.See("评审组")
	if a := c.runWith("q1", "", nil, "--lang", "fr", "panel", "list"); a.status != 2 {
		t.Errorf("a language that there is not: %+v", a)
	}
}
