// Package wording offers, on a page where criteria are written, how this record words
// such a criterion: what begins as it was typed, the most frequent first.
package wording

import (
	"context"
	"maps"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/offer"
	"pingyi/tui/parts/session"
)

// token tells the messages for one page from those for another.
type token struct{ _ byte }

// Msg is a message of this package, which the page hands to [Model.Update].
type Msg struct {
	me    *token
	texts map[string]*offer.Index
	err   error
}

// Model is what a page offers. It costs nothing to copy.
type Model struct {
	env   page.Env
	me    *token
	texts map[string]*offer.Index // by the name of the tier; nil until they are here
	wrote map[string]recent       // likewise, what was written on the page
	offer offer.Model             // where something is being written
}

// recent is what was written last, the newest first.
type recent struct {
	texts []offer.Text
	index *offer.Index
}

// maxRecent is how many texts of a tier count as written last.
const maxRecent = 50

// New returns a model for a page in env that offers nothing yet.
func New(env page.Env) Model { return Model{env: env, me: new(token)} }

// SetSession hands over another language, look or keymap.
func (m *Model) SetSession(s session.Session) { m.env.Session = s }

// Load asks how criteria are worded, for whoever may write some.
func (m Model) Load() tea.Cmd {
	me, desk := m.me, m.env.Desk
	if desk.Actor().May(pingyi.EditPlans, nil, nil) != nil {
		return nil
	}
	return func() tea.Msg {
		by, err := desk.Wordings(context.Background())
		loaded := Msg{me, map[string]*offer.Index{}, err}
		for tier, list := range by {
			texts := make([]offer.Text, len(list))
			for i, t := range list {
				texts[i] = offer.Text(t)
			}
			loaded.texts[tier] = offer.New(texts)
			loaded.texts[tier].Ready()
		}
		return loaded
	}
}

// Update takes what was loaded.
func (m *Model) Update(msg Msg) tea.Cmd {
	if msg.me != m.me {
		return nil
	}
	if msg.err != nil {
		return page.Send(page.Fail{Err: msg.err})
	}
	m.texts = msg.texts
	return nil
}

// Wrote tells of a criterion that was written on the page: it is offered from now on,
// before those of the record.
func (m *Model) Wrote(tier, text string) {
	if text == "" {
		return
	}
	old := slices.DeleteFunc(slices.Clone(m.wrote[tier].texts), func(t offer.Text) bool { return t.Text == text })
	texts := append([]offer.Text{{Text: text, Times: 1}}, old[:min(len(old), maxRecent-1)]...)
	m.wrote = maps.Clone(m.wrote)
	if m.wrote == nil {
		m.wrote = map[string]recent{}
	}
	m.wrote[tier] = recent{texts, offer.New(texts)}
}

// Type offers what begins as a criterion of a tier that is being written.
func (m *Model) Type(tier, typed string) { m.offer.Type(typed, m.wrote[tier].index, m.texts[tier]) }

// Clear offers nothing: no criterion is being written, or not at its end.
func (m *Model) Clear() { m.offer = offer.Model{} }

// Line returns the offer in one line of at most w columns; empty for none.
func (m Model) Line(w int) string { return m.offer.Line(m.env.Session, w) }

// Act does what TakeOffer, NextOffer or PreviousOffer says. Where an offer is taken,
// text is to stand in place of what was typed.
func (m *Model) Act(a keymaps.Action) (text string, taken bool, cmd tea.Cmd) {
	text, ok := m.offer.Text()
	switch {
	case !ok:
		return "", false, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有可取用的提示：在评价标准里打两个字或拼音首字母就有", "nothing is offered: type two characters, or pinyin initials, of a criterion")})
	case m.offer.Act(a):
		return "", false, nil
	}
	return text, true, nil
}
