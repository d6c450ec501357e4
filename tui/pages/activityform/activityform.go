// Package activityform is the form in which one activity is entered or changed.
// What is typed is on disk as a draft within a second, and an edit that meets
// somebody else's is put together with it field by field.
package activityform

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/template"
	"pingyi/tui/pages/wording"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/form"
	"pingyi/tui/parts/status"
)

// token tells the messages of one page from those of another of its kind below
// it: the root hands them to all.
type token struct{ _ byte }

// Model is the page.
type Model struct {
	env page.Env
	me  *token

	key    pingyi.PlanKey
	id     int // 0 for a new activity
	no     int // of a new one: its number; 0 for the last
	plan   pingyi.Plan
	base   pingyi.Activity // what is being changed, as it was read
	ready  bool            // the plan is here
	early  []tea.Msg       // keys and pastes that came before it
	form   form.Model
	faults []error // what is wrong in each field, as found when it was left

	wording  wording.Model // offered at the field in focus
	template template.Model

	saving bool
	clash  *clash
	draft  draft.Model[pingyi.Activity]
}

// New returns the form for activity id of plan key; id 0 for a new one, which
// becomes number no, or the last for no 0.
func New(env page.Env, key pingyi.PlanKey, id, no int) Model {
	m := Model{env: env, me: new(token), key: key, id: id, no: no, wording: wording.New(env), template: template.New(env)}
	m.draft = draft.New[pingyi.Activity](env, m.object())
	return m
}

type loaded struct {
	me   *token
	plan pingyi.Plan
	err  error
}

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return tea.Batch(m.load(), m.draft.Load(), m.wording.Load()) }

func (m Model) load() tea.Cmd {
	me, desk, key := m.me, m.env.Desk, m.key
	return func() tea.Msg {
		plan, err := desk.Plan(context.Background(), key)
		return loaded{me, plan, err}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if msg.me == m.me {
			return m.take(msg)
		}
	case wording.Msg:
		cmd := m.wording.Update(msg)
		m.suggest()
		return m, cmd
	case template.Msg, chooser.Chosen, dialog.Answered:
		if a, ok := msg.(dialog.Answered); ok && draft.Discarded(a) {
			cmd := m.draft.Discard(m.Unsaved())
			m.resize()
			return m, cmd
		}
		cmd := m.template.Update(msg)
		m.resize()
		return m, cmd
	case template.Put:
		if m.template.Puts(msg) {
			return m.takeTemplate(msg)
		}
	case saved:
		if msg.me == m.me {
			return m.takeSaved(msg)
		}
	case draft.Msg:
		cmd := m.draft.Update(msg, m.typedForm(), m.Unsaved())
		cmd = tea.Batch(cmd, m.offer())
		return m, cmd
	case page.Resume:
		m.draft.GoOn()
		cmd := m.offer()
		return m, cmd
	case page.Reload:
		return m, m.load()
	case page.Flush:
		return m, m.draft.Leave(m.typedForm(), m.Unsaved())
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.template.SetEnv(m.env)
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.wording.SetSession(msg.Session)
		m.template.SetEnv(m.env)
		if m.ready {
			m.form.SetSession(msg.Session)
			m.mark()
			m.suggest()
		}
	case page.Do:
		return m.act(msg.Action)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		if !m.ready {
			m.early = append(slices.Clone(m.early), msg)
		}
		switch {
		case m.template.Typing():
			cmd := m.template.Press(msg)
			return m, cmd
		case m.ready && m.Place() == keymaps.Form:
			return m.typed(msg)
		}
	}
	return m, nil
}

// take shows the plan's activity. Once something has been typed it stays, and
// what the record has by then is put together with it on saving.
func (m Model) take(msg loaded) (page.Page, tea.Cmd) {
	if pingyi.CodeOf(msg.err) == pingyi.Sealed { // its person keys the plan again
		return m, tea.Sequence(page.Send(page.Close{}), page.Send(page.Fail{Err: msg.err}))
	}
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	if m.ready && !msg.plan.Scale.Equal(m.plan.Scale) {
		return m, nil // the fields on the screen are of another plan: saving tells
	}
	if !m.ready {
		m.plan, m.ready = msg.plan, true
		m.form = form.New(m.env.Session, specs(m.plan.Scale))
		m.open()
		if m.id != 0 && m.place() < 0 {
			return m, tea.Sequence(page.Send(page.Close{}), page.Send(page.Fail{Err: pingyi.Errorf(pingyi.NotFound, "这项活动已被删除", "this activity has been deleted")}))
		}
		cmd := m.offer()
		return m.catchUp(cmd)
	}
	unchanged := !m.Unsaved()
	m.plan = msg.plan
	if i := m.place(); unchanged && !m.saving && m.id != 0 && i >= 0 {
		m.base = m.plan.Activities[i]
		m.form.SetValues(m.baseTexts())
		m.mark()
	}
	return m, nil
}

// catchUp takes what was typed before the form was there: whoever knows the way
// does not wait for the screen.
func (m Model) catchUp(cmd tea.Cmd) (page.Page, tea.Cmd) {
	cmds := []tea.Cmd{cmd}
	early := m.early
	m.early = nil
	var p page.Page = m
	for _, msg := range early {
		p, cmd = p.Update(msg)
		cmds = append(cmds, cmd)
	}
	return p, tea.Batch(cmds...)
}

// place returns where in the plan the activity is; -1 if it is not, or is new.
func (m Model) place() int {
	return slices.IndexFunc(m.plan.Activities, func(a pingyi.Activity) bool { return a.ID == m.id })
}

