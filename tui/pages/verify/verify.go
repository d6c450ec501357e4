// Package verify is the screen on which two entries of a plan are compared: what
// differs stands side by side, and one key settles it. It shows at once, and the
// record is told behind it.
package verify

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
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/status"
	"pingyi/tui/parts/table"
)

// token tells the messages of one page from those of another of its kind below it:
// the root hands them to all.
type token struct{ _ byte }

// Model is the page.
type Model struct {
	env   page.Env
	me    *token
	key   pingyi.PlanKey
	asked int // the last load asked for: an older one that comes in later is dropped

	loaded  bool
	err     error
	both    store.Comparison
	rows    map[int]int         // by the ID in the plan, the number of its activity
	open    []pingyi.Difference // those to be settled; those that are follow in the list
	asking  pingyi.Difference   // the one that a question is about, or what is typed, as it was then
	sending int                 // settled here, and not in the record yet
	behind  bool                // the record has changed meanwhile

	table   table.Model
	editor  edit.Model // of what neither entry has
	waiting third      // the last that was typed there and is not taken, to be gone on with
	told    bool       // where it waits
	draft   draft.Model[pingyi.Difference]
}

// New returns the page for a plan.
func New(env page.Env, key pingyi.PlanKey) Model {
	m := Model{env: env, me: new(token), key: key, asked: 1, table: table.New(env.Session, nil), editor: edit.New(env.Session, edit.Options{Lines: true})}
	m.draft = draft.New[pingyi.Difference](env, m.object())
	m.size()
	return m
}

type (
	loaded struct {
		me    *token
		asked int
		both  store.Comparison
		err   error
	}
	settled struct {
		me         *token
		difference pingyi.Difference
		chosen     string
		typed      bool // rather than taken from an entry
		left       int
		err        error
	}
)

// The question before an activity is deleted from the plan, and its answers.
const (
	askedDrop = "verify.drop"
	yes, no   = "yes", "no"
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return tea.Batch(m.load(), m.draft.Load()) }

func (m Model) load() tea.Cmd {
	me, asked, desk, key := m.me, m.asked, m.env.Desk, m.key
	return func() tea.Msg {
		both, err := desk.Comparison(context.Background(), key)
		return loaded{me, asked, both, err}
	}
}

// reload loads anew, once all that was settled here is in the record.
func (m *Model) reload() tea.Cmd {
	if m.behind = m.sending > 0; m.behind {
		return nil
	}
	m.asked++
	return m.load()
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case loaded:
		if msg.me == m.me && msg.asked == m.asked && m.sending == 0 {
			cmd = m.lay(msg)
		}
	case settled:
		if msg.me == m.me {
			cmd = m.takeSettled(msg)
		}
	case again:
		if msg.me == m.me {
			cmd = m.takeAgain(msg)
		}
	case draft.Msg:
		cmd = m.takeDraft(msg)
	case page.Reload:
		cmd = m.reload()
	case page.Flush:
		cmd = m.draft.Leave(m.form(), m.unsaved())
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.size()
	case page.Session:
		m.env.Session = msg.Session
		m.table.SetSession(msg.Session)
		m.editor.SetSession(msg.Session)
		m.size()
	case dialog.Answered:
		if msg.Question == askedDrop && msg.Choice == yes {
			cmd = m.settle(m.asking, m.asking.Second)
		}
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		if a, ok := m.env.Session.Action(m.Place(), msg); ok && (!m.editor.Focused() || a == keymaps.Accept || a == keymaps.Back) {
			cmd = m.act(a)
		} else {
			cmd = m.typed(msg)
		}
	case tea.PasteMsg:
		cmd = m.typed(msg)
	}
	return m, cmd
}

// lay shows what there is to settle, with the same difference selected, or what has
// come in its place. What was typed stays as long as there is a place for it.
func (m *Model) lay(l loaded) (cmd tea.Cmd) {
	before, _ := m.selected()
	was, read := m.reading()
	at := m.table.Selected()
	m.loaded, m.err, m.both, m.open, m.rows = true, l.err, l.both, slices.Clone(l.both.Differences), map[int]int{}
	for i, a := range l.both.Plan.Activities {
		m.rows[a.ID] = i + 1
	}
	if i := m.indexOf(before); i >= 0 {
		at = i
	} else if i := m.indexOfSettled(was); read && i >= 0 {
		at = i
	} else if m.editor.Focused() {
		m.editor.Blur()
		if l.err == nil {
			cmd = page.Send(page.Info{Text: fmt.Sprintf(m.env.Session.Lang.Of("这一处别人定了，您写的没有用上：%s", "somebody else has settled this, what you typed is not taken: %s"), m.editor.Value())})
		}
	}
	m.size()
	m.table.Select(at)
	return tea.Batch(m.forget(), cmd)
}

