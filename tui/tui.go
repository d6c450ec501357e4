// Package tui is the workstation: it holds the pages one above the other, draws
// the title and status lines around the one on top, and does for them what
// concerns all: moving between pages, questions, the command palette, language,
// and leaving.
package tui

import (
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/status"
	"pingyi/tui/wire"
)

// The least terminal that the pages are drawn for.
const (
	MinWidth  = 60
	MinHeight = 16
)

// Model is the workstation of one session.
type Model struct {
	env     page.Env
	pages   []page.Page  // the last one is on top
	routes  []page.Route // by which they were opened
	status  status.Model
	dialog  *dialog.Model
	chooser *chooser.Model
	left    page.Route       // of the draft that was found, while it is asked about
	offered map[string]offer // what the palette offers, while it is open
	near    bookmarked       // the plans that it offers
	held    []tea.Msg        // keys and pastes that wait for what one before them does
	waiting bool             // whether they must
	clip    string           // what was copied last
	pasted  string           // what came too fast to have been typed, while it is asked about

	savingLang bool                       // the language is being kept for the next login
	woken      <-chan struct{}            // by changes of the record
	met        <-chan struct{}            // by others coming and going; nil where that is not the actor's to see
	at         func(pingyi.Subject, bool) // tells others what the person is at
	w, h       int
}

// New returns a workstation that begins at first. It waits at the desk for
// changes; stop ends that.
func New(env page.Env, first page.Route) (m Model, stop func()) {
	m = Model{env: env, status: status.New(env.Session), w: 80, h: 24}
	var leave, deaf func()
	m.woken, deaf = env.Desk.Wake()
	m.at, leave = env.Desk.Arrive()
	stops := []func(){deaf, leave}
	if env.Desk.Actor().May(pingyi.SeePresence, nil, nil) == nil {
		m.met, deaf = env.Desk.WakePresence()
		stops = append(stops, deaf)
	}
	m.resize(80, 24)
	m.pages, m.routes = []page.Page{m.build(first)}, []page.Route{first}
	m.tellRoute()
	return m, func() {
		for _, stop := range stops {
			stop()
		}
	}
}

// Init starts the first page.
func (m Model) Init() tea.Cmd {
	return tea.Batch(m.pages[0].Init(), m.listen(), m.listenMet(), m.findDrafts(), m.findBookmarks(), m.noteOpened(m.routes[0]))
}

// Update takes everything that happens and hands on what is not its own: keys,
// pastes and answers to the page on top, anything else to all pages, since what
// one of them asked for may arrive when it lies below.
func (m Model) Update(msg tea.Msg) (tea.Model, tea.Cmd) {
	switch msg := msg.(type) {
	case tea.WindowSizeMsg:
		m.resize(msg.Width, msg.Height)
		cmd := m.all(page.Size{W: m.env.W, H: m.env.H})
		return m, cmd
	case tea.BackgroundColorMsg:
		if msg.IsDark() == m.env.Session.Look.Dark {
			return m, nil
		}
		m.env.Session.Look.Dark = msg.IsDark()
		cmd := m.newSession()
		return m, cmd
	case drafted:
		return m.resume(msg)
	case changed:
		cmd := m.top(page.Reload{})
		return m, tea.Batch(cmd, m.rest(rested{}), m.findBookmarks())
	case bookmarked:
		m.near = msg
		if m.chooser != nil && m.offered != nil { // the palette is open
			c := *m.chooser
			c.SetItems(m.offer())
			m.chooser = &c
		}
		return m, nil
	case rested:
		return m, m.listen()
	case met:
		cmd := m.top(page.Presence{})
		return m, tea.Batch(cmd, m.rest(restedMet{}))
	case restedMet:
		return m, m.listenMet()
	case page.At:
		m.at(msg.Subject, msg.Editing)
		return m, nil
	case Farewell:
		return m.farewell(msg)
	case settled:
		return m.release()
	case tea.KeyPressMsg:
		if m.waiting {
			m.held = append(slices.Clone(m.held), msg)
			return m, nil
		}
		return m.key(msg)
	case wire.Burst, wire.PasteCut, wire.Unreadable, wire.Stalled:
		return m.online(msg)
	case tea.PasteMsg:
		if m.waiting {
			m.held = append(slices.Clone(m.held), msg)
			return m, nil
		}
		if m.chooser != nil {
			c, cmd := m.chooser.Update(msg)
			m.chooser = &c
			return m, cmd
		}
		if m.dialog != nil {
			return m, nil
		}
		m.status.Clear()
		cmd := m.top(msg)
		return m, cmd
	case page.Open:
		return m.open(msg.Route)
	case page.Close:
		return m.close()
	case page.Settle:
		return m.settle(msg.Settings)
	case savedLang:
		return m.keptLang(msg)
	case page.Good:
		m.status.Good(msg.Text)
		return m, nil
	case page.Info:
		m.status.Info(msg.Text)
		return m, nil
	case page.Fail:
		m.status.Bad(msg.Err)
		return m, nil
	case page.Clip:
		return m.copied(msg)
	case page.PasteClip:
		if m.clip == "" {
			m.status.Info(m.env.Session.Lang.Of("还没有复制过什么；别的程序里复制的，用终端的粘贴", "nothing was copied here yet; for what other programs copied use the terminal's own paste"))
			return m, nil
		}
		return m.Update(tea.PasteMsg{Content: m.clip})
	case page.Ask:
		m.ask(msg.Question)
		return m, nil
	case page.Choose:
		items := make([]chooser.Item, len(msg.Items))
		for i, c := range msg.Items {
			items[i] = chooser.Item(c)
		}
		m.choose(msg.ID, msg.Title, items)
		return m, nil
	case dialog.Answered:
		m.dialog = nil
		next, cmd := m.answered(msg)
		m = next.(Model)
		m.askPasted() // which had to wait for this answer
		return m, cmd
	case chooser.Chosen:
		m.chooser = nil
		if msg.Chooser == paletteID {
			return m.chosen(msg.Item)
		}
		cmd := m.top(msg)
		return m, cmd
	case chooser.Cancelled:
		m.chooser, m.offered = nil, nil
		return m, nil
	}
	cmd := m.all(msg)
	return m, cmd
}

