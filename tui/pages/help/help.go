// Package help is the screen of the keys that work where it was asked for: what
// the page there does, in its own words, and how one moves and types there. It is
// drawn from the session's keymap, whatever that says.
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
	about  page.Help
	scroll int
}

// New returns the screen for the keys of about.
func New(env page.Env, about page.Help) Model { return Model{env: env, about: about} }

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

// entry is what some keys do.
type entry struct {
	keys  []string
	title string
}

// sections returns what works at the place, in the order in which it is looked
// up. What the page has a word for of its own is not said twice.
func (m Model) sections() (titles []string, entries [][]entry) {
	l := m.env.Session.Lang
	said := map[keymaps.Action]bool{}
	var own []entry
	for _, h := range m.about.Actions {
		said[h.Action] = true
		own = append(own, m.entry(h.Place, h.Action, h.Label))
	}
	if len(own) > 0 {
		titles, entries = append(titles, m.about.Title), append(entries, own)
	}
	if len(m.about.Signs) > 0 {
		var signs []entry
		for _, s := range m.about.Signs {
			signs = append(signs, entry{[]string{s.Mark}, s.Means})
		}
		titles, entries = append(titles, l.Of("记号", "Signs")), append(entries, signs)
	}
	places := []keymaps.Place{m.about.Place}
	if m.about.Place.Typing() {
		places = append(places, keymaps.Edit)
	}
	for _, p := range append(places, keymaps.Global) {
		var es []entry
		for _, i := range keymaps.Actions() {
			if i.Place == p && !said[i.Action] && (p != keymaps.List || moves(i.Action)) && !(len(own) > 0 && given(i.Action)) {
				es = append(es, m.entry(p, i.Action, i.Title(l)))
			}
		}
		if len(es) > 0 {
			titles, entries = append(titles, p.Title(l)), append(entries, es)
		}
	}
	return titles, entries
}

// moves reports whether the action only moves through rows: what else a list can
// do, its page says.
func moves(a keymaps.Action) bool {
	switch a {
	case keymaps.Up, keymaps.Down, keymaps.PageUp, keymaps.PageDown, keymaps.First, keymaps.Last:
		return true
	}
	return false
}

// given reports whether the action gives a rating: a rating page names those that
// its panel takes, and leaves out the others.
func given(a keymaps.Action) bool {
	_, tier := a.Tier()
	return tier || a == keymaps.Score
}

func (m Model) entry(p keymaps.Place, a keymaps.Action, title string) entry {
	e := entry{title: title}
	for _, k := range m.env.Session.Keys.Keys(p, a) {
		e.keys = append(e.keys, keymaps.Label(k, m.env.Session.Lang))
	}
	return e
}

// section returns the lines of one section in at most w columns, with a blank one
// below.
func (m Model) section(title string, entries []entry, w int) []string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	lines := []string{looks.Title().Render(title)}
	widest := 0
	for _, e := range entries {
		widest = max(widest, measure.Width(strings.Join(e.keys, " ")))
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
	const gap = 3
	left := w
	if m.env.W >= twoColumns {
		left = (w - gap) / 2
	}
	titles, entries := m.sections()
	sections := make([][]string, len(titles))
	for i := range titles {
		sections[i] = m.section(titles[i], entries[i], left)
	}
	if m.env.W < twoColumns {
		lines := slices.Concat(sections...)
		return lines[:len(lines)-1]
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
