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

// An offer has the row under the text, and makes one where there is none.
func TestAnOfferStandsUnderTheTextInFocus(t *testing.T) {
	m := open(t, 40, 10, form.Spec{Zh: "甲", Lines: true}, form.Spec{Zh: "乙", Lines: true})
	m = m.Update(tea.PasteMsg{Content: "完成"})
	without := strings.Split(m.View(), "\n")
	m.SetOffer("F9 完成率")
	rows := strings.Split(m.View(), "\n")
	if !strings.Contains(rows[1], "F9 完成率") || rows[0] != without[0] || rows[2] != without[2] {
		t.Errorf("drawn as\n%s", m.View())
	}
	m = m.Update(tea.PasteMsg{Content: strings.Repeat("完成", 20)})
	text := strings.Split(m.View(), "\n")
	at := 0
	for i, r := range text {
		if strings.Contains(r, "F9") {
			at = i
		}
	}
	if at < 2 || strings.Contains(strings.Join(text[at+1:], ""), "完成") || !strings.Contains(text[at+1], "乙") {
		t.Errorf("drawn as\n%s", m.View())
	}
	x, y, _ := m.Cursor()
	if y != at-1 || x >= 40 {
		t.Errorf("the caret stands at %d,%d:\n%s", x, y, m.View())
	}
	m.SetSize(40, 5) // more text than rows: the caret and the offer stay in sight
	if _, y, _ = m.Cursor(); y < 0 || y > 4 || !strings.Contains(m.View(), "F9") {
		t.Errorf("the caret stands in row %d:\n%s", y, m.View())
	}
	m = press(t, m, "tab")
	if strings.Contains(m.View(), "F9") {
		t.Errorf("still there:\n%s", m.View())
	}
}

func TestATextPutInPlaceIsOneStepToUndo(t *testing.T) {
	m := open(t, 40, 10, form.Spec{Zh: "甲", Lines: true})
	m = m.Update(tea.PasteMsg{Content: "完成"})
	m = press(t, m, "left")
	if m.AtEnd() {
		t.Error("at the end after going back")
	}
	m.Replace(0, "完成率 90%")
	if m.Value(0) != "完成率 90%" || !m.AtEnd() {
		t.Errorf("the text is %q, at its end: %v", m.Value(0), m.AtEnd())
	}
	if m = press(t, m, "ctrl+z"); m.Value(0) != "完成" {
		t.Errorf("undone to %q", m.Value(0))
	}
	if m = press(t, m, "ctrl+y"); m.Value(0) != "完成率 90%" {
		t.Errorf("done again to %q", m.Value(0))
	}
}
