package edit_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/session"
)

func open(t testing.TB, o edit.Options, w, h int) edit.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	m := edit.New(session.Session{Keys: keys}, o)
	m.SetSize(w, h)
	m.Focus()
	return m
}

// press sends what an action's first key sends; typed and pasted text likewise.
func press(m edit.Model, as ...keymaps.Action) edit.Model {
	key := map[keymaps.Action]tea.KeyPressMsg{
		keymaps.Left: {Code: tea.KeyLeft}, keymaps.Right: {Code: tea.KeyRight},
		keymaps.Up: {Code: tea.KeyUp}, keymaps.Down: {Code: tea.KeyDown},
		keymaps.WordLeft: {Code: tea.KeyLeft, Mod: tea.ModCtrl}, keymaps.WordRight: {Code: tea.KeyRight, Mod: tea.ModCtrl},
		keymaps.LineStart: {Code: tea.KeyHome}, keymaps.LineEnd: {Code: tea.KeyEnd},
		keymaps.TextStart: {Code: tea.KeyHome, Mod: tea.ModCtrl}, keymaps.TextEnd: {Code: tea.KeyEnd, Mod: tea.ModCtrl},
		keymaps.DeleteBack: {Code: tea.KeyBackspace}, keymaps.DeleteForward: {Code: tea.KeyDelete},
		keymaps.DeleteWord: {Code: 'w', Mod: tea.ModCtrl}, keymaps.DeleteToStart: {Code: 'u', Mod: tea.ModCtrl},
		keymaps.DeleteToEnd: {Code: 'k', Mod: tea.ModCtrl}, keymaps.Newline: {Code: tea.KeyEnter},
		keymaps.Undo: {Code: 'z', Mod: tea.ModCtrl}, keymaps.Redo: {Code: 'y', Mod: tea.ModCtrl},
	}
	for _, a := range as {
		m, _ = m.Update(key[a])
	}
	return m
}

func typed(m edit.Model, texts ...string) edit.Model {
	for _, s := range texts {
		m, _ = m.Update(tea.KeyPressMsg{Code: tea.KeyExtended, Text: s})
	}
	return m
}

func pasted(m edit.Model, s string) edit.Model {
	m, _ = m.Update(tea.PasteMsg{Content: s})
	return m
}

// drawn returns the view with ▏ where the real cursor stands.
func drawn(m edit.Model) string {
	lines := strings.Split(m.View(), "\n")
	x, y, ok := m.Cursor()
	if !ok {
		return m.View()
	}
	at, col := 0, 0
	for _, r := range lines[y] {
		if rw := (session.Session{}).Measure.Width(string(r)); col >= x && rw > 0 {
			break
		}
		at += len(string(r))
		col += session.Session{}.Measure.Width(string(r))
	}
	lines[y] = lines[y][:at] + strings.Repeat(" ", x-col) + "▏" + lines[y][at:]
	return strings.Join(lines, "\n")
}

func want(t *testing.T, m edit.Model, screen string) {
	t.Helper()
	if got := drawn(m); got != screen {
		t.Errorf("drawn:\n%s\nwant:\n%s", got, screen)
	}
}

func TestTheCursorStandsWhereTheNextHanziWillAppear(t *testing.T) {
	m := typed(open(t, edit.Options{}, 12, 1), "深泽县") // one IME commit
	if x, y, ok := m.Cursor(); x != 6 || y != 0 || !ok {
		t.Fatalf("cursor at %d,%d %v", x, y, ok)
	}
	m = typed(press(m, keymaps.Left), "x\u0301") // one cluster of two runes
	if x, _, _ := m.Cursor(); x != 5 {
		t.Errorf("cursor at %d", x)
	}
	want(t, m, "深泽x\u0301▏县")
	want(t, press(m, keymaps.Left), "深泽▏x\u0301县")
	if _, _, ok := func() edit.Model { m.Blur(); return m }().Cursor(); ok {
		t.Error("an editor without focus shows a cursor")
	}
}

func TestALongLineScrollsByWholeHanzi(t *testing.T) {
	m := typed(open(t, edit.Options{}, 10, 1), "保障义务教育经费")
	want(t, m, "育经费▏")
	if before, after := m.More(); !before || after {
		t.Errorf("more text before %v and after %v", before, after)
	}
	m = press(m, keymaps.LineStart)
	want(t, m, "▏保障义务教")
	m = press(m, keymaps.Right, keymaps.Right, keymaps.Right, keymaps.Right)
	want(t, m, "保障义务▏教")
	m.Blur()
	if m.View() != "保障义务教" {
		t.Errorf("without focus it shows %q", m.View())
	}
}

