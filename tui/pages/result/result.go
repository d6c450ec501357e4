// Package result is the screen of what a panel's round makes of its ratings: the
// grade of each activity with its tally and its working, the departments' grades
// and how far the raters agree.
package result

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/status"
	"pingyi/tui/parts/table"
)

// Model is the screen.
type Model struct {
	env   page.Env
	panel string

	loaded  bool
	err     error // why there is no result to see
	turnout []store.Turnout
	res     pingyi.Result
	scale   pingyi.Scale // known once a plan has been read

	table     table.Model
	order     order
	sorted    []int // all activities in that order: names by pinyin are slow to compare
	rows      []int // those that the filter finds
	filtering bool
	query     edit.Model
	index     *match.Index
}

// New returns the screen for the newest round of a panel.
func New(env page.Env, panel string) Model {
	m := Model{env: env, panel: panel, table: table.New(env.Session, nil), query: edit.New(env.Session, edit.Options{}), index: match.New(nil)}
	m.size()
	return m
}

type (
	loaded struct {
		panel string // a late answer may meet the page of another panel
		res   pingyi.Result
		err   error
	}
	scaleLoaded struct {
		panel string
		scale pingyi.Scale
		err   error
	}
	turnoutLoaded struct {
		panel string
		list  []store.Turnout
		err   error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	desk, panel, l := m.env.Desk, m.panel, m.lang()
	return func() tea.Msg {
		res, err := desk.Result(context.Background(), panel, 0, l)
		return loaded{panel, res, err}
	}
}

// loadScale reads one of the plans: a panel judges all of them on one scale.
func (m Model) loadScale() tea.Cmd {
	desk, panel, key := m.env.Desk, m.panel, m.res.Activities[0].Key.PlanKey
	return func() tea.Msg {
		p, err := desk.Plan(context.Background(), key)
		return scaleLoaded{panel, p.Scale, err}
	}
}

func (m Model) loadTurnout() tea.Cmd {
	desk, panel := m.env.Desk, m.panel
	return func() tea.Msg {
		list, err := desk.Turnout(context.Background(), panel)
		return turnoutLoaded{panel, list, err}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.size()
	case page.Session:
		m.env.Session = msg.Session
		m.table.SetSession(msg.Session)
		m.query.SetSession(msg.Session)
		m.size()
		cmd = m.Init() // the working is in the reader's language
	case page.Reload:
		cmd = m.Init()
	case loaded:
		if msg.panel == m.panel {
			cmd = m.lay(msg)
		}
	case scaleLoaded:
		if msg.panel == m.panel {
			m.scale = msg.scale
			if msg.err != nil {
				m.err = msg.err
			}
			m.size()
		}
	case turnoutLoaded:
		if msg.panel != m.panel {
			break
		}
		if m.turnout = msg.list; msg.err != nil && pingyi.CodeOf(msg.err) != pingyi.Forbidden {
			cmd = page.Send(page.Fail{Err: msg.err})
		}
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		if a, ok := m.env.Session.Action(m.Place(), msg); ok {
			cmd = m.act(a)
		} else {
			m.typed(msg)
		}
	case tea.PasteMsg:
		m.typed(msg)
	}
	return m, cmd
}

func (m *Model) lay(l loaded) tea.Cmd {
	at := m.selected()
	m.loaded, m.res, m.err, m.turnout = true, l.res, l.err, nil
	names := make([]string, len(m.res.Activities))
	for i, a := range m.res.Activities {
		names[i] = a.Name + "\n" + a.Department + "\n" + m.department(a.Department).Name
	}
	m.index = match.New(names)
	m.sorted = m.order.sort(m.res.Activities)
	m.arrange()
	m.choose(at)
	switch {
	case pingyi.CodeOf(m.err) == pingyi.Sealed:
		return m.loadTurnout()
	case m.err == nil && len(m.res.Activities) > 0:
		return m.loadScale()
	}
	return nil
}

// arrange filters anew.
func (m *Model) arrange() {
	found := make([]bool, len(m.sorted))
	for _, i := range m.index.Filter(m.query.Value()) {
		found[i] = true
	}
	m.rows = nil
	for _, i := range m.sorted {
		if found[i] {
			m.rows = append(m.rows, i)
		}
	}
	m.size()
}

// selected returns the key of the selected activity.
func (m Model) selected() pingyi.ActivityKey {
	if i := m.table.Selected(); i >= 0 && i < len(m.rows) {
		return m.res.Activities[m.rows[i]].Key
	}
	return pingyi.ActivityKey{}
}

// choose selects an activity where it now stands, the first if it is not there.
func (m *Model) choose(key pingyi.ActivityKey) {
	m.table.Select(0)
	for i, r := range m.rows {
		if m.res.Activities[r].Key == key {
			m.table.Select(i)
		}
	}
	m.size()
}

func (m Model) department(code string) pingyi.DepartmentResult {
	for _, d := range m.res.Departments {
		if d.Code == code {
			return d
		}
	}
	return pingyi.DepartmentResult{}
}

// ready reports whether there are results to show.
func (m Model) ready() bool { return m.loaded && m.err == nil && m.scale.Len() > 0 }

func (m *Model) typed(msg tea.Msg) {
	if !m.filtering {
		return
	}
	before, at := m.query.Value(), m.selected()
	if m.query, _ = m.query.Update(msg); m.query.Value() != before {
		m.arrange()
		m.choose(at)
	}
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if m.table.Move(a) {
		m.size()
		return nil
	}
	switch a {
	case keymaps.Back:
		if m.filtering || m.query.Value() != "" {
			m.filter(false, "")
			return nil
		}
		return page.Send(page.Close{})
	case keymaps.Filter:
		if m.ready() {
			m.filter(true, m.query.Value())
		}
	case keymaps.Accept:
		m.filter(false, m.query.Value())
	case keymaps.Sort:
		return m.resort()
	case keymaps.OpenHistory:
		if k := m.selected(); k.ID != 0 {
			return page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Year: k.Year, Department: k.Department, Activity: k.ID}}})
		}
		return page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Panel: m.panel}}})
	}
	return nil
}

