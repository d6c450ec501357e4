package form_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/form"
)

func open(t *testing.T, w, h int, specs ...form.Spec) form.Model {
	t.Helper()
	m := form.New(pagetest.Env(t, nil, 0, w, h).Session, specs)
	m.SetSize(w, h)
	return m
}

func press(t *testing.T, m form.Model, keys ...string) form.Model {
	t.Helper()
	for _, k := range keys {
		m = m.Update(pagetest.Key(t, k))
	}
	return m
}

func TestFocusPassesOverWhatIsFixedAndGoesRound(t *testing.T) {
	m := open(t, 60, 10, form.Spec{Zh: "甲", Fixed: true}, form.Spec{Zh: "乙"}, form.Spec{Zh: "丙", Fixed: true}, form.Spec{Zh: "丁"})
	var got []int
	for range 3 {
		got = append(got, m.Focused())
		m = press(t, m, "tab")
	}
	for range 2 {
		m = press(t, m, "shift+tab")
		got = append(got, m.Focused())
	}
	if want := [5]int{1, 3, 1, 1, 3}; [5]int(got) != want {
		t.Errorf("focus goes %v, want %v", got, want)
	}
}

func TestArrowsLeaveAOneLineFieldAndStayInALongOne(t *testing.T) {
	m := open(t, 60, 10, form.Spec{Zh: "甲"}, form.Spec{Zh: "乙", Lines: true})
	m = press(t, m, "down")
	if m.Focused() != 1 {
		t.Fatalf("down stays in %d", m.Focused())
	}
	if m = press(t, m, "up", "down", "enter"); m.Focused() != 1 || m.Value(1) != "\n" {
		t.Errorf("focus %d, text %q", m.Focused(), m.Value(1))
	}
}

func TestTheFieldInFocusIsInSightWithItsLabelAndMarks(t *testing.T) {
	specs := make([]form.Spec, 12)
	for i := range specs {
		specs[i] = form.Spec{Zh: "栏" + string(rune('A'+i)), Lines: true}
	}
	m := open(t, 60, 8, specs...)
	m.SetMarks(5, []form.Mark{{Text: "这里不对", Error: true}})
	m.Focus(5)
	if v := m.View(); !strings.Contains(v, "栏F") || !strings.Contains(v, "这里不对") || strings.Count(v, "\n") != 7 {
		t.Errorf("shown:\n%s", v)
	}
	m = m.Update(tea.PasteMsg{Content: strings.Repeat("长\n", 40)})
	x, y, ok := m.Cursor()
	if v := m.View(); !ok || x >= 60 || y < 0 || y >= 8 || strings.Count(v, "\n") != 7 {
		t.Errorf("the cursor stands at %d,%d:\n%s", x, y, v)
	}
}

func TestAnOlderCopyStaysAsItWas(t *testing.T) {
	old := open(t, 60, 8, form.Spec{Zh: "甲"})
	press(t, old, "x")
	if old.Value(0) != "" {
		t.Errorf("the copy reads %q", old.Value(0))
	}
}
