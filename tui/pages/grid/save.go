package grid

import (
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
)

// saving is how the sheet stands with the record.
type saving struct {
	seen    store.Seen // as of which the sheet has what the record has
	asked   int        // the last question for changes: an older answer is dropped
	asking  bool       // it is not answered yet
	steps   []string   // the commands of the steps since the last saving
	under   bool       // something is being saved: nothing is taken before that is done
	behind  bool       // the record has changed meanwhile
	waits   bool       // what is left would be refused again: it waits for a change
	tell    bool       // somebody wants to know when it is saved
	leaves  bool       // the person has gone back: the page is left when it is saved
	of, did int        // edits that are being saved, and of these done
}

// saved is what came of one transaction of a saving.
type saved struct {
	me     *token
	sent   sheet.Unsaved
	keying store.Keying
	keyed  store.Keyed
	err    error
}

// save saves what the record does not have yet, unless that is under way: then it is
// done after that.
func (m *Model) save() tea.Cmd {
	if m.saving.under {
		return nil
	}
	u := m.sheet.Unsaved()
	if u.Empty() {
		if len(m.sheet.Kept()) == 0 { // else they are saved with what mends it
			m.saving.steps = nil
		}
		return nil
	}
	m.saving.under, m.saving.of, m.saving.did = true, len(u.Edits)+len(u.Deleted), 0
	if m.saving.asking { // the answer may not know of this: ask again after it
		m.saving.asked++
		m.saving.asking, m.saving.behind = false, true
	}
	keying := m.keying(u)
	m.saving.steps = nil
	return m.transact(saved{me: m.me, sent: u, keying: keying})
}

// transact goes on with a saving by one transaction.
func (m Model) transact(s saved) tea.Cmd {
	from := m.from
	return func() tea.Msg {
		s.keyed, s.err = from.save(s.keying, s.keyed)
		return s
	}
}

// keying is what is unsaved as the record takes it, named after the step that made it.
func (m Model) keying(u sheet.Unsaved) store.Keying {
	k := store.Keying{Command: m.command(), Deleted: u.Deleted}
	nth := make(map[sheet.Row]int, len(u.Edits))
	for i, e := range u.Edits {
		nth[e.Row] = i + 1
	}
	// Behind a row that waits, a new one goes behind the one before that.
	after, edit := 0, 0
	for _, row := range m.sheet.Rows() {
		id := m.sheet.ID(row)
		if edit < len(u.Edits) && u.Edits[edit].Row == row {
			e := u.Edits[edit]
			k.Edits = append(k.Edits, store.ActivityEdit{Base: e.Base, Mine: e.Mine, After: after})
			if edit++; id == 0 {
				id = -edit
			}
		}
		if id != 0 {
			after = id
		}
	}
	for _, row := range u.Order {
		if id := m.sheet.ID(row); id != 0 {
			k.Order = append(k.Order, id)
		} else if n := nth[row]; n != 0 {
			k.Order = append(k.Order, -n)
		}
	}
	return k
}

// command names what is being saved: one step by its name.
func (m Model) command() string {
	steps := m.saving.steps
	for _, s := range steps {
		if s != steps[0] {
			return pingyi.CommandEditActivities
		}
	}
	if len(steps) == 0 {
		return pingyi.CommandEditActivities
	}
	return steps[0]
}

// takeSaved hands the sheet what the record has taken, once all of it has been.
func (m Model) takeSaved(msg saved) (page.Page, tea.Cmd) {
	m.saving.did = len(msg.keyed.Edits) + len(msg.keyed.Deleted)
	if msg.err == nil && !msg.keyed.Done {
		return m, m.transact(msg)
	}
	m.saving.under, m.saving.waits = false, msg.err != nil
	var notes []sheet.Note
	var refused error
	for i, e := range msg.keyed.Edits {
		if e.Err != nil {
			refused = e.Err
			m.saving.waits = true
			continue
		}
		edit := msg.sent.Edits[i]
		if len(e.Clashes) > 0 {
			notes = append(notes, m.sheet.Met(edit, e.Saved)...)
		} else {
			notes = append(notes, m.sheet.Saved(edit, e.Saved)...)
		}
	}
	for i, err := range msg.keyed.Deleted {
		if id := msg.sent.Deleted[i].ID; err == nil || pingyi.CodeOf(err) == pingyi.NotFound {
			m.sheet.Gone(id)
		} else {
			m.sheet.Return(id)
			refused = err
		}
	}
	if msg.err == nil && msg.sent.Order != nil {
		m.sheet.Ordered(msg.sent.Order)
	}
	m.arrange()
	cmds := []tea.Cmd{m.draft.touch()}
	switch {
	case msg.err != nil:
		cmds = append(cmds, page.Send(page.Fail{Err: msg.err}))
	case refused != nil:
		cmds = append(cmds, page.Send(page.Fail{Err: refused}))
	case len(notes) > 0:
		cmds = append(cmds, page.Send(page.Info{Text: notes[0].In(m.env.Session.Lang)}))
	}
	switch {
	case m.saving.behind || msg.sent.Order != nil: // which the sheet learns so
		cmds = append(cmds, m.changes())
	case !m.saving.waits:
		cmds = append(cmds, m.save())
	}
	if msg.err != nil || refused != nil { // it has been told
		m.saving.tell = false
		m.stay()
	}
	return m, tea.Batch(append(cmds, m.tellDone(), m.leaveDone())...)
}

