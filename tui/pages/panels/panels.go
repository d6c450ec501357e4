// Package panels is the screen that lists the panels, with who sits in the
// selected one and how far its round has come. From here one rates, sees the
// results, and opens and closes rounds.
package panels

import (
	"context"
	"fmt"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/prompt"
	"pingyi/tui/parts/status"
	"pingyi/tui/parts/table"
)

// Model is the screen.
type Model struct {
	env     page.Env
	me      *token
	load    int // the last load asked for: an older one that comes in later is dropped
	loaded  bool
	err     error
	panels  []store.PanelSummary
	members map[string]pingyi.Member
	plans   []store.PlanSummary
	turnout map[string][]store.Turnout // by panel; absent where it may not be seen
	own     map[string]own             // by panel; absent where the person does not rate
	present present
	table   table.Model

	asked  string       // the panel that a question on the screen is about
	reason prompt.Model // for why a round is closed short of its quorum
}

// token tells the messages of one page from those of another of its kind below
// it: the root hands them to all.
type token struct{ _ byte }

// New returns the screen.
func New(env page.Env) Model {
	m := Model{env: env, me: new(token), load: 1, reason: prompt.New(env.Session)}
	m.table = table.New(env.Session, m.columns())
	m.size()
	return m
}

type (
	loaded struct {
		me      *token
		load    int
		panels  []store.PanelSummary
		members []pingyi.Member
		plans   []store.PlanSummary
		err     error
	}
	turnoutLoaded struct {
		me    *token
		load  int
		panel string
		list  []store.Turnout
		err   error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	me, load, desk := m.me, m.load, m.env.Desk
	return tea.Batch(m.askPresent(nil), func() tea.Msg {
		ctx, l := context.Background(), loaded{me: me, load: load}
		if l.panels, l.err = desk.Panels(ctx); l.err != nil {
			return l
		}
		if l.members, l.err = desk.Members(ctx); l.err != nil {
			return l
		}
		l.plans, l.err = desk.Plans(ctx)
		return l
	})
}

// reload loads anew; of several loads only the last counts.
func (m *Model) reload() tea.Cmd {
	m.load++
	m.present.asked++
	return m.Init()
}

// loadSelected asks for what is told of the selected panel alone.
func (m Model) loadSelected() tea.Cmd { return tea.Batch(m.loadTurnout(), m.loadOwn()) }

// loadTurnout asks how far the selected panel's ballots have come, where the
// person may know.
func (m Model) loadTurnout() tea.Cmd {
	s, ok := m.selected()
	me, load, desk := m.me, m.load, m.env.Desk
	if !ok || s.Round.No == 0 || desk.Actor().May(pingyi.ReadTurnout, &s.Panel, &s.Round) != nil {
		return nil
	}
	return func() tea.Msg {
		list, err := desk.Turnout(context.Background(), s.Panel.ID)
		return turnoutLoaded{me, load, s.Panel.ID, list, err}
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
		m.table.SetColumns(m.columns())
		m.reason.SetSession(msg.Session)
		m.size()
	case page.Reload:
		cmd = m.reload()
	case page.Presence:
		m.present.asked++
		cmd = m.askPresent(m.present.spots)
	case presentLoaded:
		if msg.me == m.me && msg.asked == m.present.asked {
			m.present.take(msg)
		}
	case loaded:
		if msg.me == m.me && msg.load == m.load {
			cmd = m.lay(msg)
		}
	case turnoutLoaded:
		if msg.me == m.me && msg.load == m.load {
			cmd = m.layTurnout(msg)
		}
	case ownLoaded:
		if msg.me == m.me && msg.load == m.load {
			cmd = m.layOwn(msg)
		}
	case splitCounted:
		if msg.me == m.me {
			cmd = m.askFurther(msg)
		}
	case roundOpened:
		if msg.me == m.me {
			cmd = m.opened(msg)
		}
	case roundClosed:
		if msg.me == m.me {
			cmd = m.closed(msg)
		}
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		a, ok := m.env.Session.Action(m.Place(), msg)
		if saves, _ := m.env.Session.Action(keymaps.Form, msg); !ok && m.reason.Open() && saves == keymaps.Save {
			a, ok = keymaps.Accept, true // what saves a form does so here
		}
		if ok {
			cmd = m.act(a)
		} else {
			cmd = page.Failure(m.reason.Update(msg))
		}
	case tea.PasteMsg:
		cmd = page.Failure(m.reason.Update(msg))
	case dialog.Answered:
		cmd = m.answer(msg)
	case chooser.Chosen:
		if msg.Chooser == whoseBallot {
			cmd = page.Send(page.Open{Route: page.Rate{Panel: m.asked, Member: msg.Item}})
		}
	}
	return m, cmd
}

// lay shows the panels, with the same one selected as before; at first, one whose
// round is open.
func (m *Model) lay(l loaded) tea.Cmd {
	before, had := m.selected()
	if l.err != nil {
		if m.loaded && m.err == nil { // what was read before stays in sight
			return page.Failure(l.err)
		}
		m.loaded, m.err = true, l.err
		return nil
	}
	m.loaded, m.err, m.panels, m.plans = true, nil, l.panels, l.plans
	m.members = make(map[string]pingyi.Member, len(l.members))
	for _, member := range l.members {
		m.members[member.ID] = member
	}
	m.size()
	for i, s := range slices.Backward(m.panels) {
		if had && s.Panel.ID == before.Panel.ID || !had && running(s.Round) {
			m.table.Select(i)
		}
	}
	return m.loadSelected()
}

func (m *Model) layTurnout(t turnoutLoaded) tea.Cmd {
	if t.err != nil {
		return page.Failure(t.err)
	}
	m.turnout = maps.Clone(m.turnout)
	if m.turnout == nil {
		m.turnout = map[string][]store.Turnout{}
	}
	m.turnout[t.panel] = t.list
	return nil
}

func (m Model) selected() (store.PanelSummary, bool) {
	i := m.table.Selected()
	if i < 0 || i >= len(m.panels) {
		return store.PanelSummary{}, false
	}
	return m.panels[i], true
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if m.reason.Open() {
		return m.actReason(a)
	}
	if a == keymaps.Back {
		return page.Send(page.Close{})
	}
	s, ok := m.selected()
	if !ok {
		return nil
	}
	if m.table.Move(a) {
		return m.loadSelected()
	}
	switch a {
	case keymaps.Open:
		return m.open(s)
	case keymaps.OpenRate:
		return m.rate(s)
	case keymaps.OpenResults:
		return page.Send(page.Open{Route: page.Result{Panel: s.Panel.ID}})
	case keymaps.OpenHistory:
		return page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Panel: s.Panel.ID}}})
	case keymaps.New:
		return m.askOpening(s)
	case keymaps.Delete:
		return m.askClosing(s)
	}
	return nil
}

// open goes to where the panel's round is at: one's ballot while it is open, its
// result after that. Who does not rate sees from the result's page what may be
// known already, or is told what comes next.
func (m *Model) open(s store.PanelSummary) tea.Cmd {
	actor := m.env.Desk.Actor()
	may := func(right pingyi.Right) bool { return actor.May(right, &s.Panel, &s.Round) == nil }
	switch {
	case running(s.Round) && m.mayRate(s):
		return m.rate(s)
	case s.Round.Closed, running(s.Round) && (may(pingyi.ReadTurnout) || may(pingyi.ReadResults)):
		return page.Send(page.Open{Route: page.Result{Panel: s.Panel.ID}})
	case running(s.Round):
		return page.Failure(pingyi.Errorf(pingyi.Forbidden, "评审组 %s 正在评分，只有它的成员能评；本轮结束后按 %s 看结果", "panel %s is rating, which only its members can do: %s shows the results once the round is closed",
			s.Panel.ID, m.hint(keymaps.OpenResults)))
	case may(pingyi.RunRounds):
		return page.Failure(pingyi.Errorf(pingyi.State, "评审组 %s 还没有开启轮次；按 %s 开启", "panel %s has no round yet: %s opens one", s.Panel.ID, m.hint(keymaps.New)))
	}
	return page.Failure(pingyi.Errorf(pingyi.State, "评审组 %s 还没有开启轮次；由组长或管理员开启", "panel %s has no round yet: its chair or an administrator opens it", s.Panel.ID))
}

// mayRate reports whether the person has a ballot of the panel to fill in: their
// own, or as the record's owner a paper one.
func (m Model) mayRate(s store.PanelSummary) bool {
	actor := m.env.Desk.Actor()
	return actor.Member.Role == pingyi.Owner || actor.May(pingyi.Rate, &s.Panel, &s.Round) == nil
}

// whoseBallot is the chooser of members.
const whoseBallot = "ballot"

// rate opens one's own ballot; the record's owner chooses whose paper ballot to
// enter.
func (m *Model) rate(s store.PanelSummary) tea.Cmd {
	actor := m.env.Desk.Actor()
	if actor.Member.Role != pingyi.Owner {
		if err := actor.May(pingyi.Rate, &s.Panel, &s.Round); err != nil {
			return page.Failure(err)
		}
		return page.Send(page.Open{Route: page.Rate{Panel: s.Panel.ID}})
	}
	m.asked = s.Panel.ID
	items := make([]page.Choice, len(s.Panel.Members))
	for i, id := range s.Panel.Members {
		items[i] = page.Choice{ID: id, Title: m.name(id)}
	}
	return page.Send(page.Choose{ID: whoseBallot, Title: m.lang().Of("录入谁的纸质评分表？", "Whose paper ballot?"), Items: items})
}

// name returns a member's id, and their name where that is another.
func (m Model) name(id string) string {
	if n := m.members[id].Name; n != "" && n != id {
		return id + " " + n
	}
	return id
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

// Title implements [page.Page].
func (m Model) Title() string { return m.lang().Of("评审组", "Panels") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.reason.Open() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Actions implements [page.Page]: those that the selected panel is ready for and
// the person has the right to. Back is mentioned by the root.
func (m Model) Actions() []status.Hint {
	l := m.lang()
	if m.reason.Open() {
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("结束轮次", "close the round")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不结束", "do not close")}}
	}
	s, ok := m.selected()
	if !ok {
		return nil
	}
	hint := func(a keymaps.Action, zh, en string) status.Hint {
		return status.Hint{Place: keymaps.List, Action: a, Label: l.Of(zh, en)}
	}
	var hints []status.Hint
	actor := m.env.Desk.Actor()
	if s.Round.No > 0 {
		hints = append(hints, hint(keymaps.Open, "打开", "open"))
	}
	if running(s.Round) && m.mayRate(s) {
		hints = append(hints, hint(keymaps.OpenRate, "评分", "rate"))
	}
	hints = append(hints, hint(keymaps.OpenResults, "结果", "results"))
	if actor.May(pingyi.RunRounds, &s.Panel, &s.Round) == nil {
		if running(s.Round) {
			hints = append(hints, hint(keymaps.Delete, "结束轮次", "close the round"))
		} else if s.Round.Signature == nil {
			hints = append(hints, hint(keymaps.New, "开启轮次", "open a round"))
		}
	}
	return append(hints, status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")})
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return m.reason.Open() && m.reason.Value() != "" }

// running reports whether members can rate in r.
func running(r pingyi.Round) bool { return r.No > 0 && !r.Closed }

// roundText says how far a panel's round has come.
func roundText(r pingyi.Round, l pingyi.Lang) string {
	switch {
	case r.No == 0:
		return l.Of("未开启", "not opened")
	case r.Signature != nil:
		return fmt.Sprintf(l.Of("第 %d 轮 已签署", "%d signed"), r.No)
	case r.Closed:
		return fmt.Sprintf(l.Of("第 %d 轮 已结束", "%d closed"), r.No)
	}
	return fmt.Sprintf(l.Of("第 %d 轮 进行中", "%d open"), r.No)
}
