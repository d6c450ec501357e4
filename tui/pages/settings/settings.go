// Package settings is the screen of what is the member's own: how they read and
// type, and how they prove who they are. What is chosen is kept at once.
package settings

import (
	"context"
	"errors"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/prompt"
	"pingyi/tui/parts/status"
	"pingyi/tui/parts/table"
)

// Model is the page.
type Model struct {
	env        page.Env
	load       int // the last load asked for: an older one that comes in later is dropped
	loaded     bool
	err        error // why there is nothing to show
	settings   pingyi.Settings
	credential pingyi.Credential
	rows       []row
	table      table.Model

	key    pingyi.Key // that a question on the screen is about
	line   prompt.Model
	typing typing // what the line is for
	first  string // the password as typed the first time
}

// typing is what is being typed.
type typing int

const (
	newKey typing = iota
	newPassword
	repeatPassword
)

// New returns the page.
func New(env page.Env) Model {
	m := Model{env: env, load: 1, line: prompt.New(env.Session)}
	m.table = table.New(env.Session, nil)
	m.resize()
	return m
}

type (
	loaded struct {
		load       int
		settings   pingyi.Settings
		credential pingyi.Credential
		err        error
	}
	// saved are the settings as they were saved, with the one that changed.
	saved struct {
		what     what
		settings pingyi.Settings
		err      error
	}
	// changed is what was done to the ways in, in either language.
	changed struct {
		zh, en string
		err    error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	desk, load := m.env.Desk, m.load
	return func() tea.Msg {
		ctx := context.Background()
		if err := desk.Actor().May(pingyi.OwnAccess, nil, nil); err != nil {
			return loaded{load: load, err: err}
		}
		s, err := desk.Settings(ctx)
		c, cErr := desk.Credential(ctx, desk.Actor().Member.ID)
		return loaded{load, s, c, errors.Join(err, cErr)}
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
		if msg.load < m.load {
			break
		}
		if m.err = msg.err; m.err == nil {
			m.loaded, m.settings, m.credential = true, msg.settings, msg.credential
			m.resize()
		}
	case saved:
		cmd = m.takeSaved(msg)
	case changed:
		cmd = m.takeChanged(msg)
	case page.Reload:
		cmd = m.reload()
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.table.SetSession(msg.Session)
		m.line.SetSession(msg.Session)
		m.resize()
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
			cmd = page.Failure(m.line.Update(msg))
		}
	case tea.PasteMsg:
		cmd = page.Failure(m.line.Update(msg))
	}
	return m, cmd
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	if m.line.Open() {
		return m.actLine(a)
	}
	if m.table.Move(a) {
		return nil
	}
	r, some := m.selected()
	switch a {
	case keymaps.Back:
		return page.Send(page.Close{})
	case keymaps.New:
		if m.loaded && m.env.ParseKey != nil {
			m.askKey()
		}
	case keymaps.Delete:
		if some && r.what == aKey {
			return m.askRemove(r.key)
		}
	case keymaps.Open, keymaps.OpenEdit:
		if some {
			return m.open(r)
		}
	}
	return nil
}

// open does what a row is for.
func (m *Model) open(r row) tea.Cmd {
	switch r.what {
	case aKey:
		return m.askRemove(r.key)
	case anotherKey:
		m.askKey()
		return nil
	case password:
		m.askPassword()
		return nil
	}
	return m.askValue(r.what)
}

func (m Model) selected() (row, bool) {
	i := m.table.Selected()
	if i < 0 || i >= len(m.rows) {
		return row{}, false
	}
	return m.rows[i], true
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

// Title implements [page.Page].
func (m Model) Title() string { return m.lang().Of("我的设置", "My settings") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.line.Open() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Unsaved implements [page.Page]. A half-typed password is not for keeping.
func (m Model) Unsaved() bool { return false }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.lang()
	if m.line.Open() {
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("确定", "enter")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("取消", "cancel")}}
	}
	var hints []status.Hint
	add := func(a keymaps.Action, zh, en string) {
		hints = append(hints, status.Hint{Place: keymaps.List, Action: a, Label: l.Of(zh, en)})
	}
	switch r, some := m.selected(); {
	case !some:
	case r.what == aKey:
		add(keymaps.Delete, "移除这把公钥", "remove this key")
	default:
		add(keymaps.Open, "修改", "change")
	}
	if m.env.ParseKey != nil {
		add(keymaps.New, "添加公钥", "add a key")
	}
	return hints
}
