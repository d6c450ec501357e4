package result

import (
	"fmt"
	"strconv"

	tea "charm.land/bubbletea/v2"

	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
)

// The choosers.
const (
	whichRound = "round"
	whichTier  = "tier"
)

// chooseRound offers the rounds that there have been, the newest first.
func (m Model) chooseRound() tea.Cmd {
	l, newest := m.lang(), m.of.Round
	if newest.No < 2 {
		return page.Send(page.Info{Text: l.Of("只有一轮，没有别的可看", "there has been one round only")})
	}
	var items []page.Choice
	for no := newest.No; no > 0; no-- {
		hint := l.Of("已结束", "closed")
		switch {
		case no == newest.No && !newest.Closed:
			hint = l.Of("进行中", "open")
		case no == newest.No && newest.Signature != nil:
			hint = l.Of("已签署", "signed")
		}
		items = append(items, page.Choice{ID: strconv.Itoa(no), Title: fmt.Sprintf(l.Of("第 %d 轮", "Round %d"), no), Hint: hint})
	}
	return page.Send(page.Choose{ID: whichRound, Title: l.Of("看哪一轮的结果？", "The result of which round?"), Items: items})
}

func (m *Model) chosen(c chooser.Chosen) tea.Cmd {
	n, err := strconv.Atoi(c.Item)
	switch {
	case err != nil:
	case c.Chooser == whichRound:
		m.no, m.whole = n, false
		return m.reload()
	case c.Chooser == whichTier:
		return m.askReason(n)
	}
	return nil
}
