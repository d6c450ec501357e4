// Package help is the screen of the keys: those of the place where it was asked
// for first. It is drawn from the session's keymap, whatever that says.
package help

import (
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/status"
)

// Model is the screen.
type Model struct {
	env    page.Env
	about  keymaps.Place
	scroll int
}

// New returns the screen for the keys of about.
func New(env page.Env, about keymaps.Place) Model { return Model{env: env, about: about} }

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return nil }

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	var cmd tea.Cmd
	switch msg := msg.(type) {
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.scrollTo(m.scroll)
	case page.Session:
		m.env.Session = msg.Session
		m.scrollTo(m.scroll)
	case page.Do:
		cmd = m.act(msg.Action)
	case tea.KeyPressMsg:
		if a, ok := m.env.Session.Action(keymaps.List, msg); ok {
			cmd = m.act(a)
		}
	}
	return m, cmd
}

// act does what a key or the palette asks for.
func (m *Model) act(a keymaps.Action) tea.Cmd {
	screen := max(1, m.env.H-1) // one line stays in sight
	switch a {
	case keymaps.Back:
		return page.Send(page.Close{})
	case keymaps.Up:
		m.scrollTo(m.scroll - 1)
	case keymaps.Down:
		m.scrollTo(m.scroll + 1)
	case keymaps.PageUp:
		m.scrollTo(m.scroll - screen)
	case keymaps.PageDown:
		m.scrollTo(m.scroll + screen)
	case keymaps.First:
		m.scrollTo(0)
	case keymaps.Last:
		m.scrollTo(len(m.lines()))
	}
	return nil
}

func (m *Model) scrollTo(at int) { m.scroll = max(0, min(at, len(m.lines())-m.env.H)) }

// places returns every place: first those that keys pressed at about are looked
// up in, in that order.
func (m Model) places() []keymaps.Place {
	order := []keymaps.Place{m.about}
	if m.about.Typing() {
		order = append(order, keymaps.Edit)
	}
	order = append(order, keymaps.Global)
	var places []keymaps.Place
	for _, p := range append(order, keymaps.Places()...) {
		if p != "" && !slices.Contains(places, p) {
			places = append(places, p)
		}
	}
	return places
}

// section returns the lines of one place in at most w columns, with a blank one
// below.
func (m Model) section(p keymaps.Place, w int) []string {
	measure, looks, l := m.env.Session.Measure, m.env.Session.Look, m.env.Session.Lang
	title := p.Title(l)
	if p == m.about {
		title += l.Of("（刚才所在）", " (where you were)")
	}
	lines := []string{looks.Title().Render(title)}
	type entry struct {
		keys  []string
		title string
	}
	var entries []entry
	widest := 0
	for _, i := range keymaps.Actions() {
		if i.Place != p {
			continue
		}
		e := entry{title: i.Title(l)}
		for _, k := range m.env.Session.Keys.Keys(p, i.Action) {
			e.keys = append(e.keys, keymaps.Label(k, l))
		}
		widest = max(widest, measure.Width(strings.Join(e.keys, " ")))
		entries = append(entries, e)
	}
	const edge, gap, mostKeys = 2, 2, 22
	widest = min(widest, mostKeys)
	for _, e := range entries {
		keys := m.flow(e.keys, widest)
		text := measure.Wrap(e.title, max(2, w-edge-widest-gap))
		for i := range max(len(keys), len(text)) {
			line := strings.Repeat(" ", edge)
			key := ""
			if i < len(keys) {
				key = keys[i]
			}
			line += looks.Key().Render(key) + strings.Repeat(" ", max(0, widest-measure.Width(key))+gap)
			if i < len(text) {
				line += text[i]
			}
			lines = append(lines, line)
		}
	}
	return append(lines, "")
}

// flow puts words side by side in lines of at most w columns, each word whole.
func (m Model) flow(words []string, w int) []string {
	var lines []string
	for _, word := range words {
		if n := len(lines) - 1; n >= 0 && m.env.Session.Measure.Width(lines[n]+" "+word) <= w {
			lines[n] += " " + word
		} else {
			lines = append(lines, word)
		}
	}
	return lines
}

const (
	twoColumns = 100 // columns of a page that has room for two
	edgeRight  = 2   // kept free for a sign
)

// lines returns the whole text. On a wide page the sections stand in two
// columns, in their order, parted where that makes the text shortest.
func (m Model) lines() []string {
	w := m.env.W - edgeRight
	if m.env.W < twoColumns {
		var lines []string
		for _, p := range m.places() {
			lines = append(lines, m.section(p, w)...)
		}
		return lines[:len(lines)-1]
	}
	const gap = 3
	left := (w - gap) / 2
	var sections [][]string
	for _, p := range m.places() {
		sections = append(sections, m.section(p, left))
	}
	var best [2][]string
	for at := 1; at < len(sections); at++ {
		a, b := slices.Concat(sections[:at]...), slices.Concat(sections[at:]...)
		if best[0] == nil || max(len(a), len(b)) < max(len(best[0]), len(best[1])) {
			best = [2][]string{a, b}
		}
	}
	lines := make([]string, max(len(best[0]), len(best[1]))-1)
	for i := range lines {
		a, b := "", ""
		if i < len(best[0]) {
			a = best[0][i]
		}
		if i < len(best[1]) {
			b = best[1][i]
		}
		lines[i] = m.env.Session.Measure.Pad(a, left+gap) + b
	}
	return lines
}

// View implements [page.Page].
func (m Model) View() string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	lines := m.lines()
	above, below := m.scroll > 0, m.scroll+m.env.H < len(lines)
	lines = slices.Clone(lines[min(m.scroll, len(lines)):min(m.scroll+m.env.H, len(lines))])
	for len(lines) < m.env.H {
		lines = append(lines, "")
	}
	for i := range lines {
		lines[i] = measure.Truncate(lines[i], m.env.W)
	}
	if above {
		lines[0] = measure.Pad(lines[0], m.env.W-edgeRight) + " " + looks.Above()
	}
	if below {
		lines[m.env.H-1] = measure.Pad(lines[m.env.H-1], m.env.W-edgeRight) + " " + looks.Below()
	}
	return strings.Join(lines, "\n")
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) { return 0, 0, false }

// Title implements [page.Page].
func (m Model) Title() string { return m.env.Session.Lang.Of("帮助", "Help") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place { return keymaps.List }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	return []status.Hint{{Place: keymaps.List, Action: keymaps.PageDown, Label: l.Of("下一页", "next page")},
		{Place: keymaps.List, Action: keymaps.PageUp, Label: l.Of("上一页", "previous page")}}
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }
