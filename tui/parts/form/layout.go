package form

import (
	"strings"

	"pingyi"
	"pingyi/tui/parts/cells"
)

const (
	gutter  = 2 // the mark of the field in focus
	rail    = 1 // the last column: more above, more below
	least   = 2 // rows of a field of several lines, so that a second line moves nothing
	glimpse = 4 // rows of a field of several lines without focus
)

// bodyX returns the column at which texts begin.
func (m Model) bodyX() int {
	w := 0
	for _, f := range m.fields {
		for _, l := range f.label(m.session.Lang) {
			w = max(w, m.session.Measure.Width(l))
		}
	}
	return gutter + w + 1 + m.session.Measure.Width(m.bar()) + 1
}

// bar parts labels from texts.
func (m Model) bar() string { return m.session.Look.Border().Left }

func (m Model) bodyW() int { return max(8, m.w-m.bodyX()-rail) }

// layout gives every field its rows and scrolls to the one in focus. It is
// called by whatever changes the form, on fields that are its own.
func (m *Model) layout() {
	measure, w := m.session.Measure, m.bodyW()
	at := 0
	for i := range m.fields {
		f := &m.fields[i]
		f.notes = m.notesOf(i, w)
		f.start, f.rows = at, 1
		width := w
		if f.Width > 0 {
			width = min(w, f.Width)
		}
		if f.Lines {
			most := glimpse
			if i == m.focus {
				most = max(1, m.h-len(f.notes)-2)
			}
			rows := len(measure.Spans(f.edit.Value(), width-1))
			if i == m.focus && m.offer != "" {
				rows++
			}
			f.rows = min(most, max(least, rows))
		}
		texts := f.rows
		if m.offered(i) {
			texts--
		}
		f.edit.SetSize(width, texts)
		at += max(f.rows, len(f.label(m.session.Lang))) + len(f.notes)
	}
	m.total = at
	if len(m.fields) == 0 {
		return
	}
	f := m.fields[m.focus]
	end := f.start + max(f.rows, len(f.label(m.session.Lang))) + len(f.notes)
	m.top = max(m.top, end-m.h)
	m.top = max(0, min(m.top, f.start, m.total-m.h))
}

// offered reports whether the last row of field i is that of the offer.
func (m Model) offered(i int) bool {
	return i == m.focus && m.offer != "" && m.fields[i].rows > 1
}

// notesOf wraps what is to be said under field i: why its last key was refused,
// then its marks. So much that the field would not fit beside it is cut off.
func (m *Model) notesOf(i, w int) []note {
	var notes []note
	add := func(text string, bad bool) {
		for i, l := range m.session.Measure.Wrap(cells.Visible(text), w-2) {
			notes = append(notes, note{l, bad, i == 0})
		}
	}
	f := m.fields[i]
	if err := f.edit.Problem(); err != nil {
		add(pingyi.Explain(err, m.session.Lang), true)
	}
	for _, mk := range f.marks {
		add(mk.Text, mk.Error)
	}
	if most := max(1, m.h/3); len(notes) > most {
		notes = notes[:most]
		notes[most-1].text = m.session.Measure.Truncate(notes[most-1].text+"……", w-2)
	}
	return notes
}

// Cursor returns where the caret stands, from the form's upper left corner.
func (m Model) Cursor() (x, y int, ok bool) {
	f := m.fields[m.focus]
	x, y, ok = f.edit.Cursor()
	if len(f.Choices) > 0 {
		_, x = f.choicesView(m.session, m.bodyW())
	}
	return min(m.bodyX()+x, m.w-1), f.start + y - m.top, ok
}

// View returns exactly the rows set, none wider than the columns set.
func (m Model) View() string {
	lines := make([]string, 0, m.total)
	for i := range m.fields {
		lines = append(lines, m.fieldLines(i)...)
	}
	for len(lines) < m.top+m.h {
		lines = append(lines, "")
	}
	lines = lines[m.top : m.top+m.h]
	measure, looks := m.session.Measure, m.session.Look
	edge := func(i int, sign string) {
		lines[i] = measure.Pad(lines[i], m.w-measure.Width(sign)) + looks.Muted().Render(sign)
	}
	if m.top > 0 {
		edge(0, looks.Above())
	}
	if m.top+m.h < m.total {
		edge(m.h-1, looks.Below())
	}
	for i, l := range lines {
		lines[i] = measure.Truncate(l, m.w)
	}
	return strings.Join(lines, "\n")
}

// fieldLines draws field i: the label to the left, a bar, the text, and what is
// wrong below.
func (m Model) fieldLines(i int) []string {
	f := m.fields[i]
	measure, looks := m.session.Measure, m.session.Look
	labels := f.label(m.session.Lang)
	texts := strings.Split(f.edit.View(), "\n")
	if len(f.Choices) > 0 {
		texts[0], _ = f.choicesView(m.session, m.bodyW())
	}
	before, after := f.edit.More()
	if m.offered(i) {
		texts = append(texts, looks.Muted().Render(measure.Truncate(cells.Visible(m.offer), m.bodyW())))
	}
	lines := make([]string, 0, f.rows+len(f.notes))
	labelW := m.bodyX() - gutter - 1 - measure.Width(m.bar()) - 1
	for r := range max(f.rows, len(labels)) {
		mark, label := "", ""
		if r < len(labels) {
			label = labels[r]
		}
		pad := strings.Repeat(" ", max(0, labelW-measure.Width(label)))
		switch {
		case label == "":
		case i == m.focus && r == 0:
			mark = looks.Marker()
			label = looks.Selected().Render(label)
		default:
			label = looks.Label().Render(label)
		}
		bar := m.bar()
		switch {
		case f.Fixed:
			bar = strings.Repeat(" ", measure.Width(bar))
		case f.Lines && before && r == 0:
			bar = looks.Above()
		case f.Lines && after && r == len(texts)-1:
			bar = looks.Below()
		}
		text := ""
		if r < len(texts) {
			text = texts[r]
		}
		if f.Unit != "" && r == 0 {
			text = measure.Pad(text, f.Width) + " " + looks.Muted().Render(f.Unit)
		}
		lines = append(lines, measure.Pad(mark, gutter)+label+pad+" "+measure.Pad(bar, measure.Width(m.bar()))+" "+text)
	}
	for _, n := range f.notes {
		sign, style := looks.Dissent(), looks.Warning()
		if n.error {
			sign, style = "!", looks.Error()
		}
		if !n.first {
			sign = ""
		}
		lines = append(lines, strings.Repeat(" ", m.bodyX())+measure.Pad(sign, 2)+style.Render(n.text))
	}
	return lines
}
