// Package memberform is the form for a new member: who they are, and what they
// are there to do.
package memberform

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/form"
	"pingyi/tui/parts/status"
)

// token tells the messages of one page from those of another of its kind below
// it: the root hands them to all.
type token struct{ _ byte }

// Model is the page.
type Model struct {
	env    page.Env
	me     *token
	saving bool
	form   form.Model
	faults []error
	draft  draft.Model[struct{}]
}

// The fields of the form.
const (
	id = iota
	name
	role
	weight
	fields
)

// object is what the draft is of.
const object = "member/new"

// New returns the form.
func New(env page.Env) Model {
	m := Model{env: env, me: new(token), faults: make([]error, fields), draft: draft.New[struct{}](env, object)}
	var choices []form.Choice
	for _, r := range pingyi.Roles() {
		choices = append(choices, form.Choice{Value: string(r), Zh: r.In(pingyi.Zh), En: r.In(pingyi.En)})
	}
	m.form = form.New(env.Session, []form.Spec{
		id:     {Zh: "代号", En: "ID", Width: 34},
		name:   {Zh: "姓名", En: "Name"},
		role:   {Zh: "角色", En: "Role", Choices: choices},
		weight: {Zh: "权重", En: "Weight", Width: 10},
	})
	m.form.SetValues(blank())
	m.resize()
	return m
}

// blank is the form before anything is typed: for one more reviewer.
func blank() []string {
	return []string{id: "", name: "", role: string(pingyi.Reviewer), weight: "1"}
}

type saved struct {
	me     *token
	member pingyi.Member
	err    error
}

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return m.draft.Load() }

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case draft.Msg:
		cmd := m.draft.Update(msg, m.typedForm(), m.Unsaved())
		cmd = tea.Batch(cmd, m.draft.Offer(m.form.Values(), m.Unsaved()))
		m.resize()
		return m, cmd
	case saved:
		if msg.me == m.me {
			return m.takeSaved(msg)
		}
	case page.Flush:
		return m, m.draft.Leave(m.typedForm(), m.Unsaved())
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.form.SetSession(msg.Session)
		m.mark()
	case page.Do:
		return m.act(msg.Action)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		return m.typed(msg)
	}
	return m, nil
}

func (m Model) press(k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	a, _ := m.env.Session.Action(m.Place(), k)
	switch goOn, discard := m.draft.Answer(a, k); {
	case goOn:
		d := m.draft.Take()
		m.form.SetValues(d.Texts)
		m.form.Focus(d.Focus)
		m.resize()
		cmd := m.draft.Touch(m.Unsaved())
		return m, cmd
	case discard:
		cmd := m.draft.Discard(m.Unsaved())
		m.resize()
		return m, cmd
	}
	switch a {
	case keymaps.Save, keymaps.Back, keymaps.NextField, keymaps.PreviousField:
		return m.act(a)
	}
	return m.typed(k)
}

// typed hands a key or a paste to the field in focus. A field that is left is
// checked.
func (m Model) typed(msg tea.Msg) (page.Page, tea.Cmd) {
	if m.draft.Offered() || m.saving {
		return m, nil
	}
	at := m.form.Focused()
	before := m.form.Value(at)
	m.form = m.form.Update(msg)
	if m.form.Focused() != at {
		m.check(at)
		return m, nil
	}
	if m.form.Value(at) == before {
		return m, nil
	}
	m.faults = slices.Clone(m.faults)
	m.faults[at] = nil
	m.mark()
	cmd := m.draft.Touch(m.Unsaved())
	return m, cmd
}

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	switch a {
	case keymaps.Save:
		return m.save()
	case keymaps.NextField, keymaps.PreviousField:
		at := m.form.Focused()
		m.form.Act(a)
		m.check(at)
	case keymaps.Back:
		cmd := m.draft.Leave(m.typedForm(), m.Unsaved())
		return m, tea.Sequence(cmd, page.Send(page.Close{}))
	}
	return m, nil
}

// typedForm is what a draft keeps.
func (m Model) typedForm() draft.Form[struct{}] {
	return draft.Form[struct{}]{Texts: m.form.Values(), Focus: m.form.Focused()}
}

// typedMember returns the member as typed, and what is wrong in each field.
func (m Model) typedMember() (member pingyi.Member, faults []error) {
	faults = make([]error, fields)
	member = pingyi.Member{ID: strings.TrimSpace(pingyi.HalfWidth(m.form.Value(id))), Name: m.form.Value(name), Role: pingyi.Role(m.form.Value(role))}
	// Each beside fields that are right.
	_, faults[id] = pingyi.Member{ID: member.ID, Name: "r1", Role: member.Role}.Clean()
	if member.ID == "" {
		faults[id] = pingyi.Errorf(pingyi.Invalid, "请填写代号，如 r1：成员登录时要输入它", "enter an ID, such as r1: the member types it to log in")
	}
	_, faults[name] = pingyi.Member{ID: "r1", Name: member.Name, Role: member.Role}.Clean()
	if w := m.form.Value(weight); strings.TrimSpace(w) != "" {
		member.Weight, faults[weight] = pingyi.ParseWeight(w)
	}
	return member, faults
}

// check finds what is wrong in field i.
func (m *Model) check(i int) {
	_, faults := m.typedMember()
	m.faults = slices.Clone(m.faults)
	m.faults[i] = faults[i]
	m.mark()
}

// mark puts under each field what is wrong with it.
func (m *Model) mark() {
	for i, err := range m.faults {
		var marks []form.Mark
		if err != nil {
			marks = append(marks, form.Mark{Text: pingyi.Explain(err, m.env.Session.Lang), Error: true})
		}
		m.form.SetMarks(i, marks)
	}
}

// save enters the member, or refuses at the first field that is wrong.
func (m Model) save() (page.Page, tea.Cmd) {
	if m.saving || m.draft.Offered() {
		return m, nil
	}
	member, faults := m.typedMember()
	if i := slices.IndexFunc(faults, func(err error) bool { return err != nil }); i >= 0 {
		m.faults = faults
		m.form.Focus(i)
		m.mark()
		return m, page.Send(page.Fail{Err: faults[i]})
	}
	m.saving = true
	me, desk := m.me, m.env.Desk
	return m, func() tea.Msg { return saved{me, member, desk.AddMember(context.Background(), member)} }
}

func (m Model) takeSaved(msg saved) (page.Page, tea.Cmd) {
	m.saving = false
	if msg.err != nil {
		if pingyi.CodeOf(msg.err) == pingyi.Exists {
			m.faults = slices.Clone(m.faults)
			m.faults[id] = msg.err
			m.form.Focus(id)
			m.mark()
		}
		return m, page.Send(page.Fail{Err: msg.err})
	}
	// Nothing typed is left, so that leaving asks nothing.
	m.form.SetValues(blank())
	settle := m.draft.Settle(false)
	l := m.env.Session.Lang
	return m, tea.Sequence(settle, page.Send(page.Close{}), page.Send(page.Good{Text: fmt.Sprintf(
		l.Of("已添加成员 %s（%s）", "added member %s (%s)"), msg.member.ID, msg.member.Role.In(l))}))
}

// Title implements [page.Page].
func (m Model) Title() string { return m.env.Session.Lang.Of("新成员", "New member") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.draft.Offered() {
		return keymaps.Dialog
	}
	return keymaps.Form
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return !slices.Equal(m.form.Values(), blank()) }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	return []status.Hint{
		{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("保存", "save")},
		{Place: keymaps.Form, Action: keymaps.NextField, Label: l.Of("下一栏", "next field")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")},
	}
}
