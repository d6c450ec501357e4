package settings

import (
	"context"
	"fmt"
	"strings"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/prompt"
)

// valueList begins the names of the lists of values.
const valueList = "settings."

// The question before a key is removed.
const (
	askedRemove = "settings.remove-key"
	yes, no     = "yes", "no"
)

// maxPassword is how much of a password is taken: a long sentence.
const maxPassword = 200

// askValue lists what a setting can be.
func (m Model) askValue(w what) tea.Cmd {
	l := m.lang()
	var items []page.Choice
	for _, v := range m.values(w) {
		hint := ""
		if v == m.chosenValue(w) {
			hint = l.Of("现在", "now")
		}
		items = append(items, page.Choice{ID: v.value, Title: l.Of(v.zh, v.en), Hint: hint})
	}
	return page.Send(page.Choose{ID: fmt.Sprint(valueList, int(w)), Title: w.title(l), Items: items})
}

// chosen saves what was chosen of a list of values.
func (m Model) chosen(c chooser.Chosen) tea.Cmd {
	for _, r := range m.rows {
		if c.Chooser == fmt.Sprint(valueList, int(r.what)) {
			return m.save(r.what, c.Item)
		}
	}
	return nil
}

// save keeps one setting, and the others as they are by then.
func (m Model) save(w what, value string) tea.Cmd {
	desk := m.env.Desk
	return func() tea.Msg {
		ctx := context.Background()
		s, err := desk.Settings(ctx)
		if err == nil {
			*w.of(&s) = value
			err = desk.SaveSettings(ctx, s)
		}
		return saved{w, s, err}
	}
}

// takeSaved has the root take the settings, and says so in the language of now on.
func (m *Model) takeSaved(s saved) tea.Cmd {
	if s.err != nil {
		return page.Failure(s.err)
	}
	m.load++ // what is on its way may be older
	m.settings = s.settings
	m.resize()
	l := m.lang()
	if chosen, ok := pingyi.ParseLang(s.settings.Lang); ok {
		l = chosen
	}
	v := m.chosenValue(s.what)
	text := l.Of("已保存：", "saved: ") + s.what.title(l) + l.Of("，", ", ") + l.Of(v.zh, v.en)
	if s.what == screen || s.what == encoding || s.what == line || v.value == "" {
		text += l.Of("（下次登录起用）", " (from the next login on)")
	}
	return tea.Sequence(page.Send(page.Settle{Settings: s.settings}), page.Send(page.Good{Text: text}))
}

func (m *Model) askKey() {
	m.typing = newKey
	m.line.Ask(prompt.Question{
		About: func(l pingyi.Lang) string {
			return l.Of("把公钥粘贴到这里：一行，以 ssh-ed25519 或 ssh-rsa 等开头，通常在 id_ed25519.pub 文件里。不要粘贴私钥。",
				"Paste the public key here: one line that begins with ssh-ed25519, ssh-rsa or the like, mostly from the file id_ed25519.pub. Never paste a private key.")
		},
		Label: func(l pingyi.Lang) string { return l.Of("公钥：", "Key: ") },
		Edit:  edit.Options{Limit: 8192}, // the longest RSA keys in use
	})
	m.resize()
}

func (m *Model) askPassword() {
	m.typing, m.first = newPassword, ""
	keys := m.env.Session.Keys
	m.line.Ask(prompt.Question{
		About: func(l pingyi.Lang) string {
			return fmt.Sprintf(l.Of("输入新密码，再按 %s。输入的字显示为点。最好用一句自己记得住的话。", "Type the new password, then press %s. It shows as dots. A sentence that you remember is best."),
				keys.Hint(keymaps.Palette, keymaps.Accept, l))
		},
		Label: func(l pingyi.Lang) string { return l.Of("新密码：", "New password: ") },
		Edit:  edit.Options{Mask: true, Limit: maxPassword},
	})
	m.resize()
}

