package main

import (
	"strings"
	"testing"

	"pingyi/tui/terminal"
)

// Two sessions of one member are at one desk: each shows what the other has done,
// and goes on where it is.
func TestTwoSessionsOfOneMemberSeeEachOther(t *testing.T) {
	s := servedSample(t)
	c := newGoClient(s)
	var at [2]*workplace
	for i := range at {
		at[i] = c.login("q1")
		at[i].See("›demo")
		at[i].Type(terminal.Down)
		at[i].See("›q ")
		at[i].Type(terminal.Enter)
		at[i].See("›1", "评价标准（")
	}
	at[0].Type("1", "2")
	at[0].See("›3", "评价标准（")
	at[1].See("›1", "评价标准（", "2良")

	// One of them is writing, and keeps what they write where they write it.
	at[1].Type(terminal.F2)
	at[1].See("─ 评语（第 1 项）")
	at[1].Type("半句话，")
	at[1].See("半句话，")
	x, y, _ := at[1].Cursor()
	at[0].Type("3")
	at[0].See("3中›4")
	at[1].See("3中", "半句话，", "─ 评语（第 1 项）")
	if nowX, nowY, shown := at[1].Cursor(); nowX != x || nowY != y || !shown {
		t.Errorf("the cursor has moved from %d,%d to %d,%d (shown: %t)", x, y, nowX, nowY, shown)
	}
	at[1].Type("说完了", terminal.Ctrl('s'))
	at[1].See("评语  半句话，说完了")
	at[0].Type(terminal.Up, terminal.Up, terminal.Up)
	at[0].See("›1", "评价标准（", "评语  半句话，说完了")

	// A command of theirs is a session too.
	if a := c.run("q1", "", "rate", "--panel", "q", "4=差"); a.status != 0 {
		t.Fatalf("rating by a command: %+v", a)
	}
	for _, w := range at {
		w.See("›1", "4差")
	}
	at[0].Type(terminal.Ctrl('s'))
	at[0].See("提交评分表", "未评2", "› 再看看")
	at[0].Type("\x1b[D", terminal.Enter)
	at[0].See("已提交：评分 4 项")
	at[1].See("1优✓", "4差✓")
}

// Whoever is disabled is told so where they sit, and does not come back.
func TestDisablingAMemberEndsTheirSessions(t *testing.T) {
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		c := with(s)
		q1, k1 := c.login("q1"), c.login("k1")
		q1.See("›demo")
		write(k1, "先买教辅，")
		s.drafts(1)
		for _, id := range []string{"q1", "k1"} {
			s.own("member", "disable", id)
		}
		for _, at := range []*workplace{q1, k1} {
			at.See("您的账号已被停用；有疑问请找管理员")
			at.Ended()
		}
		s.drafts(1) // what they wrote is kept, should they come back
		if g, ok := c.(*goClient); ok {
			if conn, err := s.dial("q1", g.keys["q1"]); err == nil {
				conn.Close()
				t.Error("who is disabled can log in")
			}
		}
	})
}

// What a clerk saves of an activity stands on the screen of whoever is rating it,
// whose place, cursor and half a comment stay as they are.
func TestAnEditedActivityShowsWhereItIsBeingRated(t *testing.T) {
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		c := with(s)
		q1, k1 := c.login("q1"), c.login("k1")
		q1.See("›demo")
		q1.Type(terminal.Down)
		q1.See("›q ")
		q1.Type(terminal.Enter)
		q1.See("›1", "评价标准（")
		q1.Type("1", terminal.F2)
		q1.See("─ 评语（第 2 项）")
		q1.Type("半句话，")
		q1.See("半句话，")
		q1.Type(terminal.Home, "这") // the cursor is not where an editor would put it by itself
		q1.See("这半句话，")
		x, y, _ := q1.Cursor()

		write(k1, "先买教辅，")
		if strings.Contains(q1.Text(), "先买教辅，") {
			t.Error("what is not saved is shown to others")
		}
		k1.Type(terminal.Ctrl('s'))
		k1.See("已保存第 2 项")
		q1.See("先买教辅，", "›2", "评价标准（", "─ 评语（第 2 项）", "这半句话，")
		if nowX, nowY, shown := q1.Cursor(); nowX != x || nowY != y || !shown {
			t.Errorf("the cursor has moved from %d,%d to %d,%d (shown: %t)", x, y, nowX, nowY, shown)
		}
		q1.Type("是", terminal.End, "说完了", terminal.Ctrl('s'))
		q1.See("这是半句话，说完了", "先买教辅，", "›2", "评价标准（")
		q1.Type("2", terminal.Up)
		q1.See("›2", "评价标准（", "✓ 2 良", "评语  这是半句话，说完了")
	})
}

// In a panel whose ratings are seen at once, the chair has the result in front of
// them, and it changes under their eyes but not under their hands.
func TestTheResultOfAnOpenPanelIsLive(t *testing.T) {
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		s.own("member", "add", "h1", "--name", "h1", "--role", "chair")
		s.own("panel", "create", "open", "--year", "2025", "--department", "901", "--member", "q1", "--chair", "h1", "--open")
		s.own("round", "open", "open")
		c := with(s)
		chair := c.login("h1")
		chair.See("›demo2")
		chair.Type(terminal.Down)
		chair.See("›open")
		chair.Type(terminal.F6)
		chair.See("结果 open 第 1 轮", "0/1")
		chair.Type(terminal.Down, terminal.Down)
		third := func(screen string) string { // the row that is selected
			for _, row := range strings.Split(screen, "\n") {
				if strings.HasPrefix(row, "›") {
					return row
				}
			}
			return ""
		}
		chair.Until(func(screen string) bool { return strings.HasPrefix(third(screen), "›   3 ") }, "does not select the third")

		q1 := c.login("q1")
		q1.See("›demo")
		q1.Type(terminal.Down)
		q1.See("›open")
		q1.Type(terminal.Enter)
		q1.See("›1", "评价标准（")
		q1.Type("1", "2", "3", "4", "1", "2")
		q1.See("还没有提交")
		q1.Type(terminal.Ctrl('s'))
		q1.See("提交评分表")
		q1.Type(terminal.Enter)
		q1.See("已提交：评分 6 项")
		chair.Until(func(screen string) bool {
			row := third(screen)
			return strings.HasPrefix(row, "›   3 ") && strings.Contains(row, "中") && strings.Contains(row, "1/1")
		}, "does not show the rating where the selection is")
		if a := c.run("q1", "", "rate", "--panel", "open", "3=优", "--submit"); a.status != 0 {
			t.Fatalf("rating anew: %+v", a)
		}
		chair.Until(func(screen string) bool {
			row := third(screen)
			return strings.HasPrefix(row, "›   3 ") && strings.Contains(row, "优")
		}, "does not show the other rating where the selection is")
	})
}