func TestUpAndDownKeepTheColumnThroughShortRows(t *testing.T) {
	m := open(t, edit.Options{Lines: true}, 14, 3)
	m.SetValue("保障义务教育\na\n落实国家政策")
	m = press(m, keymaps.TextStart, keymaps.Right, keymaps.Right, keymaps.Right, keymaps.Down)
	want(t, m, "保障义务教育\na▏\n落实国家政策")
	want(t, press(m, keymaps.Down), "保障义务教育\na\n落实国▏家政策")
	want(t, press(m, keymaps.Down, keymaps.Down), "保障义务教育\na\n落实国▏家政策")
}

func TestEndOfAWrappedRowIsNotTheStartOfTheNext(t *testing.T) {
	m := open(t, edit.Options{Lines: true}, 9, 3)
	m.SetValue("保障义务教育经费")
	m = press(m, keymaps.TextStart, keymaps.LineEnd)
	want(t, m, "保障义务▏\n教育经费\n")
	want(t, press(m, keymaps.Down), "保障义务\n教育经费▏\n")
	want(t, press(m, keymaps.Right), "保障义务\n教▏育经费\n")
	want(t, typed(m, "的"), "保障义务\n的▏教育经\n费")
}

func TestSeveralLinesScrollToTheCaret(t *testing.T) {
	m := open(t, edit.Options{Lines: true}, 10, 2)
	m.SetValue("一\n二\n三\n四")
	want(t, m, "三\n四▏")
	want(t, press(m, keymaps.TextStart), "▏一\n二")
	if before, after := m.More(); !before || after {
		t.Errorf("more text before %v and after %v", before, after)
	}
	want(t, press(m, keymaps.Newline), "四\n▏")
}

func TestWordsAreRunsUpToPunctuation(t *testing.T) {
	m := typed(open(t, edit.Options{}, 60, 1), "保障经费，共 3485.50 万元。")
	for _, s := range []string{
		"保障经费，共 3485.50 万元▏。", "保障经费，共 3485.50 ▏万元。", "保障经费，共 3485.▏50 万元。",
	} {
		m = press(m, keymaps.WordLeft)
		want(t, m, s)
	}
	m = press(m, keymaps.TextStart, keymaps.WordRight, keymaps.WordRight, keymaps.WordRight)
	want(t, m, "保障经费，共 ▏3485.50 万元。")
	want(t, press(m, keymaps.DeleteWord), "保障经费，▏3485.50 万元。")
}

func TestDeletingToEitherEndStaysOnItsLine(t *testing.T) {
	m := open(t, edit.Options{Lines: true}, 20, 3)
	m.SetValue("第一行\n第二行\n第三行")
	m = press(m, keymaps.TextStart, keymaps.Down, keymaps.Right)
	want(t, press(m, keymaps.DeleteToEnd), "第一行\n第▏\n第三行")
	want(t, press(m, keymaps.DeleteToStart), "第一行\n▏二行\n第三行")
	want(t, press(m, keymaps.DeleteToStart, keymaps.DeleteBack), "第一行▏二行\n第三行\n")
}

func TestOneUndoTakesBackARunOfTyping(t *testing.T) {
	m := typed(open(t, edit.Options{}, 30, 1), "保", "障", "经费。", "落实", "政策")
	m = press(m, keymaps.DeleteBack, keymaps.DeleteBack)
	for _, s := range []string{"保障经费。落实政策", "保障经费。", "", ""} {
		if m = press(m, keymaps.Undo); m.Value() != s {
			t.Errorf("after undo %q, want %q", m.Value(), s)
		}
	}
	for _, s := range []string{"保障经费。", "保障经费。落实政策", "保障经费。落实", "保障经费。落实"} {
		if m = press(m, keymaps.Redo); m.Value() != s {
			t.Errorf("after redo %q, want %q", m.Value(), s)
		}
	}
	m = typed(press(typed(m, "甲"), keymaps.Left, keymaps.Right), "乙")
	if m = press(m, keymaps.Undo); m.Value() != "保障经费。落实甲" {
		t.Errorf("a moved caret does not end the run: %q", m.Value())
	}
	lines := typed(open(t, edit.Options{Lines: true}, 20, 3), "一")
	lines = press(typed(press(press(lines, keymaps.Newline), keymaps.Up, keymaps.Down), "二"), keymaps.Undo)
	if lines.Value() != "一\n" {
		t.Errorf("up and down do not end the run: %q", lines.Value())
	}
}

