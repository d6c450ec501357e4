package tui

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/wire"
)

// askPasted is the question what a burst of text was.
const (
	askPasted = "root.pasted"
	asPaste   = "paste"
	asKeys    = "keys"
)

// MaxPaste returns the most bytes that a member may paste at once, whatever waits for
// an answer included. Who keys plans in pastes tables: 5,000 activities of the usual
// length are 2.4 MB. It bounds what a session can be made to hold.
func MaxPaste(a pingyi.Actor) int {
	if a.May(pingyi.EditPlans, nil, nil) == nil {
		return 4 << 20
	}
	return 1 << 20
}

// maxKeys is the most bytes that may have been typed while a line stood still.
const maxKeys = 16 << 10

// online takes what the line to the terminal has to say.
func (m Model) online(msg tea.Msg) (tea.Model, tea.Cmd) {
	l := m.env.Session.Lang
	switch msg := msg.(type) {
	case wire.Burst:
		if m.waiting {
			m.held = append(slices.Clone(m.held), msg)
			break
		}
		if most := MaxPaste(m.env.Desk.Actor()); len(m.pasted)+len(msg.Text) > most {
			return m.online(wire.PasteCut{Max: most})
		}
		m.pasted += msg.Text
		m.askPasted()
	case wire.PasteCut:
		m.status.Bad(pingyi.Errorf(pingyi.TooBig, "粘贴的内容超过 %d KiB，只收下了前面的部分；内容多时请用文件导入",
			"more than %d KiB were pasted, and only their beginning was taken: import a file instead", msg.Max>>10))
	case wire.Unreadable:
		m.status.Bad(pingyi.Errorf(pingyi.Invalid, "有 %d 个字节认不出是什么字，没有收下；终端若用 GBK，请这样登录：名字+gbk@主机",
			"%d bytes make no characters and were dropped; with a GBK terminal log in as NAME+gbk@HOST", msg.Bytes))
	case wire.Stalled:
		m.status.Info(fmt.Sprintf(l.Of("线路停了 %d 秒，现在通了", "the line stood still for %d seconds"), int(msg.For.Seconds())))
	}
	return m, nil
}

// askPasted asks what text was that came too fast to have been typed; while another
// question is up, after that.
func (m *Model) askPasted() {
	if m.pasted == "" || m.dialog != nil && m.dialog.Question() != askPasted {
		return
	}
	l, measure := m.env.Session.Lang, m.env.Session.Measure
	text := strings.TrimRight(strings.NewReplacer("\r\n", "\n", "\r", "\n").Replace(m.pasted), "\n")
	start := measure.Truncate(cells.Visible(strings.Join(strings.Fields(text[:min(len(text), 1<<10)]), " ")), 40)
	q := dialog.Question{ID: askPasted, Title: l.Of("是粘贴的吗？", "Was this pasted?"),
		Text: fmt.Sprintf(l.Of("一下子来了 %d 行、%d 个字，像是粘贴的：“%s”。", "%d lines, %d characters came at once, as if pasted: “%s”. "), 1+strings.Count(text, "\n"), utf8.RuneCountInString(text), start)}
	paste, keys, drop := dialog.Choice{ID: asPaste, Label: l.Of("粘贴", "paste")}, dialog.Choice{ID: asKeys, Label: l.Of("按键", "keys")}, dialog.Choice{ID: no, Label: l.Of("不要", "drop")}
	p := m.pages[len(m.pages)-1]
	_, _, typing := p.Cursor()
	typing = typing || p.Place() == keymaps.Form || m.chooser != nil // a form may be on its way still
	switch few := len(m.pasted) <= maxKeys; {
	case typing && few:
		q.Text += l.Of("粘贴：整段放在光标处；按键：当作一个一个打的，换行就是回车。", "Paste puts them at the caret; keys takes them as typed one by one, line ends as Enter.")
		q.Choices = []dialog.Choice{paste, keys, drop}
	case typing:
		q.Text += l.Of("粘贴：整段放在光标处。", "Paste puts them at the caret.")
		q.Choices = []dialog.Choice{paste, drop}
	case few:
		q.Text += l.Of("这里没有可以打字的地方。按键：当作一个一个按的键，数字可能就是评分。", "There is nowhere to put text here. Keys takes each as a key that was pressed: digits may be ratings.")
		q.Choices, q.Selected = []dialog.Choice{keys, drop}, 1
	default:
		q.Text += l.Of("这里没有可以打字的地方。", "There is nowhere to put text here.")
		q.Choices = []dialog.Choice{drop}
	}
	m.ask(q)
}

// tookPasted does with the text what was chosen.
func (m Model) tookPasted(choice string) (tea.Model, tea.Cmd) {
	text := m.pasted
	m.pasted = ""
	switch choice {
	case asPaste:
		return m.Update(tea.PasteMsg{Content: text})
	case asKeys:
		var next tea.Model = m
		var cmds []tea.Cmd
		for _, k := range (wire.Burst{Text: text}).Keys() {
			var cmd tea.Cmd
			next, cmd = next.Update(k)
			cmds = append(cmds, cmd)
		}
		return next, tea.Batch(cmds...)
	}
	return m, nil
}
