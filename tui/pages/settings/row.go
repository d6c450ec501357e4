package settings

import (
	"slices"
	"strings"

	"pingyi"
	"pingyi/keymaps"
)

// what is what a row of the screen is about.
type what int

const (
	language what = iota
	keymap
	borders
	widths
	colors
	screen
	encoding
	line
	password
	aKey
	anotherKey
)

// row is one row of the screen.
type row struct {
	what what
	key  pingyi.Key // of aKey
}

// rowsOf lists the rows: those for which the screen has what they take.
func (m Model) rowsOf() []row {
	if !m.loaded {
		return nil
	}
	rows := []row{{what: language}, {what: keymap}, {what: borders}, {what: widths}, {what: colors}, {what: screen}, {what: encoding}, {what: line}}
	if m.env.HashPassword != nil {
		rows = append(rows, row{what: password})
	}
	for _, k := range m.credential.Keys {
		rows = append(rows, row{aKey, k})
	}
	if m.env.ParseKey != nil {
		rows = append(rows, row{what: anotherKey})
	}
	return rows
}

// title names the row.
func (w what) title(l pingyi.Lang) string {
	switch w {
	case language:
		return l.Of("语言", "Language")
	case keymap:
		return l.Of("键位", "Keys")
	case borders:
		return l.Of("框线", "Borders")
	case widths:
		return l.Of("标点宽度", "Widths")
	case colors:
		return l.Of("颜色", "Colours")
	case screen:
		return l.Of("界面", "Screen")
	case encoding:
		return l.Of("终端编码", "Encoding")
	case line:
		return l.Of("线路", "Line")
	case password:
		return l.Of("密码", "Password")
	}
	return l.Of("公钥", "Public key")
}

// about says what the row is for, and what to do about it.
func (w what) about(l pingyi.Lang) string {
	switch w {
	case language:
		return l.Of("界面和提示用的语言，马上生效。", "The language of screens and messages. It changes at once.")
	case keymap:
		return l.Of("按哪些键做什么，马上生效。vim 另有字母键；numpad 可以只用小键盘。自己的键位文件用命令存进来：ssh 主机 settings --keymap - < 文件。",
			"Which keys do what. It changes at once. vim adds letters; numpad can do with the number pad. A keymap file of your own is stored by a command: ssh HOST settings --keymap - < FILE.")
	case borders:
		return l.Of("框线显示成乱码或错位时，请改用普通字符。", "Where borders come out garbled or crooked choose plain characters.")
	case widths:
		return l.Of("引号、省略号后面的字错开半格时，请改用另一种。下次登录起用。", "Where what follows a Chinese quotation mark or an ellipsis is out of line choose the other. From the next login on.")
	case colors:
		return l.Of("颜色看不清时可以关掉：没有颜色也都分得清。", "Turn colours off where they are hard to read: nothing is told by colour alone.")
	case screen:
		return l.Of("逐行：一问一答，不画满屏，适合读屏软件和很差的线路。下次登录起用。",
			"Line by line asks and answers without drawing the screen: for screen readers and very bad lines. From the next login on.")
	case encoding:
		return l.Of("汉字显示成乱码、打字变成问号时，改成终端用的那一种；登录时也可以写在名字后面：ssh 名字+gbk@主机。下次登录起用。",
			"Where hanzi come out garbled choose what the terminal uses. It can be said at login as well: ssh NAME+gbk@HOST. From the next login on.")
	case line:
		return l.Of("窄：少画一些，选中的一行只用记号标出，适合很慢的线路。下次登录起用。",
			"Thin draws less, and shows the selected row by its mark alone: for slow lines. From the next login on.")
	case password:
		return l.Of("登录用的密码。改密码不影响正开着的会话，也不影响公钥。", "The password to log in with. Changing it ends no open session and leaves keys as they are.")
	case aKey:
		return l.Of("持有这把公钥对应私钥的电脑，登录不用密码。不认得的、不再用的请移除。", "A computer with the private half of this key logs in without a password. Remove a key that you do not know or no longer use.")
	}
	return l.Of("粘贴一行公钥；以后从那台电脑登录就不用密码。", "Paste a line with a public key; from that computer you then log in without a password.")
}

// value is a value that a setting can have.
type value struct{ value, zh, en string }

// values lists those of a setting. The empty one leaves it to the terminal.
func (m Model) values(w what) []value {
	auto := value{"", "随终端", "as the terminal says"}
	switch w {
	case language:
		return []value{{"zh", "中文", "中文 (Chinese)"}, {"en", "English（英文）", "English"}, auto}
	case keymap:
		var all []value
		for _, p := range keymaps.Profiles() {
			all = append(all, value{p, p, p})
		}
		if m.settings.Bindings != "" {
			all = append(all, value{pingyi.OwnKeymap, "自己的键位文件", "my own keymap file"})
		}
		return all
	case borders:
		return []value{{"lines", "线条", "lines"}, {"ascii", "普通字符（+ - |）", "plain characters (+ - |)"}, auto}
	case widths:
		return []value{{"narrow", "窄：引号、省略号占一格", "narrow: “ … take one column"}, {"wide", "宽：占两格", "wide: they take two"}, auto}
	case colors:
		return []value{{"on", "开", "on"}, {"off", "关", "off"}, auto}
	case screen:
		return []value{{"full", "满屏", "full screen"}, {"lines", "逐行", "line by line"}}
	case encoding:
		return []value{{"utf-8", "UTF-8", "UTF-8"}, {"gbk", "GBK（GB18030）", "GBK (GB18030)"}, {"", "自动：问终端", "automatic: asks the terminal"}}
	case line:
		return []value{{"thin", "窄", "thin"}, {"full", "宽", "full"}, {"", "自动：测快慢", "automatic: measures it"}}
	}
	return nil
}

// of returns where s holds the setting.
func (w what) of(s *pingyi.Settings) *string {
	switch w {
	case language:
		return &s.Lang
	case keymap:
		return &s.Keymap
	case borders:
		return &s.Borders
	case widths:
		return &s.Widths
	case colors:
		return &s.Colors
	case encoding:
		return &s.Encoding
	case line:
		return &s.Line
	}
	return &s.Screen
}

// chosenValue returns the value that a setting has; where none was saved and none
// is left to the terminal, the first.
func (m Model) chosenValue(w what) value {
	all, s := m.values(w), m.settings
	if i := slices.IndexFunc(all, func(v value) bool { return v.value == *w.of(&s) }); i >= 0 {
		return all[i]
	}
	return all[0]
}

// shown is the row's value on the screen.
func (m Model) shown(r row) string {
	l := m.lang()
	switch r.what {
	case password:
		if m.credential.Password == "" {
			return l.Of("（还没有设）", "(none yet)")
		}
		return l.Of("已设", "set")
	case aKey:
		return strings.TrimSpace(r.key.Comment + "  " + r.key.Fingerprint)
	case anotherKey:
		return l.Of("（添加一把）", "(add one)")
	}
	v := m.chosenValue(r.what)
	return l.Of(v.zh, v.en)
}