func (m Model) selected() (pingyi.Difference, bool) {
	if i := m.table.Selected(); i >= 0 && i < len(m.open) {
		return m.open[i], true
	}
	return pingyi.Difference{}, false
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if m.editor.Focused() {
		switch a {
		case keymaps.Accept:
			return m.settle(m.asking, m.editor.Value())
		case keymaps.Back:
			m.editor.Blur()
			m.size()
			return m.draft.Touch(m.unsaved())
		}
		return nil
	}
	if a == keymaps.Back {
		return page.Send(page.Close{})
	}
	if m.table.Move(a) {
		return nil
	}
	d, some := m.selected()
	switch a {
	case keymaps.TakeFirst, keymaps.TakeSecond, keymaps.OpenEdit: // before anybody types what would be refused
		if s, read := m.reading(); read {
			return m.settleAgain(s, a)
		}
		if !some {
			return nil
		}
		if err := m.maySettle(); err != nil {
			return page.Failure(err)
		}
	}
	switch a {
	case keymaps.TakeFirst:
		return m.settle(d, d.First)
	case keymaps.TakeSecond:
		if d.Row() && d.FirstID != 0 {
			m.asking = d
			return page.Send(page.Ask{Question: m.askDrop(d)})
		}
		return m.settle(d, d.Second)
	case keymaps.OpenEdit:
		if d.Row() {
			return page.Failure(pingyi.Errorf(pingyi.State, "只有一次录入有这一行：按 1 或 2，保留或删去", "only one entry has this row: keep or drop it with 1 or 2"))
		}
		m.asking = d
		m.editor.SetValue(d.First)
		m.editor.Focus()
		if sameCell(d, m.waiting.of) {
			m.editor.Replace(m.waiting.text)
		}
		m.size()
	}
	return nil
}

func (m Model) maySettle() error { return m.env.Desk.Actor().MaySettle(m.both.Verification) }

func (m Model) askDrop(d pingyi.Difference) dialog.Question {
	l := m.env.Session.Lang
	return dialog.Question{ID: askedDrop, Title: l.Of("删除职责活动", "Delete the activity"),
		Text:    fmt.Sprintf(l.Of("二次录入没有“%s”。取二次录入，就把它从计划里删除；留痕里还查得到。", "The second entry has no \"%s\". To take that deletes it from the plan; it can still be read in the history."), d.First),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("删除", "Delete")}, {ID: no, Label: l.Of("不删除", "Keep it")}}, Selected: 1}
}

// typed hands the editor what is no action.
func (m *Model) typed(msg tea.Msg) tea.Cmd {
	m.editor, _ = m.editor.Update(msg)
	return tea.Batch(page.Failure(m.editor.Problem()), m.draft.Touch(m.unsaved()))
}

// settle takes what was chosen of a difference, and goes on to the next.
func (m *Model) settle(d pingyi.Difference, chosen string) tea.Cmd {
	at := m.indexOf(d)
	if at < 0 { // somebody else has settled it
		return nil
	}
	typed := m.editor.Focused()
	if typed {
		m.waiting = third{d, chosen}
	}
	m.editor.Blur()
	m.open = slices.Delete(slices.Clone(m.open), at, at+1)
	m.sending++
	m.size()
	me, desk, key := m.me, m.env.Desk, m.key
	return func() tea.Msg {
		s := settled{me: me, difference: d, chosen: chosen, typed: typed}
		s.left, s.err = desk.SettleDifference(context.Background(), key, d, chosen)
		if typed && pingyi.CodeOf(s.err) == pingyi.Invalid {
			s.err = s.err.(*pingyi.Error).At(pingyi.Place{Text: chosen})
		}
		return s
	}
}

func (m *Model) takeSettled(s settled) tea.Cmd {
	m.sending--
	l := m.env.Session.Lang
	var cmds []tea.Cmd
	switch v := &m.both.Verification; {
	case s.err != nil:
		m.behind = true            // it is still to be settled, or somebody else has
		m.told = m.told || s.typed // by the error
		cmds = append(cmds, page.Failure(s.err))
	default:
		if s.typed && sameCell(s.difference, m.waiting.of) {
			m.waiting = third{}
			cmds = append(cmds, m.draft.Settle(m.unsaved()))
		}
		done := pingyi.Settlement{Difference: s.difference, Chosen: s.chosen, By: m.env.Desk.Actor().Member.ID}
		*v, m.both.Settled = v.Count(done), append(slices.Clone(m.both.Settled), done)
		m.size()
		if s.left == 0 {
			m.behind = true
			cmds = append(cmds, page.Send(page.Good{Text: fmt.Sprintf(l.Of("已复核：%d 处差异都定了，第一次录入错 %d 处，二次录入错 %d 处",
				"verified: %d differences settled, %d errors in the first entry, %d in the second"), v.Settled, v.FirstErrors, v.SecondErrors)}))
		}
	}
	if m.behind {
		cmds = append(cmds, m.reload())
	}
	return tea.Batch(cmds...)
}

// Title implements [page.Page].
func (m Model) Title() string {
	return fmt.Sprintf(m.env.Session.Lang.Of("核对两次录入 %d %s", "Two entries %d %s"), m.key.Year, m.key.Department)
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.editor.Focused() {
		return keymaps.Palette
	}
	return keymaps.Verify
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return m.editor.Focused() && m.editor.Changed() }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	if m.editor.Focused() {
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("就用这个", "take this")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不改", "leave it")}}
	}
	var hints []status.Hint
	add := func(a keymaps.Action, zh, en string) {
		hints = append(hints, status.Hint{Place: keymaps.Verify, Action: a, Label: l.Of(zh, en)})
	}
	if d, some := m.selected(); some && m.maySettle() == nil {
		add(keymaps.TakeFirst, "取第一次录入", "first")
		add(keymaps.TakeSecond, "取二次录入", "second")
		if !d.Row() {
			add(keymaps.OpenEdit, "重新录入", "key again")
		}
	}
	if s, read := m.reading(); read && !s.Row() && m.env.Desk.Actor().MaySettleAgain(m.both.Verification) == nil {
		add(keymaps.TakeFirst, "改取第一次录入", "take the first")
		add(keymaps.TakeSecond, "改取二次录入", "take the second")
	}
	if len(m.open)+len(m.both.Settled) > 1 {
		add(keymaps.Down, "下一处", "next")
	}
	return hints
}
