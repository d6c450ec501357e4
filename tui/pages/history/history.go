// Package history is the screen of the journal: who did what, when, and what
// stood there before and after.
package history

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/status"
)

// Model is the screen.
type Model struct {
	env   page.Env
	about store.HistoryFilter

	loaded bool
	err    error
	events []pingyi.Event
	plans  map[pingyi.PlanKey]*pingyi.Plan // those that were asked for; nil for one that is not there
	fresh  map[pingyi.PlanKey]bool         // those of them that were read since the events were
	names  map[pingyi.Subject]string       // the last that the events give an activity

	list    listing.Model
	reading bool     // the selected event fills the page
	lines   []string // all that it says, while it does: thousands for a large step
	scroll  int
	undoing string // the command that was asked about
}

// mostEvents is how many entries are read, the newest ones.
const mostEvents = 2000

// New returns the screen for the entries that about lets pass.
func New(env page.Env, about store.HistoryFilter) Model {
	if about.Limit == 0 {
		about.Limit = mostEvents
	}
	m := Model{env: env, about: about, plans: map[pingyi.PlanKey]*pingyi.Plan{}, fresh: map[pingyi.PlanKey]bool{}, list: listing.New(env.Session)}
	m.size()
	return m
}

type (
	loaded struct {
		about  store.HistoryFilter // a late answer may meet the page of another record
		events []pingyi.Event
		err    error
	}
	planLoaded struct {
		key  pingyi.PlanKey
		plan pingyi.Plan
		err  error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	desk, about := m.env.Desk, m.about
	return func() tea.Msg {
		events, err := desk.History(context.Background(), about)
		return loaded{about, events, err}
	}
}

// loadPlan reads the plan that the selected event is about: for the numbers and
// names of its activities.
func (m Model) loadPlan() tea.Cmd {
	e, ok := m.selected()
	if !ok {
		return nil
	}
	for _, c := range e.Changes {
		key := planOf(c.Subject)
		if m.fresh[key] || key.Department == "" {
			continue
		}
		desk := m.env.Desk
		return func() tea.Msg {
			p, err := desk.Plan(context.Background(), key)
			return planLoaded{key, p, err}
		}
	}
	return nil
}

func planOf(s pingyi.Subject) pingyi.PlanKey {
	return pingyi.PlanKey{Year: s.Year, Department: s.Department}
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
		m.reindex(m.list.Selected())
	case page.Reload:
		cmd = m.Init()
	case loaded:
		if msg.about == m.about {
			cmd = m.lay(msg)
		}
	case planLoaded:
		m.plans[msg.key], m.fresh[msg.key] = nil, true
		switch {
		case msg.err == nil:
			m.plans[msg.key] = &msg.plan
			m.reindex(m.list.Selected())
			cmd = m.loadPlan()
		case pingyi.CodeOf(msg.err) == pingyi.NotFound, pingyi.CodeOf(msg.err) == pingyi.Sealed: // deleted since, or being keyed again
			cmd = m.loadPlan()
		default:
			cmd = page.Send(page.Fail{Err: msg.err})
		}
	case previewed:
		cmd = m.askUndo(msg)
	case undone:
		cmd = m.say(msg)
	case dialog.Answered:
		if msg.Question == questionUndo && msg.Choice == yes {
			cmd = m.undo()
		}
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		if a, ok := m.env.Session.Action(m.Place(), msg); ok {
			cmd = m.act(a)
		} else {
			cmd = m.typed(msg)
		}
	case tea.PasteMsg:
		cmd = m.typed(msg)
	}
	return m, cmd
}

// lay shows the events, with the same one selected as before.
func (m *Model) lay(l loaded) tea.Cmd {
	before, _ := m.selected()
	m.loaded, m.err, m.events, m.names, m.fresh = true, l.err, l.events, named(l.events), map[pingyi.PlanKey]bool{}
	m.reindex(slices.IndexFunc(m.events, func(e pingyi.Event) bool { return e.ID == before.ID }))
	return m.loadPlan()
}

// reindex makes the events findable by what the list shows of them, and selects
// event i.
func (m *Model) reindex(i int) {
	texts, order := make([]string, len(m.events)), make([]int, len(m.events))
	for i := range m.events {
		texts[i], order[i] = strings.Join(m.cells(m.events[i]), "\n"), i
	}
	m.list.SetItems(match.New(texts), order, i)
	m.size()
}

func (m Model) selected() (pingyi.Event, bool) {
	i := m.list.Selected()
	if i < 0 {
		return pingyi.Event{}, false
	}
	return m.events[i], true
}

// typed hands what has no action here to the filter.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	if m.reading {
		return nil
	}
	m.list.Type(msg)
	m.size()
	return m.loadPlan()
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if a == keymaps.Undo {
		return m.previewUndo()
	}
	if m.reading {
		return m.actReading(a)
	}
	if m.list.Act(a) {
		m.size()
		return m.loadPlan()
	}
	switch a {
	case keymaps.Back:
		return page.Send(page.Close{})
	case keymaps.Open:
		if _, ok := m.selected(); ok {
			m.reading, m.scroll = true, 0
			m.size()
		}
	}
	return nil
}

// actReading scrolls the selected event, which fills the page.
func (m *Model) actReading(a keymaps.Action) tea.Cmd {
	most := max(0, len(m.lines)-m.env.H)
	switch a {
	case keymaps.Back, keymaps.Open:
		m.reading, m.lines = false, nil
	case keymaps.Up:
		m.scroll--
	case keymaps.Down:
		m.scroll++
	case keymaps.PageUp:
		m.scroll -= m.env.H - 1
	case keymaps.PageDown:
		m.scroll += m.env.H - 1
	case keymaps.First:
		m.scroll = 0
	case keymaps.Last:
		m.scroll = most
	}
	m.scroll = max(0, min(m.scroll, most))
	return nil
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	x, shown = m.list.Cursor()
	return x, 0, shown
}

// Title implements [page.Page].
func (m Model) Title() string {
	title := m.lang().Of("留痕", "History")
	f := m.about
	if f.Year != 0 {
		title += fmt.Sprintf(" %d", f.Year)
	}
	if f.Department != "" {
		title += " " + f.Department
	}
	if p := m.plans[pingyi.PlanKey{Year: f.Year, Department: f.Department}]; f.Activity != 0 && p != nil {
		for i, a := range p.Activities {
			if a.ID == f.Activity {
				title += fmt.Sprintf(m.lang().Of(" 第 %d 项", ", activity %d"), i+1)
			}
		}
	}
	if f.Panel != "" {
		title += " " + f.Panel
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
	undo := status.Hint{Place: keymaps.List, Action: keymaps.Undo, Label: l.Of("撤销这一步", "undo it")}
	all := status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不筛选", "no filter")}
	switch {
	case m.list.Typing():
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")}, all}
	case m.reading:
		hints := []status.Hint{{Place: keymaps.List, Action: keymaps.Down, Label: l.Of("向下", "down")},
			{Place: keymaps.List, Action: keymaps.PageDown, Label: l.Of("下一页", "next page")}}
		if m.mayUndo() == nil {
			hints = append(hints, undo)
		}
		return hints
	case len(m.events) == 0:
		return nil
	}
	hints := []status.Hint{{Place: keymaps.List, Action: keymaps.Open, Label: l.Of("看全部", "all of it")},
		{Place: keymaps.List, Action: keymaps.Filter, Label: l.Of("筛选", "filter")}}
	if m.mayUndo() == nil {
		hints = append(hints, undo)
	}
	if m.list.Filtered() {
		hints = append(hints, all)
	}
	return hints
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }
