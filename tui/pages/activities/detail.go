package activities

import (
	"fmt"
	"strings"

	"charm.land/lipgloss/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
)

// part is one text of the selected activity under its label.
type part struct {
	label string
	style lipgloss.Style
	rows  []string // wrapped
}

// detail draws the selected activity in at most h lines of w columns. What has no
// room is cut with an ellipsis, evenly, and the last line says how to see it all.
func (m Model) detail(w, h int) []string {
	i := m.list.Selected()
	if i < 0 || h <= 0 {
		return nil
	}
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	a := m.plan.Activities[i]
	budget := "  " + a.Budget.Grouped() + " 万元"
	name := measure.Truncate(cells.Visible(fmt.Sprintf("%d  %s", i+1, a.Name)), w-measure.Width(budget))
	lines := []string{looks.Title().Render(name) + budget}
	for n, f := range m.findings[i] {
		if n >= 1+h/8 { // the texts matter more; the list says how many there are
			break
		}
		lines = append(lines, looks.Dissent()+" "+looks.Warning().Render(measure.Truncate(f.In(l), w-measure.Width(looks.Dissent())-1)))
	}
	parts := m.parts(a, w)
	rows, cut := share(parts, h-len(lines))
	if cut && h-len(lines) > 1 {
		rows, _ = share(parts, h-len(lines)-1)
	}
	labelW := m.labelW()
	for n, p := range parts {
		for r := range rows[n] {
			label, text := "", p.rows[r]
			if r == 0 {
				label = p.style.Render(p.label)
			}
			if r == rows[n]-1 && r+1 < len(p.rows) {
				text = measure.Truncate(strings.Join(p.rows[r:], " "), w-labelW)
			}
			lines = append(lines, measure.Pad(label, labelW)+text)
		}
	}
	if cut && len(lines) < h {
		key := m.env.Session.Keys.Hint(keymaps.List, keymaps.OpenEdit, l)
		lines = append(lines, looks.Muted().Render(strings.Repeat(" ", labelW)+l.Of(key+" 查看全文", key+" shows all of it")))
	}
	return lines[:min(len(lines), h)]
}

// labelW is the columns of the labels with a blank after them.
func (m Model) labelW() int {
	w := 0
	for _, p := range m.labels() {
		w = max(w, m.env.Session.Measure.Width(p))
	}
	return w + 2
}

// labels returns the labels of the parts, the tiers' last, best first.
func (m Model) labels() []string {
	l := m.env.Session.Lang
	all := []string{pingyi.FieldContent.Title(l), pingyi.FieldGoal.Title(l), pingyi.FieldIndicator.Title(l)}
	for _, t := range m.plan.Scale.Best() {
		all = append(all, l.Of("标准 ", "Tier ")+m.plan.Scale.Name(t))
	}
	return all
}

// parts wraps the texts of a.
func (m Model) parts(a pingyi.Activity, w int) []part {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	texts := []string{a.Content, a.Goal, a.Indicator}
	styles := []lipgloss.Style{looks.Label(), looks.Label(), looks.Label()}
	for _, t := range m.plan.Scale.Best() {
		texts = append(texts, a.Rubric[t])
		styles = append(styles, looks.Tier(m.plan.Scale, t))
	}
	var all []part
	for i, label := range m.labels() {
		text := cells.Visible(texts[i])
		if text == "" {
			text = m.env.Session.Lang.Of("（空）", "(empty)")
		}
		all = append(all, part{label, styles[i], measure.Wrap(text, w-m.labelW())})
	}
	return all
}

// share gives the parts their rows out of h: one each as far as they reach, the
// rest in turn to those that need more. cut reports that not all have room.
func share(parts []part, h int) (rows []int, cut bool) {
	rows = make([]int, len(parts))
	for more := true; more && h > 0; {
		more = false
		for i, p := range parts {
			if rows[i] < len(p.rows) && h > 0 {
				rows[i]++
				h--
				more = true
			}
		}
	}
	for i, p := range parts {
		cut = cut || rows[i] < len(p.rows)
	}
	return rows, cut
}
