package grid

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/status"
)

func (m Model) askReplace() (page.Page, tea.Cmd) {
	m.ask(askOld, m.seek.old)
	return m, nil
}

// sought is the text that is looked for.
func (m Model) sought() string {
	if m.seek.asks == askOld {
		return m.seek.line.Value()
	}
	return m.seek.old
}

// nextWith goes to the next cell that holds text, or the one before, round the ends.
func (m *Model) nextWith(text string, forward bool) bool {
	columns := len(m.sheet.Columns())
	n := len(m.shown) * columns
	at := m.at.row*columns + m.at.column
	for k := 1; k <= n && text != ""; k++ {
		i := (at + k) % n
		if !forward {
			i = ((at-k)%n + n) % n
		}
		if strings.Contains(m.sheet.Text(m.shown[i/columns], i%columns), text) {
			m.at = place{i / columns, i % columns}
			m.scroll()
			return true
		}
	}
	return false
}

// proposeReplace shows what would be replaced: in the block, or in all that is shown.
func (m Model) proposeReplace(text string) (page.Page, tea.Cmd) {
	area := m.selection()
	if m.block == nil {
		area = sheet.Area{Rows: m.shown, To: len(m.sheet.Columns())}
	}
	p := paste{at: m.at, swaps: true}
	p.first, _ = m.row()
	m.lay(&p, m.sheet.ProposeReplace(area, m.seek.old, text))
	l := m.env.Session.Lang
	if len(p.over) == 0 {
		return m, page.Send(page.Info{Text: fmt.Sprintf(l.Of("没有“%s”", "there is no %q"), pingyi.Excerpt(m.seek.old, 20))})
	}
	m.paste = &p
	m.deselect()
	m.resize()
	m.nextSwap()
	return m, nil
}

// nextSwap turns to the next cell that would change.
func (m *Model) nextSwap() {
	rows, columns := m.places(), len(m.sheet.Columns())
	n := len(m.shown) * columns
	at, least := m.at.row*columns+m.at.column, n+1
	for _, c := range m.paste.proposal.Cells {
		if ahead := ((rows[c.Row]*columns+c.Column-at-1)%n + n) % n; ahead < least {
			least = ahead
			m.at = place{rows[c.Row], c.Column}
		}
	}
	m.scroll()
}

// swapLines says what would be replaced.
func (m Model) swapLines() []string {
	l, p := m.env.Session.Lang, m.paste.proposal
	lines := []string{fmt.Sprintf(l.Of("替换“%s”：改 %d 格", "replacing %q: %d cells change"), pingyi.Excerpt(m.seek.old, 20), len(p.Cells))}
	if n := p.Failing(); n > 0 {
		lines[0] += fmt.Sprintf(l.Of("，其中 %d 格记录不收（标 !）", ", %d of which the record refuses (marked !)"), n)
	}
	if c, ok := m.paste.over[m.cell()]; ok {
		lines = append(lines, l.Of("这一格：", "This cell: ")+c.Old, l.Of("改成：", "becomes: ")+c.New)
	}
	return lines
}

func (m Model) swapHints() []status.Hint {
	l := m.env.Session.Lang
	return []status.Hint{
		{Place: keymaps.Grid, Action: keymaps.Accept, Label: l.Of("全部替换", "replace all")},
		{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不要", "drop it")},
		{Place: keymaps.Grid, Action: keymaps.Next, Label: l.Of("下一处", "next")},
	}
}
