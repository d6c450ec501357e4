// Package activities is the list of a plan's activities with the selected one in
// full beside or below it.
package activities

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
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/status"
)

// token tells the messages of one page from those of another of its kind below
// it: the root hands them to all.
type token struct{ _ byte }

// OpenPlanForm is the page's own action, for the palette: keys that change the
// selected row leave none for the plan that the rows belong to. The list of
// plans has one.
const OpenPlanForm keymaps.Action = "plan-form"

// Model is the page.
type Model struct {
	env   page.Env
	me    *token
	asked int // the last load asked for: an older one that comes in later is dropped
	key   pingyi.PlanKey
	id    int // the activity to select once the plan is here; 0 for the first

	loaded bool
	content
	sort order
	list listing.Model

	file      edit.Model // the name of the file to export to
	exporting bool       // it is being typed

	deleting pingyi.Activity // the one that was asked about, as it was then
	beside   beside
	present  []store.Present // who else is at it
}

// New returns the page for plan key with activity id selected, the first for 0.
func New(env page.Env, key pingyi.PlanKey, id int) Model {
	m := Model{env: env, me: new(token), key: key, id: id, asked: 1,
		list: listing.New(env.Session), file: edit.New(env.Session, edit.Options{})}
	m.resize()
	return m
}

type (
	loaded struct {
		me      *token
		asked   int
		content content
		err     error
	}
	deleted struct {
		me  *token
		no  int
		err error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return tea.Batch(m.load(), m.askBeside(), m.env.AskOthers(m.key)) }

// beside is what there is to say of the plan that is not in it.
type beside struct {
	me      *token
	judging []string // the panels that rate it now
	drafted bool     // in its grid the person has typed what is not in the record
}

func (m Model) askBeside() tea.Cmd {
	me, desk, key := m.me, m.env.Desk, m.key
	return func() tea.Msg {
		panels, err := desk.Judging(context.Background(), key)
		if err != nil {
			return page.Fail{Err: err}
		}
		drafted, err := draft.InGrid(desk, key)
		if err != nil {
			return page.Fail{Err: err}
		}
		return beside{me, panels, drafted}
	}
}

func (m Model) load() tea.Cmd {
	me, desk, key, asked, measure := m.me, m.env.Desk, m.key, m.asked, m.env.Session.Measure
	return func() tea.Msg {
		plan, err := desk.Plan(context.Background(), key)
		if err != nil {
			return loaded{me: me, asked: asked, err: err}
		}
		return loaded{me: me, asked: asked, content: prepare(plan, measure)}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if msg.me == m.me && msg.asked == m.asked {
			return m.take(msg)
		}
	case beside:
		if msg.me == m.me {
			m.beside = msg
			m.resize()
		}
	case page.Others:
		if msg.Plan == m.key {
			m.present = msg.List
			m.resize()
		}
	case page.Presence:
		return m, m.env.AskOthers(m.key)
	case deleted:
		if msg.me != m.me {
			return m, nil
		}
		if msg.err != nil {
			return m, page.Send(page.Fail{Err: msg.err})
		}
		m.asked++
		return m, tea.Batch(m.load(), page.Send(page.Good{Text: m.env.Session.Lang.Of(
			fmt.Sprintf("已删除第 %d 项", msg.no), fmt.Sprintf("deleted activity %d", msg.no))}))
	case exported:
		if msg.me == m.me {
			return m.takeExported(msg)
		}
	case dialog.Answered:
		if msg.Question == questionDelete && msg.Choice == yes {
			return m, m.delete()
		}
	case page.Reload:
		m.asked++
		return m, tea.Batch(m.load(), m.askBeside())
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.list.SetSession(msg.Session)
		m.file.SetSession(msg.Session)
		m.resize()
	case page.Do:
		return m.act(msg.Action)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		m.typed(msg)
	}
	return m, nil
}

func (m Model) take(msg loaded) (page.Page, tea.Cmd) {
	if c := pingyi.CodeOf(msg.err); c == pingyi.NotFound || c == pingyi.Sealed { // deleted, or its person keys it again
		return m, tea.Sequence(page.Send(page.Close{}), page.Send(page.Fail{Err: msg.err}))
	}
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	id := m.id
	if a, ok := m.selected(); ok {
		id = a.ID
	}
	m.loaded, m.content, m.id = true, msg.content, 0
	m.list.SetItems(m.index, m.orders[m.sort], slices.IndexFunc(m.plan.Activities, func(a pingyi.Activity) bool { return a.ID == id }))
	m.resize()
	return m, nil
}

func (m Model) press(k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	if a, ok := m.env.Session.Action(m.Place(), k); ok {
		return m.act(a)
	}
	m.typed(k)
	return m, nil
}

// typed hands a key without an action, or a paste, to what is being typed.
func (m *Model) typed(msg tea.Msg) {
	if m.exporting {
		m.file, _ = m.file.Update(msg)
		return
	}
	m.list.Type(msg)
	m.resize()
}

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	if !m.loaded && a != keymaps.Back {
		return m, nil
	}
	switch {
	case m.exporting && a == keymaps.Accept:
		return m.export()
	case m.exporting && a == keymaps.Back:
		m.setExporting(false)
		return m, nil
	case m.list.Act(a):
		m.resize()
		return m, nil
	}
	switch a {
	case keymaps.New, keymaps.OpenEdit, OpenPlanForm, keymaps.Delete, keymaps.Import: // before anybody types what would be refused
		if err := m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil); err != nil {
			return m, page.Send(page.Fail{Err: err})
		}
	}
	switch a {
	case keymaps.Back:
		return m, page.Send(page.Close{})
	case keymaps.Sort:
		m.sort = (m.sort + 1) % sorts
		m.list.SetItems(m.index, m.orders[m.sort], m.list.Selected())
	case keymaps.NextFinding:
		return m.nextFinding()
	case keymaps.OpenGrid:
		to := page.Grid{Key: m.key}
		if a, ok := m.selected(); ok {
			to.ID = a.ID
		}
		return m, open(to)
	case keymaps.New:
		return m, open(page.ActivityForm{Key: m.key})
	case keymaps.Open, keymaps.OpenEdit:
		if a, ok := m.selected(); ok {
			return m, open(page.ActivityForm{Key: m.key, ID: a.ID})
		}
	case OpenPlanForm:
		key := m.key
		return m, open(page.PlanForm{Key: &key})
	case keymaps.Delete:
		if i := m.list.Selected(); i >= 0 {
			m.deleting = m.plan.Activities[i]
			return m, page.Send(page.Ask{Question: m.askDelete(i)})
		}
	case keymaps.Import:
		return m, open(page.Import{})
	case keymaps.Export:
		return m.askExport()
	case keymaps.OpenRate, keymaps.OpenResults:
		return m, open(page.Panels{})
	case keymaps.OpenHistory:
		filter := store.HistoryFilter{Year: m.key.Year, Department: m.key.Department}
		if a, ok := m.selected(); ok {
			filter.Activity = a.ID
		}
		return m, open(page.History{Filter: filter})
	}
	return m, nil
}

