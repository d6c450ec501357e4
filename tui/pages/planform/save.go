package planform

import (
	"context"
	"errors"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
)

// save saves the plan, or refuses at the first field that is wrong.
func (m Model) save() (page.Page, tea.Cmd) {
	switch {
	case m.saving || !m.ready || m.draft.Offered():
		return m, nil
	case m.key != nil && !m.Unsaved():
		return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有改动，不用保存", "nothing has changed")})
	}
	mine, faults := m.typedPlan()
	if i := slices.IndexFunc(faults, func(err error) bool { return err != nil }); i >= 0 {
		m.faults = faults
		m.form.Focus(i)
		m.mark()
		return m, page.Send(page.Fail{Err: faults[i]})
	}
	m.saving = true
	me, desk, base := m.me, m.env.Desk, m.base
	if m.key == nil {
		// Filing would write over a plan that is there: look first.
		return m, func() tea.Msg {
			_, err := desk.Plan(context.Background(), mine.Key())
			return looked{me, mine, err}
		}
	}
	return m, func() tea.Msg { return saved{me, mine, desk.SavePlanHead(context.Background(), base, mine)} }
}

// file enters a new plan where there is none.
func (m Model) file(msg looked) (page.Page, tea.Cmd) {
	switch pingyi.CodeOf(msg.err) {
	case pingyi.NotFound:
		me, desk := m.me, m.env.Desk
		return m, func() tea.Msg {
			_, err := desk.File(context.Background(), store.Filing{Plan: msg.plan, Has: func(pingyi.Field) bool { return true }})
			return saved{me, msg.plan, err}
		}
	case "":
		k := msg.plan.Key()
		return m.takeSaved(saved{msg.me, msg.plan, pingyi.Errorf(pingyi.Exists,
			"已经有部门 %[2]s 的 %[1]d 年度计划，请改代码或年度，或回列表打开它",
			"there is a plan of department %[2]s for %[1]d already: change the code or the year, or open that plan from the list", k.Year, k.Department)})
	}
	return m.takeSaved(saved(msg))
}

func (m Model) takeSaved(msg saved) (page.Page, tea.Cmd) {
	m.saving = false
	if pingyi.CodeOf(msg.err) == pingyi.Conflict && m.key != nil {
		me, desk, key := m.me, m.env.Desk, *m.key
		return m, func() tea.Msg {
			theirs, err := desk.Plan(context.Background(), key)
			return clashed{me, theirs, err}
		}
	}
	if msg.err != nil {
		i := -1
		if e, ok := errors.AsType[*pingyi.Error](msg.err); ok {
			i = slices.Index([]pingyi.Field{name: pingyi.FieldDepartment, overallGoal: pingyi.FieldOverallGoal,
				dutyGoals: pingyi.FieldDutyGoals, statedTotal: pingyi.FieldStatedTotal}, e.Place.Entry)
			if e.Place.Entry == "" {
				i = -1
			}
			if e.Code == pingyi.Exists {
				i = code
			}
		}
		if i >= 0 {
			m.faults = slices.Clone(m.faults)
			m.faults[i] = msg.err
			m.form.Focus(i)
			m.mark()
		}
		return m, page.Send(page.Fail{Err: msg.err})
	}
	l := m.env.Session.Lang
	done := page.Send(page.Close{})
	text := l.Of("已保存", "saved")
	next := tea.Cmd(nil)
	if m.key == nil {
		next = page.Send(page.Open{Route: page.Activities{Key: msg.plan.Key()}})
		text = l.Of("计划已建立，现在可以添加职责活动", "the plan is there: now add its activities")
	}
	// What is on the screen is what was saved, so that leaving asks nothing.
	m.base = msg.plan
	m.form.SetValues(texts(m.base))
	settle := m.draft.Settle(m.Unsaved()) // before the page goes, and its messages with it
	return m, tea.Sequence(settle, done, next, page.Send(page.Good{Text: text}))
}
