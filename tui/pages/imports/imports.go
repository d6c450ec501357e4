// Package imports reads a file, shows what it would change, and imports it once
// the person has seen that.
package imports

import (
	"context"
	"path"
	"regexp"
	"slices"
	"strconv"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/store/exchange"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/form"
	"pingyi/tui/parts/status"
)

// token tells the messages of one page from those of another of its kind below
// it: the root hands them to all.
type token struct{ _ byte }

// Model is the page.
type Model struct {
	env   page.Env
	me    *token
	stage stage
	form  form.Model

	failed []error // why the file cannot be read
	plans  []plan
	there  map[pingyi.PlanKey]bool // the plans that the record has
	top    int                     // the first line shown of what is below the form or the title
}

// stage is how far the import has come.
type stage int

const (
	asking    stage = iota // for the file
	reading                // it, and what it would change
	previewed              // waiting for a yes
	importing
	done // with something that did not go in
)

// plan is one plan of the file.
type plan struct {
	exchange.Import
	rev    pingyi.Revision
	err    error // why it cannot go in, or did not
	filed  bool
	remove bool // the person has agreed to what it removes
}

// The fields of the form.
const (
	file = iota
	year
	code
	name
)

// New returns the page.
func New(env page.Env) Model {
	m := Model{env: env, me: new(token)}
	m.form = form.New(env.Session, []form.Spec{
		file: {Zh: "文件名", En: "File"},
		year: {Zh: "年度", En: "Year", Width: 10},
		code: {Zh: "部门代码", En: "Code", Width: 34},
		name: {Zh: "部门名称", En: "Department"},
	})
	m.resize()
	return m
}

// noFiles says how a file is imported by whoever has none here.
func noFiles() error {
	return pingyi.Errorf(pingyi.State, "这里读不到您电脑上的文件；请在放文件的电脑上运行：ssh 服务器 import --year 2016 --format docx - < 文件名（Excel 的写 xlsx）",
		"your files cannot be read from here: on the computer that has them, run ssh HOST import --year 2016 --format docx - < FILE (xlsx for Excel)")
}

type (
	read struct {
		me      *token
		imports []exchange.Import
		err     error
	}
	listed struct {
		me    *token
		plans []store.PlanSummary
		err   error
	}
	// looked is what importing plan i would change.
	looked struct {
		me  *token
		i   int
		rev pingyi.Revision
		err error
	}
	// filed is what importing plan i did change.
	filed struct {
		me  *token
		i   int
		rev pingyi.Revision
		err error
	}
)

// Init implements [page.Page].
func (m Model) Init() tea.Cmd { return nil }

// Update implements [page.Page].
func (m Model) Update(msg tea.Msg) (page.Page, tea.Cmd) {
	switch msg := msg.(type) {
	case read:
		if msg.me == m.me && m.stage == reading {
			return m.takeRead(msg)
		}
	case listed:
		if msg.me == m.me && m.stage == reading {
			if msg.err != nil {
				m.stage, m.failed = asking, []error{msg.err}
				return m, nil
			}
			m.there = map[pingyi.PlanKey]bool{}
			for _, p := range msg.plans {
				m.there[p.Key] = true
			}
			return m.look(0)
		}
	case looked:
		if msg.me == m.me && m.stage == reading {
			m.plans = slices.Clone(m.plans)
			m.plans[msg.i].rev, m.plans[msg.i].err = msg.rev, msg.err
			return m.look(msg.i + 1)
		}
	case filed:
		if msg.me == m.me && m.stage == importing {
			m.plans = slices.Clone(m.plans)
			m.plans[msg.i].err, m.plans[msg.i].filed = msg.err, msg.err == nil
			return m.file(msg.i + 1)
		}
	case dialog.Answered:
		if msg.Question == questionRemove && msg.Choice == yes && m.stage == previewed {
			m.plans = slices.Clone(m.plans)
			for i := range m.plans {
				m.plans[i].remove = true
			}
			m.stage = importing
			return m.file(0)
		}
	case page.Size:
		m.env.W, m.env.H = msg.W, msg.H
		m.resize()
	case page.Session:
		m.env.Session = msg.Session
		m.form.SetSession(msg.Session)
		m.resize()
	case page.Do:
		return m.act(msg.Action)
	case tea.KeyPressMsg:
		return m.press(msg)
	case tea.PasteMsg:
		if m.stage == asking {
			m.form = m.form.Update(msg)
		}
	}
	return m, nil
}