// open fills the form with the activity, or with nothing for a new one.
func (m *Model) open() {
	m.base = pingyi.Activity{Rubric: make(pingyi.Rubric, m.plan.Scale.Len())}
	if i := m.place(); i >= 0 {
		m.base = m.plan.Activities[i]
	}
	m.form.SetValues(m.baseTexts())
	m.faults = make([]error, m.form.Len())
	m.resize()
	m.mark()
	m.suggest()
}

func (m Model) press(k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	if m.template.Typing() {
		cmd := m.template.Press(k)
		m.resize()
		return m, cmd
	}
	a, _ := m.env.Session.Action(m.Place(), k)
	goOn, discard := m.draft.Answer(a, k)
	digit := pingyi.HalfWidth(k.Text)
	switch {
	case !m.ready:
		if a == keymaps.Back {
			return m, page.Send(page.Close{})
		}
		m.early = append(slices.Clone(m.early), k)
		return m, nil
	case goOn:
		cmd := m.restore()
		return m, cmd
	case discard:
		l := m.env.Session.Lang
		return m, draft.AskDiscard(l, l.Of("草稿里的内容没有保存过，丢弃了就找不回来。", "What the draft holds was never saved: discarded it is gone."))
	case m.clash != nil && (digit == "1" || digit == "2"):
		return m.choose(digit == "2")
	case m.acts(a):
		return m.act(a)
	case m.Place() == keymaps.Dialog:
		return m, nil
	}
	if a, _ := m.env.Session.Action(keymaps.Edit, k); m.acts(a) {
		return m.act(a)
	}
	return m.typed(k)
}

// typed hands a key or a paste to the field in focus.
func (m Model) typed(msg tea.Msg) (page.Page, tea.Cmd) {
	at, before := m.form.Focused(), m.form.Value(m.form.Focused())
	m.form = m.form.Update(msg)
	m.suggest()
	if m.form.Focused() != at {
		m.check(at)
		m.mark()
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

// acts reports whether act knows a.
func (m Model) acts(a keymaps.Action) bool {
	switch a {
	case keymaps.Save, keymaps.NextRecord, keymaps.PreviousRecord, keymaps.NextField, keymaps.PreviousField:
		return m.Place() == keymaps.Form
	case keymaps.TakeOffer, keymaps.NextOffer, keymaps.PreviousOffer, keymaps.Templates:
		return m.Place() == keymaps.Form && m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil) == nil
	case keymaps.Back, keymaps.OpenHistory:
		return true
	}
	return false
}

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	if m.template.Typing() {
		cmd := m.template.Act(a)
		m.resize()
		return m, cmd
	}
	if !m.ready || !m.acts(a) {
		return m, nil
	}
	switch a {
	case keymaps.Save:
		return m.save(stay)
	case keymaps.NextRecord:
		return m.save(toNext)
	case keymaps.PreviousRecord:
		return m.save(toPrevious)
	case keymaps.NextField, keymaps.PreviousField:
		at := m.form.Focused()
		m.form.Act(a)
		m.check(at)
		m.mark()
		m.suggest()
	case keymaps.TakeOffer, keymaps.NextOffer, keymaps.PreviousOffer:
		return m.answer(a)
	case keymaps.Templates:
		return m.openTemplates()
	case keymaps.Back:
		if m.clash != nil {
			m.clash = nil
			return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("还没有保存，可以接着改", "not saved yet: go on editing")})
		}
		cmd := m.draft.Leave(m.typedForm(), m.Unsaved())
		return m, tea.Sequence(cmd, page.Send(page.Close{}))
	case keymaps.OpenHistory:
		return m, page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Year: m.key.Year, Department: m.key.Department, Activity: m.id}}})
	}
	return m, nil
}

// Title implements [page.Page].
func (m Model) Title() string {
	l := m.env.Session.Lang
	if m.id == 0 {
		return l.Of("新的职责活动", "New activity")
	}
	if !m.ready {
		return l.Of("职责活动", "Activity")
	}
	return l.Of(fmt.Sprintf("职责活动 第 %d 项", m.place()+1), fmt.Sprintf("Activity %d", m.place()+1))
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	switch {
	case m.clash != nil || m.draft.Offered():
		return keymaps.Dialog
	case m.template.Typing():
		return keymaps.Palette
	}
	return keymaps.Form
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool {
	return m.ready && !slices.Equal(m.form.Values(), m.baseTexts())
}

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	back := status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")}
	if m.Place() == keymaps.Dialog {
		return []status.Hint{back}
	}
	if m.template.Typing() {
		back.Label = l.Of("不存", "do not")
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("存", "keep")}, back}
	}
	history := status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")}
	if m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil) != nil { // here to read
		return []status.Hint{{Place: keymaps.Form, Action: keymaps.NextField, Label: l.Of("下一栏", "next field")}, back, history}
	}
	return []status.Hint{
		{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("保存", "save")},
		{Place: keymaps.Form, Action: keymaps.NextField, Label: l.Of("下一栏", "next field")},
		{Place: keymaps.Form, Action: keymaps.PreviousRecord, Label: l.Of("存并上一项", "save, previous")},
		{Place: keymaps.Form, Action: keymaps.NextRecord, Label: l.Of("存并下一项", "save, next")},
		back,
		history,
		{Place: keymaps.Form, Action: keymaps.Templates, Label: l.Of("评价标准模板", "rubric templates")},
		{Place: keymaps.Edit, Action: keymaps.TakeOffer, Label: l.Of("取用提示", "take the offer")},
		{Place: keymaps.Edit, Action: keymaps.NextOffer, Label: l.Of("下一条提示", "next offer")},
	}
}
