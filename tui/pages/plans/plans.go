// Package plans is the first screen: the plans by department and year, or, on an
// empty record, where to begin.
package plans

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/status"
)

// Model is the page.
type Model struct {
	env   page.Env
	asked int // the last load asked for: an older one that comes in later is dropped

	loaded bool
	plans  []store.PlanSummary
	use    uses
	index  *match.Index
	orders [sorts][]int
	sort   order
	list   listing.Model

	left      pingyi.PlanKey // that the person comes back from, until the list is here
	deleting  pingyi.PlanKey
	verifying pingyi.PlanKey // whose second keying a list or a question is about
	choice    int            // on an empty record
	filling   bool           // the sample is being loaded
}

// New returns the page.
func New(env page.Env) Model {
	m := Model{env: env, list: listing.New(env.Session), asked: 1}
	m.resize()
	return m
}

// loaded is what the page shows.
type loaded struct {
	asked  int
	plans  []store.PlanSummary
	use    uses
	index  *match.Index
	orders [sorts][]int
	err    error
}

type (
	pinned struct {
		key pingyi.PlanKey
		on  bool
		err error
	}
	deleted struct {
		key pingyi.PlanKey
		err error
	}
	filled struct{ err error }
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return m.load() }

func (m Model) load() tea.Cmd {
	desk, asked := m.env.Desk, m.asked
	return func() tea.Msg {
		plans, err := desk.Plans(context.Background())
		if err != nil {
			return loaded{asked: asked, err: err}
		}
		marked, err := desk.Bookmarks(context.Background())
		if err != nil {
			return loaded{asked: asked, err: err}
		}
		use, items := usesOf(marked), make([]match.Item, len(plans))
		for i, p := range plans {
			items[i] = match.Item{Words: words(p, use[p.Key]), Text: fmt.Sprintf("%s\n%s\n%d", p.Department.Name, p.Department.Code, p.Key.Year)}
			if !p.Sealed {
				items[i].Text += fmt.Sprintf("\n%s\n%s", p.Budget, p.Budget.Grouped())
			}
		}
		return loaded{asked: asked, plans: plans, use: use, index: match.NewItems(items), orders: ordersOf(plans, use)}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if msg.asked < m.asked {
			return m, nil
		}
		if msg.err != nil {
			return m, page.Send(page.Fail{Err: msg.err})
		}
		before, _ := m.selected()
		if m.left != (pingyi.PlanKey{}) {
			before.Key, m.left = m.left, pingyi.PlanKey{}
		}
		m.loaded, m.plans, m.use, m.index, m.orders = true, msg.plans, msg.use, msg.index, msg.orders
		m.list.SetItems(m.index, m.orders[m.sort], slices.IndexFunc(m.plans, func(p store.PlanSummary) bool { return p.Key == before.Key }))
		m.resize()
	case pinned:
		if msg.err != nil {
			return m, page.Send(page.Fail{Err: msg.err})
		}
		m.asked++
		text := m.env.Session.Lang.Of("已取消置顶", "no longer pinned")
		if msg.on {
			text = m.env.Session.Lang.Of("已置顶", "pinned to the top")
		}
		return m, tea.Batch(m.load(), page.Send(page.Good{Text: text}))
	case deleted:
		if msg.err != nil {
			return m, page.Send(page.Fail{Err: msg.err})
		}
		m.asked++
		return m, tea.Batch(m.load(), page.Send(page.Good{Text: m.env.Session.Lang.Of(
			fmt.Sprintf("已删除 %s 部门 %d 年度的绩效计划", msg.key.Department, msg.key.Year),
			fmt.Sprintf("deleted the plan of department %s for %d", msg.key.Department, msg.key.Year))}))
	case filled:
		m.filling = false
		if msg.err != nil {
			return m, page.Send(page.Fail{Err: msg.err})
		}
		m.asked++
		return m, tea.Batch(m.load(), page.Send(page.Good{Text: m.env.Session.Lang.Of(
			"示例已载入，请随便看、随便改", "the sample is loaded: look around and change what you like")}))
	case dialog.Answered:
		if msg.Question == questionDelete && msg.Choice == yes {
			desk, key := m.env.Desk, m.deleting
			return m, func() tea.Msg { return deleted{key, desk.DeletePlan(context.Background(), key)} }
		}
		if msg.Choice == yes {
			return m, m.answerVerify(msg.Question)
		}
	case chooser.Chosen:
		if msg.Chooser == verifyList {
			return m, m.chosenVerify(msg.Item)
		}
	case verified:
		cmd := m.takeVerified(msg)
		return m, cmd
	case page.Left:
		m.left = msg.Plan
	case page.Reload:
		m.asked++
		return m, m.load()
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.list.SetSession(msg.Session)
		m.resize()
	case page.Do:
		return m.act(msg.Action)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		m.list.Type(msg)
	}
	return m, nil
}

