package template

import (
	"context"
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/prompt"
)

// askName asks for the name of t, which is to be kept, or to be renamed if it has an
// ID.
func (m *Model) askName(t pingyi.Template) {
	m.one = t
	m.line.Ask(prompt.Question{
		About: func(l pingyi.Lang) string {
			if t.ID != 0 {
				return fmt.Sprintf(l.Of("模板“%s”改叫什么？", "What is the template %q to be called?"), t.Name)
			}
			return l.Of("模板叫什么？同样写法的评价标准以后按这个名称找来套用。", "What is the template to be called? By this name it is found when it is to be put on.")
		},
		Label: func(l pingyi.Lang) string { return l.Of("模板名称：", "Name: ") },
		Value: t.Name,
	})
	m.line.SetSize(m.env.W)
}

// Act does what Accept or Back says while a name is being typed.
func (m *Model) Act(a keymaps.Action) tea.Cmd {
	switch {
	case !m.line.Open():
	case a == keymaps.Back:
		m.line.Close()
		return page.Send(page.Info{Text: m.lang().Of("没有存模板", "no template was kept")})
	case a == keymaps.Accept:
		mine := m.one
		mine.Name = m.line.Value()
		other := slices.IndexFunc(m.list, func(t pingyi.Template) bool { return t.ID != mine.ID && t.Key() == mine.Key() })
		if mine.ID == 0 && other >= 0 {
			return m.askOver(m.list[other])
		}
		return m.keep(m.one, mine)
	}
	return nil
}

// keep keeps mine in place of base, or as a new one if that has no ID.
func (m Model) keep(base, mine pingyi.Template) tea.Cmd {
	if base.ID == 0 {
		base = pingyi.Template{}
	}
	me, desk := m.me, m.env.Desk
	return func() tea.Msg {
		t, err := desk.KeepTemplate(context.Background(), base, mine)
		return Msg{me, kept{t, err}}
	}
}

func (m *Model) takeKept(k kept) tea.Cmd {
	if k.err != nil {
		return page.Failure(k.err) // the name stands there still
	}
	m.line.Close()
	return page.Send(page.Good{Text: fmt.Sprintf(m.lang().Of("已存模板“%s”", "kept the template %q"), k.template.Name)})
}

// askOver asks before a template takes the place of another of the same name.
func (m *Model) askOver(old pingyi.Template) tea.Cmd {
	l := m.lang()
	text := fmt.Sprintf(l.Of("已有名为“%s”的模板：\n\n%s\n\n用现在的评价标准替换它？已经套用过的活动不变。", "There is a template %q already:\n\n%s\n\nPut the rubric here in its place? Activities that have it stay as they are."), old.Name, words(old))
	return page.Send(page.Ask{Question: dialog.Question{ID: askedKeep, Title: l.Of("替换模板", "Replace the template"), Text: text, Selected: 1,
		Choices: []dialog.Choice{{ID: all, Label: l.Of("替换", "Replace")}, {ID: no, Label: l.Of("换个名称", "Another name")}}}})
}

func (m *Model) manage() tea.Cmd {
	var items []page.Choice
	for _, t := range m.list {
		items = append(items, page.Choice{ID: fmt.Sprint(t.ID), Title: t.Name, Hint: m.glimpse(t)})
	}
	return page.Send(page.Choose{ID: manageList, Title: m.lang().Of("模板：选一个查看、改名或删除", "Templates: choose one to see, rename or delete"), Items: items})
}

func (m *Model) askWhat() tea.Cmd {
	l := m.lang()
	return page.Send(page.Ask{Question: dialog.Question{ID: askedOne, Title: fmt.Sprintf(l.Of("模板“%s”", "Template %q"), m.one.Name), Text: words(m.one), Selected: 2,
		Choices: []dialog.Choice{{ID: rename, Label: l.Of("改名", "Rename")}, {ID: drop, Label: l.Of("删除", "Delete")}, {ID: no, Label: l.Of("返回", "Back")}}}})
}

func (m *Model) answered(a dialog.Answered) tea.Cmd {
	l := m.lang()
	switch {
	case a.Question == askedPut && a.Choice == all:
		return m.put(m.replaced())
	case a.Question == askedPut && a.Choice == empty:
		return m.put(m.filled())
	case a.Question == askedKeep && a.Choice == all:
		mine := m.one
		mine.Name = m.line.Value()
		i := slices.IndexFunc(m.list, func(t pingyi.Template) bool { return t.Key() == mine.Key() })
		if i >= 0 {
			return m.keep(m.list[i], mine)
		}
	case a.Question == askedOne && a.Choice == rename:
		m.askName(m.one)
	case a.Question == askedOne && a.Choice == drop:
		text := fmt.Sprintf(l.Of("删除模板“%s”？已经套用过的活动不变，留痕里仍有它。", "Delete the template %q? Activities that have it stay as they are, and the history keeps it."), m.one.Name)
		return page.Send(page.Ask{Question: dialog.Question{ID: askedDrop, Title: l.Of("删除模板", "Delete the template"), Text: text, Selected: 1,
			Choices: []dialog.Choice{{ID: all, Label: l.Of("删除", "Delete")}, {ID: no, Label: l.Of("不删除", "Keep it")}}}})
	case a.Question == askedDrop && a.Choice == all:
		me, desk, seen := m.me, m.env.Desk, m.one
		return func() tea.Msg { return Msg{me, dropped{seen, desk.DropTemplate(context.Background(), seen)}} }
	}
	return nil
}

func (m *Model) takeDropped(d dropped) tea.Cmd {
	if d.err != nil {
		return page.Failure(d.err)
	}
	return page.Send(page.Good{Text: fmt.Sprintf(m.lang().Of("已删除模板“%s”", "deleted the template %q"), d.template.Name)})
}
