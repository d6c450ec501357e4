// Package grid is a plan's activities as a grid of cells, for whoever keys in many:
// rows are activities, columns their fields. What is accepted in a cell goes to the
// record at once; what the record would refuse yet, and what is being typed, is on
// disk as a draft within a second.
package grid

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/template"
	"pingyi/tui/pages/wording"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
)

// token tells the messages of one page from those of another of its kind below it:
// the root hands them to all.
type token struct{ _ byte }

// Model is the page. Its copies share the sheet: only the newest may be used.
type Model struct {
	env   page.Env
	me    *token
	key   pingyi.PlanKey
	from  source
	count *count
	plan  pingyi.Plan  // what it says beside its activities, which are the sheet's
	sheet *sheet.Sheet // nil until the plan is here
	early []tea.Msg    // keys and pastes that came before it, or for the page below
	first int          // the activity to go to then; 0 for the first

	shown  []sheet.Row // the rows as they stand on the screen
	sort   order
	at     place
	origin int    // the column where the run of Tabs began
	block  *place // the other corner of the block that is selected
	mark   bool   // it is being selected by plain arrows
	frame  frame

	entry  *entry  // the cell that is being filled in
	choice *choice // between this text and somebody else's
	paste  *paste  // what would go where
	seek   seeking // what is looked for

	wording  wording.Model // offered where a criterion is filled in
	template template.Model
	dressed  []sheet.Row // that a template was asked for

	saving saving
	draft  keeping
	others []store.Present // who else is at the plan
}

// place is a place on the screen: the number of a row in shown, the number after the
// last being the row to come, and a column.
type place struct{ row, column int }

// At returns the page with the cursor at an activity, once the plan is here.
func (m Model) At(id int) Model {
	m.first = id
	return m
}

// New returns the page for plan key, or for what is keyed of it the second time.
func New(env page.Env, key pingyi.PlanKey, second bool) Model {
	return Model{env: env, me: new(token), key: key, from: source{env.Desk, key, second}, count: newCount(env, key, second), draft: newKeeping(env, key, second),
		wording: wording.New(env), template: template.New(env)}
}

// loaded is the plan, read whole, as a sheet in which all has been checked once.
type loaded struct {
	me     *token
	plan   pingyi.Plan
	seen   store.Seen
	sheet  *sheet.Sheet
	widths []int
	err    error
}

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	return tea.Batch(m.load(), m.draft.load(), m.askOthers(), m.tellPlace(), m.wording.Load())
}

func (m Model) load() tea.Cmd {
	me, from, measure := m.me, m.from, m.env.Session.Measure
	return func() tea.Msg {
		changes, err := from.since(store.Seen{})
		if err != nil {
			return loaded{me: me, err: err}
		}
		s := sheet.New(*changes.Plan)
		s.Findings() // which takes a moment at first
		return loaded{me, *changes.Plan, changes.Seen, s, contentWidths(measure, s), nil}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if msg.me == m.me {
			return m.take(msg)
		}
	case changed:
		if msg.me == m.me {
			return m.takeChanged(msg)
		}
	case saved:
		if msg.me == m.me {
			return m.takeSaved(msg)
		}
	case block:
		if msg.me == m.me {
			return m.takeBlock(msg)
		}
	case indexed:
		m.seek.ready = m.seek.ready || msg.index == m.seek.index
	case page.Others:
		if msg.Plan == m.key && !m.from.second {
			m.others = msg.List
		}
	case draft.Msg:
		return m.updateDraft(msg)
	case kept:
		if msg.me == m.draft.me {
			return m.takeKept(msg)
		}
	case wording.Msg:
		cmd := m.wording.Update(msg)
		m.suggest()
		return m, cmd
	case template.Msg:
		cmd := m.template.Update(msg)
		return m, cmd
	case template.Put:
		if m.template.Puts(msg) {
			return m.takeTemplate(msg)
		}
	case page.Presence:
		return m, m.askOthers()
	case page.Resume:
		m.draft.wanted = true
		return m.offerDraft()
	case page.Reload:
		return m.askChanged()
	case page.Flush:
		cmd := tea.Batch(m.keepNow(), m.report())
		return m, cmd
	case handedIn:
		if msg.me == m.me {
			return m.takeHandedIn(msg)
		}
	case dialog.Answered:
		switch yes := msg.Choice == yes; {
		case msg.Question == askedHandIn && yes:
			return m, m.handIn()
		case msg.Question == askedDelete && yes:
			return m.deleteRows()
		case draft.Discarded(msg) && m.draft.found != nil:
			return m.discard()
		}
		cmd := m.template.Update(msg)
		return m, cmd
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.template.SetEnv(m.env)
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.template.SetEnv(m.env)
		m.wording.SetSession(msg.Session)
		m.resize()
	case page.Do:
		return m.act(msg.Action)
	case chooser.Chosen:
		if cmd := m.template.Update(msg); cmd != nil || m.template.Typing() {
			return m, cmd
		}
		return m.chosen(msg)
	case tea.KeyPressMsg:
		m.count.key()
		return m.press(msg)
	case tea.PasteMsg:
		m.count.key()
		if m.template.Typing() {
			return m.name(msg)
		}
		return m.pasted(msg)
	}
	return m, nil
}

// closed reports whether an error says that the plan is not there for the person.
func closed(err error) bool {
	return slices.Contains([]pingyi.Code{pingyi.NotFound, pingyi.Forbidden, pingyi.Sealed}, pingyi.CodeOf(err))
}

// take shows the plan, and does what was typed before it was there: whoever knows the
// way does not wait for the screen.
func (m Model) take(msg loaded) (page.Page, tea.Cmd) {
	switch {
	case closed(msg.err):
		return m, tea.Sequence(page.Send(page.Close{}), page.Send(page.Fail{Err: msg.err}))
	case msg.err != nil:
		return m, page.Send(page.Fail{Err: msg.err})
	}
	m.plan, m.sheet, m.saving.seen, m.frame.content = msg.plan, msg.sheet, msg.seen, msg.widths
	m.plan.Activities = nil
	m.arrange()
	m.goTo(slices.IndexFunc(m.shown, func(row sheet.Row) bool { return m.sheet.ID(row) == m.first }), 0)
	early := m.early
	m.early = nil
	p, cmd := m.offerDraft()
	cmds := []tea.Cmd{cmd}
	for _, msg := range early {
		p, cmd = p.Update(msg)
		cmds = append(cmds, cmd)
	}
	return p, tea.Batch(cmds...)
}

func (m Model) press(k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	a, ok := m.env.Session.Action(m.Place(), k)
	switch {
	case m.sheet == nil && a == keymaps.Back:
		return m, page.Send(page.Close{})
	case m.saving.leaves && a == keymaps.Back: // they do not wait
		cmd := m.leaveNow()
		return m, cmd
	case m.sheet == nil || m.saving.leaves:
		m.early = append(m.early[:len(m.early):len(m.early)], k)
		return m, nil
	case m.draft.found != nil:
		return m.answerDraft(a, k)
	case m.choice != nil:
		return m.choose(a, k)
	case m.seek.line != nil:
		return m.pressFinding(a, k)
	case m.paste != nil:
		return m.answerPaste(a)
	case m.template.Typing():
		return m.name(k)
	case m.entry != nil:
		return m.pressInCell(a, k)
	case ok:
		return m.act(a)
	case k.Text != "":
		return m.begin(k)
	}
	return m, nil
}

// act does what is not typing.
func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	switch {
	case m.seek.line != nil: // the palette was opened over it
		return m.pressFinding(a, nil)
	case m.template.Typing():
		cmd := m.template.Act(a)
		return m, cmd
	case m.entry != nil && offers(a):
		return m.answer(a)
	case m.entry != nil: // likewise
		return m.pressInCell(a, tea.KeyPressMsg{})
	case m.sheet == nil || m.Place() == keymaps.Dialog:
		return m, nil
	case m.paste != nil:
		return m.answerPaste(a)
	case m.move(a):
		return m, nil
	}
	if does, writes := actions[a]; writes {
		if err := m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil); err != nil {
			return m, page.Send(page.Fail{Err: err})
		}
		return does(m)
	}
	switch a {
	case keymaps.Back:
		return m.leave()
	case keymaps.Copy:
		return m.copy()
	case keymaps.Sort:
		m.sortBy()
	case keymaps.Filter:
		return m.askFilter()
	case keymaps.Jump:
		return m.jump()
	case keymaps.NextFinding:
		return m.nextFinding()
	case keymaps.Findings:
		return m.listFindings()
	case keymaps.OpenHistory:
		filter := store.HistoryFilter{Year: m.key.Year, Department: m.key.Department}
		if row, ok := m.row(); ok && !m.from.second {
			filter.Activity = m.sheet.ID(row)
		}
		return m, page.Send(page.Open{Route: page.History{Filter: filter}})
	}
	return m, nil
}

// actions are those that change the plan.
var actions = map[keymaps.Action]func(Model) (page.Page, tea.Cmd){
	keymaps.OpenEdit:     Model.edit,
	keymaps.Delete:       Model.clear,
	keymaps.Cut:          Model.cut,
	keymaps.Paste:        Model.pasteOwn,
	keymaps.Ditto:        Model.ditto,
	keymaps.FillDown:     Model.fillDown,
	keymaps.FillSeries:   Model.fillSeries,
	keymaps.InsertRow:    Model.insertRow,
	keymaps.DuplicateRow: Model.duplicateRow,
	keymaps.MoveRowUp:    func(m Model) (page.Page, tea.Cmd) { return m.moveRow(-1) },
	keymaps.MoveRowDown:  func(m Model) (page.Page, tea.Cmd) { return m.moveRow(1) },
	keymaps.DeleteRow:    Model.deleteRow,
	keymaps.Replace:      Model.askReplace,
	keymaps.Undo:         Model.undo,
	keymaps.Redo:         Model.redo,
	keymaps.Templates:    Model.openTemplates,
	keymaps.Save:         Model.saveNow,
}

// Title implements [page.Page].
func (m Model) Title() string {
	if m.from.second {
		return fmt.Sprintf(m.env.Session.Lang.Of("二次录入 %s", "Second entry %s"), m.key.Department)
	}
	return fmt.Sprintf(m.env.Session.Lang.Of("表格 %s", "Grid %s"), m.key.Department)
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	switch {
	case m.draft.found != nil || m.choice != nil:
		return keymaps.Dialog
	case m.seek.line != nil || m.template.Typing():
		return keymaps.Palette
	case m.entry != nil:
		return keymaps.Cell
	}
	return keymaps.Grid
}

// Unsaved implements [page.Page]: what is not in the record is in the draft.
func (m Model) Unsaved() bool { return false }