func (m *Model) askAgain() {
	m.typing, m.first = repeatPassword, m.line.Value()
	m.line.Ask(prompt.Question{
		About: func(l pingyi.Lang) string {
			return l.Of("再输入一次同样的密码，以免输错。", "Type the same password once more, in case of a slip.")
		},
		Label: func(l pingyi.Lang) string { return l.Of("再输一次：", "Once more: ") },
		Edit:  edit.Options{Mask: true, Limit: maxPassword},
	})
	m.resize()
}

func (m *Model) closeLine() {
	m.line.Close()
	m.first = ""
	m.resize()
}

// actLine does what a key says while a key or a password is being typed.
func (m *Model) actLine(a keymaps.Action) tea.Cmd {
	switch {
	case a == keymaps.Back:
		m.closeLine()
		return page.Send(page.Info{Text: m.lang().Of("没有改动", "nothing was changed")})
	case a != keymaps.Accept:
		return nil
	case m.typing == newKey:
		return m.addKey()
	case m.line.Value() == "":
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "请先输入密码", "type the password first"))
	case m.typing == newPassword:
		m.askAgain()
		return nil
	case m.line.Value() != m.first:
		m.askPassword()
		return page.Failure(pingyi.Errorf(pingyi.Invalid, "两次输入的不一样，请从头再输一次", "the two differ: type the new password again, twice"))
	}
	desk, hash, text := m.env.Desk, m.env.HashPassword, m.first
	m.closeLine() // hashing takes a moment, in which nobody should press Enter again
	return tea.Batch(page.Send(page.Info{Text: m.lang().Of("正在修改密码……", "changing the password…")}), func() tea.Msg {
		hashed, err := hash(text)
		if err == nil {
			err = desk.SetPassword(context.Background(), hashed)
		}
		return changed{"密码已改，下次登录用新密码", "the password is changed: use the new one from the next login on", err}
	})
}

func (m *Model) addKey() tea.Cmd {
	key, err := m.env.ParseKey([]byte(strings.TrimSpace(m.line.Value())))
	if err != nil {
		return page.Failure(err)
	}
	desk := m.env.Desk
	return func() tea.Msg {
		return changed{"已添加公钥", "added the key", desk.AddKey(context.Background(), desk.Actor().Member.ID, key)}
	}
}

func (m *Model) askRemove(k pingyi.Key) tea.Cmd {
	l := m.lang()
	m.key = k
	text := fmt.Sprintf(l.Of("移除这把公钥？\n\n%s  %s\n%s\n\n移除后不能再用它登录。", "Remove this key?\n\n%s  %s\n%s\n\nIt will no longer let you in."), k.Type, k.Comment, k.Fingerprint)
	if len(m.credential.Keys) == 1 && m.credential.Password == "" {
		text += l.Of("\n\n这是您唯一的登录方式：移除之前，请先设密码或添加另一把公钥。", "\n\nIt is your only way in: set a password or add another key before you remove it.")
	}
	return page.Send(page.Ask{Question: dialog.Question{ID: askedRemove, Title: l.Of("移除公钥", "Remove the key"), Text: text, Selected: 1,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("移除", "Remove")}, {ID: no, Label: l.Of("不移除", "Keep it")}}}})
}

func (m Model) answer(a dialog.Answered) tea.Cmd {
	if a.Question != askedRemove || a.Choice != yes {
		return nil
	}
	desk, key := m.env.Desk, m.key
	return func() tea.Msg {
		return changed{"已移除公钥", "removed the key", desk.RemoveKey(context.Background(), desk.Actor().Member.ID, key.Fingerprint)}
	}
}

func (m *Model) takeChanged(c changed) tea.Cmd {
	if c.err != nil {
		return page.Failure(c.err)
	}
	m.closeLine()
	return tea.Batch(m.reload(), page.Send(page.Good{Text: m.lang().Of(c.zh, c.en)}))
}