// filter begins or ends the typing of a query.
func (m *Model) filter(typing bool, query string) {
	at := m.selected()
	if m.filtering = typing; typing {
		m.query.Focus()
	} else {
		m.query.Blur()
	}
	if m.query.Value() != query {
		m.query.SetValue(query)
	}
	m.arrange()
	m.choose(at)
}

func (m *Model) resort() tea.Cmd {
	if !m.ready() {
		return nil
	}
	at := m.selected()
	m.order = m.order.next()
	m.sorted = m.order.sort(m.res.Activities)
	m.arrange()
	m.choose(at)
	return page.Send(page.Info{Text: m.lang().Of("按", "sorted by ") + m.order.title(m.lang()) + m.lang().Of("排列", "")})
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if !m.filtering {
		return 0, 0, false
	}
	x, y, shown = m.query.Cursor()
	return x + m.env.Session.Measure.Width(m.prompt()), y, shown
}

// Title implements [page.Page].
func (m Model) Title() string {
	l := m.lang()
	title := l.Of("结果 ", "Results ") + m.panel
	if m.loaded && m.err == nil {
		title += fmt.Sprintf(l.Of(" 第 %d 轮", ", round %d"), m.res.Round)
		if !m.res.Closed {
			title += l.Of(" 进行中", ", still open")
		}
		title += l.Of("（", " (") + m.res.Rule.In(l) + l.Of("）", ")")
	}
	return title
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.filtering {
		return keymaps.Palette
	}
	return keymaps.List
}

// Actions implements [page.Page]. Back is mentioned by the root, unless it takes
// a filter away.
func (m Model) Actions() []status.Hint {
	l := m.lang()
	all := status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不筛选", "no filter")}
	switch {
	case m.filtering:
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")}, all}
	case !m.ready():
		return nil
	}
	hints := []status.Hint{{Place: keymaps.List, Action: keymaps.Sort, Label: l.Of("排序", "sort")},
		{Place: keymaps.List, Action: keymaps.Filter, Label: l.Of("筛选", "filter")},
		{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")}}
	if m.query.Value() != "" {
		hints = append(hints, all)
	}
	return hints
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }
