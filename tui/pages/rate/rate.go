// Package rate is the screen on which a member rates a panel's activities, one
// at a time. One key is one rating: it shows at once, and the record is told
// behind it, in the order of the keys.
package rate

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/edit"
)

// Model is the screen.
type Model struct {
	env           page.Env
	panel, member string
	desk          *store.Desk // the desk of whose ballot it is
	self          *identity
	jobs          []job         // the first is running
	ran           chan struct{} // closed once it has

	paper  pingyi.Paper
	loaded bool
	err    error // why there is nothing to rate
	items  []item
	at     int
	scroll int

	comment commentBox
	reason  reasonLine
	score   scoreLine
	timer   draft.Timer // of what is being typed
	cut     string      // what was being typed when the round closed
	told    bool        // that a changed mark has to be submitted again
	behind  bool        // drafts have been read and not taken, because of what was being typed
	refused bool        // the ballot was, and what for is to be shown

	handedIn bool // was the last thing said

	leaving bool    // as soon as the jobs are done
	where   page.At // as it was last told

	begin pingyi.ActivityKey // with which activity, if not the first that is to be rated
	write bool               // go on there with what was being written
}

// New returns the screen for a panel. member names whose paper ballot the
// record's owner enters; it is empty for one's own ballot.
func New(env page.Env, panel, member string) Model {
	m := Model{env: env, panel: panel, member: member, desk: env.Desk, self: new(identity), timer: draft.NewTimer(env)}
	m.comment.edit = edit.New(env.Session, edit.Options{Lines: true})
	m.reason.edit = edit.New(env.Session, edit.Options{Limit: pingyi.MaxText})
	m.score.edit = edit.New(env.Session, edit.Options{Limit: 12})
	if member != "" {
		m.desk = nil
		m.enqueue(m.open())
	}
	m.enqueue(m.load())
	m.size()
	return m
}

// At returns the screen as it goes on with what was being written about activity
// k; the zero key is none.
func (m Model) At(k pingyi.ActivityKey) Model {
	m.begin, m.write = k, k != pingyi.ActivityKey{}
	return m
}

// Init loads the ballot, and the drafts of comments that were left.
func (m Model) Init() tea.Cmd { return m.start() }

// The questions and their answers.
const (
	askedRecusal = "recuse"
	askedSubmit  = "submit"
	askedComment = "comment"

	yes, no    = "yes", "no"
	enter      = "enter" // the comments, then submit
	save, drop = "save", "drop"
	stay       = "stay"
)

// failed reports on a job that shows nothing when it went well.
type failed struct{ err error }

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	cmd := m.take(msg)
	return m, tea.Batch(cmd, m.catchUp(), m.tellWhere())
}

// catchUp reads the drafts again that could not be taken while something was
// being typed.
func (m *Model) catchUp() tea.Cmd {
	if !m.behind || m.comment.open || m.reason.open || m.unsavedWrites() > 0 {
		return nil
	}
	m.behind = false
	return m.reload()
}

func (m *Model) take(msg tea.Msg) (cmd tea.Cmd) {
	switch msg := msg.(type) {
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.size()
	case page.Session:
		m.env.Session = msg.Session
		m.comment.edit.SetSession(msg.Session)
		m.reason.edit.SetSession(msg.Session)
		m.score.edit.SetSession(msg.Session)
	case page.Reload:
		cmd = m.reload()
	case page.Flush:
		cmd = m.flush()
	case finished:
		if msg.of == m.self {
			cmd = m.finish(msg.msg)
		}
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		cmd = m.key(msg)
	case tea.PasteMsg:
		cmd = m.typed(msg)
	case draft.Msg:
		if m.timer.Rang(msg) {
			cmd = m.keepTyped()
		}
	case dialog.Answered:
		cmd = m.answer(msg)
	}
	return cmd
}

// tellWhere tells the root which activity is the current one, whenever that is
// another, and only the panel once there is nothing to rate any more. Whether something is written about it nobody learns: in a sealed round
// that would give away who changes a mark.
func (m *Model) tellWhere() tea.Cmd {
	at := page.At{Subject: pingyi.Subject{Noun: pingyi.NounPanel, Panel: m.panel}}
	switch {
	case m.ready():
		k := m.items[m.at].key
		at.Subject = pingyi.Subject{Noun: pingyi.NounActivity, Year: k.Year, Department: k.Department, Activity: k.ID, Panel: m.panel}
	case !m.loaded && m.err == nil: // what is there is not known yet
		return nil
	}
	if at == m.where {
		return nil
	}
	m.where = at
	return page.Send(at)
}

// reload loads anew, unless that is about to happen anyway.
func (m *Model) reload() tea.Cmd {
	if len(m.jobs) > 1 && slices.ContainsFunc(m.jobs[1:], func(j job) bool { return j.loads }) {
		return nil
	}
	return m.enqueue(m.load())
}

// finish takes what the first job came back with, and starts the next.
func (m *Model) finish(msg tea.Msg) tea.Cmd {
	m.jobs = m.jobs[1:]
	running := len(m.jobs) > 0
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case opened:
		m.desk, m.err = msg.desk, msg.err
	case loaded:
		m.where = page.At{} // another page may have told where it was
		if m.loaded, m.err = m.loaded || msg.err == nil, msg.err; msg.err == nil {
			cmd = m.lay(msg.paper)
			m.offer(msg.drafts)
			cmd = tea.Batch(cmd, m.goOnWriting())
		}
		if m.refused {
			m.refused = false
			if i := m.firstDue(); i >= 0 && m.ready() && !m.comment.open && !m.reason.open && !m.score.open {
				m.goToDue(i)
			}
		}
	case drafted:
		cmd = m.drafted(msg)
	case rated:
		cmd = m.rated(msg)
	case submitted:
		cmd = m.submitted(msg)
	case failed:
		cmd = page.Failure(msg.err)
	}
	if running {
		cmd = tea.Batch(cmd, m.start())
	}
	if m.leaving && m.unsavedWrites() == 0 {
		m.leaving = false
		cmd = tea.Batch(cmd, page.Send(page.Close{}))
	}
	return cmd
}

func (m *Model) key(k tea.KeyPressMsg) tea.Cmd {
	m.handedIn = false
	a, ok := m.env.Session.Action(m.Place(), k)
	if m.scores(k, a) {
		return m.beginScore(k)
	}
	if m.reason.open && !ok { // what saves a form and what leaves a field do so here
		a, ok = m.env.Session.Action(keymaps.Form, k)
	}
	rating := m.ready() && m.Place() == keymaps.Rate
	if rating && !ok { // the key that opens the results on every list does so here
		a, _ = m.env.Session.Action(keymaps.List, k)
		ok = a == keymaps.OpenResults
	}
	switch {
	case ok:
		return m.act(a)
	case rating:
		return page.Send(page.Info{Text: fmt.Sprintf(m.lang().Of("这个键在评分时没有用处，%s 看有哪些键", "that key does nothing while rating: %s lists those that do"), m.env.Session.Keys.Hint(keymaps.Global, keymaps.OpenHelp, m.lang()))})
	}
	return m.typed(k)
}

// typed hands keys and pastes to the field that is open.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	switch {
	case m.comment.open:
		return m.typeComment(msg)
	case m.reason.open:
		return m.typeReason(msg)
	case m.score.open:
		m.score.edit, _ = m.score.edit.Update(msg)
	}
	return nil
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	switch {
	case m.comment.open:
		return m.actComment(a)
	case m.reason.open:
		return m.actReason(a)
	case m.score.open:
		return m.actScore(a)
	case a == keymaps.Back:
		return m.leave()
	case a == keymaps.OpenHistory && m.ready():
		it := m.items[m.at]
		return page.Send(page.Open{Route: page.History{Filter: store.HistoryFilter{Year: it.key.Year, Department: it.key.Department, Activity: it.key.ID}}})
	case a == keymaps.OpenResults || a == keymaps.Open && m.closed():
		return page.Send(page.Open{Route: page.Result{Panel: m.panel}})
	case !m.ready():
		return nil
	}
	if below, ok := a.Tier(); ok {
		return m.tier(below)
	}
	switch a {
	case keymaps.Next:
		m.move(m.at + 1)
	case keymaps.Previous:
		m.move(m.at - 1)
	case keymaps.NextUnrated:
		return m.nextDue()
	case keymaps.PageUp:
		m.scrollBy(-1)
	case keymaps.PageDown:
		m.scrollBy(1)
	case keymaps.Comment:
		m.openComment()
	case keymaps.Reason:
		return m.openReason()
	case keymaps.Score:
		return m.openScore()
	case keymaps.Abstain:
		return m.say(pingyi.Abstained, pingyi.NoTier, nil)
	case keymaps.Recuse:
		return m.askRecusal()
	case keymaps.Clear:
		return m.clear()
	case keymaps.Submit:
		return m.askSubmit()
	}
	return nil
}

func (m *Model) answer(a dialog.Answered) tea.Cmd {
	switch {
	case a.Question == askedRecusal && a.Choice == yes:
		return m.say(pingyi.Recused, pingyi.NoTier, nil)
	case a.Question == askedSubmit && a.Choice == enter:
		return m.enterAndSubmit()
	case a.Question == askedSubmit && a.Choice == yes:
		return m.submit()
	case a.Question == askedComment:
		return m.answerComment(a.Choice)
	}
	return nil
}

// leave closes the page once every mark is in the record.
func (m *Model) leave() tea.Cmd {
	n := m.unsavedWrites()
	if n == 0 {
		return page.Send(page.Close{})
	}
	m.leaving = true
	return page.Send(page.Info{Text: fmt.Sprintf(m.lang().Of("正在保存 %d 项……", "saving %d marks…"), n)})
}

// ready reports whether there is something to rate.
func (m Model) ready() bool {
	return m.loaded && m.err == nil && !m.paper.Round.Closed && len(m.items) > 0
}

// closed reports whether the round is over: then there is a result to see.
func (m Model) closed() bool { return m.loaded && m.err == nil && m.paper.Round.Closed }

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

func (m Model) hint(a keymaps.Action) string {
	return m.env.Session.Keys.Hint(keymaps.Rate, a, m.lang())
}

// Title implements [page.Page].
func (m Model) Title() string {
	l := m.lang()
	title := l.Of("评分 ", "Rate ") + m.panel
	if m.loaded {
		title += fmt.Sprintf(l.Of(" 第 %d 轮", ", round %d"), m.paper.Round.No)
	}
	if m.member != "" {
		title += fmt.Sprintf(l.Of(" · 代 %s 录入", " · on paper by %s"), m.member)
	}
	return title
}

// Parting implements [page.Parting]: what is rated counts once it is submitted.
func (m Model) Parting() (title, text string) {
	if !m.ready() {
		return "", ""
	}
	n := 0
	for _, it := range m.items {
		if it.shown.mark != nil && !it.shown.handedIn {
			n++
		}
	}
	if n == 0 {
		return "", ""
	}
	return m.lang().Of("还没有提交", "Not submitted"), fmt.Sprintf(m.lang().Of("本轮有 %d 项评分还没有提交，提交之后才算数。留下可按 %s 提交；离开的话，评分留着，以后再交。",
		"%d of your ratings in this round are not submitted, and count only once they are. Stay and press %s to submit; if you leave they are kept, to be submitted later."), n, m.hint(keymaps.Submit))
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool {
	return m.unsavedWrites() > 0 || m.comment.open && m.comment.changed() || m.reason.open && m.reason.changed()
}
