package tui_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
)

// Keys that come in one go, as over a thin line: who goes back while their cell is being
// saved leaves once it is, with no draft of it, and what they press then is for the page
// below.
func TestWhoGoesBackWhileItIsSavedLeavesNoDraft(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	root := still(env, page.Plans{})
	m := press(t, settle(t, root, root.Init()), ctrl('t'))
	var all []tea.Cmd
	for _, k := range []tea.KeyPressMsg{{Code: '甲', Text: "甲"}, enter, {Code: tea.KeyEsc}, {Code: tea.KeyF4}} {
		next, cmd := m.Update(k)
		m, all = next, append(all, cmd)
	}
	m = settle(t, m, tea.Batch(all...))
	has(t, m, "按年度，新的在前")
	plan, err := desk.Plan(t.Context(), key)
	if err != nil || plan.Activities[0].Name != "甲" {
		t.Errorf("stored %v, %v", plan.Activities, err)
	}
	if list, err := desk.Drafts(t.Context()); err != nil || len(list) > 0 {
		t.Errorf("drafts %v, %v", list, err)
	}
	if m = press(t, m, enter); strings.Contains(m.View().Content, "还没存进记录") {
		t.Errorf("the list of the plan:\n%s", m.View().Content)
	}
}
