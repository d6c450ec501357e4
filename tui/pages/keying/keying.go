// Package keying is the screen of who has keyed how much, how fast and with how many
// errors: a line for each member and entry of a plan, and below it the sessions that
// it is the sum of. Clerks see their own.
package keying

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/status"
	"pingyi/tui/parts/table"
)

// Model is the page.
type Model struct {
	env    page.Env
	asked  int // the last load asked for: an older one that comes in later is dropped
	loaded bool
	err    error
	stats  store.KeyingStatistics
	list   listing.Model
}

// New returns the page.
func New(env page.Env) Model {
	m := Model{env: env, asked: 1, list: listing.New(env.Session)}
	m.size()
	return m
}

type loaded struct {
	asked int
	stats store.KeyingStatistics
	err   error
}

// Init implements [page.Page].
func (m Model) Init() tea.Cmd {
	desk, asked := m.env.Desk, m.asked
	return func() tea.Msg {
		stats, err := desk.KeyingStatistics(context.Background())
		return loaded{asked, stats, err}
	}
}

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case loaded:
		if msg.asked == m.asked {
			m.lay(msg)
		}
	case page.Reload:
		m.asked++
		return m, m.Init()
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.size()
	case page.Session:
		m.env.Session = msg.Session
		m.list.SetSession(msg.Session)
		m.size()
	case page.Do:
		return m.act(msg.Action)
	case tea.KeyPressMsg:
		if a, ok := m.env.Session.Action(m.Place(), msg); ok {
			return m.act(a)
		}
		m.list.Type(msg)
		m.size()
	case tea.PasteMsg:
		m.list.Type(msg)
		m.size()
	}
	return m, nil
}

// lay shows the statistics, with the same line selected as before.
func (m *Model) lay(l loaded) {
	before, _ := m.selected()
	m.loaded, m.err, m.stats = true, l.err, l.stats
	texts, order := make([]string, len(m.stats.Totals)), make([]int, len(m.stats.Totals))
	for i := range m.stats.Totals {
		texts[i], order[i] = strings.Join(m.cells(i), "\n"), i
	}
	m.list.SetItems(match.New(texts), order, slices.IndexFunc(m.stats.Totals, func(t pingyi.KeyingTotal) bool { return same(t.KeyingSession, before.KeyingSession) }))
	m.size()
}

// same reports whether both are of one member and one entry.
func same(a, b pingyi.KeyingSession) bool {
	return a.Member == b.Member && a.Plan == b.Plan && a.Second == b.Second
}

func (m Model) selected() (pingyi.KeyingTotal, bool) {
	if i := m.list.Selected(); i >= 0 {
		return m.stats.Totals[i], true
	}
	return pingyi.KeyingTotal{}, false
}

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	switch {
	case m.list.Act(a):
		m.size()
	case a == keymaps.Back:
		return m, page.Send(page.Close{})
	}
	return m, nil
}

func (m Model) columns() []table.Column {
	l := m.env.Session.Lang
	number := func(zh, en string, w int) table.Column {
		title := l.Of(zh, en)
		return table.Column{Title: title, Width: max(w, m.env.Session.Measure.Width(title)), Right: true}
	}
	entry := max(m.env.Session.Measure.Width(m.entry(false)), m.env.Session.Measure.Width(m.entry(true)))
	return []table.Column{
		{Title: l.Of("成员", "Member"), Width: 6, Flex: 1},
		{Title: l.Of("计划", "Plan"), Width: 8, Flex: 1},
		{Title: l.Of("录入", "Entry"), Width: entry},
		number("次数", "Times", 4), number("行", "Rows", 4), number("格", "Cells", 5), number("击键", "Keys", 6), number("更正", "Corr.", 4),
		number("错误", "Errors", 4), number("每千键错", "per 1000", 5), number("每时击键", "Keys/h", 5),
	}
}

// cells are those of total i.
func (m Model) cells(i int) []string {
	t := m.stats.Totals[i]
	count := func(n int) string {
		if t.Sessions == 0 {
			return "-"
		}
		return fmt.Sprint(n)
	}
	rate, hourly := "-", "-"
	if n, ok := t.PerThousand(); ok {
		rate = fmt.Sprintf("%.1f", n)
	}
	if n, ok := t.PerHour(); ok {
		hourly = fmt.Sprint(n)
	}
	return []string{m.member(t.Member), fmt.Sprintf("%d %s", t.Plan.Year, t.Plan.Department), m.entry(t.Second), fmt.Sprint(t.Sessions), count(t.Records), count(t.Cells),
		count(t.Keystrokes), count(t.Corrections), fmt.Sprint(t.Errors), rate, hourly}
}

