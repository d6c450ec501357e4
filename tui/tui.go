// Package tui is the workstation: it holds the pages one above the other, draws
// the title and status lines around the one on top, and does for them what
// concerns all: moving between pages, questions, the command palette, language,
// and leaving.
package tui

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
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/status"
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
	offered []offer // what the palette offers, while it is open
	woken   <-chan struct{}
	w, h    int
}

// New returns a workstation that begins at first. It waits at the desk for
// changes; stop ends that.
func New(env page.Env, first page.Route) (m Model, stop func()) {
	m = Model{env: env, status: status.New(env.Session), w: 80, h: 24}
	m.woken, stop = env.Desk.Wake()
	m.resize(80, 24)
	m.pages, m.routes = []page.Page{m.build(first)}, []page.Route{first}
	return m, stop
}

// changed is the message that the record has changed.
type changed struct{}

// wait returns a command that ends at the next change to the record.
func (m Model) wait() tea.Cmd {
	woken := m.woken
	return func() tea.Msg {
		if _, open := <-woken; !open {
			return nil
		}
		return changed{}
	}
}

// Init starts the first page.
func (m Model) Init() tea.Cmd {
	return tea.Batch(m.pages[0].Init(), m.wait(), m.findDrafts(), tea.RequestBackgroundColor)
}

// drafted is the message that the person left something unsaved the last time.
type drafted []store.Draft

func (m Model) findDrafts() tea.Cmd {
	desk := m.env.Desk
	return func() tea.Msg {
		list, err := desk.Drafts(context.Background())
		if err != nil || len(list) == 0 {
			return nil // not being reminded is no reason to stop; the form offers it all the same
		}
		return drafted(list)
	}
}

// In says how many drafts there are and what the first is of, so that it is found
// again.
func (d drafted) In(l pingyi.Lang) string {
	var year, id int
	var department string
	what := ""
	path := strings.ReplaceAll(d[0].Object, "/", " ")
	if n, _ := fmt.Sscanf(path, "activity %d %s %d", &year, &department, &id); n >= 2 {
		what = pingyi.Subject{Noun: pingyi.NounActivity, Year: year, Department: department, Activity: id}.In(l)
		if n == 2 {
			what = pingyi.Subject{Noun: pingyi.NounPlan, Year: year, Department: department}.In(l) + l.Of("，新的一项", ", a new activity")
		}
	} else if n, _ := fmt.Sscanf(path, "plan %d %s", &year, &department); n == 2 {
		what = pingyi.Subject{Noun: pingyi.NounPlan, Year: year, Department: department}.In(l)
	}
	text := fmt.Sprintf(l.Of("有 %d 份没保存的草稿", "%d unsaved draft(s)"), len(d))
	if what != "" {
		text += l.Of("：", ": ") + what
	}
	return text
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
		m.status.Info(msg.In(m.env.Session.Lang))
		return m, nil
	case changed:
		cmd := m.top(page.Reload{})
		return m, tea.Batch(m.wait(), cmd)
	case tea.KeyPressMsg:
		return m.key(msg)
	case tea.PasteMsg:
		if m.chooser != nil {
			c, cmd := m.chooser.Update(msg)
			m.chooser = &c
			return m, cmd
		}
		if m.dialog != nil {
			return m, nil
		}
		cmd := m.top(msg)
		return m, cmd
	case page.Open:
		return m.open(msg.Route)
	case page.Close:
		return m.close()
	case page.Good:
		m.status.Good(msg.Text)
		return m, nil
	case page.Info:
		m.status.Info(msg.Text)
		return m, nil
	case page.Fail:
		m.status.Bad(msg.Err)
		return m, nil
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
		return m.answered(msg)
	case chooser.Chosen:
		m.chooser = nil
		if msg.Chooser == paletteID {
			return m.chosen(msg.Item)
		}
		cmd := m.top(msg)
		return m, cmd
	case chooser.Cancelled:
		m.chooser = nil
		return m, nil
	}
	cmd := m.all(msg)
	return m, cmd
}

