package table_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/table"
)

func sample(t testing.TB, s session.Session, rows int) table.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	s.Keys = keys
	m := table.New(s, []table.Column{
		{Mark: true, Width: 1},
		{Title: s.Lang.Of("序号", "No."), Width: 4, Right: true},
		{Title: s.Lang.Of("职责活动", "Activity"), Width: 8, Flex: 2},
		{Title: s.Lang.Of("预算数（万元）", "Budget"), Width: 14, Right: true},
		{Title: s.Lang.Of("绩效指标", "Indicator"), Width: 8, Flex: 1},
	})
	names := []string{"义务教育经费保障", "学前教育“三年行动”", "e-learning 平台建设与运行维护服务（二期）", "校园\x1b[2J安全"}
	m.SetRows(table.Rows{Count: rows, At: func(i int) []string {
		mark := ""
		if i%3 == 1 {
			mark = s.Look.Dissent()
		}
		return []string{mark, fmt.Sprint(i + 1), names[i%len(names)], fmt.Sprintf("%d.50", 180*(i+1)), "覆盖率\n不低于 95%"}
	}})
	return m
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		s    session.Session
		w, h int
	}{
		{"80", session.Session{}, 80, 8},
		{"120", session.Session{}, 120, 8},
		{"narrow", session.Session{}, 34, 6},
		{"ascii", session.Session{Lang: 1, Look: look.Look{ASCII: true}, Measure: cells.Measure{ASCII: true}}, 60, 6},
		{"wide", session.Session{Measure: cells.Measure{Wide: true}}, 60, 6},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := sample(t, c.s, 40)
			m.SetSize(c.w, c.h)
			m.Select(20)
			golden.Equal(t, m.View())
			if m.Position() != "21/40" {
				t.Errorf("position %s", m.Position())
			}
		})
	}
}

func TestTheSelectionIsInSightWithARowOfContext(t *testing.T) {
	moves := []keymaps.Action{keymaps.Up, keymaps.Down, keymaps.PageUp, keymaps.PageDown, keymaps.First, keymaps.Last}
	base := sample(t, session.Session{}, 0)
	rapid.Check(t, func(t *rapid.T) {
		m := base
		n, w, h := rapid.IntRange(0, 30).Draw(t, "rows"), rapid.IntRange(1, 100).Draw(t, "w"), rapid.IntRange(2, 12).Draw(t, "h")
		asked := []int{}
		m.SetRows(table.Rows{Count: n, At: func(i int) []string {
			asked = append(asked, i)
			return []string{"", fmt.Sprint(i), "评", "1", "x"}
		}})
		m.SetSize(w, h)
		for range rapid.IntRange(0, 20).Draw(t, "keys") {
			m.Move(rapid.SampledFrom(moves).Draw(t, "key"))
			asked = asked[:0]
			lines := strings.Split(m.View(), "\n")
			if len(lines) != h {
				t.Fatalf("%d lines in %d", len(lines), h)
			}
			for _, l := range lines {
				if got := (cells.Measure{}).Width(l); got != w {
					t.Fatalf("%q has %d columns, want %d", l, got, w)
				}
			}
			if n == 0 {
				if m.Selected() != -1 {
					t.Fatalf("row %d of none is selected", m.Selected())
				}
				continue
			}
			if len(asked) > h-1 {
				t.Fatalf("%d rows drawn for %d lines", len(asked), h-1)
			}
			first, last, sel := asked[0], asked[len(asked)-1], m.Selected()
			if sel < first || sel > last || h > 3 && (sel == first && first > 0 || sel == last && last < n-1) {
				t.Fatalf("row %d of %d selected, %d to %d in sight", sel, n, first, last)
			}
		}
	})
}

func TestKeysMoveTheSelection(t *testing.T) {
	m := sample(t, session.Session{}, 300)
	m.SetSize(80, 12)
	for _, c := range []struct {
		key  rune
		want int
	}{{tea.KeyDown, 1}, {tea.KeyPgDown, 11}, {tea.KeyUp, 10}, {tea.KeyPgUp, 0}, {tea.KeyUp, 0}, {tea.KeyEnd, 299}, {tea.KeyDown, 299}, {tea.KeyHome, 0}} {
		if m, _ = m.Update(tea.KeyPressMsg{Code: c.key}); m.Selected() != c.want {
			t.Errorf("%s: row %d, want %d", tea.KeyPressMsg{Code: c.key}, m.Selected(), c.want)
		}
	}
}

func TestACursorStepChangesTwoRowsOnly(t *testing.T) {
	m := sample(t, session.Session{}, 300)
	m.SetSize(80, 12)
	m.Select(4)
	before := strings.Split(m.View(), "\n")
	m.Move(keymaps.Down)
	changed := 0
	for i, l := range strings.Split(m.View(), "\n") {
		if l != before[i] {
			changed++
		}
	}
	if changed != 2 {
		t.Errorf("%d rows changed", changed)
	}
}

func BenchmarkOneStepInTenThousandRows(b *testing.B) {
	m := sample(b, session.Session{}, 10_000)
	m.SetSize(120, 40)
	for b.Loop() {
		m.Move(keymaps.Down)
		_ = m.View()
	}
}
