package chooser_test

import (
	"fmt"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
)

// palette opens every action as the command palette does.
func palette(t testing.TB, s session.Session, w, h int) chooser.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	s.Keys = keys
	var items []chooser.Item
	for _, a := range keymaps.Actions() {
		if a.Place == keymaps.Global || a.Place == keymaps.List {
			items = append(items, chooser.Item{ID: string(a.Action), Title: a.Title(s.Lang), Hint: keys.Hint(a.Place, a.Action, s.Lang)})
		}
	}
	return chooser.New(s, "palette", s.Lang.Of("命令", "Commands"), items, w, h)
}

func send(m chooser.Model, msgs ...tea.Msg) (chooser.Model, tea.Msg) {
	var last tea.Msg
	for _, msg := range msgs {
		var cmd tea.Cmd
		if m, cmd = m.Update(msg); cmd != nil {
			last = cmd()
		}
	}
	return m, last
}

func text(s string) tea.Msg { return tea.KeyPressMsg{Code: tea.KeyExtended, Text: s} }
func key(r rune) tea.Msg    { return tea.KeyPressMsg{Code: r} }

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name, query string
		s           session.Session
		w, h        int
	}{
		{"zh80", "", session.Session{}, 80, 24},
		{"zh80_filtered", "dr", session.Session{}, 80, 24},
		{"zh80_nothing", "没有这个", session.Session{}, 80, 24},
		{"en80", "re", session.Session{Lang: pingyi.En, Look: look.Look{ASCII: true}}, 80, 24},
		{"small", "", session.Session{}, 40, 10},
	} {
		t.Run(c.name, func(t *testing.T) {
			m := palette(t, c.s, c.w, c.h)
			if c.query != "" {
				m, _ = send(m, text(c.query))
			}
			screen := strings.TrimSuffix(strings.Repeat(strings.Repeat(".", c.w)+"\n", c.h), "\n")
			got := m.Over(screen)
			x, y, ok := m.Cursor()
			line := strings.Split(ansi.Strip(got), "\n")[y]
			if typed := ansi.Cut(line, x-ansi.StringWidth(c.query), x); !ok || typed != c.query {
				t.Errorf("before the caret at %d,%d stands %q, want %q", x, y, typed, c.query)
			}
			golden.Equal(t, got)
		})
	}
}

func TestWhatIsChosenIsWhatTheQueryLeavesSelected(t *testing.T) {
	for _, c := range []struct {
		keys []tea.Msg
		want tea.Msg
	}{
		{[]tea.Msg{key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "help"}},
		{[]tea.Msg{text("导入"), key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "import"}},
		{[]tea.Msg{text("d"), text("r"), key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "import"}},
		{[]tea.Msg{text("ｆ１０"), key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "export"}}, // by its key
		{[]tea.Msg{tea.PasteMsg{Content: "退出"}, key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "quit"}},
		{[]tea.Msg{key(tea.KeyDown), key(tea.KeyDown), key(tea.KeyUp), key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "palette"}},
		{[]tea.Msg{key(tea.KeyDown), text("退出"), key(tea.KeyBackspace), key(tea.KeyBackspace), key(tea.KeyEnter)}, chooser.Chosen{Chooser: "palette", Item: "help"}},
		{[]tea.Msg{text("没有这个"), key(tea.KeyEnter)}, nil},
		{[]tea.Msg{text("导入"), key(tea.KeyEscape)}, chooser.Cancelled{Chooser: "palette"}},
	} {
		if _, got := send(palette(t, session.Session{}, 80, 24), c.keys...); got != c.want {
			t.Errorf("%v: %v, want %v", c.keys, got, c.want)
		}
	}
}

func TestOtherItemsLeaveTheQueryAndTheSelection(t *testing.T) {
	items := func(ids ...string) (list []chooser.Item) {
		for _, id := range ids {
			list = append(list, chooser.Item{ID: id, Title: "计划 " + id})
		}
		return list
	}
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		now  []chooser.Item
		want tea.Msg
	}{
		{items("90", "12", "13", "14"), chooser.Chosen{Chooser: "c", Item: "13"}},
		{items("12", "14"), chooser.Chosen{Chooser: "c", Item: "12"}}, // what was selected is gone
		{items("90"), nil},
		{nil, nil},
	} {
		m := chooser.New(session.Session{Keys: keys}, "c", "", items("12", "13", "20"), 80, 24)
		m, _ = send(m, text("1"), key(tea.KeyDown))
		m.SetItems(c.now)
		if _, got := send(m, key(tea.KeyEnter)); got != c.want {
			t.Errorf("of %v %v is chosen, want %v", c.now, got, c.want)
		}
	}
}

func BenchmarkOneKeyOverTenThousandItems(b *testing.B) {
	keys, err := keymaps.Load("default")
	if err != nil {
		b.Fatal(err)
	}
	items := make([]chooser.Item, 10_000)
	for i := range items {
		items[i] = chooser.Item{ID: fmt.Sprint(i), Title: fmt.Sprintf("义务教育经费保障 %d", i), Hint: "360"}
	}
	m := chooser.New(session.Session{Keys: keys}, "activities", "职责活动", items, 80, 24)
	m, _ = send(m, text("j"))
	for b.Loop() {
		n, _ := send(m, text("y"))
		_ = n.View()
	}
}
