package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi/tui/terminal"
)

// Budget: within a second, what one member does shows in every session that it
// concerns. Each figure is from the key that does it, at one end of a line, until
// it stands on the screen at the end of another; of several, the median and the
// worst.
func BenchmarkLive(b *testing.B) {
	const times = 9
	s := servedSample(b)
	s.own("member", "add", "h1", "--name", "h1", "--role", "chair")
	for _, panel := range []string{"open", "then"} {
		s.own("panel", "create", panel, "--year", "2025", "--department", "901", "--member", "q1", "--chair", "h1", "--open")
	}
	s.own("round", "open", "open")
	c := newGoClient(s)
	submits, opens, edits := newSubmission(c), newOpening(c), newEditing(c)
	b.ResetTimer()
	for b.Loop() {
		for _, what := range []struct {
			name string
			do   func() time.Duration
		}{{"rating", submits.do}, {"round", opens.do}, {"activity", edits.do}} {
			var took []time.Duration
			for range times {
				took = append(took, what.do())
			}
			slices.Sort(took)
			b.ReportMetric(percentile(took, 0.5), "ms-median-"+what.name)
			b.ReportMetric(percentile(took, 1), "ms-max-"+what.name)
			b.Logf("%s: at most %.1f ms, budget 1000 ms", what.name, percentile(took, 1))
		}
	}
}

// shownAfter presses a key at one place and returns how long it takes until
// another place shows what follows.
func shownAfter(from *workplace, key string, at *workplace, ok func(screen string) bool, complaint string) time.Duration {
	pressed := time.Now()
	from.Type(key)
	at.Until(ok, complaint)
	return time.Since(pressed)
}

// rowWith reports whether a row of the screen has every text.
func rowWith(texts ...string) func(screen string) bool {
	return func(screen string) bool {
		return slices.ContainsFunc(strings.Split(screen, "\n"), func(row string) bool {
			return !slices.ContainsFunc(texts, func(text string) bool { return !strings.Contains(row, text) })
		})
	}
}

// toPanel logs a member in and selects a panel.
func (c *goClient) toPanel(member, panel string) *workplace {
	at := c.login(member)
	at.See("›demo")
	for !strings.Contains(at.Text(), "›"+panel) {
		before := at.Text()
		at.Type(terminal.Down)
		at.Until(func(screen string) bool { return screen != before }, "has no "+panel)
	}
	return at
}

// submission is a reviewer who submits the last activity anew, in front of the
// chair, who has the result of an open panel before them.
type submission struct {
	q1, h1 *workplace
	n      int
}

func newSubmission(c *goClient) *submission {
	m := &submission{q1: c.toPanel("q1", "open"), h1: c.toPanel("h1", "open")}
	m.q1.Type(terminal.Enter)
	m.q1.See("›1", "评价标准（")
	m.q1.Type("1", "1", "1", "1", "1", "1")
	m.q1.See("5优›6优")
	m.h1.Type(terminal.F6)
	m.h1.See("结果 open 第 1 轮", "馆舍安全与运行")
	return m
}

func (m *submission) do() time.Duration {
	m.n++
	tier := []string{"优", "良"}[m.n%2]
	m.q1.Type(fmt.Sprint(m.n%2 + 1))
	m.q1.See("›6" + tier)
	m.q1.Type(terminal.Ctrl('s'))
	m.q1.See("┌─ 提交评分表")
	defer m.q1.See("第 1 轮已提交", "›6"+tier+"✓")
	return shownAfter(m.q1, terminal.Enter, m.h1, rowWith("馆舍安全与运行", tier, "1/1"), "does not show the rating")
}

// opening is a chair who opens round after round, in front of a reviewer who
// waits for it.
type opening struct {
	c      *goClient
	q1, h1 *workplace
	n      int
}

func newOpening(c *goClient) *opening {
	return &opening{c: c, q1: c.toPanel("q1", "then"), h1: c.toPanel("h1", "then")}
}

func (m *opening) do() time.Duration {
	if m.n > 0 {
		if a := m.c.run("h1", "", "round", "close", "then", "--reason", "到期"); a.status != 0 {
			m.c.t.Fatalf("closing round %d: %+v", m.n, a)
		}
		m.h1.Until(rowWith("›then", "已结束"), "does not show that the round is over")
	}
	m.n++
	m.h1.Type(terminal.F7)
	m.h1.See("┌─ 开启轮次")
	return shownAfter(m.h1, terminal.Enter, m.q1, rowWith("›then", fmt.Sprintf("第 %d 轮 进行中", m.n)), "does not show the round")
}

// editing is a clerk who changes the name of an activity, in front of a reviewer who
// is rating it.
type editing struct {
	k1, q1 *workplace
	n      int
}

func newEditing(c *goClient) *editing {
	m := &editing{k1: c.login("k1"), q1: c.toPanel("q1", "q ")}
	m.q1.Type(terminal.Enter)
	m.q1.See("›1", "评价标准（", "1. 乡镇分馆建设")
	m.k1.See("共 1 份计划")
	m.k1.Type(terminal.Enter)
	m.k1.See("乡镇分馆建设")
	m.k1.Type(terminal.F2)
	m.k1.See("Ctrl+S 保存", "› 职责活动 │ 乡镇分馆建设")
	return m
}

func (m *editing) do() time.Duration {
	m.n++
	longer := m.n%2 == 1
	key := "\x7f" // takes away what the last one added
	if longer {
		key = "甲"
	}
	m.k1.Type(key)
	named := func(before string) func(string) bool {
		return func(screen string) bool {
			return rowWith(before+"乡镇分馆建设")(screen) && rowWith(before+"乡镇分馆建设甲")(screen) == longer
		}
	}
	m.k1.Until(named("› 职责活动 │ "), "does not take what is typed")
	defer m.k1.See("已保存第 1 项")
	return shownAfter(m.k1, terminal.Ctrl('s'), m.q1, named("1. "), "does not show the new name")
}
