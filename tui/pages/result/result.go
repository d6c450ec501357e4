// Package result is the screen of what a panel's round makes of its ratings: the
// grade of each activity with its tally and its working, the departments' grades
// and how far the raters agree.
package result

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/status"
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

	order order
	index *match.Index
	list  listing.Model
}

// New returns the screen for the newest round of a panel.
func New(env page.Env, panel string) Model {
	m := Model{env: env, panel: panel, list: listing.New(env.Session)}
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
		m.list.SetSession(msg.Session)
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
			m.list.Type(msg)
			m.size()
		}
	case tea.PasteMsg:
		m.list.Type(msg)
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
	m.list.SetItems(m.index, m.order.sort(m.res.Activities), slices.IndexFunc(m.res.Activities, func(a pingyi.ActivityResult) bool { return a.Key == at }))
	m.size()
	switch {
	case pingyi.CodeOf(m.err) == pingyi.Sealed:
		return m.loadTurnout()
	case m.err == nil && len(m.res.Activities) > 0:
		return m.loadScale()
	}
	return nil
}

// selected returns the key of the selected activity.
func (m Model) selected() pingyi.ActivityKey {
	if i := m.list.Selected(); i >= 0 {
		return m.res.Activities[i].Key
	}
	return pingyi.ActivityKey{}
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

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if m.list.Act(a) {
		m.size()
		return nil
	}
	switch a {
	case keymaps.Back:
		return page.Send(page.Close{})
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

func (m *Model) resort() tea.Cmd {
	if !m.ready() {
		return nil
	}
	m.order = m.order.next()
	m.list.SetItems(m.index, m.order.sort(m.res.Activities), m.list.Selected())
	m.size()
	return page.Send(page.Info{Text: m.lang().Of("按", "sorted by ") + m.order.title(m.lang()) + m.lang().Of("排列", "")})
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	x, shown = m.list.Cursor()
	return x, 0, shown
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
	if m.list.Typing() {
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
	case m.list.Typing():
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")}, all}
	case !m.ready():
		return nil
	}
	hints := []status.Hint{{Place: keymaps.List, Action: keymaps.Sort, Label: l.Of("排序", "sort")},
		{Place: keymaps.List, Action: keymaps.Filter, Label: l.Of("筛选", "filter")},
		{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")}}
	if m.list.Filtered() {
		hints = append(hints, all)
	}
	return hints
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }
