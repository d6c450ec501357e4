package activities

import (
	"bytes"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/pages/page"
)

// exported is what came of writing a file.
type exported struct {
	me   *token
	name string
	err  error
}

// askExport begins to type the name of the file.
func (m Model) askExport() (page.Page, tea.Cmd) {
	if m.env.WriteFile == nil {
		return m, page.Send(page.Fail{Err: pingyi.Errorf(pingyi.State, "这里不能写文件；请在要放文件的电脑上运行：ssh 服务器 export --year %[1]d --department %[2]s --format xlsx > %[2]s-%[1]d.xlsx",
			"no file can be written here: on the computer where it is to be, run ssh HOST export --year %[1]d --department %[2]s --format xlsx > %[2]s-%[1]d.xlsx", m.key.Year, m.key.Department)})
	}
	m.file.SetValue(fmt.Sprintf("%s-%d.xlsx", m.key.Department, m.key.Year))
	m.setExporting(true)
	return m, nil
}

// setExporting begins or ends the typing of the name.
func (m *Model) setExporting(on bool) {
	m.exporting = on
	if on {
		m.file.Focus()
	} else {
		m.file.Blur()
	}
	m.resize()
}

// export writes the plan to the file named, in the format that its ending says.
func (m Model) export() (page.Page, tea.Cmd) {
	name := strings.TrimSpace(m.file.Value())
	format, err := exchange.FormatOf(name)
	if err != nil {
		return m, page.Send(page.Fail{Err: pingyi.Errorf(pingyi.Invalid, "文件名要以 %s 结尾，格式由它决定", "the name has to end in %s: that tells the format", endings())})
	}
	me, plan, write := m.me, m.plan, m.env.WriteFile
	return m, func() tea.Msg {
		var b bytes.Buffer
		err := exchange.Write(&b, format, []pingyi.Plan{plan})
		if err == nil {
			err = write(name, b.Bytes())
		}
		return exported{me, name, err}
	}
}

func (m Model) takeExported(msg exported) (page.Page, tea.Cmd) {
	if msg.err != nil { // the name stays, to be mended
		return m, page.Send(page.Fail{Err: msg.err})
	}
	m.setExporting(false)
	return m, page.Send(page.Good{Text: m.env.Session.Lang.Of("已导出到 "+msg.name, "exported to "+msg.name)})
}

// endings lists how a file's name may end.
func endings() string {
	var all []string
	for _, f := range exchange.Formats() {
		all = append(all, "."+string(f))
	}
	return strings.Join(all, " ")
}
