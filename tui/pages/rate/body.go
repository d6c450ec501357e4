package rate

import (
	"fmt"
	"slices"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
)

// body returns exactly room lines: the activity's text, the criteria, and the
// comment. The criteria stand still as long as that leaves some lines for the
// text to scroll in; otherwise all of it scrolls.
func (m Model) body(room int) []string {
	if room <= 0 {
		return nil
	}
	scrolled, choices, rows := m.region(room)
	out := make([]string, 0, room)
	if len(scrolled) <= rows {
		out = append(out, scrolled...)
	} else {
		at := min(m.scroll, len(scrolled)-rows)
		out = append(out, scrolled[at:at+rows]...)
		looks := m.env.Session.Look
		if at > 0 {
			out[0] = m.flag(out[0], looks.Above())
		}
		if at+rows < len(scrolled) {
			out[rows-1] = m.flag(out[rows-1], looks.Below())
		}
	}
	if len(choices) > 0 {
		for at := max(min(len(out)+1, rows), min(usualText, rows)); len(out) < at; {
			out = append(out, "")
		}
		out = append(out, choices...)
	}
	for len(out) < room {
		out = append(out, "")
	}
	return out[:room]
}

const (
	leastText  = 4 // lines of text worth scrolling in
	barestText = 2 // lines of it below which the criteria scroll too
	usualText  = 7 // lines that text is given where there is room, so that the criteria stay where they are
)

// region returns what scrolls, and in how many rows, and what stands still below
// it. Where there is little room the earlier round gives way to the criteria, then
// what was written does.
func (m Model) region(room int) (scrolled, still []string, rows int) {
	p := m.parts()
	still = slices.Concat(p.before, p.criteria, p.written)
	if rows = room - len(still); rows >= leastText {
		return slices.Concat(p.text, p.comments), still, rows
	}
	still = slices.Concat(p.criteria, p.written)
	if rows = room - len(still); rows >= leastText {
		return slices.Concat(p.text, p.before, p.comments), still, rows
	}
	if rows = room - len(p.criteria); rows >= barestText {
		return slices.Concat(p.text, p.written, p.before, p.comments), p.criteria, rows
	}
	return slices.Concat(p.text, []string{""}, p.criteria, p.written, p.before, p.comments), nil, room
}

// room is how many lines there are for what scrolls and what stands still below
// it.
func (m Model) room() int { return m.env.H - len(m.top()) - len(m.bottom()) }

// more reports whether there is text above and below what is in sight.
func (m Model) more() (above, below bool) {
	scrolled, _, rows := m.region(m.room())
	most := max(0, len(scrolled)-rows)
	return min(m.scroll, most) > 0, m.scroll < most
}

// scrollBy scrolls by pages, one line of which stays in sight.
func (m *Model) scrollBy(pages int) {
	scrolled, _, rows := m.region(m.room())
	most := max(0, len(scrolled)-rows)
	m.scroll = max(0, min(min(m.scroll, most)+pages*max(1, rows-1), most))
}

// flag puts a sign at the end of a line, over which no text reaches.
func (m Model) flag(line, sign string) string {
	measure := m.env.Session.Measure
	return measure.Pad(line, m.width()) + " " + m.env.Session.Look.Muted().Render(sign)
}

// width is how wide text may be: beside it is room for a sign.
func (m Model) width() int { return min(m.env.W, maxText) - 2 }

// parts are the lines on an activity.
type parts struct {
	text     []string // of the activity itself
	before   []string // what an earlier round made of it
	comments []string // of that round
	criteria []string // and what else can be said of it
	written  []string // the member's own words
}

func (m Model) parts() (p parts) {
	it, l := m.items[m.at], m.lang()
	a, label := it.activity, m.env.Session.Look.Label()
	titles := []pingyi.Field{pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator}
	indent := 8 // a tab stop, where the texts of the criteria begin as well
	for _, f := range titles {
		indent = max(indent, m.env.Session.Measure.Width(f.Brief(l))+2)
	}
	for i, s := range []string{a.Content, a.Goal, a.Indicator} {
		if s == "" {
			continue
		}
		p.text = append(p.text, m.hang(titles[i].Brief(l), label.Render, s, indent)...)
	}
	p.comments, p.before = m.earlierComments(it), m.before(it)
	if it.stale() {
		p.criteria = append(p.criteria, m.wants(it)...)
	}
	p.criteria = append(p.criteria, m.heading())
	p.criteria = append(p.criteria, m.criteria(it)...)
	p.criteria = append(p.criteria, m.otherwise(it))
	if !it.stale() {
		p.criteria = append(p.criteria, m.wants(it)...)
	}
	words := func(title, said string) {
		if said != "" {
			p.written = append(p.written, m.hang(title, label.Render, said, m.env.Session.Measure.Width(title)+2)...)
		}
	}
	if mark := it.shown.mark; it.differs(mark) && !m.reason.open {
		if r := it.draft.Reason; r != nil && *r != mark.Reason {
			words(l.Of("理由草稿", "Draft reason"), *r)
		} else {
			words(pingyi.FieldReason.Title(l), mark.Reason)
		}
	}
	switch {
	case m.comment.open:
	case it.shown.mark == nil:
		words(l.Of("评语草稿", "Draft comment"), it.comment())
	default:
		words(pingyi.FieldComment.Title(l), it.comment())
		if it.unentered() {
			words(fmt.Sprintf(l.Of("评语草稿（没记入，%s 打开）", "Draft comment (not entered, %s opens it)"), m.hint(keymaps.Comment)), *it.draft.Comment)
		}
	}
	return p
}

