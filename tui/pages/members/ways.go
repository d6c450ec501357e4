package members

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/edit"
	"pingyi/tui/parts/prompt"
)

// goodFor is how long an invitation can be used.
const goodFor = 7 * 24 * time.Hour

// The lists and questions, and what they answer.
const (
	whatList = "members.what"
	keyList  = "members.keys"

	doInvite  = "invite"
	doAddKey  = "add-key"
	doKeys    = "keys"
	doDisable = "disable"

	askedDisable = "members.disable"
	askedRemove  = "members.remove-key"
	shownCode    = "members.code"
	yes, no      = "yes", "no"
)

type (
	// invited is an invitation that the record has, or why it has not.
	invited struct {
		member  pingyi.Member
		code    string
		expires time.Time
		err     error
	}
	// changed is what was done to a member, in either language.
	changed struct {
		zh, en string
		err    error
	}
)

// askWhat offers what can be done about a member.
func (m *Model) askWhat(member pingyi.Member) tea.Cmd {
	l := m.lang()
	m.asked = member
	var items []page.Choice
	add := func(id, title, hint string) { items = append(items, page.Choice{ID: id, Title: title, Hint: hint}) }
	if m.env.NewCode != nil {
		add(doInvite, l.Of("邀请登录：给出一次性邀请码", "invite: a code to get in once"), l.Of("首次登录或忘记密码", "first login, lost password"))
	}
	if m.env.ParseKey != nil {
		add(doAddKey, l.Of("添加公钥：粘贴一行", "add a public key: paste a line"), "")
	}
	if n := len(m.ways[member.ID].Keys); n > 0 {
		add(doKeys, l.Of("查看或移除公钥", "see or remove public keys"), fmt.Sprintf(l.Of("%d 把", "%d"), n))
	}
	add(doDisable, l.Of("停用：不能再登录", "disable: no more logins"), m.hint(keymaps.Delete))
	return page.Send(page.Choose{ID: whatList, Title: m.name(member), Items: items})
}

// chosen does what was chosen of a list.
func (m *Model) chosen(c chooser.Chosen) tea.Cmd {
	if c.Chooser == keyList {
		keys := m.ways[m.asked.ID].Keys
		if i := slices.IndexFunc(keys, func(k pingyi.Key) bool { return k.Fingerprint == c.Item }); i >= 0 {
			m.key = keys[i]
			return m.askRemove()
		}
		return nil
	}
	if c.Chooser != whatList {
		return nil
	}
	switch c.Item {
	case doInvite:
		return m.invite()
	case doAddKey:
		member := m.name(m.asked)
		m.line.Ask(prompt.Question{
			About: func(l pingyi.Lang) string {
				return fmt.Sprintf(l.Of("把 %s 的公钥粘贴到这里：一行，以 ssh-ed25519 或 ssh-rsa 等开头，通常在对方的 id_ed25519.pub 文件里。",
					"Paste the public key of %s here: one line that begins with ssh-ed25519, ssh-rsa or the like, mostly from their file id_ed25519.pub."), member)
			},
			Label: func(l pingyi.Lang) string { return l.Of("公钥：", "Key: ") },
			Edit:  edit.Options{Limit: 8192}, // the longest RSA keys in use
		})
		m.resize()
	case doKeys:
		return m.listKeys()
	case doDisable:
		return m.askDisable(m.asked)
	}
	return nil
}

// invite enters an invitation in place of an earlier one.
func (m Model) invite() tea.Cmd {
	desk, member, newCode, now := m.env.Desk, m.asked, m.env.NewCode, m.now
	return func() tea.Msg {
		code, hash := newCode()
		expires := now().Add(goodFor)
		return invited{member, code, expires, desk.Invite(context.Background(), member.ID, hash, expires)}
	}
}

// show shows the code, which nothing else keeps.
func (m *Model) show(i invited) tea.Cmd {
	if i.err != nil {
		return page.Failure(i.err)
	}
	l := m.lang()
	how := l.Of("开启服务（pingyi serve）后，成员用 ssh 登录，再输入邀请码。", "Once the record is served (pingyi serve) the member logs in with ssh and enters the code.")
	if m.env.SSHLine != nil {
		how = l.Of("成员在自己的电脑上输入：\n\n    ", "The member types on their own computer:\n\n    ") + m.env.SSHLine(i.member.ID) +
			l.Of("\n\n再按提示输入邀请码，设一个密码。", "\n\nand, when asked, enters the code and sets a password.")
	}
	text := fmt.Sprintf(l.Of("%s 的邀请码：\n\n    %s\n\n%s 前有效，只能用一次；以前的邀请码作废。%s\n\n邀请码只显示这一次，请现在抄下或转告。没抄到也不要紧，再邀请一次即可。",
		"The code of %s:\n\n    %s\n\nIt is good once, until %s; an earlier one is void. %s\n\nThe code is shown only now: write it down or pass it on. If it is lost, just invite again."),
		m.name(i.member), i.code, m.env.When(i.expires), how)
	return tea.Batch(m.reload(), page.Send(page.Ask{Question: dialog.Question{ID: shownCode, Title: l.Of("邀请登录", "Invitation"), Text: text,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("已抄下", "I have it")}}}}))
}