// saveNow saves what can be, and says so once that is done, or what cannot.
func (m Model) saveNow() (page.Page, tea.Cmd) {
	if m.from.second {
		return m.askHandIn()
	}
	cmd := m.save()
	if m.saving.tell = m.saving.under; m.saving.tell {
		return m, cmd
	}
	return m, m.tellSaved()
}

// tellDone says so to who has asked, once nothing more is to be saved.
func (m *Model) tellDone() tea.Cmd {
	if !m.saving.tell || m.saving.under || m.saving.asking {
		return nil
	}
	m.saving.tell = false
	return m.tellSaved()
}

// tellSaved says that all is saved, or what cannot be.
func (m Model) tellSaved() tea.Cmd {
	l := m.env.Session.Lang
	kept := len(m.sheet.Kept())
	if kept == 0 {
		return page.Send(page.Good{Text: l.Of("都已保存", "everything is saved")})
	}
	return page.Send(page.Info{Text: fmt.Sprintf(l.Of("有 %d 行还有存不进的格，留在草稿里；%s 看问题", "%d row(s) have cells that cannot be saved and stay in the draft; %s lists what is wrong"),
		kept, m.hint(keymaps.Grid, keymaps.Findings))})
}

// changed is what became of the plan in the record.
type changed struct {
	me      *token
	asked   int
	changes store.PlanChanges
	err     error
}

// askChanged asks what has changed, once nothing is being saved.
func (m Model) askChanged() (page.Page, tea.Cmd) {
	switch {
	case m.sheet == nil:
		return m, m.load()
	case m.saving.under:
		m.saving.behind = true
		return m, nil
	}
	cmd := m.changes()
	return m, cmd
}

func (m *Model) changes() tea.Cmd {
	m.saving.asked++
	m.saving.asking, m.saving.behind = true, false
	me, from, seen, asked := m.me, m.from, m.saving.seen, m.saving.asked
	return func() tea.Msg {
		changes, err := from.since(seen)
		return changed{me, asked, changes, err}
	}
}

// takeChanged brings in what others did, and saves what had to wait for it.
func (m Model) takeChanged(msg changed) (page.Page, tea.Cmd) {
	switch {
	case msg.asked != m.saving.asked || !m.saving.asking:
		return m, nil
	case closed(msg.err):
		cmd := tea.Sequence(m.keepNow(), page.Send(page.Close{}), page.Send(page.Fail{Err: msg.err}))
		return m, cmd
	case msg.err != nil:
		m.saving.asking = false
		m.stay()
		return m, page.Send(page.Fail{Err: msg.err})
	}
	m.saving.asking = false
	notes, err := m.sheet.TakeChanges(msg.changes.PlanChanges)
	if err != nil {
		m.stay()
		return m, page.Send(page.Fail{Err: err})
	}
	same := m.saving.seen == msg.changes.Seen
	m.saving.seen = msg.changes.Seen
	m.arrange()
	var cmds []tea.Cmd
	if !same || !m.saving.waits { // else it would be refused again
		m.saving.waits = same
		cmds = append(cmds, m.save())
	}
	if len(notes) > 0 {
		cmds = append(cmds, m.draft.touch(), page.Send(page.Info{Text: m.told(notes)}))
	}
	return m, tea.Batch(append(cmds, m.tellDone(), m.leaveDone())...)
}

// told is what there is to tell of cells and rows, the first in full.
func (m Model) told(notes []sheet.Note) string {
	l := m.env.Session.Lang
	text := notes[0].In(l)
	if len(notes) > 1 {
		text += fmt.Sprintf(l.Of("（共 %d 处）", " (%d in all)"), len(notes))
	}
	return text
}