// key gives a key press to what is on top: a question, a list, or the page.
func (m Model) key(k tea.KeyPressMsg) (tea.Model, tea.Cmd) {
	switch {
	case m.dialog != nil:
		d, cmd := m.dialog.Update(k)
		m.dialog = &d
		return m, cmd
	case m.chooser != nil:
		c, cmd := m.chooser.Update(k)
		m.chooser = &c
		return m, cmd
	}
	m.status.Clear()
	p := m.pages[len(m.pages)-1]
	switch a, _ := m.env.Session.Action(p.Place(), k); a {
	case keymaps.OpenHelp, keymaps.OpenPalette, keymaps.Language, keymaps.Quit:
		return m.do(a)
	}
	cmd := m.top(k)
	return m, cmd
}

// do does what a key means wherever it is pressed.
func (m Model) do(a keymaps.Action) (tea.Model, tea.Cmd) {
	switch a {
	case keymaps.OpenHelp:
		if _, there := m.routes[len(m.routes)-1].(page.Help); there {
			return m, nil
		}
		return m.open(helpOn(m.pages[len(m.pages)-1]))
	case keymaps.OpenPalette:
		m.palette()
		return m, nil
	case keymaps.Language:
		m.env.Session.Lang = 1 - m.env.Session.Lang
		cmd := m.newSession()
		return m, cmd
	case keymaps.Quit:
		return m.quit()
	}
	cmd := m.top(page.Do{Action: a})
	return m, cmd
}

// helpOn is the help for the keys of a page.
func helpOn(p page.Page) page.Help {
	return page.Help{Place: p.Place(), Title: p.Title(), Actions: p.Actions()}
}

// open puts a page on top.
func (m Model) open(r page.Route) (tea.Model, tea.Cmd) {
	p := m.build(r)
	m.pages = append(slices.Clone(m.pages), p)
	m.routes = append(slices.Clone(m.routes), r)
	return m, p.Init()
}

// The questions that the root itself asks.
const (
	askLeave = "root.leave"
	askQuit  = "root.quit"
	yes      = "yes"
	no       = "no"
)

// close goes back to the page below, after asking if something would be lost.
// From the lowest page it leaves the program, which it always asks.
func (m Model) close() (tea.Model, tea.Cmd) {
	l := m.env.Session.Lang
	if len(m.pages) == 1 {
		m.ask(dialog.Question{ID: askQuit, Title: l.Of("退出", "Quit"), Text: l.Of("要退出评议吗？", "Leave pingyi?"),
			Choices: []dialog.Choice{{ID: yes, Label: l.Of("退出", "quit")}, {ID: no, Label: l.Of("留下", "stay")}}})
		return m, nil
	}
	if m.pages[len(m.pages)-1].Unsaved() {
		m.ask(m.unsaved(askLeave))
		return m, nil
	}
	return m.pop()
}

func (m Model) pop() (tea.Model, tea.Cmd) {
	top := len(m.pages) - 1
	m.pages, m.routes = slices.Clone(m.pages[:top]), m.routes[:top]
	cmd := m.top(page.Reload{})
	return m, cmd
}

// quit leaves the program, after asking if something would be lost.
func (m Model) quit() (tea.Model, tea.Cmd) {
	for _, p := range m.pages {
		if p.Unsaved() {
			m.ask(m.unsaved(askQuit))
			return m, nil
		}
	}
	return m, tea.Quit
}

// unsaved is the question before typed text is left. What was typed is kept as a
// draft all the same.
func (m Model) unsaved(id string) dialog.Question {
	l := m.env.Session.Lang
	return dialog.Question{ID: id, Title: l.Of("还没有保存", "Not saved"), Selected: 1,
		Text: l.Of("这里的改动还没有保存。留下可按 Ctrl+S 保存；离开的话，已输入的文字作为草稿留着，下次打开时可以接着改。",
			"What was changed here is not saved. Stay to save it; if you leave, what was typed is kept as a draft and offered next time."),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("离开", "leave")}, {ID: no, Label: l.Of("留下", "stay")}}}
}

