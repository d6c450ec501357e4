package members

import (
	"fmt"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/table"
)

// seesAll reports whether the person sees how everybody gets in.
func (m Model) seesAll() bool { return m.env.Desk.Actor().SeesCredential("") }

func (m Model) columns() []table.Column {
	l := m.lang()
	columns := []table.Column{
		{Title: l.Of("代号", "ID"), Width: 8, Flex: 1},
		{Title: l.Of("姓名", "Name"), Width: 8, Flex: 2},
		{Title: l.Of("角色", "Role"), Width: m.env.Session.Measure.Width(pingyi.Admin.In(l))},
		{Title: l.Of("状态", "State"), Width: 8},
	}
	if m.seesAll() {
		w := 12
		if m.env.W >= 78 { // room for the longest, a code with the time of its end
			w = 27
		}
		columns = append(columns, table.Column{Title: l.Of("登录方式", "Ways in"), Width: w, Flex: 3})
	}
	return append(columns, table.Column{Title: l.Of("权重", "Weight"), Width: 6, Right: true})
}

func (m Model) row(i int) []string {
	member := m.members[i]
	row := []string{member.ID, member.Name, member.Role.In(m.lang()), m.state(member)}
	if m.seesAll() {
		row = append(row, strings.Join(m.waysIn(member), m.lang().Of("、", ", ")))
	}
	return append(row, member.Weight.String())
}

func (m Model) state(member pingyi.Member) string {
	if member.Disabled {
		return m.lang().Of("已停用", "disabled")
	}
	return m.lang().Of("在用", "active")
}

// waysIn says in a few words how a member gets in; nothing for one who cannot,
// being disabled, and for one of whom the person may not know.
func (m Model) waysIn(member pingyi.Member) []string {
	l := m.lang()
	c, known := m.ways[member.ID]
	if !known || member.Disabled {
		return nil
	}
	var ways []string
	if n := len(c.Keys); n > 0 {
		ways = append(ways, fmt.Sprintf(l.Of("公钥 %d", "keys %d"), n))
	}
	if c.Password != "" {
		ways = append(ways, l.Of("密码", "password"))
	}
	if in := c.Invitation; in != nil && m.now().Before(in.Expires) {
		ways = append(ways, l.Of("邀请码至 ", "code until ")+m.env.When(in.Expires))
	} else if in != nil {
		ways = append(ways, l.Of("邀请码已过期", "code expired"))
	}
	if len(ways) == 0 {
		ways = []string{l.Of("（还没有）", "(none yet)")}
	}
	return ways
}

// name returns a member's id, and their name where that is another.
func (m Model) name(member pingyi.Member) string {
	if member.Name != "" && member.Name != member.ID {
		return member.ID + " " + member.Name
	}
	return member.ID
}

// resize shows the members as the page now is, in as many rows as there are, or as
// what stands below leaves.
func (m *Model) resize() {
	m.line.SetSize(m.env.W)
	now := *m
	now.list = listing.Model{} // it would hold on to the rows before, and they to theirs
	m.list.SetColumns(m.columns(), now.row)
	m.list.SetSize(m.env.W, m.env.W, max(3, min(len(m.members)+1, m.env.H-len(m.list.Head())-m.belowRows())))
}

// belowRows is the room for what stands below the list: a third of the page, so
// that the list does not move as the selection does.
func (m Model) belowRows() int {
	if m.line.Open() {
		return min(len(m.line.View())+1, m.env.H/2)
	}
	return m.env.H / 3
}

// View implements [page.Page].
func (m Model) View() string {
	l := m.lang()
	switch {
	case !m.loaded:
		return m.env.Fit([]string{"", "  " + l.Of("正在读取……", "Reading…")})
	case len(m.members) == 0:
		text := l.Of("还没有成员。", "There are no members yet.")
		if m.mayManage() == nil {
			text += fmt.Sprintf(l.Of("按 %s 添加第一个：评委和组长要先在这里，才能进评审组。", " %s adds the first: reviewers and chairs must be here before they can sit in a panel."), m.hint(keymaps.New))
		}
		return m.env.Fit(m.wrap("\n" + text))
	}
	rows := strings.Split(m.list.View(), "\n")
	if len(m.list.Shown()) == 0 {
		rows[1] = "  " + fmt.Sprintf(l.Of("没有符合的成员；删去几个字，或按 %s 取消筛选", "no member matches: delete a few characters, or drop the filter with %s"),
			m.env.Session.Keys.Hint(keymaps.Global, keymaps.Back, l))
	}
	lines := append(append(m.list.Head(), rows...), "")
	if m.line.Open() {
		return m.env.Fit(append(lines, m.line.View()...))
	}
	if member, some := m.selected(); some {
		lines = append(lines, m.detail(member)...)
	}
	return m.env.Fit(lines)
}

// detail tells of the selected member what the list has no room for.
func (m Model) detail(member pingyi.Member) []string {
	l, looks := m.lang(), m.env.Session.Look
	lines := []string{looks.Title().Render(cells.Visible(m.name(member))) + "  " + member.Role.In(l) + "  " + m.state(member)}
	c, known := m.ways[member.ID]
	if !known {
		return lines
	}
	if member.Disabled {
		return append(lines, m.wrap(l.Of("停用的成员不能登录；已经评的分和留痕都保留。", "A disabled member cannot log in; their ratings and history stay."))...)
	}
	lines = append(lines, looks.Label().Render(l.Of("登录方式：", "Ways in: "))+strings.Join(m.waysIn(member), l.Of("、", ", ")))
	if len(c.Keys) == 0 && c.Password == "" && m.mayManage() == nil {
		lines = append(lines, m.wrap(fmt.Sprintf(l.Of("按 %s 可以邀请其登录，或添加公钥。", "%s invites them, or adds a public key."), m.hint(keymaps.Open)))...)
	}
	for _, k := range c.Keys {
		lines = append(lines, "  "+cells.Visible(strings.TrimSpace(k.Fingerprint+"  "+k.Comment)))
	}
	return lines
}

func (m Model) wrap(text string) []string {
	return m.env.Session.Measure.Wrap(cells.Visible(text), m.env.W)
}

// Cursor implements [page.Page].
func (m Model) Cursor() (x, y int, shown bool) {
	if !m.line.Open() {
		x, shown = m.list.Cursor()
		return x, 0, shown
	}
	x, y, shown = m.line.Cursor()
	return x, min(y+len(m.list.Head())+strings.Count(m.list.View(), "\n")+2, m.env.H-1), shown
}
