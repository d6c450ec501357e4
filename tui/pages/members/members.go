// Package members is the screen that lists who has rights in the record, how they
// get in, and from which members are added, invited and disabled.
package members

import (
	"context"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/prompt"
	"pingyi/tui/parts/status"
)

// Model is the page.
type Model struct {
	env     page.Env
	load    int // the last load asked for: an older one that comes in later is dropped
	loaded  bool
	members []pingyi.Member
	ways    map[string]pingyi.Credential // absent where the person may not see them
	index   *match.Index
	list    listing.Model
	adding  bool // the form for a new member lies above

	asked pingyi.Member // whom a question on the screen is about
	key   pingyi.Key    // of theirs, as far as it is about one
	line  prompt.Model  // for a key to be pasted
}

// New returns the page.
func New(env page.Env) Model {
	m := Model{env: env, load: 1, list: listing.New(env.Session), line: prompt.New(env.Session)}
	m.resize()
	return m
}

type loaded struct {
	load    int
	members []pingyi.Member
	ways    map[string]pingyi.Credential
	index   *match.Index
	err     error
}

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	desk, load := m.env.Desk, m.load
	return func() tea.Msg {
		ctx := context.Background()
		l := loaded{load: load, ways: map[string]pingyi.Credential{}}
		if l.members, l.err = desk.Members(ctx); l.err != nil {
			return l
		}
		names := make([]string, len(l.members))
		for i, member := range l.members {
			names[i] = member.ID + "\n" + member.Name + "\n" + member.Role.In(pingyi.Zh) + "\n" + member.Role.In(pingyi.En)
			if !desk.Actor().SeesCredential(member.ID) {
				continue
			}
			c, err := desk.Credential(ctx, member.ID)
			if err != nil {
				return loaded{load: load, err: err}
			}
			l.ways[member.ID] = c
		}
		l.index = match.New(names)
		return l
	}
}

// reload loads anew; of several loads only the last counts.
func (m *Model) reload() tea.Cmd {
	m.load++
	return m.Init()
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case loaded:
		cmd = m.lay(msg)
	case page.Reload:
		cmd = m.reload()
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.list.SetSession(msg.Session)
		m.line.SetSession(msg.Session)
		m.resize()
	case invited:
		cmd = m.show(msg)
	case changed:
		cmd = m.takeChanged(msg)
	case dialog.Answered:
		cmd = m.answer(msg)
	case chooser.Chosen:
		cmd = m.chosen(msg)
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		if a, ok := m.env.Session.Action(m.Place(), msg); ok {
			cmd = m.act(a)
		} else {
			cmd = m.typed(msg)
		}
	case tea.PasteMsg:
		cmd = m.typed(msg)
	}
	return m, cmd
}

func (m *Model) typed(msg tea.Msg) tea.Cmd {
	if m.line.Open() {
		return page.Failure(m.line.Update(msg))
	}
	m.list.Type(msg)
	m.resize()
	return nil
}

// lay shows the members, with the same one selected as before, or the one that was
// just added.
func (m *Model) lay(l loaded) tea.Cmd {
	if l.load < m.load {
		return nil
	}
	if l.err != nil {
		return page.Failure(l.err)
	}
	before, _ := m.selected()
	old := m.members
	m.loaded, m.members, m.ways, m.index = true, l.members, l.ways, l.index
	order := make([]int, len(m.members))
	at := -1
	for i, member := range m.members {
		order[i] = i
		isNew := m.adding && !slices.ContainsFunc(old, func(o pingyi.Member) bool { return o.ID == member.ID })
		if isNew || at < 0 && member.ID == before.ID {
			at = i
		}
	}
	m.adding = false
	m.list.SetItems(m.index, order, at)
	m.resize()
	return nil
}

func (m Model) selected() (pingyi.Member, bool) {
	if i := m.list.Selected(); i >= 0 {
		return m.members[i], true
	}
	return pingyi.Member{}, false
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if m.line.Open() {
		return m.actLine(a)
	}
	if m.list.Act(a) {
		m.resize()
		return nil
	}
	member, some := m.selected()
	switch {
	case a == keymaps.Back:
		return page.Send(page.Close{})
	case a != keymaps.New && a != keymaps.Open && a != keymaps.OpenEdit && a != keymaps.Delete:
		return nil
	}
	if err := m.mayManage(); err != nil {
		return page.Failure(err)
	}
	switch {
	case a == keymaps.New:
		m.adding = true
		return page.Send(page.Open{Route: page.MemberForm{}})
	case !some:
		return nil
	case member.Disabled:
		return page.Failure(pingyi.Errorf(pingyi.State, "%s 已停用；评分和留痕都还在。要让同一个人再进来，请按 %s 用新的代号添加",
			"%s is disabled; their ratings and history stay. To let the same person in again add them under a new ID (%s)", member.ID, m.hint(keymaps.New)))
	case a == keymaps.Delete:
		return m.askDisable(member)
	}
	return m.askWhat(member)
}

func (m Model) mayManage() error {
	return m.env.Desk.Actor().May(pingyi.ManageMembers, nil, nil)
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

func (m Model) hint(a keymaps.Action) string {
	return m.env.Session.Keys.Hint(keymaps.List, a, m.lang())
}

func (m Model) now() time.Time {
	if m.env.Now != nil {
		return m.env.Now()
	}
	return time.Now()
}

// Title implements [page.Page].
func (m Model) Title() string { return m.lang().Of("成员", "Members") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.line.Open() || m.list.Typing() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Unsaved implements [page.Page]. A pasted key is in the paste buffer still.
func (m Model) Unsaved() bool { return false }

// Actions implements [page.Page]: those that the person has the right to.
func (m Model) Actions() []status.Hint {
	l := m.lang()
	switch {
	case m.line.Open():
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("添加", "add")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不添加", "do not add")}}
	case m.list.Typing():
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("取消筛选", "no filter")}}
	}
	hint := func(a keymaps.Action, zh, en string) status.Hint {
		return status.Hint{Place: keymaps.List, Action: a, Label: l.Of(zh, en)}
	}
	filter := hint(keymaps.Filter, "筛选", "filter")
	if m.mayManage() != nil {
		return []status.Hint{filter}
	}
	hints := []status.Hint{hint(keymaps.New, "添加成员", "add a member")}
	if member, some := m.selected(); some && !member.Disabled {
		hints = append(hints, hint(keymaps.Open, "邀请、公钥……", "invite, keys…"), hint(keymaps.Delete, "停用", "disable"))
	}
	return append(hints, filter)
}