func (m Model) press(k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	if m.empty() {
		if i, ok := m.choiceOf(k); ok {
			m.choice = i
			return m.choose()
		}
	}
	a, ok := m.env.Session.Action(m.Place(), k)
	if !ok {
		m.list.Type(k)
		m.resize()
		return m, nil
	}
	return m.act(a)
}

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	if m.empty() {
		switch a {
		case keymaps.Up:
			m.choice = max(0, m.choice-1)
			return m, nil
		case keymaps.Down:
			m.choice = max(0, min(len(m.choices())-1, m.choice+1))
			return m, nil
		case keymaps.Open:
			return m.choose()
		}
	}
	if m.list.Act(a) {
		m.resize()
		return m, nil
	}
	p, some := m.selected()
	switch a {
	case keymaps.New, keymaps.Import, keymaps.OpenEdit, keymaps.Delete: // before anybody types what would be refused
		if err := m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil); err != nil {
			return m, page.Send(page.Fail{Err: err})
		}
	}
	switch a {
	case keymaps.Back:
		return m, page.Send(page.Close{})
	case keymaps.Sort:
		m.sort = (m.sort + 1) % sorts
		if m.loaded {
			m.list.SetItems(m.index, m.orders[m.sort], m.list.Selected())
		}
	case keymaps.New:
		return m, open(page.PlanForm{})
	case keymaps.Import:
		return m, open(page.Import{})
	case keymaps.OpenRate, keymaps.OpenResults:
		return m, open(page.Panels{})
	case keymaps.Open:
		if some && p.Sealed { // what they are there for
			return m, open(page.Grid{Key: p.Key, Second: true})
		}
		if some {
			return m, open(page.Activities{Key: p.Key})
		}
	case keymaps.OpenGrid:
		if some && p.Stage == pingyi.VerificationMarked && !p.Keyed && m.mayEdit() {
			l, key := m.env.Session.Lang, m.env.Session.Keys.Hint(keymaps.List, keymaps.Adjudicate, m.env.Session.Lang)
			return m, tea.Sequence(open(page.Grid{Key: p.Key}), page.Send(page.Info{Text: l.Of("这是第一次录入的表格；要二次录入，在计划列表按 "+key, "this is the first entry; to key it again press "+key+" in the list of plans")}))
		}
		if some {
			return m, open(page.Grid{Key: p.Key})
		}
	case keymaps.Adjudicate:
		if some {
			cmd := m.offerVerify(p)
			return m, cmd
		}
	case keymaps.OpenEdit:
		if some {
			key := p.Key
			return m, open(page.PlanForm{Key: &key})
		}
	case keymaps.OpenHistory:
		if some {
			return m, open(page.History{Filter: store.HistoryFilter{Year: p.Key.Year, Department: p.Key.Department}})
		}
		return m, open(page.History{})
	case keymaps.Pin:
		if some {
			desk, key, on := m.env.Desk, p.Key, !m.use[p.Key].pinned
			return m, func() tea.Msg { return pinned{key, on, desk.PinPlan(context.Background(), key, on)} }
		}
	case keymaps.Delete:
		if some {
			m.deleting = p.Key
			return m, page.Send(page.Ask{Question: m.askDelete(p)})
		}
	}
	return m, nil
}

func open(r page.Route) tea.Cmd { return page.Send(page.Open{Route: r}) }

const (
	questionDelete = "delete-plan"
	yes            = "yes"
)

func (m Model) askDelete(p store.PlanSummary) dialog.Question {
	l := m.env.Session.Lang
	return dialog.Question{
		ID:    questionDelete,
		Title: l.Of("删除绩效计划", "Delete the plan"),
		Text: l.Of(fmt.Sprintf("要删除 %s %s %d 年度的绩效计划吗？其中的 %d 项职责活动会一起删除。\n\n删除的内容在留痕里还查得到。", p.Department.Code, p.Department.Name, p.Key.Year, p.Activities),
			fmt.Sprintf("Delete the plan of %s %s for %d? Its %d activities go with it.\n\nWhat is deleted can still be read in the history.", p.Department.Code, p.Department.Name, p.Key.Year, p.Activities)),
		Choices:  []dialog.Choice{{ID: yes, Label: l.Of("删除", "Delete")}, {ID: "no", Label: l.Of("不删除", "Keep it")}},
		Selected: 1,
	}
}

// selected returns the plan that keys act on.
func (m Model) selected() (store.PlanSummary, bool) {
	if i := m.list.Selected(); i >= 0 {
		return m.plans[i], true
	}
	return store.PlanSummary{}, false
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
func (m Model) Title() string { return m.env.Session.Lang.Of("绩效计划", "Plans") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.list.Typing() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	if m.list.Typing() {
		return []status.Hint{
			{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("取消筛选", "no filter")},
		}
	}
	var hints []status.Hint
	add := func(a keymaps.Action, zh, en string) {
		hints = append(hints, status.Hint{Place: keymaps.List, Action: a, Label: l.Of(zh, en)})
	}
	if !m.empty() {
		add(keymaps.Open, "打开", "open")
	}
	if m.mayEdit() {
		if !m.empty() {
			add(keymaps.OpenGrid, "表格", "grid")
		}
		add(keymaps.New, "新建", "new")
		add(keymaps.Import, "导入", "import")
	}
	if !m.empty() {
		if m.mayRate() {
			add(keymaps.OpenRate, "评分", "rate")
		}
		add(keymaps.OpenResults, "结果", "results")
		add(keymaps.Filter, "筛选", "filter")
		add(keymaps.Sort, "排序", "sort")
		add(keymaps.Pin, "置顶", "pin")
		if p, some := m.selected(); some && (m.mayEdit() || compared(p.Stage)) {
			add(keymaps.Adjudicate, "复核", "verify")
		}
		if m.mayEdit() {
			add(keymaps.OpenEdit, "改目标", "edit goals")
			add(keymaps.Delete, "删除", "delete")
		}
	}
	return append(hints, status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")})
}
