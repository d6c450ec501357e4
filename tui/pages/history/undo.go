package history

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
)

type (
	// previewed is what it would do to undo the command id.
	previewed struct {
		id      string
		undoing store.Undoing
		err     error
	}
	undone previewed
)

const (
	questionUndo = "undo"
	yes          = "yes"
)

// mayUndo refuses who may not change plans at all: the record decides, this only
// keeps a key that would be refused from being offered.
func (m Model) mayUndo() error { return m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil) }

// previewUndo asks the record what it would do to undo the selected entry.
func (m *Model) previewUndo() tea.Cmd {
	e, ok := m.selected()
	if !ok {
		return nil
	}
	if err := m.mayUndo(); err != nil {
		return page.Send(page.Fail{Err: err})
	}
	desk := m.env.Desk
	m.undoing = e.ID
	return func() tea.Msg {
		u, err := desk.PreviewUndo(context.Background(), e.ID)
		return previewed{e.ID, u, err}
	}
}

// askUndo asks whether to go on, or says why it cannot be undone.
func (m Model) askUndo(p previewed) tea.Cmd {
	switch {
	case p.id != m.undoing:
		return nil
	case p.err != nil && len(p.undoing.Left) > 0:
		return page.Send(page.Info{Text: m.left(p.undoing.Left, 1)[0]})
	case p.err != nil:
		return page.Send(page.Fail{Err: p.err})
	}
	i := slices.IndexFunc(m.events, func(e pingyi.Event) bool { return e.ID == p.id })
	if i < 0 {
		return nil
	}
	l, e := m.lang(), m.events[i]
	lines := []string{fmt.Sprintf(l.Of("要%[3]s吗？那是 %[1]s 由 %[2]s 做的，将改动 %[4]d 处：", "%[3]s? It was done at %[1]s by %[2]s. This changes:"),
		m.env.When(e.At), who(e, l), pingyi.CommandTitle(p.undoing.Command, l), len(p.undoing.Changes))}
	lines = append(lines, m.changed(p.undoing.Changes, 4)...)
	if len(p.undoing.Left) > 0 {
		lines = append(append(lines, "", l.Of("后来改过的不动：", "What was changed since is left:")), m.left(p.undoing.Left, 3)...)
	}
	last := l.Of("这一步仍在留痕里，撤销也可以再撤销。", "The entry stays in the history, and the undoing can be undone.")
	do, not := l.Of("撤销", "Undo"), l.Of("不撤销", "Leave it")
	if pingyi.IsRedoing(p.undoing.Command) {
		last = l.Of("这一步仍在留痕里，重做也可以再撤销。", "The entry stays in the history, and the redoing can be undone.")
		do, not = l.Of("重做", "Redo"), l.Of("不重做", "Leave it")
	}
	lines = append(lines, "", last)
	return page.Send(page.Ask{Question: dialog.Question{
		ID:       questionUndo,
		Title:    pingyi.CommandTitle(p.undoing.Command, l),
		Text:     strings.Join(lines, "\n"),
		Choices:  []dialog.Choice{{ID: yes, Label: do}, {ID: "no", Label: not}},
		Selected: 1,
	}})
}

// undo undoes what was asked about.
func (m Model) undo() tea.Cmd {
	desk, id := m.env.Desk, m.undoing
	return func() tea.Msg {
		u, err := desk.Undo(context.Background(), id)
		return undone{id, u, err}
	}
}

// say tells what has been undone, and reads the history anew.
func (m Model) say(u undone) tea.Cmd {
	l := m.lang()
	if u.err != nil { // a part may be undone, and is to be seen
		return tea.Batch(m.Init(), page.Send(page.Fail{Err: u.err}))
	}
	text := fmt.Sprintf(l.Of("已%s，改动 %d 处", "%s: %d changes"), pingyi.CommandTitle(u.undoing.Command, l), len(u.undoing.Changes))
	if n := len(u.undoing.Left); n > 0 {
		text += fmt.Sprintf(l.Of("；后来改过的 %d 处没有动", "; %d that were changed since are left"), n)
	}
	return tea.Batch(m.Init(), page.Send(page.Good{Text: text}))
}

// changed says in a line each what changes, of at most so many.
func (m Model) changed(changes []pingyi.Change, most int) []string {
	l := m.lang()
	return m.some(len(changes), most, func(i int) string {
		c := changes[i]
		text := m.subject(c.Subject)
		switch {
		case c.Made:
			return text + l.Of("：放回", ": comes back")
		case c.Gone:
			return text + l.Of("：删去", ": goes")
		}
		var fields []string
		for _, f := range c.Fields {
			fields = append(fields, f.Title(l))
		}
		return text + l.Of("：", ": ") + strings.Join(fields, l.Of("、", ", "))
	})
}

// left says in a line each what is left, of at most so many.
func (m Model) left(left []store.Left, most int) []string {
	return m.some(len(left), most, func(i int) string { return left[i].In(m.lang()) })
}

// some returns the first lines of n, and how many more there are.
func (m Model) some(n, most int, line func(i int) string) []string {
	var lines []string
	for i := range min(n, most) {
		lines = append(lines, line(i))
	}
	if n > most {
		lines[most-1] += fmt.Sprintf(m.lang().Of("（另有 %d 处）", " (and %d more)"), n-most)
	}
	return lines
}