func (m Model) press(k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	if m.stage != asking {
		a, _ := m.env.Session.Action(keymaps.Form, k)
		if a != keymaps.Save { // as in every form; it is a list all the same
			a, _ = m.env.Session.Action(keymaps.List, k)
		}
		return m.act(a)
	}
	switch a, _ := m.env.Session.Action(keymaps.Form, k); a {
	case keymaps.Save, keymaps.Back:
		return m.act(a)
	}
	if a, _ := m.env.Session.Action(keymaps.Palette, k); a == keymaps.PageUp || a == keymaps.PageDown {
		return m.act(a)
	}
	if a, _ := m.env.Session.Action(keymaps.Edit, k); a == keymaps.Newline {
		return m.act(keymaps.Save)
	}
	at := m.form.Focused()
	m.form = m.form.Update(k)
	if at == file && m.form.Focused() != file {
		m.guessYear()
	}
	return m, nil
}

func (m Model) act(a keymaps.Action) (page.Page, tea.Cmd) {
	step := max(1, m.room()-1)
	switch a {
	case keymaps.Up:
		m.top--
	case keymaps.Down:
		m.top++
	case keymaps.PageUp:
		m.top -= step
	case keymaps.PageDown:
		m.top += step
	case keymaps.First:
		m.top = 0
	case keymaps.Last:
		m.top = len(m.report())
	case keymaps.Back:
		if m.stage == asking || m.stage == done {
			return m, page.Send(page.Close{})
		}
		if m.stage != importing {
			m.stage, m.plans, m.top = asking, nil, 0
		}
	case keymaps.Save, keymaps.Open:
		switch m.stage {
		case asking:
			return m.read()
		case previewed:
			return m.confirm()
		case done:
			return m, page.Send(page.Close{})
		}
	}
	m.top = max(0, min(m.top, len(m.report())-m.room()))
	return m, nil
}

var yearInName = regexp.MustCompile(`(?:^|[^0-9])((?:19|20)[0-9]{2})(?:[^0-9]|$)`)

