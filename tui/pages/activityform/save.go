package activityform

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
)

// step is where to go once everything is saved.
type step int

const (
	stay step = iota
	toNext
	toPrevious
)

// saved is what came of saving.
type saved struct {
	me       *token
	sent     []string // the texts as they were then
	step     step
	activity pingyi.Activity
	clashes  []pingyi.Clash
	err      error
}

// save saves what was changed and then takes a step; it refuses at the field
// that is wrong.
func (m Model) save(s step) (page.Page, tea.Cmd) {
	switch {
	case m.saving:
		return m, nil
	case !m.Unsaved() && s == stay:
		return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有改动，不用保存", "nothing has changed")})
	case !m.Unsaved():
		return m.proceed(s)
	}
	mine, err := m.typedActivity()
	at := budget
	if err == nil {
		_, _, err = mine.Clean(m.plan.Scale)
		at = m.fieldOfError(err)
	}
	if err != nil {
		return m.refuse(err, at)
	}
	m.saving = true
	me, desk, key, no, base, sent := m.me, m.env.Desk, m.key, m.no, m.base, m.form.Values()
	isNew := m.id == 0
	return m, func() tea.Msg {
		done := saved{me: me, sent: sent, step: s}
		if isNew {
			done.activity, done.err = desk.AddActivity(context.Background(), key, no, mine)
		} else {
			done.activity, done.clashes, done.err = desk.SaveActivity(context.Background(), key, base, mine)
		}
		return done
	}
}

// refuse shows what is wrong at field i and goes there.
func (m Model) refuse(err error, i int) (page.Page, tea.Cmd) {
	if i >= 0 {
		m.faults = slices.Clone(m.faults)
		m.faults[i] = err
		m.form.Focus(i)
		m.mark()
	}
	return m, page.Send(page.Fail{Err: err})
}

func (m Model) takeSaved(msg saved) (page.Page, tea.Cmd) {
	m.saving = false
	if len(msg.clashes) > 0 {
		m.clash = &clash{list: msg.clashes, step: msg.step}
		return m, nil
	}
	if msg.err != nil {
		return m.refuse(msg.err, m.fieldOfError(msg.err))
	}
	l := m.env.Session.Lang
	a := msg.activity
	for t, text := range a.Rubric {
		m.wording.Wrote(m.plan.Scale.Name(pingyi.Tier(t)), text)
	}
	m.plan.Activities = slices.Clone(m.plan.Activities)
	at := m.place()
	isNew := m.id == 0
	switch {
	case !isNew && at >= 0:
		m.plan.Activities[at] = a
	case isNew:
		if at = m.no - 1; at < 0 || at > len(m.plan.Activities) {
			at = len(m.plan.Activities)
		}
		// The reload that a change brings may have been quicker.
		if i := slices.IndexFunc(m.plan.Activities, func(b pingyi.Activity) bool { return b.ID == a.ID }); i >= 0 {
			at = i
		} else {
			m.plan.Activities = slices.Insert(m.plan.Activities, at, a)
		}
	}
	good := page.Send(page.Good{Text: l.Of(fmt.Sprintf("已保存第 %d 项", at+1), fmt.Sprintf("saved activity %d", at+1))})
	untouched := slices.Equal(m.form.Values(), msg.sent)
	if isNew && untouched && msg.step == stay {
		// Ready for the next new one, which follows this one.
		good = page.Send(page.Good{Text: l.Of(fmt.Sprintf("已保存第 %d 项，请填下一项；按 Esc 返回列表", at+1),
			fmt.Sprintf("saved activity %d: enter the next one, or Esc for the list", at+1))})
		if m.no > 0 {
			m.no++
		}
		m.open()
		m.form.Focus(name)
		settle := m.draft.Settle(m.Unsaved())
		return m, tea.Batch(good, settle)
	}
	drop := tea.Cmd(nil)
	if isNew { // its draft was that of a new one
		m.id = a.ID
		drop = m.draft.Rename(m.object())
	}
	m.base = a
	values, now := m.form.Values(), m.baseTexts()
	for i := range values {
		if values[i] == msg.sent[i] { // else it was typed while saving
			values[i] = now[i]
		}
	}
	m.form.SetValues(values)
	m.mark()
	next := msg.step
	if m.Unsaved() {
		next = stay
	}
	p, cmd := m.proceed(next)
	return p, tea.Batch(good, drop, cmd)
}

// proceed takes a step: it goes to the activity after or before this one. A new
// one stands where it will be put.
func (m Model) proceed(s step) (page.Page, tea.Cmd) {
	settle := m.draft.Settle(m.Unsaved()) // of the activity that may be left
	if s == stay {
		return m, settle
	}
	l, n := m.env.Session.Lang, len(m.plan.Activities)
	before, after := m.place()-1, m.place()+1
	if m.id == 0 {
		if after = m.no - 1; after < 0 || after > n {
			after = n
		}
		before = after - 1
	}
	to := after
	if s == toPrevious {
		to = before
	}
	switch {
	case to < 0:
		return m, tea.Batch(settle, page.Send(page.Info{Text: l.Of("已经是第一项", "this is the first activity")}))
	case to >= n:
		return m, tea.Batch(settle, page.Send(page.Info{Text: l.Of("已经是最后一项", "this is the last activity")}))
	}
	m.id = m.plan.Activities[to].ID
	load := m.draft.Turn(m.object())
	m.open()
	return m, tea.Batch(settle, load)
}
