package plans

import (
	"context"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/frame"
)

// empty reports whether the record holds no plan, so that the page asks where to
// begin.
func (m Model) empty() bool { return m.loaded && len(m.plans) == 0 }

// choice is one way to begin.
type choice struct {
	title, what string
	take        func(Model) (page.Page, tea.Cmd)
}

// choices returns the ways to begin; none for a person who may not enter plans.
func (m Model) choices() []choice {
	if !m.mayEdit() {
		return nil
	}
	l := m.env.Session.Lang
	var all []choice
	if m.env.LoadSample != nil {
		all = append(all, choice{l.Of("载入示例", "Load the sample"), l.Of("先看看样子，数据都是编的", "made-up data to look around in"), Model.fillIn})
	}
	return append(all,
		choice{l.Of("导入文件", "Import a file"), l.Of("把 Word、Excel 里的计划表读进来", "read a plan from Word, Excel, CSV or text"),
			func(m Model) (page.Page, tea.Cmd) { return m, open(page.Import{}) }},
		choice{l.Of("新建计划", "Start a plan"), l.Of("没有现成的表，自己填一份", "no file yet: type one in"),
			func(m Model) (page.Page, tea.Cmd) { return m, open(page.PlanForm{}) }})
}

// fillIn loads the sample.
func (m Model) fillIn() (page.Page, tea.Cmd) {
	m.filling = true
	fill, desk := m.env.LoadSample, m.env.Desk
	return m, func() tea.Msg { return filled{fill(context.Background(), desk)} }
}

// choiceOf returns the choice whose number k types, full-width digits included:
// the numbers stand on the screen, so they are no keys that a keymap could move.
func (m Model) choiceOf(k tea.KeyPressMsg) (int, bool) {
	n, err := strconv.Atoi(pingyi.HalfWidth(k.Text))
	return n - 1, err == nil && n >= 1 && n <= len(m.choices())
}

func (m Model) choose() (page.Page, tea.Cmd) {
	all := m.choices()
	if m.filling || m.choice >= len(all) {
		return m, nil
	}
	return all[m.choice].take(m)
}

// welcome draws the choices in the middle of the page.
func (m Model) welcome() []string {
	l, measure, looks := m.env.Session.Lang, m.env.Session.Measure, m.env.Session.Look
	var lines []string
	all := m.choices()
	switch {
	case len(all) == 0:
		lines = append(lines, l.Of("这里还没有绩效计划，填报员录入后就会出现。", "There is no plan here yet; it appears once a clerk has entered it."))
	case m.filling:
		lines = append(lines, l.Of("正在载入示例……", "Loading the sample…"))
	default:
		lines = append(lines, l.Of("这里还没有绩效计划。从哪里开始？", "There is no plan here yet. Where would you like to begin?"), "")
		w := 0
		for _, c := range all {
			w = max(w, measure.Width(c.title))
		}
		for i, c := range all {
			mark, title := "", c.title
			pad := strings.Repeat(" ", w-measure.Width(title))
			if i == m.choice {
				mark, title = looks.Marker(), looks.Selected().Render(title)
			}
			lines = append(lines, measure.Pad(mark, 2)+looks.Key().Render(strconv.Itoa(i+1))+"  "+title+pad+"  "+c.what)
		}
		up := m.env.Session.Keys.Hint(keymaps.List, keymaps.Up, l)
		down := m.env.Session.Keys.Hint(keymaps.List, keymaps.Down, l)
		enter := m.env.Session.Keys.Hint(keymaps.List, keymaps.Open, l)
		help := m.env.Session.Keys.Hint(keymaps.Global, keymaps.OpenHelp, l)
		last := strconv.Itoa(len(all))
		lines = append(lines, "", l.Of("按数字 1 到 "+last+"；或用 "+up+" "+down+" 选好，再按"+enter+"。",
			"Press 1 to "+last+", or choose with "+up+" "+down+" and press "+enter+"."),
			l.Of("随时按 "+help+" 看帮助。", help+" shows help at any time."))
	}
	inner := 0
	for _, line := range lines {
		inner = max(inner, measure.Width(line))
	}
	edges := 6 - frame.Inside(m.env.Session, 6)
	w := min(m.env.W, inner+edges)
	box := strings.Split(frame.Box(m.env.Session, l.Of("欢迎使用评议", "Welcome to pingyi"), lines, w), "\n")
	x, y := frame.Centre(m.env.W, m.env.H, w, len(box))
	out := make([]string, y, y+len(box))
	for _, line := range box {
		out = append(out, strings.Repeat(" ", x)+line)
	}
	return out
}