func (m *Model) listKeys() tea.Cmd {
	var items []page.Choice
	for _, k := range m.ways[m.asked.ID].Keys {
		title := k.Comment
		if title == "" {
			title = k.Type
		}
		items = append(items, page.Choice{ID: k.Fingerprint, Title: title, Hint: k.Fingerprint})
	}
	return page.Send(page.Choose{ID: keyList, Title: fmt.Sprintf(m.lang().Of("%s 的公钥：选一把移除", "Keys of %s: choose one to remove"), m.asked.ID), Items: items})
}

func (m *Model) askRemove() tea.Cmd {
	l := m.lang()
	text := fmt.Sprintf(l.Of("移除 %s 的这把公钥？\n\n%s  %s\n%s\n\n移除后不能再用它登录。", "Remove this key of %s?\n\n%s  %s\n%s\n\nIt will no longer let them in."),
		m.name(m.asked), m.key.Type, m.key.Comment, m.key.Fingerprint)
	return page.Send(page.Ask{Question: dialog.Question{ID: askedRemove, Title: l.Of("移除公钥", "Remove the key"), Text: text, Selected: 1,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("移除", "Remove")}, {ID: no, Label: l.Of("不移除", "Keep it")}}}})
}

func (m *Model) askDisable(member pingyi.Member) tea.Cmd {
	l := m.lang()
	m.asked = member
	text := fmt.Sprintf(l.Of("停用 %s？\n\n他们正开着的会话马上结束，以后不能再登录。已经评的分和留痕都保留。停用后不能恢复，只能用新的代号另行添加。",
		"Disable %s?\n\nTheir open sessions end at once and they can no longer log in. What they have rated and the history stay. It cannot be undone: only a new member with another ID can be added."), m.name(member))
	if member.ID == m.env.Desk.Actor().Member.ID {
		text += l.Of("\n\n这是您自己：停用后您这里也会马上断开。", "\n\nThis is yourself: your own session ends at once too.")
	}
	return page.Send(page.Ask{Question: dialog.Question{ID: askedDisable, Title: l.Of("停用成员", "Disable a member"), Text: text, Selected: 1,
		Choices: []dialog.Choice{{ID: yes, Label: l.Of("停用", "Disable")}, {ID: no, Label: l.Of("不停用", "Do not")}}}})
}

func (m Model) answer(a dialog.Answered) tea.Cmd {
	desk, member, key := m.env.Desk, m.asked, m.key
	switch {
	case a.Choice != yes:
	case a.Question == askedDisable:
		return func() tea.Msg {
			return changed{"已停用 " + member.ID, "disabled " + member.ID, desk.DisableMember(context.Background(), member.ID)}
		}
	case a.Question == askedRemove:
		return func() tea.Msg {
			return changed{"已移除 " + member.ID + " 的公钥", "removed the key of " + member.ID, desk.RemoveKey(context.Background(), member.ID, key.Fingerprint)}
		}
	}
	return nil
}

// actLine does what a key says while a key is being pasted.
func (m *Model) actLine(a keymaps.Action) tea.Cmd {
	switch a {
	case keymaps.Back:
		m.line.Close()
		m.resize()
		return page.Send(page.Info{Text: m.lang().Of("没有添加公钥", "no key was added")})
	case keymaps.Accept:
		key, err := m.env.ParseKey([]byte(strings.TrimSpace(m.line.Value())))
		if err != nil {
			return page.Failure(err)
		}
		desk, member := m.env.Desk, m.asked
		return func() tea.Msg {
			return changed{"已为 " + member.ID + " 添加公钥", "added a key for " + member.ID, desk.AddKey(context.Background(), member.ID, key)}
		}
	}
	return nil
}

func (m *Model) takeChanged(c changed) tea.Cmd {
	if c.err != nil {
		return page.Failure(c.err)
	}
	m.line.Close()
	m.resize()
	return tea.Batch(m.reload(), page.Send(page.Good{Text: m.lang().Of(c.zh, c.en)}))
}
