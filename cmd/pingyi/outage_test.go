package main

import (
	"encoding/json"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"pingyi/tui/terminal"
)

// write has k1 write into the content of the second activity, and not save.
func write(at *workplace, text string) {
	at.See("共 1 份计划")
	at.Type(terminal.Enter)
	at.See("乡镇分馆建设")
	at.Type(terminal.Down, terminal.F2)
	at.See("Ctrl+S 保存", "标准 差")
	at.Type(terminal.Tab, terminal.Tab, text)
	at.See(text)
}

// goOn has k1 log in again, and see what they wrote offered in the same field,
// where they write on.
func goOn(t *testing.T, at *workplace, text string) {
	t.Helper()
	at.See("上次没写完", "› 接着写")
	at.Type(terminal.Enter)
	at.See(text)
	at.Type("往下写")
	at.See(text + "往下写")
	at.Type(terminal.Ctrl('s'))
	at.See("已保存")
}

// drafts waits until there are n drafts in the record, which a command counts.
func (s *server) drafts(n int) {
	s.t.Helper()
	for began := time.Now(); ; { // each command takes its time
		var proof struct{ Drafts int }
		if err := json.Unmarshal([]byte(s.own("verify", "--json")), &proof); err != nil {
			s.t.Fatal(err)
		}
		if proof.Drafts == n {
			return
		}
		if time.Since(began) > patience {
			s.t.Fatalf("there are %d drafts, and never %d", proof.Drafts, n)
		}
	}
}

// left waits until a member's sessions have ended, and so what they typed is kept.
func (s *server) left(member string) {
	s.t.Helper()
	for began := time.Now(); ; { // each command takes its time
		var who struct{ Present []struct{ Member string } }
		if err := json.Unmarshal([]byte(s.own("who", "--json")), &who); err != nil {
			s.t.Fatal(err)
		}
		if !slices.ContainsFunc(who.Present, func(p struct{ Member string }) bool { return p.Member == member }) {
			return
		}
		if time.Since(began) > patience {
			s.t.Fatalf("%s is still in: %v", member, who)
		}
	}
}

func TestAServerThatStopsSaysSoAndKeepsDrafts(t *testing.T) {
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		c := with(s)
		at := c.login("k1")
		write(at, "先买教辅，")
		q1 := c.login("q1")
		q1.See("›demo")
		s.cmd.Process.Signal(syscall.SIGTERM)
		for _, w := range []*workplace{at, q1} {
			w.See("服务器正在停止；已保存的和草稿都在，请稍后重新登录")
			w.Ended()
		}
		if err := s.cmd.Wait(); err != nil {
			t.Errorf("the server ended with %v: %s", err, s.log)
		}
		again := serve(t, s.dir)
		goOn(t, with(again).login("k1"), "先买教辅，")
		again.drafts(0)
	})
}

// A line that breaks takes nothing of what was typed with it, not even what was
// typed last.
func TestABrokenLineLosesNothing(t *testing.T) {
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		c := with(s)
		at := c.login("k1")
		write(at, "先买教辅，")
		at.cut()
		s.drafts(1)
		goOn(t, c.login("k1"), "先买教辅，")

		// So does a comment, where the ratings are.
		q1 := c.login("q1")
		q1.See("›demo")
		q1.Type(terminal.Down)
		q1.See("›q ")
		q1.Type(terminal.Enter)
		q1.See("›1", "评价标准（")
		q1.Type("1", terminal.F2)
		q1.See("─ 评语（第 2 项）")
		q1.Type("先看账，")
		q1.See("先看账，")
		q1.cut()
		s.left("q1") // a draft about ratings is not counted
		q1 = c.login("q1")
		q1.See("上次没写完", "评审组 q 第 1 轮")
		q1.Type(terminal.Enter)
		q1.See("›2", "评价标准（", "─ 评语（第 2 项）", "先看账，", "1优")
		q1.Type("再评")
		q1.See("先看账，再评")
	})
}

// A server that is killed takes with it what was typed since the last draft, and
// nothing before it.
func TestAKilledServerKeepsTheLastDraft(t *testing.T) {
	s := servedSample(t)
	at := newGoClient(s).login("k1")
	write(at, "甲")
	s.drafts(1)
	at.Type("乙丙丁")
	at.See("甲乙丙丁")
	s.cmd.Process.Kill()
	s.cmd.Wait()
	at.Ended()
	again := serve(t, s.dir)
	at = newGoClient(again).login("k1")
	at.See("上次没写完")
	at.Type(terminal.Enter)
	at.See("1 年。甲")
	if out := again.own("verify"); !strings.Contains(out, "核验无误") {
		t.Errorf("after the server was killed: %s", out)
	}
}