// open puts a page on top.
func (m Model) open(r page.Route) (tea.Model, tea.Cmd) {
	p := m.build(r)
	m.pages = append(slices.Clone(m.pages), p)
	m.routes = append(slices.Clone(m.routes), r)
	m.tellRoute()
	return m, tea.Batch(p.Init(), m.noteOpened(r))
}

func (m *Model) ask(q dialog.Question) {
	d := dialog.New(m.env.Session, q, m.w, m.h)
	m.dialog = &d
}

func (m *Model) choose(id, title string, items []chooser.Item) {
	c := chooser.New(m.env.Session, id, title, items, m.w, m.h)
	m.chooser = &c
}

// resize takes the terminal's size: a line each is the root's, above and below.
func (m *Model) resize(w, h int) {
	m.w, m.h = w, h
	m.env.W, m.env.H = max(w, MinWidth), max(h, MinHeight)-2
	m.status.SetSize(m.env.W)
	if m.dialog != nil {
		m.dialog.SetSize(w, h)
	}
	if m.chooser != nil {
		m.chooser.SetSize(w, h)
	}
}

// newSession hands every part the session as it is now. What was asked in the
// old language is withdrawn.
func (m *Model) newSession() tea.Cmd {
	m.dialog, m.chooser, m.offered = nil, nil, nil
	m.status = status.New(m.env.Session)
	m.status.SetSize(m.env.W)
	m.askPasted()
	cmd := m.all(page.Session{Session: m.env.Session})
	top := len(m.pages) - 1
	if _, help := m.routes[top].(page.Help); help && top > 0 { // it quotes the page below
		m.pages[top] = m.build(helpOn(m.pages[top-1]))
	}
	return cmd
}

// top gives msg to the page on top, all to every page. Pages are values: the
// slice is copied, so that an older model keeps its own.
func (m *Model) top(msg tea.Msg) tea.Cmd {
	m.pages = slices.Clone(m.pages)
	i := len(m.pages) - 1
	var cmd tea.Cmd
	m.pages[i], cmd = m.pages[i].Update(msg)
	return cmd
}

func (m *Model) all(msg tea.Msg) tea.Cmd {
	m.pages = slices.Clone(m.pages)
	cmds := make([]tea.Cmd, len(m.pages))
	for i := range m.pages {
		m.pages[i], cmds[i] = m.pages[i].Update(msg)
	}
	return tea.Batch(cmds...)
}
