package activityform

import (
	"context"
	"slices"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/offer"
)

// worded has what criteria of this record say, by the name of their tier.
type worded struct {
	me    *token
	texts map[string]*offer.Index
	err   error
}

// loadWordings asks how criteria are worded, for whoever writes some.
func (m Model) loadWordings() tea.Cmd {
	me, desk := m.me, m.env.Desk
	if desk.Actor().May(pingyi.EditPlans, nil, nil) != nil {
		return nil
	}
	return func() tea.Msg {
		by, err := desk.Wordings(context.Background())
		w := worded{me: me, err: err, texts: map[string]*offer.Index{}}
		for tier, list := range by {
			texts := make([]offer.Text, len(list))
			for i, t := range list {
				texts[i] = offer.Text(t)
			}
			w.texts[tier] = offer.New(texts)
		}
		return w
	}
}

func (m Model) takeWordings(msg worded) (page.Page, tea.Cmd) {
	if msg.err != nil {
		return m, page.Send(page.Fail{Err: msg.err})
	}
	m.texts = msg.texts
	m.suggest()
	return m, nil
}

// suggest offers, while a criterion is written, how others like it were.
func (m *Model) suggest() {
	if !m.ready {
		return
	}
	at := m.form.Focused() - tiers
	if at < 0 || !m.form.AtEnd() {
		m.wording = offer.Model{}
	} else {
		s := m.plan.Scale
		m.wording.Type(m.texts[s.Name(s.Best()[at])], m.form.Value(tiers+at))
	}
	m.form.SetOffer(m.wording.Line(m.env.Session, m.form.OfferWidth()))
}

// answer takes what is offered, or goes on to another.
func (m Model) answer(a keymaps.Action) (page.Page, tea.Cmd) {
	text, ok := m.wording.Text()
	if !ok {
		return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("没有可取用的提示：在评价标准里打两个字或拼音首字母就有", "nothing is offered: type two characters, or pinyin initials, of a criterion")})
	}
	var cmd tea.Cmd
	if !m.wording.Act(a) {
		m.form.Replace(m.form.Focused(), text)
		m.faults = slices.Clone(m.faults)
		m.faults[m.form.Focused()] = nil
		m.mark()
		cmd = m.draft.Touch(m.Unsaved())
	}
	m.suggest()
	return m, cmd
}
