package memberform

import (
	"pingyi"
)

// headRows returns how many lines stand above the form.
func (m Model) headRows() int {
	if m.draft.Offered() {
		return 3
	}
	return 2
}

func (m *Model) resize() { m.form.SetSize(m.env.W, m.env.H-m.headRows()) }

// View implements [page.Page].
func (m Model) View() string {
	measure, looks := m.env.Session.Measure, m.env.Session.Look
	state := m.draft.State(m.env.Session, m.saving, m.Unsaved())
	top := looks.Muted().Render(measure.Pad(m.about(), m.env.W-measure.Width(state)-1)) + " " + state + "\n"
	if m.draft.Offered() {
		top += m.draft.Notice(m.env) + "\n"
	}
	return top + "\n" + m.form.View()
}

// about says in a line what the field in focus is for.
func (m Model) about() string {
	l := m.env.Session.Lang
	switch m.form.Focused() {
	case id:
		return l.Of("登录时输入的代号，如 r1；以后不能改。", "What they log in as, such as r1. It stays.")
	case name:
		return l.Of("成员的姓名，名单和留痕里都用它。", "The member's name, as lists show it.")
	case weight:
		return l.Of("只有加权平均时才用到，一般填 1。", "Counts in weighted means only: mostly 1.")
	}
	switch pingyi.Role(m.form.Value(role)) {
	case pingyi.Clerk:
		return l.Of("填报员：录入和修改绩效计划。", "A clerk enters and changes plans.")
	case pingyi.Reviewer:
		return l.Of("评委：在所属的评审组里评分。", "A reviewer rates in their panels.")
	case pingyi.Chair:
		return l.Of("组长：开启、结束轮次，裁定并签署。", "A chair runs rounds, settles, signs.")
	case pingyi.Auditor:
		return l.Of("监督：查看全部留痕，核验记录。", "An auditor reads and verifies all.")
	}
	return l.Of("管理员：管理成员和评审组。", "Looks after members and panels.")
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if m.draft.Offered() {
		return 0, 0, false
	}
	x, y, shown = m.form.Cursor()
	return x, y + m.headRows(), shown
}
