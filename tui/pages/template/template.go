// Package template is what a page on which rubrics are written does with templates
// of them: one is chosen and put on, or a rubric is kept as one, and those that are
// there are renamed and deleted. What would be lost is asked about first.
package template

import (
	"context"
	"fmt"
	"slices"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/prompt"
)

// token tells the messages for one page from those for another.
type token struct{ _ byte }

// About is what the page has: the rubrics that a template would be put on, and the
// one that would be kept, under a name if nobody gives another.
type About struct {
	Scale   pingyi.Scale
	Rubrics []pingyi.Rubric
	Own     pingyi.Rubric
	Name    string
}

// Put asks the page to put a template on the rubrics that it had given. It is sent to
// all pages: see [Model.Puts].
type Put struct {
	me       *token
	Name     string // of the template
	was, put []pingyi.Rubric
}

// On returns what becomes of the rubric given as the i-th, which reads now by now:
// what the template does not change stays as it is, though it was changed since.
func (p Put) On(i int, now pingyi.Rubric) pingyi.Rubric {
	rubric := slices.Clone(p.put[i])
	for tier := range rubric {
		if tier < len(p.was[i]) && p.was[i][tier] == rubric[tier] {
			rubric[tier] = now[tier]
		}
	}
	return rubric
}

// Msg is a message of this package, which the page hands to [Model.Update].
type Msg struct {
	me   *token
	what any
}

type (
	listed struct {
		list []pingyi.Template
		err  error
	}
	kept struct {
		template pingyi.Template
		err      error
	}
	dropped struct {
		template pingyi.Template
		err      error
	}
)

// The lists and questions, and what they answer.
const (
	whichList  = "template.which"
	manageList = "template.manage"
	askedPut   = "template.put"
	askedKeep  = "template.keep"
	askedOne   = "template.one"
	askedDrop  = "template.drop"

	doKeep   = "keep"
	doManage = "manage"
	all      = "all"
	empty    = "empty"
	rename   = "rename"
	drop     = "drop"
	no       = "no"
)

// Model is how a page stands with templates.
type Model struct {
	env   page.Env
	me    *token
	about About
	list  []pingyi.Template // by pinyin
	one   pingyi.Template   // that is asked about; of the prompt, the one to be renamed, without ID for a new one
	line  prompt.Model
}

// New returns a model for a page in env.
func New(env page.Env) Model {
	return Model{env: env, me: new(token), line: prompt.New(env.Session)}
}

// SetEnv hands over another size, language or look.
func (m *Model) SetEnv(env page.Env) {
	m.env = env
	m.line.SetSession(env.Session)
	m.line.SetSize(env.W)
}

// Open lists the templates, and what else there is to do.
func (m *Model) Open(about About) tea.Cmd {
	m.about = about
	return m.read()
}

func (m Model) read() tea.Cmd {
	me, desk := m.me, m.env.Desk
	return func() tea.Msg {
		list, err := desk.Templates(context.Background())
		pinyin := pingyi.NewCollator()
		slices.SortStableFunc(list, func(a, b pingyi.Template) int { return pinyin.CompareString(a.Name, b.Name) })
		return Msg{me, listed{list, err}}
	}
}

// Update takes a [Msg], and the chooser.Chosen and dialog.Answered that the page gets.
func (m *Model) Update(msg tea.Msg) tea.Cmd {
	switch msg := msg.(type) {
	case Msg:
		if msg.me != m.me {
			return nil
		}
		switch what := msg.what.(type) {
		case listed:
			return m.choose(what)
		case kept:
			return m.takeKept(what)
		case dropped:
			return m.takeDropped(what)
		}
	case chooser.Chosen:
		return m.chosen(msg)
	case dialog.Answered:
		return m.answered(msg)
	}
	return nil
}

func (m Model) lang() pingyi.Lang { return m.env.Session.Lang }

// choose offers the templates that have a tier of the scale, then what else can be
// done.
func (m *Model) choose(l listed) tea.Cmd {
	if l.err != nil {
		return page.Failure(l.err)
	}
	m.list = l.list
	var items []page.Choice
	for _, t := range m.list {
		if put := t.On(m.about.Scale, nil); put.Complete() > 0 {
			items = append(items, page.Choice{ID: fmt.Sprint(t.ID), Title: t.Name, Hint: m.glimpse(t)})
		}
	}
	if m.about.Own.Complete() > 0 {
		items = append(items, page.Choice{ID: doKeep, Title: m.lang().Of("【把现在的评价标准存为模板】", "[keep the rubric here as a template]")})
	}
	if len(m.list) > 0 {
		items = append(items, page.Choice{ID: doManage, Title: m.lang().Of("【查看、改名或删除模板】", "[see, rename or delete templates]")})
	}
	if len(items) == 0 {
		return page.Send(page.Info{Text: m.lang().Of("还没有模板：先填一份评价标准，再在这里把它存为模板", "there are no templates yet: write a rubric first, then keep it here as one")})
	}
	return page.Send(page.Choose{ID: whichList, Title: m.lang().Of("评价标准模板：选一个套用", "Rubric templates: choose one to put on"), Items: items})
}