func (m Model) member(id string) string {
	if id == string(pingyi.Owner) {
		return pingyi.Owner.In(m.env.Session.Lang)
	}
	return id
}

func (m Model) entry(second bool) string {
	l := m.env.Session.Lang
	if second {
		return l.Of("二次录入", "second")
	}
	return l.Of("第一次录入", "first")
}

// size gives the list half of the page.
func (m *Model) size() {
	now := *m
	now.list = listing.Model{} // it would hold on to the cells before, and they to theirs
	m.list.SetColumns(m.columns(), now.cells)
	m.list.SetSize(m.env.W, m.env.W, max(3, min(len(m.stats.Totals)+1, (m.env.H-len(m.list.Head()))/2)))
}

// View implements [page.Page].
func (m Model) View() string {
	l, s := m.env.Session.Lang, m.env.Session
	switch {
	case m.err != nil:
		return m.env.Fit(append([]string{""}, s.Measure.Wrap(pingyi.Explain(m.err, l), m.env.W)...))
	case !m.loaded:
		return m.env.Fit([]string{"", "  " + l.Of("正在读取……", "Reading…")})
	case len(m.stats.Totals) == 0:
		return m.env.Fit(append([]string{""}, s.Measure.Wrap(l.Of("还没有录入统计：在表格里填报，离开时记下。", "Nothing has been counted yet: what is keyed in a grid is, when that is left."), m.env.W)...))
	}
	lines := append(m.list.Head(), strings.Split(m.list.View(), "\n")...)
	t, some := m.selected()
	if !some {
		return m.env.Fit(append(lines, "", l.Of("没有符合的；删去几个字再试", "nothing matches: delete a few characters")))
	}
	lines = append(lines, "", s.Look.Title().Render(fmt.Sprintf("%s  %d %s  %s", m.member(t.Member), t.Plan.Year, t.Plan.Department, m.entry(t.Second))))
	for _, one := range m.stats.Sessions {
		if same(one, t.KeyingSession) {
			lines = append(lines, m.session(one))
		}
	}
	note := s.Measure.Wrap(fmt.Sprintf(l.Of("用时和每小时击键数里，超过 %d 分钟不按键的时间不算。错误是核对两次录入时定下的。",
		"Pauses over %d minutes count neither as time nor towards keystrokes an hour. Errors are those that the comparison of two entries has found."), int(pingyi.KeyingPause.Minutes())), m.env.W)
	if room := m.env.H - len(note); len(lines) > room {
		lines = append(lines[:room-1], s.Look.Below())
	}
	for len(lines) < m.env.H-len(note) {
		lines = append(lines, "")
	}
	for _, line := range note {
		lines = append(lines, s.Look.Muted().Render(line))
	}
	return m.env.Fit(lines)
}

// session is one session in a line.
func (m Model) session(s pingyi.KeyingSession) string {
	l := m.env.Session.Lang
	text := fmt.Sprintf(l.Of("%s  用时 %d 分钟  %d 行 %d 格  击键 %d  更正 %d", "%s  %d min  %d rows %d cells  %d keys, %d corrected"),
		m.env.When(s.Began), int(s.Active.Round(time.Minute).Minutes()), s.Records, s.Cells, s.Keystrokes, s.Corrections)
	if n, ok := s.PerHour(); ok {
		text += fmt.Sprintf(l.Of("  每时击键 %d", "  %d keys/h"), n)
	}
	return text
}

// Title implements [page.Page].
func (m Model) Title() string {
	return m.env.Session.Lang.Of("录入统计", "Statistics of keying")
}

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.list.Typing() {
		return keymaps.Palette
	}
	return keymaps.List
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	x, shown = m.list.Cursor()
	return x, 0, shown
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	none := status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不筛选", "no filter")}
	switch {
	case m.list.Typing():
		return []status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("选定", "done")}, none}
	case len(m.stats.Totals) == 0:
		return nil
	}
	hints := []status.Hint{{Place: keymaps.List, Action: keymaps.Filter, Label: l.Of("筛选", "filter")}}
	if m.list.Filtered() {
		hints = append(hints, none)
	}
	return hints
}