func (m Model) answered(a dialog.Answered) (tea.Model, tea.Cmd) {
	switch {
	case a.Question != askLeave && a.Question != askQuit:
		cmd := m.top(a)
		return m, cmd
	case a.Choice != yes:
		return m, nil
	case a.Question == askQuit:
		return m, tea.Quit
	}
	return m.pop()
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
	m.dialog, m.chooser = nil, nil
	m.status = status.New(m.env.Session)
	m.status.SetSize(m.env.W)
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

// View draws the screen. It is the only place that makes a [tea.View].
func (m Model) View() tea.View {
	v := tea.NewView("")
	v.AltScreen = true
	v.WindowTitle = "pingyi 评议"
	if m.w < MinWidth || m.h < MinHeight {
		v.SetContent(m.tooSmall())
		return v
	}
	p := m.pages[len(m.pages)-1]
	st := m.status
	st.SetHints(m.hints()...)
	screen := m.title() + "\n" + p.View() + "\n" + st.View()
	x, y, shown := p.Cursor()
	y++ // the title line
	switch {
	case m.dialog != nil:
		screen, shown = m.dialog.Over(screen), false
	case m.chooser != nil:
		screen = m.chooser.Over(screen)
		x, y, shown = m.chooser.Cursor()
	}
	v.SetContent(screen)
	if shown {
		v.Cursor = tea.NewCursor(x, y)
		v.Cursor.Blink = false
	}
	return v
}

// hints are the way to the help, which must never drop out of sight, the actions
// of the page on top, and what else works anywhere.
func (m Model) hints() []status.Hint {
	l := m.env.Session.Lang
	hints := []status.Hint{{Place: keymaps.Global, Action: keymaps.OpenHelp, Label: l.Of("帮助", "help")}}
	for _, h := range append(slices.Clone(m.pages[len(m.pages)-1].Actions()), []status.Hint{
		{Place: keymaps.Global, Action: keymaps.OpenPalette, Label: l.Of("命令", "commands")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")},
		{Place: keymaps.Global, Action: keymaps.Language, Label: l.Of("English", "中文")},
		{Place: keymaps.Global, Action: keymaps.Quit, Label: l.Of("退出", "quit")},
	}...) {
		if !slices.ContainsFunc(hints, func(o status.Hint) bool { return o.Action == h.Action }) {
			hints = append(hints, h)
		}
	}
	return hints
}

// title is the first line: where one is, and who one is.
func (m Model) title() string {
	measure, l := m.env.Session.Measure, m.env.Session.Lang
	names := []string{l.Of("评议", "pingyi")}
	for _, p := range m.pages {
		names = append(names, p.Title())
	}
	actor := m.env.Desk.Actor()
	who := actor.Member.ID
	switch {
	case actor.Member.Role == pingyi.Owner:
		who = actor.Member.Role.In(l)
	case actor.By != "":
		who = l.Of("代 "+who+" 录入", "entering for "+who)
	}
	who = cells.Visible(who)
	room := m.w - measure.Width(who) - 2
	where := strings.ReplaceAll(cells.Visible(strings.Join(names, " › ")), "\n", " ")
	if m.env.Session.Look.ASCII {
		where = strings.ReplaceAll(where, "›", ">")
	}
	return m.env.Session.Look.Title().Render(measure.Pad(where, room)) + "  " + who
}

func (m Model) tooSmall() string {
	text := m.env.Session.Lang.Of("窗口太小：请放大到至少 60 列、16 行。", "The window is too small: make it at least 60 by 16.")
	lines := m.env.Session.Measure.Wrap(text, max(m.w, 2))
	return strings.Join(lines[:min(len(lines), max(m.h, 1))], "\n")
}
