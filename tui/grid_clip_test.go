package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/wire"
)

func ctrl(r rune) tea.KeyPressMsg { return tea.KeyPressMsg{Code: r, Mod: tea.ModCtrl} }

// What is copied in one plan is pasted in another, though the terminal gives nothing back.
func TestABlockGoesFromPlanToPlan(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	other := pingyi.Plan{Year: key.Year, Department: pingyi.Department{Code: "711", Name: "青禾县水务局"}}
	if _, err := desk.File(t.Context(), store.Filing{Plan: other, Has: func(pingyi.Field) bool { return true }}); err != nil {
		t.Fatal(err)
	}
	root := still(env, page.Grid{Key: key})
	m := settle(t, root, root.Init())
	m = press(t, m, tea.KeyPressMsg{Code: 'b', Mod: tea.ModCtrl}, down, right, ctrl('c'))
	has(t, m, "已复制 2 行 4 格")
	m = settle(t, m, page.Send(page.Open{Route: page.Grid{Key: other.Key()}}))
	m = press(t, m, ctrl('v'))
	has(t, m, "粘贴 2 行", "新增 2 行", "荒山造林", "防护林更新")
	m = press(t, m, enter)
	plan, err := desk.Plan(t.Context(), other.Key())
	if err != nil || len(plan.Activities) != 2 || plan.Activities[1].Name != "防护林更新" || plan.Activities[1].Budget != 200_000_000 {
		t.Errorf("stored %v, %v", plan.Activities, err)
	}
	m = press(t, m, ctrl('x'))
	has(t, m, "已剪切 1 行 1 格")
}

// The terminal's own clipboard gets what is copied, too, unless that is too much for it.
func TestWhatIsCopiedGoesToTheTerminal(t *testing.T) {
	env, _ := workstation(t, pingyi.Zh)
	root := still(env, page.Grid{Key: key})
	m := settle(t, root, root.Init())
	clip := func(keys ...tea.KeyPressMsg) (text string) {
		for _, k := range keys {
			next, cmd := m.Update(k)
			m = next
			for pending := []tea.Cmd{cmd}; len(pending) > 0; pending = pending[1:] {
				if pending[0] == nil {
					continue
				}
				switch msg := pending[0]().(type) {
				case wire.Clip:
					text = msg.Text
				case tea.BatchMsg:
					pending = append(pending, msg...)
				default:
					next, cmd := m.Update(msg)
					m, pending = next, append(pending, cmd)
				}
			}
		}
		return text
	}
	if got := clip(right, ctrl('c')); strings.TrimSpace(got) != "100.00" {
		t.Errorf("the terminal gets %q", got)
	}
	if got := clip(ctrl('a'), ctrl('c')); strings.Count(got, "\t") != 3*8 {
		t.Errorf("the terminal gets %q", got)
	}
}
