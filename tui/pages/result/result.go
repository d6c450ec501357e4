// Package result is the screen of what a panel's round makes of its ratings: the
// grade of each activity with its tally and its working, the departments' grades
// and how far the raters agree.
package result

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/prompt"
	"pingyi/tui/parts/status"
)

// Model is the screen.
type Model struct {
	env   page.Env
	me    *token
	panel string
	no    int // the round that is shown; 0, until one could be read, for the newest
	load  int // the last load asked for: an older one that comes in later is dropped

	loaded  bool
	err     error // why there is no result to see
	of      store.PanelSummary
	turnout []store.Turnout // of a sealed round
	res     pingyi.Result
	scale   pingyi.Scale

	ruled, commented bool // whether anything in the result is

	order order
	index *match.Index
	list  listing.Model

	whole bool // the selected activity is shown in full
	top   int  // the first line of it in sight

	line   prompt.Model // for a reason, or the name of a file
	ruling ruling       // the adjudication that the reason is for; none when it is for a file
	busy   bool         // what was given on the line is being done
	said   saying       // whether the status line tells of what was adjudicated here
}

// saying is how far a message about the person's own adjudication has come. It is
// taken away when somebody else changes what is shown: it might no longer be so.
type saying int

const (
	sayingNothing saying = iota
	sayingOwn            // the change is not yet on the page
	sayingShown
)

// token tells the messages of one page from those of another of its kind below
// it: the root hands them to all.
type token struct{ _ byte }

// New returns the screen for the newest round of a panel. It stays at that round
// when another one opens.
func New(env page.Env, panel string) Model {
	m := Model{env: env, me: new(token), panel: panel, load: 1, list: listing.New(env.Session), line: prompt.New(env.Session)}
	m.size()
	return m
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
		m.line.SetSession(msg.Session)
		m.size()
		cmd = m.reload() // the working is in the reader's language
	case page.Reload:
		cmd = m.reload()
	case loaded:
		if msg.me == m.me && msg.load == m.load {
			cmd = m.lay(msg)
		}
	case adjudicated:
		if msg.me == m.me {
			cmd = m.takeAdjudicated(msg)
		}
	case signed:
		if msg.me == m.me {
			cmd = m.takeSigned(msg)
		}
	case exported:
		if msg.me == m.me {
			cmd = m.takeExported(msg)
		}
	case dialog.Answered:
		if msg.Question == askedSigning && msg.Choice == yes {
			cmd = m.sign()
		}
	case chooser.Chosen:
		cmd = m.chosen(msg)
	case page.Do:
		m.said = sayingNothing
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		m.said = sayingNothing // the next key takes the message away
		a, ok := m.env.Session.Action(m.Place(), msg)
		if saves, _ := m.env.Session.Action(keymaps.Form, msg); !ok && m.line.Open() && saves == keymaps.Save {
			a, ok = keymaps.Accept, true // what saves a form does so here
		}
		if ok {
			cmd = m.act(a)
		} else {
			cmd = m.typed(msg)
		}
	case tea.PasteMsg:
		cmd = m.typed(msg)
	}
	return m, cmd
}

// typed takes a paste, or a key that has no action here.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	switch {
	case m.line.Open():
		return page.Failure(m.line.Update(msg))
	case !m.whole:
		m.list.Type(msg)
		m.size()
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

// activity returns the selected activity.
func (m Model) activity() (pingyi.ActivityResult, bool) {
	i := m.list.Selected()
	if i < 0 {
		return pingyi.ActivityResult{}, false
	}
	return m.res.Activities[i], true
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
	switch {
	case m.line.Open():
		return m.actLine(a)
	case m.whole && m.actWhole(a):
		return nil
	case !m.whole && m.list.Act(a):
		m.size()
		return nil
	}
	switch a {
	case keymaps.Back:
		return page.Send(page.Close{})
	case keymaps.Open:
		if m.ready() && m.list.Selected() >= 0 {
			m.whole, m.top = true, 0
		}
	case keymaps.Sort:
		return m.resort()
	case keymaps.OpenRound:
		return m.chooseRound()
	case keymaps.Adjudicate:
		return m.askTier()
	case keymaps.Sign:
		return m.askSigning()
	case keymaps.Export:
		return m.askExport()
	case keymaps.OpenHistory:
		if k := m.selected(); k.ID != 0 {
			return page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Year: k.Year, Department: k.Department, Activity: k.ID}}})
		}
		return page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Panel: m.panel}}})
	}
	return nil
}