// hang wraps text beside a title.
func (m Model) hang(title string, style func(...string) string, text string, indent int) []string {
	measure := m.env.Session.Measure
	lines := measure.Wrap(cells.Visible(text), max(2, m.width()-indent))
	for i := range lines {
		lead := strings.Repeat(" ", indent)
		if i == 0 {
			lead = style(title) + strings.Repeat(" ", max(0, indent-measure.Width(title)))
		}
		lines[i] = lead + lines[i]
	}
	return lines
}

func (m Model) heading() string {
	l, label := m.lang(), m.env.Session.Look.Label()
	if m.paper.Panel.Marks == pingyi.MarkScore {
		return label.Render(fmt.Sprintf(l.Of("评价标准（直接打分数；0 开头的先按 %s）", "Criteria (type the score; %s first for one that begins with 0)"), m.hint(keymaps.Score)))
	}
	return label.Render(l.Of("评价标准（按数字键评定）", "Criteria (press the number)"))
}

// criteria returns the tiers, best first, each behind the key that chooses it,
// or behind the points that it begins at.
func (m Model) criteria(it item) []string {
	measure := m.env.Session.Measure
	names, keys := 0, 1
	for _, t := range it.scale.Best() {
		names = max(names, measure.Width(it.scale.Name(t)))
		if m.paper.Panel.Marks == pingyi.MarkScore {
			keys = max(keys, measure.Width(m.keyOf(it.scale, t)))
		}
	}
	var lines []string
	for _, t := range it.scale.Best() {
		chosen := it.shown.mark != nil && it.shown.mark.Kind == pingyi.Graded && it.shown.mark.Tier == t
		title := measure.PadLeft(m.keyOf(it.scale, t), keys) + " " + it.scale.Name(t)
		text := ""
		if int(t) < len(it.activity.Rubric) {
			text = it.activity.Rubric[t]
		}
		if text == "" {
			text = m.lang().Of("（没有写评价标准）", "(no criterion given)")
		}
		indent := 2 + keys + 1 + names + 2
		rows := measure.Wrap(cells.Visible(text), max(2, m.width()-indent))
		pad := strings.Repeat(" ", indent-2-measure.Width(title))
		rows[0] = measure.Pad(m.chosen(chosen), 2) + m.grade(it, t, title) + pad + rows[0]
		for i := 1; i < len(rows); i++ {
			rows[i] = strings.Repeat(" ", indent) + rows[i]
		}
		lines = append(lines, rows...)
	}
	return lines
}

func (m Model) keyOf(scale pingyi.Scale, t pingyi.Tier) string {
	if m.paper.Panel.Marks == pingyi.MarkScore {
		return scale.Floor(t).String() + "+"
	}
	return fmt.Sprint(scale.Key(t))
}

// otherwise is the line of what else can be said, with its keys.
func (m Model) otherwise(it item) string {
	l, looks, measure := m.lang(), m.env.Session.Look, m.env.Session.Measure
	word := func(a keymaps.Action, s pingyi.RatingState, label string) string {
		text := m.hint(a) + " " + label
		on := it.shown.state == s
		if on {
			text = looks.Selected().Render(text)
		}
		return measure.Pad(m.chosen(on), 2) + text
	}
	line := word(keymaps.Abstain, pingyi.StateAbstained, l.Of("弃权", "abstain")) + "  " +
		word(keymaps.Recuse, pingyi.StateRecused, l.Of("回避", "recuse"))
	if it.shown.mark != nil && it.shown.mark.Score != nil {
		line += "    " + l.Of("分数 ", "score ") + it.shown.mark.Score.String()
	}
	return line
}

// chosen is the mark before what was said of the activity.
func (m Model) chosen(yes bool) string {
	if yes {
		return m.env.Session.Look.Check()
	}
	return ""
}