// glimpse is the beginning of what a template says, the best tier first.
func (m Model) glimpse(t pingyi.Template) string {
	for _, tier := range t.Scale.Best() {
		if c := t.Rubric[tier]; c != "" {
			return t.Scale.Name(tier) + " " + pingyi.Excerpt(c, 20)
		}
	}
	return ""
}

// words are all that a template says, a tier a line.
func words(t pingyi.Template) string {
	var lines []string
	for _, tier := range t.Scale.Best() {
		if c := t.Rubric[tier]; c != "" {
			lines = append(lines, t.Scale.Name(tier)+"  "+pingyi.Excerpt(c, 80))
		}
	}
	return strings.Join(lines, "\n")
}

func (m Model) find(id string) (pingyi.Template, bool) {
	i := slices.IndexFunc(m.list, func(t pingyi.Template) bool { return fmt.Sprint(t.ID) == id })
	if i < 0 {
		return pingyi.Template{}, false
	}
	return m.list[i], true
}

func (m *Model) chosen(c chooser.Chosen) tea.Cmd {
	t, found := m.find(c.Item)
	switch {
	case c.Chooser == whichList && c.Item == doKeep:
		m.askName(pingyi.Template{Name: m.about.Name, Scale: m.about.Scale, Rubric: m.about.Own})
	case c.Chooser == whichList && c.Item == doManage:
		return m.manage()
	case c.Chooser == whichList && found:
		m.one = t
		return m.askPut()
	case c.Chooser == manageList && found:
		m.one = t
		return m.askWhat()
	}
	return nil
}

// askPut puts the template on, having asked where it would take the place of
// criteria that are there.
func (m *Model) askPut() tea.Cmd {
	lost, fills := 0, false
	for i, r := range m.filled() {
		if len(m.one.Replaces(m.about.Scale, r)) > 0 {
			lost++
		}
		fills = fills || r.Complete() > m.about.Rubrics[i].Complete()
	}
	if lost == 0 {
		return m.put(m.filled())
	}
	l := m.lang()
	text := fmt.Sprintf(l.Of("%d 项活动已有不同的评价标准，套用后换成：\n\n", "%d activities have other criteria, which would become:\n\n"), lost)
	if len(m.about.Rubrics) == 1 {
		text = l.Of("这项活动已有评价标准，套用后换成：\n\n", "The activity has criteria, which would become:\n\n")
	}
	q := dialog.Question{ID: askedPut, Title: fmt.Sprintf(l.Of("套用模板“%s”", "Put on %q"), m.one.Name), Text: text + words(m.one), Selected: 1}
	q.Choices = append(q.Choices, dialog.Choice{ID: all, Label: l.Of("替换", "Replace")})
	if fills {
		q.Choices = append(q.Choices, dialog.Choice{ID: empty, Label: l.Of("只填空着的档次", "Only where empty")})
	}
	q.Choices = append(q.Choices, dialog.Choice{ID: no, Label: l.Of("不套用", "Do not")})
	return page.Send(page.Ask{Question: q})
}

// filled returns the rubrics with the template put on where they are empty.
func (m Model) filled() []pingyi.Rubric {
	rubrics := m.replaced()
	for i, r := range m.about.Rubrics {
		for tier, c := range r {
			if c != "" {
				rubrics[i][tier] = c
			}
		}
	}
	return rubrics
}

// replaced returns the rubrics with the template put on.
func (m Model) replaced() []pingyi.Rubric {
	rubrics := make([]pingyi.Rubric, len(m.about.Rubrics))
	for i, r := range m.about.Rubrics {
		rubrics[i] = m.one.On(m.about.Scale, r)
	}
	return rubrics
}

func (m Model) put(rubrics []pingyi.Rubric) tea.Cmd {
	return page.Send(Put{m.me, m.one.Name, m.about.Rubrics, rubrics})
}

// Puts reports whether p is for the page of this model.
func (m Model) Puts(p Put) bool { return p.me == m.me }

// Typing reports whether a name is being typed, at [keymaps.Palette].
func (m Model) Typing() bool { return m.line.Open() }

// View returns the lines of the prompt, none while nothing is typed.
func (m Model) View() []string { return m.line.View() }

// Cursor returns where the caret of the prompt stands, from the first line of View.
func (m Model) Cursor() (x, y int, ok bool) { return m.line.Cursor() }

// Press takes a key or a paste while a name is being typed.
func (m *Model) Press(msg tea.Msg) tea.Cmd {
	if k, ok := msg.(tea.KeyPressMsg); ok {
		if a, bound := m.env.Session.Action(keymaps.Palette, k); bound {
			return m.Act(a)
		}
	}
	if err := m.line.Update(msg); err != nil {
		return page.Failure(err)
	}
	return nil
}