// actLine does what a says of the line that is being typed.
func (m *Model) actLine(a keymaps.Action) tea.Cmd {
	switch {
	case a == keymaps.Back:
		m.closeLine()
		return page.Send(page.Info{Text: m.lang().Of("没有改动", "nothing was changed")})
	case a != keymaps.Accept || m.busy:
		return nil
	case m.ruling.Activity.ID != 0:
		return m.adjudicate()
	}
	return m.export()
}

func (m *Model) closeLine() {
	m.line.Close()
	m.ruling, m.busy = ruling{}, false
	m.size()
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

func (m Model) hint(a keymaps.Action) string {
	return m.env.Session.Keys.Hint(keymaps.List, a, m.lang())
}

// Title implements [page.Page].
func (m Model) Title() string {
	l := m.lang()
	title := l.Of("结果 ", "Results ") + m.panel
	if m.loaded && m.err == nil {
		title += fmt.Sprintf(l.Of(" 第 %d 轮", ", round %d"), m.res.Round)
		if n := m.of.Round.No; n > 1 {
			title += fmt.Sprintf(l.Of("，共 %d 轮", "/%d"), n)
		}
		switch {
		case !m.res.Closed:
			title += l.Of(" 进行中", ", open")
		case m.res.Signature != nil:
			title += l.Of(" 已签署", ", signed")
		}
		title += l.Of("（", " (") + m.res.Rule.In(l) + l.Of("）", ")")
	}
	return title
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.list.Typing() || m.line.Open() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Actions implements [page.Page]. Back is mentioned by the root, unless it only
// takes something away from here.
func (m Model) Actions() []status.Hint {
	l := m.lang()
	back := func(zh, en string) status.Hint {
		return status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of(zh, en)}
	}
	accept := func(zh, en string) status.Hint {
		return status.Hint{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of(zh, en)}
	}
	switch {
	case m.line.Open() && m.ruling.Activity.ID != 0:
		return []status.Hint{accept("裁定", "adjudicate"), back("不裁定", "leave it")}
	case m.line.Open():
		return []status.Hint{accept("导出", "export"), back("不导出", "do not export")}
	case m.list.Typing():
		return []status.Hint{accept("选定", "done"), back("不筛选", "no filter")}
	}
	var hints []status.Hint
	add := func(a keymaps.Action, zh, en string) {
		hints = append(hints, status.Hint{Place: keymaps.List, Action: a, Label: l.Of(zh, en)})
	}
	if m.ready() {
		if a, ok := m.activity(); ok && a.Split() && m.maySettle(pingyi.Adjudicate) == nil {
			add(keymaps.Adjudicate, "裁定", "adjudicate")
		}
		if m.maySettle(pingyi.SignResult) == nil {
			add(keymaps.Sign, "签署", "sign")
		}
		if !m.whole {
			add(keymaps.Open, "评语全文", "all comments")
			add(keymaps.Sort, "排序", "sort")
			add(keymaps.Filter, "筛选", "filter")
		}
	}
	if m.of.Round.No > 1 {
		add(keymaps.OpenRound, "轮次", "rounds")
	}
	if m.ready() {
		if m.env.WriteFile != nil {
			add(keymaps.Export, "导出", "export")
		}
		hints = append(hints, status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")})
	}
	switch {
	case m.whole:
		hints = append(hints, back("回到列表", "back to the list"))
	case m.list.Filtered():
		hints = append(hints, back("不筛选", "no filter"))
	}
	return hints
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return m.ruling.Activity.ID != 0 && m.line.Value() != "" }