func TestAPasteIsOneUndoAndKeepsItsLines(t *testing.T) {
	m := pasted(typed(open(t, edit.Options{Lines: true}, 20, 4), "前"), "一\r\n二\u200b\u00a0三\n")
	if m.Value() != "前一\n二 三\n" {
		t.Errorf("pasted %q", m.Value())
	}
	if m = press(m, keymaps.Undo); m.Value() != "前" {
		t.Errorf("after undo %q", m.Value())
	}
	one := pasted(open(t, edit.Options{}, 20, 1), " 甲\n乙\n")
	if one.Value() != " 甲 乙" {
		t.Errorf("in a single line %q", one.Value())
	}
}

func TestWhatARecordRefusesIsRefusedAtTheField(t *testing.T) {
	m := typed(open(t, edit.Options{}, 20, 1), "甲")
	for _, bad := range []string{"a\x1b[2Jb", "\u202e", "\u200d", "\xff"} {
		m = pasted(m, bad)
		if m.Value() != "甲" || pingyi.CodeOf(m.Problem()) != pingyi.Invalid {
			t.Errorf("%q: text %q, problem %v", bad, m.Value(), m.Problem())
		}
		if typed(m, bad).Problem() == nil {
			t.Errorf("%q may be typed", bad)
		}
	}
	if m = press(m, keymaps.Left); m.Problem() != nil {
		t.Errorf("the problem stays after the next key: %v", m.Problem())
	}
}

func TestNothingIsPutInBeyondTheLimit(t *testing.T) {
	m := typed(open(t, edit.Options{Limit: 4}, 20, 1), "一二三")
	m = pasted(m, "四五")
	if m.Value() != "一二三" || pingyi.CodeOf(m.Problem()) != pingyi.TooBig {
		t.Errorf("text %q, problem %v", m.Value(), m.Problem())
	}
	if m = typed(m, "四"); m.Value() != "一二三四" || m.Problem() != nil {
		t.Errorf("text %q, problem %v", m.Value(), m.Problem())
	}
}

func TestChangedComparesWithWhatWasSaved(t *testing.T) {
	m := open(t, edit.Options{}, 20, 1)
	m.SetValue("甲")
	m = typed(m, "乙")
	if !m.Changed() {
		t.Error("typing changed nothing")
	}
	m.MarkSaved()
	if m.Changed() {
		t.Error("changed right after it was saved")
	}
	if m = press(m, keymaps.Undo); m.Value() != "甲" || !m.Changed() {
		t.Errorf("undo past the save: %q, changed %v", m.Value(), m.Changed())
	}
}

func TestStoredControlCharactersAreShownNotSent(t *testing.T) {
	m := open(t, edit.Options{}, 30, 1)
	m.SetValue("甲\x1b[2J\n乙\u202e")
	if got := m.View(); got != "甲␛[2J␊乙‹U+202E›" {
		t.Errorf("shown as %q", got)
	}
	if m = press(m, keymaps.DeleteBack); m.Value() != "甲\x1b[2J\n乙" {
		t.Errorf("after deleting the last one: %q", m.Value())
	}
}

func TestKeysOfOtherPlacesChangeNothing(t *testing.T) {
	m := typed(open(t, edit.Options{}, 20, 1), "甲")
	for _, k := range []tea.KeyPressMsg{{Code: tea.KeyEnter}, {Code: tea.KeyTab}, {Code: tea.KeyEscape}, {Code: tea.KeyF1}, {Code: 's', Mod: tea.ModCtrl}} {
		if n, _ := m.Update(k); n.Value() != "甲" {
			t.Errorf("%s made %q", k, n.Value())
		}
	}
}

func TestAMaskedLineShowsADotForEachCharacter(t *testing.T) {
	m := typed(open(t, edit.Options{Mask: true}, 12, 1), "密码x\u0301", "1")
	want(t, m, "••••▏")
	want(t, press(m, keymaps.Left, keymaps.DeleteBack), "••▏•")
	if m.Value() != "密码x\u0301"+"1" {
		t.Errorf("it holds %q", m.Value())
	}
	if got := pasted(m, "a\u00a0b"); got.Value() != m.Value() || got.Problem() == nil {
		t.Errorf("a blank of another kind: %q, %v", got.Value(), got.Problem())
	}
	if strings.Contains(pasted(m, "长得放不下的一句口令").View(), "口") {
		t.Error("a masked line shows what it holds")
	}
}
