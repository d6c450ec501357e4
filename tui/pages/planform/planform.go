// Package planform is the form for what a plan says apart from its activities:
// whose it is, its goals, and the total that the filed table states.
package planform

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
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
	key    *pingyi.PlanKey // nil for a new plan
	base   pingyi.Plan     // as it was read
	ready  bool
	saving bool
	form   form.Model
	faults []error
	draft  draft.Model[head]
	clash  *clash
}

// The fields of the form.
const (
	code = iota
	name
	year
	overallGoal
	dutyGoals
	statedTotal
	fields
)

// New returns the form for the plan called key, or for a new plan if key is nil.
func New(env page.Env, key *pingyi.PlanKey) Model {
	m := Model{env: env, me: new(token), key: key, ready: key == nil, faults: make([]error, fields)}
	m.draft = draft.New[head](env, m.object())
	old := key != nil // then its name in the record is settled
	m.form = form.New(env.Session, []form.Spec{
		code:        {Zh: "部门代码", En: "Code", Width: 34, Fixed: old},
		name:        {Zh: "部门名称", En: "Department"},
		year:        {Zh: "年度", En: "Year", Width: 10, Fixed: old},
		overallGoal: {Zh: pingyi.FieldOverallGoal.Title(pingyi.Zh), En: pingyi.FieldOverallGoal.Title(pingyi.En), Lines: true},
		dutyGoals:   {Zh: "职责分类\n绩效目标", En: pingyi.FieldDutyGoals.Title(pingyi.En), Lines: true},
		statedTotal: {Zh: pingyi.FieldStatedTotal.Title(pingyi.Zh), En: pingyi.FieldStatedTotal.Title(pingyi.En), Width: 20, Unit: "万元"},
	})
	m.resize()
	return m
}

type (
	loaded struct {
		me   *token
		plan pingyi.Plan
		err  error
	}
	// looked is whether there is a plan already where a new one is to be.
	looked struct {
		me   *token
		plan pingyi.Plan
		err  error
	}
	saved struct {
		me   *token
		plan pingyi.Plan
		err  error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return tea.Batch(m.load(), m.draft.Load()) }

// load reads the plan, if there is one.
func (m Model) load() tea.Cmd {
	if m.key == nil {
		return nil
	}
	me, desk, key := m.me, m.env.Desk, *m.key
	return func() tea.Msg {
		plan, err := desk.Plan(context.Background(), key)
		return loaded{me, plan, err}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if msg.me != m.me {
			return m, nil
		}
		if pingyi.CodeOf(msg.err) == pingyi.Sealed { // its person keys the plan again
			return m, tea.Sequence(page.Send(page.Close{}), page.Send(page.Fail{Err: msg.err}))
		}
		if msg.err != nil {
			return m, page.Send(page.Fail{Err: msg.err})
		}
		if !m.ready || !m.Unsaved() {
			m.base, m.ready = msg.plan, true
			m.form.SetValues(texts(m.base))
			m.mark()
			cmd := m.offer()
			return m, cmd
		}
	case draft.Msg:
		cmd := m.draft.Update(msg, m.typedForm(), m.Unsaved())
		cmd = tea.Batch(cmd, m.offer())
		return m, cmd
	case looked:
		if msg.me == m.me {
			return m.file(msg)
		}
	case saved:
		if msg.me == m.me {
			return m.takeSaved(msg)
		}
	case clashed:
		if msg.me == m.me {
			return m.meet(msg)
		}
	case dialog.Answered:
		if draft.Discarded(msg) {
			cmd := m.draft.Discard(m.Unsaved())
			m.resize()
			return m, cmd
		}
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
	if m.clash != nil {
		switch digit := pingyi.HalfWidth(k.Text); {
		case digit == "1" || digit == "2":
			return m.choose(digit == "2")
		case a == keymaps.Back:
			m.clash = nil
		}
		return m, nil
	}
	switch goOn, discard := m.draft.Answer(a, k); {
	case goOn:
		cmd := m.restore()
		return m, cmd
	case discard:
		l := m.env.Session.Lang
		return m, draft.AskDiscard(l, l.Of("草稿里的内容没有保存过，丢弃了就找不回来。", "What the draft holds was never saved: discarded it is gone."))
	}
	switch a {
	case keymaps.Save, keymaps.Back, keymaps.OpenHistory, keymaps.NextField, keymaps.PreviousField:
		return m.act(a)
	}
	return m.typed(k)
}

// typed hands a key or a paste to the field in focus. A field that is left is
// checked.
func (m Model) typed(msg tea.Msg) (page.Page, tea.Cmd) {
	if !m.ready || m.draft.Offered() || m.clash != nil {
		return m, nil
	}
	at := m.form.Focused()
	before := m.form.Value(at)
	m.form = m.form.Update(msg)
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

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	if m.clash != nil { // from the palette: what is asked comes first
		if a == keymaps.Back {
			m.clash = nil
		}
		return m, nil
	}
	switch a {
	case keymaps.Save:
		return m.save()
	case keymaps.NextField, keymaps.PreviousField:
		if m.ready {
			at := m.form.Focused()
			m.form.Act(a)
			m.check(at)
			m.mark()
		}
	case keymaps.Back:
		cmd := m.draft.Leave(m.typedForm(), m.Unsaved())
		return m, tea.Sequence(cmd, page.Send(page.Close{}))
	case keymaps.OpenHistory:
		if m.key != nil {
			return m, page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Year: m.key.Year, Department: m.key.Department}}})
		}
	}
	return m, nil
}

