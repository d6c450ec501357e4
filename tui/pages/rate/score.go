package rate

import (
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/edit"
)

// scoreLine is the field of the current activity's score. Once open it goes on
// from activity to activity: a number and Enter each.
type scoreLine struct {
	open bool
	edit edit.Model
}

func (m *Model) openScore() tea.Cmd {
	if m.paper.Panel.Marks != pingyi.MarkScore {
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "本评审组评等级，不打分数：请按 %s 至 %d", "this panel gives tiers, not scores: press %s to %d",
			m.hint(keymaps.Tier1), m.items[m.at].scale.Len()))
	}
	m.score.open = true
	m.showScore()
	m.score.edit.Focus()
	m.size()
	return nil
}

// scores reports whether k begins a score: a digit that says nothing else on a
// panel that gives no tiers.
func (m Model) scores(k tea.KeyPressMsg, a keymaps.Action) bool {
	if m.comment.open || m.reason.open || m.score.open || !m.ready() || m.paper.Panel.Marks != pingyi.MarkScore {
		return false
	}
	_, tier := a.Tier()
	digit := strings.ContainsAny(pingyi.HalfWidth(k.Text), "0123456789")
	return digit && (tier || a == "")
}

// beginScore opens the field with what k types in place of the score there is.
func (m *Model) beginScore(k tea.KeyPressMsg) tea.Cmd {
	cmd := m.openScore()
	m.score.edit.SetValue("")
	return tea.Batch(cmd, m.typed(k))
}

// showScore puts the current activity's score into the field.
func (m *Model) showScore() {
	text := ""
	if mark := m.items[m.at].shown.mark; mark != nil && mark.Score != nil {
		text = mark.Score.String()
	}
	m.score.edit.SetValue(text)
}

// afterScore goes on from an activity that has its score and its reason, or the
// latter later.
func (m *Model) afterScore() tea.Cmd {
	was := m.at
	cmd := m.goOn()
	m.showNextScore(was)
	return cmd
}

// showNextScore goes on in the field unless the activity that was current still is:
// then none is left.
func (m *Model) showNextScore(was int) {
	if m.at == was {
		m.closeScore()
	} else {
		m.showScore()
	}
}

func (m *Model) closeScore() {
	m.score.open = false
	m.score.edit.Blur()
}

func (m *Model) actScore(a keymaps.Action) tea.Cmd {
	switch a {
	case keymaps.Accept:
		score, err := pingyi.ParseScore(m.score.edit.Value())
		if err != nil {
			return page.Failure(err)
		}
		was := m.at
		cmd := m.say(pingyi.Graded, pingyi.NoTier, &score)
		if m.reason.open {
			return cmd
		}
		m.showNextScore(was)
		return cmd
	case keymaps.Up, keymaps.Down:
		step := 1
		if a == keymaps.Up {
			step = -1
		}
		m.move(m.at + step)
		m.showScore()
	case keymaps.PageUp:
		m.scrollBy(-1)
	case keymaps.PageDown:
		m.scrollBy(1)
	case keymaps.Back:
		m.closeScore()
	}
	return nil
}
