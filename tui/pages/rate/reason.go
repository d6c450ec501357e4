package rate

import (
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/edit"
)

// reasonLine is the field of why the current activity is rated otherwise than in
// an earlier round. The mark is in the record by then: the field may be left for
// later.
type reasonLine struct {
	open   bool
	edit   edit.Model
	before string // the reason in the record
	goOn   bool   // to the next activity afterwards
}

func (r reasonLine) changed() bool { return r.edit.Value() != r.before }

// openReason opens the field where a reason is wanted, and says where none is.
func (m *Model) openReason() tea.Cmd {
	if it := m.items[m.at]; !it.differs(it.shown.mark) {
		return page.Send(page.Info{Text: m.lang().Of("只有改了以前评的才要写理由，这一项不需要", "only a mark that you changed since an earlier round wants a reason: this one does not")})
	}
	m.askReason(false)
	return nil
}

func (m *Model) askReason(goOn bool) {
	it := m.items[m.at]
	m.reason.open, m.reason.goOn = true, goOn
	m.reason.before = oneLine(it.shown.mark.Reason)
	m.reason.edit.SetValue(oneLine(it.lastReason()))
	m.reason.edit.Focus()
	m.size()
}

func (m *Model) closeReason() {
	m.reason.open = false
	m.reason.edit.Blur()
}

// oneLine returns text as a field of one line shows it: a reason that came with a
// file may have more.
func oneLine(text string) string { return strings.ReplaceAll(text, "\n", " ") }

func (m *Model) typeReason(msg tea.Msg) tea.Cmd {
	before := m.reason.edit.Value()
	m.reason.edit, _ = m.reason.edit.Update(msg)
	if err := m.reason.edit.Problem(); err != nil {
		return page.Failure(err)
	}
	if m.reason.edit.Value() == before {
		return nil
	}
	return m.timer.Start()
}

func (m *Model) actReason(a keymaps.Action) tea.Cmd {
	switch a {
	case keymaps.Accept, keymaps.Save:
		return m.saveReason()
	case keymaps.Back, keymaps.NextField:
		cmd := m.leaveReason()
		return tea.Batch(cmd, m.afterReason())
	case keymaps.Up, keymaps.Down:
		step := 1
		if a == keymaps.Up {
			step = -1
		}
		cmd := m.leaveReason()
		m.move(m.at + step)
		m.showScore()
		return cmd
	case keymaps.PageUp:
		m.scrollBy(-1)
	case keymaps.PageDown:
		m.scrollBy(1)
	}
	return nil
}

// leaveReason closes the field and keeps what was typed as a draft.
func (m *Model) leaveReason() tea.Cmd {
	it := &m.items[m.at]
	cmd := m.keepTyped()
	if it.draft.Reason != nil && !m.reason.changed() {
		cmd = m.dropReason(it)
	}
	m.closeReason()
	return cmd
}

// saveReason puts the reason into the mark, as the screen has it by now.
func (m *Model) saveReason() tea.Cmd {
	it := &m.items[m.at]
	text, _, err := pingyi.CleanText(m.reason.edit.Value())
	if err != nil {
		return page.Failure(err)
	}
	if text == "" || !it.differs(it.shown.mark) {
		cmd := m.leaveReason()
		return tea.Batch(cmd, m.afterReason())
	}
	var cmds []tea.Cmd
	if m.reason.changed() {
		mark := *it.shown.mark
		mark.Reason = text
		if it.draft.Reason != nil {
			it.draft.Reason = &text // it goes when the mark is in the record
		}
		cmds = append(cmds, m.give(it, &mark, it.shown.rubric))
	} else if it.draft.Reason != nil {
		cmds = append(cmds, m.dropReason(it))
	}
	m.closeReason()
	return tea.Batch(append(cmds, m.afterReason())...)
}

// afterReason goes on where the reason was asked for in passing.
func (m *Model) afterReason() tea.Cmd {
	switch {
	case m.score.open:
		return m.afterScore()
	case m.reason.goOn:
		return m.goOn()
	}
	return nil
}

// goToDue makes an activity current that keeps the ballot from being submitted,
// and asks for what it lacks.
func (m *Model) goToDue(i int) {
	m.move(i)
	m.scroll = 0
	if it := m.items[i]; it.owes() && !it.stale() {
		m.askReason(true)
	}
}

// whyDue says what an item lacks.
func whyDue(it item) error {
	at := pingyi.Place{Activity: it.no, Text: it.activity.Name}
	if it.stale() {
		return pingyi.Errorf(pingyi.State, "评价标准已改，请重看后再评一次，然后提交", "its criteria have changed: read them, rate it once more, then submit").At(at)
	}
	return pingyi.Errorf(pingyi.State, "与以前评的不同，请写明理由，然后提交", "you rated it otherwise than before: give the reason, then submit").At(at)
}

// reasonTitle stands over the field: what the reason is for, where there is room
// for it, and who will read it.
func (m Model) reasonTitle() string {
	it, l := m.items[m.at], m.lang()
	is := pingyi.Mark{}
	if it.shown.mark != nil {
		is = *it.shown.mark
	}
	who := l.Of("大家会看到，不署名", "all will read it, unsigned")
	full := fmt.Sprintf(l.Of(" 第 %d 项的理由：以前评 %s，现在评 %s（%s） ", " Reason for activity %d: you said %s before, %s now (%s) "), it.no, m.said(it, *it.was), m.said(it, is), who)
	if m.env.Session.Measure.Width(full)+2 <= m.env.W {
		return full
	}
	return fmt.Sprintf(l.Of(" 第 %d 项的理由（%s） ", " Reason for activity %d (%s) "), it.no, who)
}

// said returns in words what a mark gives.
func (m Model) said(it item, mark pingyi.Mark) string {
	switch l := m.lang(); mark.Kind {
	case pingyi.Abstained:
		return l.Of("弃权", "abstained")
	case pingyi.Recused:
		return l.Of("回避", "recused")
	}
	return mark.Text(it.scale)
}
