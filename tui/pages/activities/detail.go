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

// detail draws the selected activity in h lines of w columns. What has no room is
// cut with an ellipsis. Every part has its rows wherever the selection is, as many
// as the longest text of the plan wants, so that only texts change on the screen
// and labels stay.
func (m Model) detail(w, h int) []string {
	i := m.list.Selected()
	if i < 0 || h <= 0 {
		return nil
	}
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	a := m.plan.Activities[i]
	var lines []string
	if m.widest[nameText] > m.nameRoom() {
		name := cells.Visible(fmt.Sprintf("%d  %s", i+1, a.Name))
		lines = append(lines, looks.Title().Render(measure.Truncate(name, w)))
	}
	notes := min(m.noted, max(1, h/8))
	parts := m.parts(a, w)
	if h < roomy {
		parts = parts[:beforeTiers]
	}
	rows := m.share(len(parts), w, h-len(lines)-notes)
	labelW := m.labelW()
	for n, p := range parts {
		for r := range rows[n] {
			label, text := "", ""
			if r == 0 {
				label = p.style.Render(p.label)
			}
			if r < len(p.rows) {
				text = p.rows[r]
			}
			if r == rows[n]-1 && r+1 < len(p.rows) {
				text = measure.Truncate(strings.Join(p.rows[r:], " "), w-labelW)
			}
			lines = append(lines, measure.Pad(label, labelW)+text)
		}
	}
	for n := range min(notes, len(m.findings[i])) {
		lines = append(lines, measure.Truncate(looks.Dissent()+" "+m.findings[i][n].In(m.env.Session.Lang), w))
	}
	return lines
}

// whole is how to see what has no room in h rows.
func (m Model) whole(h int) string {
	l := m.env.Session.Lang
	key := m.env.Session.Keys.Hint(keymaps.List, keymaps.OpenEdit, l)
	if h >= roomy {
		return " " + l.Of(key+" 看全文", key+" shows all of it") + " "
	}
	return " " + l.Of(key+" 看全文和评价标准", key+" shows all of it and the criteria") + " "
}

// labelW is the columns of the labels with two blanks after them: eight, a tab
// stop, if they are enough.
func (m Model) labelW() int {
	w := 6
	for _, p := range m.labels() {
		w = max(w, m.env.Session.Measure.Width(p))
	}
	return w + 2
}

// beforeTiers is how many parts come before the tiers.
const beforeTiers = 3

// labels returns the labels of the parts, the tiers' last, best first.
func (m Model) labels() []string {
	l := m.env.Session.Lang
	all := []string{pingyi.FieldContent.Brief(l), pingyi.FieldGoal.Brief(l), pingyi.FieldIndicator.Brief(l)}
	for _, t := range m.plan.Scale.Best() {
		all = append(all, m.plan.Scale.Name(t))
	}
	return all
}

// texts returns the texts of an activity's parts, in the order of their labels.
func texts(s pingyi.Scale, a pingyi.Activity) []string {
	all := []string{a.Content, a.Goal, a.Indicator}
	for _, t := range s.Best() {
		text := ""
		if int(t) < len(a.Rubric) {
			text = a.Rubric[t]
		}
		all = append(all, text)
	}
	return all
}

// parts wraps the texts of a.
func (m Model) parts(a pingyi.Activity, w int) []part {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	styles := []lipgloss.Style{looks.Label(), looks.Label(), looks.Label()}
	for _, t := range m.plan.Scale.Best() {
		styles = append(styles, looks.Tier(m.plan.Scale, t))
	}
	all, labels := []part{}, m.labels()
	for i, text := range texts(m.plan.Scale, a) {
		if text = cells.Visible(text); text == "" {
			text = m.env.Session.Lang.Of("（空）", "(empty)")
		}
		all = append(all, part{labels[i], styles[i], measure.Wrap(text, w-m.labelW())})
	}
	return all
}

// share gives the first n parts their rows out of h: one each as far as they reach,
// the rest in turn to those that want more.
func (m Model) share(n, w, h int) []int {
	wants := make([]int, n)
	for i, columns := range m.widest[firstPart : firstPart+n] {
		wants[i] = max(1, (columns+w-m.labelW()-1)/max(1, w-m.labelW()))
	}
	rows := make([]int, len(wants))
	for more := true; more && h > 0; {
		more = false
		for i := range wants {
			if rows[i] < wants[i] && h > 0 {
				rows[i]++
				h--
				more = true
			}
		}
	}
	return rows
}
