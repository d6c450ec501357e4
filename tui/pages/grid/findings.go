package grid

import (
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
)

// findingsID is the list of all that is wrong; listed is how many of it are shown.
const (
	findingsID = "grid.findings"
	listed     = 1000
)

// found is a finding, or a cell to be settled, in words.
type found struct {
	sheet.Cell
	text string
}

// problems returns what is to be settled, and then what is wrong.
func (m Model) problems(most int) []found {
	l := m.env.Session.Lang
	var all []found
	for _, c := range m.sheet.Clashes() {
		all = append(all, found{c.Cell, l.Of("别人同时改了这一格", "somebody changed this cell at the same time")})
	}
	for _, f := range m.sheet.Findings() {
		if len(all) >= most {
			break
		}
		all = append(all, found{sheet.Cell{Row: f.Row, Column: f.Column}, f.In(l)})
	}
	return all
}

// listFindings offers all findings to jump to.
func (m Model) listFindings() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	all := m.problems(listed)
	if len(all) == 0 {
		return m, page.Send(page.Good{Text: l.Of("没有发现问题", "nothing was found")})
	}
	items := make([]page.Choice, 0, len(all))
	no := numbersOf(m.sheet.Rows())
	for _, f := range all {
		where, id := l.Of("整份计划", "the whole plan"), "0 0"
		if f.Row != 0 {
			where = fmt.Sprintf(l.Of("第 %d 项 %s", "activity %d %s"), no[f.Row], m.sheet.Title(f.Column, l))
			id = fmt.Sprintf("%d %d", f.Row, f.Column)
		}
		items = append(items, page.Choice{ID: id, Title: where + l.Of("：", ": ") + f.text})
	}
	title := fmt.Sprintf(l.Of("检查问题 %d 处", "%d findings"), len(m.sheet.Findings())+len(m.sheet.Clashes()))
	return m, page.Send(page.Choose{ID: findingsID, Title: title, Items: items})
}

// places returns where each row stands on the screen.
func (m Model) places() map[sheet.Row]int {
	at := make(map[sheet.Row]int, len(m.shown))
	for i, row := range m.shown {
		at[row] = i
	}
	return at
}

// chosen jumps to what was chosen.
func (m Model) chosen(msg chooser.Chosen) (page.Page, tea.Cmd) {
	switch {
	case m.sheet == nil:
		return m, nil
	case msg.Chooser == jumpID:
		m.jumpTo(msg.Item)
		return m, nil
	case msg.Chooser != findingsID:
		return m, nil
	}
	var row, column int
	n, _ := fmt.Sscanf(msg.Item, "%d %d", &row, &column)
	if n == 2 && row == 0 {
		l := m.env.Session.Lang
		key := m.hint(keymaps.List, keymaps.OpenEdit)
		return m, page.Send(page.Info{Text: l.Of("所列合计在计划列表里按 "+key+" 改", "the stated total is changed in the list of plans, with "+key)})
	}
	if n == 2 && m.sheet.Has(sheet.Row(row)) {
		m.reveal(sheet.Row(row))
		m.goTo(m.find(sheet.Row(row), 0), column)
	}
	return m, nil
}

// nextFinding goes to the next cell with something wrong, in the plan's order.
func (m Model) nextFinding() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	all := m.problems(len(m.shown) * len(m.sheet.Columns()))
	if len(all) == 0 {
		return m, page.Send(page.Good{Text: l.Of("没有发现问题", "nothing was found")})
	}
	at := m.places()
	var first, next *found
	var nearest place
	for i, f := range all {
		if _, shown := at[f.Row]; !shown {
			continue
		}
		p := place{at[f.Row], f.Column}
		if first == nil || before(p, place{at[first.Row], first.Column}) {
			first = &all[i]
		}
		if before(m.at, p) && (next == nil || before(p, nearest)) {
			next, nearest = &all[i], p
		}
	}
	if next == nil {
		next = first
	}
	if next == nil { // it is about the plan as a whole
		return m, page.Send(page.Info{Text: all[0].text})
	}
	m.goTo(at[next.Row], next.Column)
	return m, nil
}

func before(p, q place) bool { return p.row < q.row || p.row == q.row && p.column < q.column }

// flaw returns what is wrong with a cell, "" for nothing; error tells whether the
// record would refuse it.
func (m Model) flaw(c sheet.Cell) (text string, refused bool) {
	l := m.env.Session.Lang
	found := m.sheet.FindingsOf(c.Row)
	n := 0
	for _, f := range found {
		if f.Column != c.Column {
			continue
		}
		if n++; n == 1 {
			text, refused = f.In(l), f.Kind == ""
		}
	}
	if n > 1 {
		text += l.Of("（共 "+strconv.Itoa(n)+" 处）", " ("+strconv.Itoa(n)+" in all)")
	}
	return text, refused
}

// hint is the key of an action, as the keyboard shows it.
func (m Model) hint(p keymaps.Place, a keymaps.Action) string {
	return m.env.Session.Keys.Hint(p, a, m.env.Session.Lang)
}