func open(r page.Route) tea.Cmd { return page.Send(page.Open{Route: r}) }

// selected returns the activity that keys act on.
func (m Model) selected() (pingyi.Activity, bool) {
	if i := m.list.Selected(); i >= 0 {
		return m.plan.Activities[i], true
	}
	return pingyi.Activity{}, false
}

// nextFinding selects the next activity shown that has a finding.
func (m Model) nextFinding() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	shown := m.list.Shown()
	at := slices.Index(shown, m.list.Selected())
	for n := range shown {
		i := shown[(at+1+n)%len(shown)]
		found := m.findings[i]
		if len(found) == 0 {
			continue
		}
		m.list.Select(i)
		text := found[0].In(l)
		if len(found) > 1 {
			text += l.Of(fmt.Sprintf("（这一项共 %d 处）", len(found)), fmt.Sprintf(" (%d findings here)", len(found)))
		}
		return m, page.Send(page.Info{Text: text})
	}
	return m, page.Send(page.Good{Text: l.Of("各项活动都没有发现问题", "nothing was found in any activity")})
}

const (
	questionDelete = "delete-activity"
	yes            = "yes"
)

func (m Model) askDelete(i int) dialog.Question {
	l, a := m.env.Session.Lang, m.plan.Activities[i]
	return dialog.Question{
		ID:    questionDelete,
		Title: l.Of("删除职责活动", "Delete the activity"),
		Text: l.Of(fmt.Sprintf("要删除第 %d 项“%s”（预算 %s 万元）吗？\n\n删除的内容在留痕里还查得到。", i+1, a.Name, a.Budget.Grouped()),
			fmt.Sprintf("Delete activity %d, %q (%s 万元)?\n\nWhat is deleted can still be read in the history.", i+1, a.Name, a.Budget.Grouped())),
		Choices:  []dialog.Choice{{ID: yes, Label: l.Of("删除", "Delete")}, {ID: "no", Label: l.Of("不删除", "Keep it")}},
		Selected: 1,
	}
}

func (m Model) delete() tea.Cmd {
	me, desk, key, seen := m.me, m.env.Desk, m.key, m.deleting
	no := 1 + slices.IndexFunc(m.plan.Activities, func(a pingyi.Activity) bool { return a.ID == seen.ID })
	return func() tea.Msg { return deleted{me, no, desk.DeleteActivity(context.Background(), key, seen)} }
}

// mayEdit reports whether the person may change plans at all: the record decides,
// this only keeps keys that would be refused from being offered.
func (m Model) mayEdit() bool {
	return m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil) == nil
}

// mayRate reports whether the person rates in panels, or enters what others have
// on paper.
func (m Model) mayRate() bool {
	actor := m.env.Desk.Actor()
	return actor.MayEver(pingyi.Rate) || actor.Member.Role == pingyi.Owner
}

// Title implements [page.Page].
func (m Model) Title() string {
	return fmt.Sprintf(m.env.Session.Lang.Of("%s %s %d 年度", "%s %s %d"), m.key.Department, m.plan.Department.Name, m.key.Year)
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.exporting || m.list.Typing() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	back := status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("取消", "cancel")}
	switch {
	case m.list.Typing():
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")}, back}
	case m.exporting:
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("导出", "export")}, back}
	}
	var hints []status.Hint
	add := func(a keymaps.Action, zh, en string) {
		hints = append(hints, status.Hint{Place: keymaps.List, Action: a, Label: l.Of(zh, en)})
	}
	edit := m.mayEdit()
	if edit {
		add(keymaps.OpenEdit, "修改", "edit")
		add(keymaps.New, "新建", "new")
		add(keymaps.OpenGrid, "表格", "grid")
	}
	add(keymaps.NextFinding, "下一问题", "next finding")
	if m.mayRate() {
		add(keymaps.OpenRate, "评分", "rate")
	}
	add(keymaps.Filter, "筛选", "filter")
	add(keymaps.Sort, "排序", "sort")
	if edit {
		add(keymaps.Delete, "删除", "delete")
	}
	add(keymaps.Export, "导出", "export")
	add(keymaps.OpenResults, "结果", "results")
	if edit {
		add(keymaps.Import, "导入", "import")
		add(OpenPlanForm, "修改计划的目标与合计", "edit the plan's goals and total")
	}
	return append(hints, status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")})
}
