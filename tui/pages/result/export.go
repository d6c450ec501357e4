package result

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/prompt"
)

// exported is what came of writing a file.
type exported struct {
	me   *token
	name string
	err  error
}

// askExport asks for the name of the file.
func (m *Model) askExport() tea.Cmd {
	switch {
	case m.env.WriteFile == nil:
		return page.Failure(pingyi.Errorf(pingyi.State, "这里不能写文件；请在要放文件的电脑上运行：ssh 服务器 result %[1]s --format xlsx > %[1]s.xlsx",
			"no file can be written here: on the computer where it is to be, run ssh HOST result %[1]s --format xlsx > %[1]s.xlsx", m.panel))
	case !m.ready():
		return nil
	}
	m.ruling = ruling{} // of a choice that was left
	m.line.Ask(prompt.Question{
		About: func(l pingyi.Lang) string {
			return fmt.Sprintf(l.Of("把这一轮的结果导出到文件。格式由文件名的结尾决定：%s", "Export the result of this round to a file. The end of its name tells the format: %s"), endings())
		},
		Label: func(l pingyi.Lang) string { return l.Of("文件名：", "File name: ") },
		Value: fmt.Sprintf("%s-%d.xlsx", m.panel, m.res.Round),
	})
	m.size()
	return nil
}

// export writes the result that is shown to the file named.
func (m *Model) export() tea.Cmd {
	name := strings.TrimSpace(m.line.Value())
	format, err := exchange.FormatOf(name)
	if err != nil {
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "文件名要以 %s 结尾，格式由它决定", "the name has to end in %s: that tells the format", endings()))
	}
	m.busy = true
	me, res, l, write := m.me, m.res, m.lang(), m.env.WriteFile
	return func() tea.Msg {
		data, err := encode(format, res, l)
		if err == nil {
			err = write(name, data)
		}
		return exported{me, name, err}
	}
}

// encode writes the result in a format; as JSON in its own form.
func encode(format exchange.Format, res pingyi.Result, l pingyi.Lang) ([]byte, error) {
	if format != exchange.JSON {
		return exchange.WriteResult(format, res, l)
	}
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	enc.SetIndent("", "  ")
	err := enc.Encode(res)
	return b.Bytes(), err
}

func (m *Model) takeExported(e exported) tea.Cmd {
	m.busy = false
	if e.err != nil { // the name stays, to be mended
		return page.Failure(e.err)
	}
	m.closeLine()
	return page.Send(page.Good{Text: m.lang().Of("已导出到 ", "exported to ") + e.name})
}

// endings lists how a file's name may end.
func endings() string {
	var all []string
	for _, f := range exchange.Formats() {
		all = append(all, "."+string(f))
	}
	return strings.Join(all, " ")
}
