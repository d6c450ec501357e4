package panels

import (
	"fmt"
	"strings"

	"pingyi/store"
	"pingyi/tui/parts/cells"
)

// seats lists the members, with how far their ballots have come and what they are
// at now, where the person may know: one a line where the room is enough for it,
// otherwise as many side by side as fit.
func (m Model) seats(s store.PanelSummary, room int) []string {
	measure, looks, members := m.env.Session.Measure, m.env.Session.Look, s.Panel.Members
	done := map[string]string{}
	for _, t := range m.turnout[s.Panel.ID] {
		done[t.Member.ID] = fmt.Sprintf(" %d/%d", t.Done, t.Of)
		if t.Done == t.Of && t.Of > 0 && !looks.ASCII { // an x would read as a refusal
			done[t.Member.ID] += " " + looks.Check()
		}
	}
	entries, widest := make([]string, len(members)), 0
	for i, id := range members {
		entries[i] = cells.Visible(m.name(id)) + done[id]
		widest = max(widest, measure.Width(entries[i]))
	}
	title := m.lang().Of("成员", "Members")
	told := m.tells(s.Panel)
	if told {
		long := len(members) <= room
		placed := 0
		for i, id := range members {
			entries[i] = measure.Pad(entries[i], widest+1) + m.place(id, s.Panel.Year, long)
			placed = max(placed, measure.Width(entries[i]))
		}
		if widest = placed; long {
			return m.beside(title, entries)
		}
	}
	perLine := max(1, (m.env.W-m.indent()+2)/(widest+2))
	var lines []string
	for i := 0; i < len(entries); i += perLine {
		line := ""
		for _, e := range entries[i:min(i+perLine, len(entries))] {
			line += measure.Pad(e, widest+2)
		}
		lines = append(lines, strings.TrimRight(line, " "))
	}
	return m.beside(title, lines)
}

// missing says plainly who has not submitted, and who not everything, while the
// panel's round is open and where the person may know.
func (m Model) missing(s store.PanelSummary) []string {
	turnout := m.turnout[s.Panel.ID]
	if !running(s.Round) || len(turnout) == 0 {
		return nil
	}
	l := m.lang()
	var none, some []string
	for _, t := range turnout {
		switch {
		case t.Done == 0 && t.Of > 0:
			none = append(none, t.Member.ID)
		case t.Done < t.Of:
			some = append(some, fmt.Sprintf("%s %d/%d", t.Member.ID, t.Done, t.Of))
		}
	}
	and := l.Of("、", ", ")
	var said []string
	if len(none) > 0 {
		said = append(said, l.Of("未交：", "Missing: ")+strings.Join(none, and))
	}
	if len(some) > 0 {
		said = append(said, l.Of("未交齐：", "Incomplete: ")+strings.Join(some, and))
	}
	if len(said) == 0 {
		return m.field("", l.Of("都交齐了", "everybody has submitted everything"))
	}
	return m.field("", strings.Join(said, l.Of("；", ". ")))
}
