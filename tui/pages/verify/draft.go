package verify

import (
	"fmt"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
)

// third is a text that neither entry has, typed of a difference as it was then, and
// not in the record.
type third struct {
	of   pingyi.Difference
	text string
}

// sameCell reports whether both differences are about one place, whatever stands there.
func sameCell(a, b pingyi.Difference) bool {
	return a.FirstID == b.FirstID && a.SecondID == b.SecondID && a.Field == b.Field && a.Tier == b.Tier
}

// indexOf returns where what is to be settled of a place stands, or -1.
func (m Model) indexOf(d pingyi.Difference) int {
	return slices.IndexFunc(m.open, func(o pingyi.Difference) bool { return sameCell(o, d) })
}

// object names the draft of what is being typed.
func (m Model) object() string { return fmt.Sprintf("verify/%d/%s", m.key.Year, m.key.Department) }

// unsaved reports whether there is a text that is to be kept as a draft.
func (m Model) unsaved() bool { return m.Unsaved() || m.waiting.text != "" }

// form is what is kept: of several texts the last.
func (m Model) form() draft.Form[pingyi.Difference] {
	t := m.waiting
	if m.Unsaved() {
		t = third{m.asking, m.editor.Value()}
	}
	return draft.Form[pingyi.Difference]{Base: t.of, Texts: []string{t.text}}
}

// takeDraft has a draft that was found wait for who opens its place.
func (m *Model) takeDraft(msg draft.Msg) tea.Cmd {
	cmd := m.draft.Update(msg, m.form(), m.unsaved())
	if !m.draft.Offered() {
		return cmd
	}
	if f := m.draft.Take(); len(f.Texts) == 1 {
		m.waiting = third{f.Base, f.Texts[0]}
	}
	return tea.Batch(cmd, m.forget())
}

// forget drops what waits for a place that is settled, and says of anything else where
// it waits, once the differences are there.
func (m *Model) forget() tea.Cmd {
	if !m.loaded || m.sending > 0 || m.err != nil && pingyi.CodeOf(m.err) != pingyi.NotFound {
		return nil
	}
	if m.indexOf(m.waiting.of) < 0 {
		m.waiting = third{}
	}
	cmd := m.draft.Settle(m.unsaved())
	if m.waiting.text == "" || m.told {
		return cmd
	}
	m.told = true
	s := m.env.Session
	text := fmt.Sprintf(s.Lang.Of("有一处您写过而没有存下：在“%s”的“%s”上按 %s 接着写", "you wrote something that was not taken: on %q, %q, %s goes on with it"),
		pingyi.Excerpt(m.activity(m.waiting.of), 12), m.field(m.waiting.of), s.Keys.Hint(keymaps.Verify, keymaps.OpenEdit, s.Lang))
	return tea.Batch(cmd, page.Send(page.Info{Text: text}))
}