// texts returns what the fields show of p.
func texts(p pingyi.Plan) []string {
	all := make([]string, fields)
	all[code], all[name], all[overallGoal] = p.Department.Code, p.Department.Name, p.OverallGoal
	all[dutyGoals] = strings.Join(p.DutyGoals, "\n")
	if p.Year != 0 {
		all[year] = strconv.Itoa(p.Year)
	}
	if p.StatedTotal != nil {
		all[statedTotal] = p.StatedTotal.String()
	}
	return all
}

// typedPlan returns the plan as typed, and what is wrong in each field.
func (m Model) typedPlan() (p pingyi.Plan, faults []error) {
	p, faults = m.base, make([]error, fields)
	clean := func(s string) string { return strings.TrimSpace(pingyi.HalfWidth(s)) }
	p.Department.Code, p.Department.Name = clean(m.form.Value(code)), m.form.Value(name)
	if faults[code] = pingyi.CheckCode(pingyi.NounDepartment, p.Department.Code); p.Department.Code == "" {
		faults[code] = pingyi.Errorf(pingyi.Invalid, "请填写部门代码，如 360", "enter the department's code, such as 360")
	}
	if strings.TrimSpace(p.Department.Name) == "" {
		faults[name] = pingyi.Errorf(pingyi.Invalid, "请填写部门名称", "enter the department's name")
	}
	var err error
	if p.Year, err = strconv.Atoi(clean(m.form.Value(year))); err != nil {
		faults[year] = pingyi.Errorf(pingyi.Invalid, "年度请写四位数，如 2016", "write the year as four digits, such as 2016")
	} else {
		faults[year] = pingyi.CheckYear(p.Year)
	}
	p.OverallGoal = m.form.Value(overallGoal)
	if goals := m.form.Value(dutyGoals); goals != texts(m.base)[dutyGoals] { // an imported goal may have several lines
		p.DutyGoals = nil
		for g := range strings.SplitSeq(goals, "\n") {
			if strings.TrimSpace(g) != "" {
				p.DutyGoals = append(p.DutyGoals, g)
			}
		}
	}
	if len(p.DutyGoals) > pingyi.MaxDutyGoals {
		faults[dutyGoals] = pingyi.Errorf(pingyi.TooBig, "最多 %d 条，一行一条", "at most %d goals, one a line", pingyi.MaxDutyGoals)
	}
	p.StatedTotal = nil
	if t := m.form.Value(statedTotal); strings.TrimSpace(t) != "" {
		total, err := pingyi.ParseAmount(t)
		p.StatedTotal, faults[statedTotal] = &total, err
	}
	return p, faults
}

// check finds what is wrong in field i.
func (m *Model) check(i int) {
	_, faults := m.typedPlan()
	m.faults = slices.Clone(m.faults)
	m.faults[i] = faults[i]
}

// mark puts under each field what is wrong with it, or looks wrong.
func (m *Model) mark() {
	l := m.env.Session.Lang
	for i, err := range m.faults {
		var marks []form.Mark
		if err != nil {
			marks = append(marks, form.Mark{Text: pingyi.Explain(err, l), Error: true})
		}
		m.form.SetMarks(i, marks)
	}
	if p, faults := m.typedPlan(); faults[statedTotal] == nil && m.key != nil && m.ready {
		for _, f := range pingyi.Lint(&pingyi.Plan{StatedTotal: p.StatedTotal, Activities: []pingyi.Activity{{Budget: m.base.Budget()}}}) {
			if f.Field == pingyi.FieldStatedTotal {
				m.form.SetMarks(statedTotal, []form.Mark{{Text: f.In(l)}})
			}
		}
	}
}

// Title implements [page.Page].
func (m Model) Title() string {
	l := m.env.Session.Lang
	if m.key == nil {
		return l.Of("新的绩效计划", "New plan")
	}
	return l.Of(fmt.Sprintf("%s 部门 %d 年度：目标与合计", m.key.Department, m.key.Year),
		fmt.Sprintf("Department %s, %d: goals and total", m.key.Department, m.key.Year))
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.draft.Offered() || m.clash != nil {
		return keymaps.Dialog
	}
	return keymaps.Form
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return m.ready && !slices.Equal(m.form.Values(), texts(m.base)) }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	hints := []status.Hint{
		{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("保存", "save")},
		{Place: keymaps.Form, Action: keymaps.NextField, Label: l.Of("下一栏", "next field")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")},
	}
	if m.key != nil {
		hints = append(hints, status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")})
	}
	return hints
}
