package main

import (
	"encoding/json"
	"strings"
	"testing"

	"pingyi/tui/terminal"
)

// inGrid has k1 open the made-up plan in the grid.
func inGrid(at *workplace) {
	at.See("共 1 份计划")
	at.Type(terminal.Ctrl('t'))
	at.See("乡镇分馆建设", "─ 职责活动 ─")
}

// goOnInGrid has k1 log in again and go on with what was not saved in the grid.
func goOnInGrid(at *workplace) {
	at.See("上次没写完", "表格", "› 接着写")
	at.Type(terminal.Enter)
}

// activities returns those of the only plan, as the server exports them.
func (s *server) activities() (all []struct{ Name, Budget, Content string }) {
	s.t.Helper()
	var plans []struct {
		Activities []struct{ Name, Budget, Content string }
	}
	if err := json.Unmarshal([]byte(s.own("export", "--format", "json")), &plans); err != nil || len(plans) != 1 {
		s.t.Fatalf("%d plans, %v", len(plans), err)
	}
	return plans[0].Activities
}

// What is being typed into a cell is there again after the power went.
func TestACellSurvivesAPowerCut(t *testing.T) {
	s := servedSample(t)
	at := newGoClient(s).login("k1")
	inGrid(at)
	at.Type(terminal.Down, terminal.End)
	at.See("─ 差 ─")
	at.Type("先买教辅，")
	at.See("先买教辅，")
	s.drafts(1)
	s.cmd.Process.Kill()
	s.cmd.Wait()
	at.Ended()

	s = serve(t, s.dir)
	at = newGoClient(s).login("k1")
	goOnInGrid(at)
	at.See("─ 差 ─", "先买教辅，")
	at.Type("再买字典")
	at.See("先买教辅，再买字典")
	at.Type(terminal.Enter, terminal.Ctrl('s'))
	at.See("都已保存")
	s.drafts(0)
	if out := s.own("export", "--format", "json"); !strings.Contains(out, "先买教辅，再买字典") {
		t.Errorf("exported: %s", out)
	}
	if out := s.own("verify"); !strings.Contains(out, "核验无误") {
		t.Errorf("after the server was killed: %s", out)
	}
}

// An amount that nobody can read and a row that is not whole are no part of the plan
// yet, and are there again after the line broke.
func TestWhatTheRecordRefusesSurvivesABrokenLine(t *testing.T) {
	eachClient(t, func(t *testing.T, with func(*server) client) {
		s := servedSample(t)
		c := with(s)
		at := c.login("k1")
		before := s.activities()
		inGrid(at)
		at.Type(terminal.Tab)
		at.See("─ 预算数 ─")
		at.Type("约三十万", terminal.Tab)
		at.See("─ 内容描述 ─", "约三十万")
		at.Type("\x1b[1;5F", terminal.Home, terminal.Down) // to the row to come
		at.See("在这里填写就新增一行")
		at.Type("流动图书车", terminal.Tab)
		at.See("─ 预算数 ─", "流动图书车")
		at.Type("十来万", terminal.Tab)
		at.See("─ 内容描述 ─", "十来万")
		at.Type("每周三下乡")
		at.See("每周三下乡")
		at.cut()
		s.left("k1")
		s.drafts(1)
		if now := s.activities(); len(now) != len(before) || now[0] != before[0] {
			t.Errorf("the record has %v, and had %v", now, before)
		}

		at = c.login("k1")
		goOnInGrid(at)
		at.See("─ 内容描述 ─", "每周三下乡", "流动图书车", "十来万", "约三十万")
		at.Type(terminal.ShiftTab)
		at.See("─ 预算数 ─")
		at.Type("12")
		at.See("12")
		at.Type(terminal.Enter, "\x1b[1;5H") // to the first row
		at.See("约三十万", "─ 预算数 ─")
		at.Type("30", terminal.Enter, terminal.Ctrl('s'))
		at.See("都已保存")
		s.drafts(0)
		now := s.activities()
		if last := now[len(now)-1]; len(now) != len(before)+1 || now[0].Budget != "30.00" || last.Name != "流动图书车" || last.Budget != "12.00" || last.Content != "每周三下乡" {
			t.Errorf("the record has %v", now)
		}
	})
}
