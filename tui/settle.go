package tui

import (
	"context"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
)

// settle takes the member's settings from now on. What they leave to the terminal
// stays as the session began with it, and so does what the terminal was found or
// said to be.
func (m Model) settle(s pingyi.Settings) (tea.Model, tea.Cmd) {
	if l, ok := pingyi.ParseLang(s.Lang); ok {
		m.env.Session.Lang = l
	}
	var keys *keymaps.Keymap
	var err error
	switch s.Keymap {
	case "":
	case pingyi.OwnKeymap:
		keys, err = keymaps.Read("keymap.toml", []byte(s.Bindings))
	default:
		keys, err = keymaps.Load(s.Keymap)
	}
	if keys != nil && err == nil {
		m.env.Session.Keys = keys
	}
	if s.Borders != "" {
		ascii := s.Borders == "ascii"
		m.env.Session.Look.ASCII, m.env.Session.Measure.ASCII = ascii, ascii
	}
	if s.Colors != "" {
		m.env.Session.Look.Color = s.Colors == "on"
	}
	cmd := m.newSession()
	if err != nil {
		m.status.Bad(err)
	}
	return m, cmd
}

// savedLang is that a language was saved as the member's own, or why not.
type savedLang struct {
	lang pingyi.Lang
	err  error
}

// saveLang keeps the session's language for the member's next login. The owner of
// the record has no settings, nor does who writes for a member choose for them.
func (m *Model) saveLang() tea.Cmd {
	actor := m.env.Desk.Actor()
	if actor.By != "" || actor.May(pingyi.OwnAccess, nil, nil) != nil || m.savingLang {
		return nil
	}
	m.savingLang = true
	desk, lang := m.env.Desk, m.env.Session.Lang
	return func() tea.Msg {
		ctx := context.Background()
		s, err := desk.Settings(ctx)
		if err == nil {
			s.Lang = lang.String()
			err = desk.SaveSettings(ctx, s)
		}
		return savedLang{lang, err}
	}
}

// keptLang saves anew where the language has changed meanwhile: one at a time, so
// that the last one stays.
func (m Model) keptLang(s savedLang) (tea.Model, tea.Cmd) {
	m.savingLang = false
	if s.err != nil {
		m.status.Bad(s.err)
		return m, nil
	}
	if s.lang != m.env.Session.Lang {
		cmd := m.saveLang()
		return m, cmd
	}
	if _, shown := m.routes[len(m.routes)-1].(page.Settings); shown {
		cmd := m.top(page.Reload{})
		return m, cmd
	}
	return m, nil
}
