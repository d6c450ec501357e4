package grid

import (
	"context"
	"fmt"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

// source is where the activities lie: in the plan itself, or in what is keyed of it the
// second time.
type source struct {
	desk   *store.Desk
	key    pingyi.PlanKey
	second bool
}

// since reads what has changed. A second entry is one person's: it is read whole.
func (o source) since(seen store.Seen) (store.PlanChanges, error) {
	if !o.second {
		return o.desk.PlanSince(context.Background(), o.key, seen)
	}
	p, err := o.desk.SecondEntry(context.Background(), o.key)
	return store.PlanChanges{PlanChanges: pingyi.PlanChanges{Plan: &p}}, err
}

func (o source) save(in store.Keying, done store.Keyed) (store.Keyed, error) {
	if o.second {
		return o.desk.SaveSecondEntry(context.Background(), o.key, in, done)
	}
	return o.desk.SaveActivities(context.Background(), o.key, in, done)
}

// The question before a second entry is handed in, and its answers.
const (
	askedHandIn = "grid.hand-in"
	yes, no     = "yes", "no"
)

// handedIn is what came of handing the second entry in.
type handedIn struct {
	me   *token
	left int
	err  error
}

// askHandIn asks whether to hand the second entry in, once all of it is saved.
func (m Model) askHandIn() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	cmd := m.save()
	kept := len(m.sheet.Kept())
	switch {
	case m.saving.under:
		return m, tea.Batch(cmd, page.Send(page.Info{Text: l.Of("正在保存，保存完再交表", "this is being saved: hand it in after that")}))
	case kept > 0:
		return m, page.Send(page.Info{Text: fmt.Sprintf(l.Of("有 %d 行还有存不进的格，改好才能交表；%s 看问题", "%d row(s) have cells that cannot be saved: mend them before you hand in; %s lists what is wrong"), kept, m.hint(keymaps.Grid, keymaps.Findings))})
	}
	return m, page.Send(page.Ask{Question: dialog.Question{ID: askedHandIn, Title: l.Of("交表", "Hand in"),
		Text:    fmt.Sprintf(l.Of("二次录入共 %d 行。交表以后不能再改，两次录入的差异要逐处核对。", "The second entry has %d row(s). Handed in it cannot be changed any more, and the differences between both entries are settled one by one."), len(m.sheet.Rows())),
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("交表", "Hand in")}, {ID: no, Label: l.Of("接着录", "Go on keying")}}, Selected: 1}})
}

func (m Model) handIn() tea.Cmd {
	me, desk, key := m.me, m.env.Desk, m.key
	return func() tea.Msg {
		left, err := desk.HandIn(context.Background(), key)
		return handedIn{me, left, err}
	}
}

// takeHandedIn goes where the differences are, if there are any.
func (m Model) takeHandedIn(msg handedIn) (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	end := tea.Sequence(m.report(), page.Send(page.Close{}))
	if msg.left == 0 {
		return m, tea.Sequence(end, page.Send(page.Good{Text: l.Of("已交表：两次录入一致，已复核", "handed in: both entries say the same, the plan is verified")}))
	}
	return m, tea.Sequence(end, page.Send(page.Open{Route: page.Verify{Key: m.key}}),
		page.Send(page.Good{Text: fmt.Sprintf(l.Of("已交表：有 %d 处差异待核对", "handed in: %d differences to settle"), msg.left)}))
}