// guessYear fills an empty year in from the file's name.
func (m *Model) guessYear() {
	values := m.form.Values()
	base := path.Base(strings.ReplaceAll(values[file], `\`, "/"))
	if found := yearInName.FindStringSubmatch(base); found != nil && values[year] == "" {
		values[year] = found[1]
		m.form.SetValues(values)
	}
}

// read reads the file. A terminal into which a file is dragged puts quotes round
// its name.
func (m Model) read() (page.Page, tea.Cmd) {
	m.failed, m.top = nil, 0
	if m.form.Focused() == file {
		m.guessYear()
	}
	values := m.form.Values()
	fileName := strings.Trim(strings.TrimSpace(values[file]), `"'`)
	fail := func(err error, i int) (page.Page, tea.Cmd) {
		m.failed = []error{err}
		m.form.Focus(i)
		return m, nil
	}
	switch {
	case m.env.ReadFile == nil:
		return m, nil // the report says so from the beginning
	case fileName == "":
		return fail(pingyi.Errorf(pingyi.Invalid, "请先填文件名", "enter the file's name first"), file)
	}
	src := exchange.Source{Name: path.Base(strings.ReplaceAll(fileName, `\`, "/")),
		Department: pingyi.Department{Code: strings.TrimSpace(pingyi.HalfWidth(values[code])), Name: strings.TrimSpace(values[name])}}
	if y := strings.TrimSpace(pingyi.HalfWidth(values[year])); y != "" {
		n, err := strconv.Atoi(y)
		if err != nil {
			return fail(pingyi.Errorf(pingyi.Invalid, "年度请写四位数，如 2016", "write the year as four digits, such as 2016"), year)
		}
		src.Year = n
	}
	m.stage = reading
	me, readFile := m.me, m.env.ReadFile
	return m, func() tea.Msg {
		data, err := readFile(fileName)
		if err != nil {
			return read{me: me, err: err}
		}
		imports, err := exchange.Read(src, data)
		return read{me, imports, err}
	}
}

func (m Model) takeRead(msg read) (page.Page, tea.Cmd) {
	if msg.err != nil {
		m.stage, m.failed = asking, []error{msg.err}
		if all, ok := msg.err.(interface{ Unwrap() []error }); ok {
			m.failed = all.Unwrap()
		}
		return m, nil
	}
	m.plans = nil
	for _, in := range msg.imports {
		m.plans = append(m.plans, plan{Import: in})
	}
	me, desk := m.me, m.env.Desk
	return m, func() tea.Msg {
		plans, err := desk.Plans(context.Background())
		return listed{me, plans, err}
	}
}

// filing returns plan p as the desk takes it.
func (p plan) filing() store.Filing {
	return store.Filing{Plan: p.Plan, Has: func(f pingyi.Field) bool { return p.Has[f] }, Remove: p.remove && len(p.rev.Removed) > 0}
}

// look finds out what plan i, and then the next, would change.
func (m Model) look(i int) (page.Page, tea.Cmd) {
	if i >= len(m.plans) {
		m.stage = previewed
		return m, nil
	}
	me, desk, f := m.me, m.env.Desk, m.plans[i].filing()
	return m, func() tea.Msg {
		rev, err := desk.Preview(context.Background(), f)
		return looked{me, i, rev, err}
	}
}

const (
	questionRemove = "import-remove"
	yes            = "yes"
)

// goesIn reports whether importing p would do anything.
func (p plan) goesIn() bool { return p.err == nil && !p.filed && !p.rev.Empty() }

// confirm begins the import, after a yes where something would be deleted.
func (m Model) confirm() (page.Page, tea.Cmd) {
	l := m.env.Session.Lang
	if !slices.ContainsFunc(m.plans, plan.goesIn) {
		return m, page.Send(page.Info{Text: l.Of("没有要导入的改动", "there is nothing to import")})
	}
	if q, needed := m.askRemove(); needed {
		return m, page.Send(page.Ask{Question: q})
	}
	m.stage = importing
	return m.file(0)
}

// file imports the next plan from i on, each by itself: one that fails keeps
// none of the others out.
func (m Model) file(i int) (page.Page, tea.Cmd) {
	for i < len(m.plans) && !m.plans[i].goesIn() {
		i++
	}
	if i < len(m.plans) {
		me, desk, f := m.me, m.env.Desk, m.plans[i].filing()
		return m, func() tea.Msg {
			rev, err := desk.File(context.Background(), f)
			return filed{me, i, rev, err}
		}
	}
	good := page.Send(page.Good{Text: m.summary()})
	if slices.ContainsFunc(m.plans, func(p plan) bool { return p.err != nil }) {
		m.stage, m.top = done, 0
		return m, good
	}
	return m, tea.Sequence(page.Send(page.Close{}), good)
}

// Title implements [page.Page].
func (m Model) Title() string { return m.env.Session.Lang.Of("导入文件", "Import a file") }

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	if m.stage == asking {
		return keymaps.Form
	}
	return keymaps.List
}

// Unsaved implements [page.Page].
func (m Model) Unsaved() bool { return false }

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	back := status.Hint{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("返回", "back")}
	switch m.stage {
	case asking:
		return []status.Hint{{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("读取文件", "read the file")},
			{Place: keymaps.Form, Action: keymaps.NextField, Label: l.Of("下一栏", "next field")}, back}
	case previewed:
		return []status.Hint{{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("导入", "import")},
			{Place: keymaps.List, Action: keymaps.PageDown, Label: l.Of("往下看", "more")}, back}
	}
	return []status.Hint{back}
}
