package keymaps

import (
	"bytes"
	"errors"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/pelletier/go-toml/v2/unstable"

	"pingyi"
)

// reader walks a keymap file expression by expression. It works on the parser
// and not on decoded values, since every finding needs the place of a key inside
// an array, which decoding loses.
type reader struct {
	name     string
	data     []byte
	parser   unstable.Parser
	findings []finding

	base   string
	based  bool                // the file says what its base is
	bound  map[slot][]boundKey // what the file binds
	tables map[string]bool     // headers met
	table  []string            // the header above
}

// slot is where a binding belongs.
type slot struct {
	place  Place
	action Action
}

// boundKey is a key and where the file binds it, -1 where its base does.
type boundKey struct {
	key    string
	offset int
}

// finding is an error and where in the file it was found.
type finding struct {
	offset int
	err    *pingyi.Error
}

// read reads a keymap file. The root profile has no base.
// The keymap is nil if there is any finding.
func read(name string, data []byte, root bool) (*Keymap, []error) {
	data = bytes.TrimPrefix(data, []byte("\ufeff")) // Notepad writes one
	r := &reader{name: name, data: data, bound: map[slot][]boundKey{}, tables: map[string]bool{}}
	if !root {
		r.base = Profiles()[0]
	}
	r.parse()
	all := r.lay()
	r.conflicts(all)
	if len(r.findings) == 0 {
		return newKeymap(name, all), nil
	}
	slices.SortStableFunc(r.findings, func(a, b finding) int { return a.offset - b.offset })
	errs := make([]error, len(r.findings))
	for i, f := range r.findings {
		errs[i] = f.err
	}
	return nil, errs
}

func newKeymap(name string, all map[slot][]boundKey) *Keymap {
	k := &Keymap{name: name, keys: map[Place]map[Action][]string{}, action: map[Place]map[string]Action{}}
	for s, keys := range all {
		if k.keys[s.place] == nil {
			k.keys[s.place], k.action[s.place] = map[Action][]string{}, map[string]Action{}
		}
		for _, key := range keys {
			k.keys[s.place][s.action] = append(k.keys[s.place][s.action], key.key)
			k.action[s.place][key.key] = s.action
		}
	}
	return k
}

// found notes a finding at a byte offset of the file.
func (r *reader) found(offset int, field, text string, err *pingyi.Error) {
	start := bytes.LastIndexByte(r.data[:offset], '\n') + 1
	r.findings = append(r.findings, finding{offset, err.At(pingyi.Place{
		File:   r.name,
		Row:    1 + bytes.Count(r.data[:start], []byte("\n")),
		Column: strconv.Itoa(1 + utf8.RuneCount(r.data[start:offset])),
		Field:  field,
		Text:   strings.Map(visible, text),
	})})
}

// visible keeps what a file quotes from acting on the terminal it is shown on.
func visible(c rune) rune {
	if c == '\t' || unicode.IsGraphic(c) {
		return c
	}
	return utf8.RuneError
}

// parse reads the file into bound and base, as far as its syntax goes.
func (r *reader) parse() {
	for i := 0; i < len(r.data); {
		c, size := utf8.DecodeRune(r.data[i:])
		if c == utf8.RuneError && size == 1 {
			r.found(i, "", "", pingyi.Errorf(pingyi.Invalid, "文件不是 UTF-8 编码，请另存为 UTF-8",
				"the file is not UTF-8: save it as UTF-8"))
			return
		}
		i += size
	}
	r.parser.Reset(r.data)
	for r.parser.NextExpression() {
		switch e := r.parser.Expression(); e.Kind {
		case unstable.Table, unstable.ArrayTable:
			r.header(e)
		case unstable.KeyValue:
			r.keyValue(e)
		}
	}
	if err := r.parser.Error(); err != nil {
		offset := 0
		if p, ok := errors.AsType[*unstable.ParserError](err); ok {
			offset = int(r.parser.Range(p.Highlight).Offset)
		}
		line, _, _ := bytes.Cut(r.data[offset:], []byte("\n"))
		r.found(offset, "", string(line), pingyi.Errorf(pingyi.Invalid,
			`这里不合 TOML 写法；应为 [表]，或 操作 = ["键", "键"]`,
			`this is not TOML: write [table], or action = ["key", "key"]`).Because(err))
	}
}

// path returns the dotted key of an expression and where it begins.
func path(e *unstable.Node) (parts []string, offset int) {
	it := e.Key()
	for it.Next() {
		if parts == nil {
			offset = int(it.Node().Raw.Offset)
		}
		parts = append(parts, string(it.Node().Data))
	}
	return parts, offset
}

func (r *reader) header(e *unstable.Node) {
	parts, offset := path(e)
	r.table = parts
	name := strings.Join(parts, ".")
	switch {
	case e.Kind == unstable.ArrayTable || len(parts) != 1 || !slices.Contains(Places(), Place(name)):
		r.found(offset, "", name, pingyi.Errorf(pingyi.Invalid, "没有这个位置；可用的表：%s",
			"there is no such place; the tables are: %s", places()))
	case r.tables[name]:
		r.found(offset, "", name, pingyi.Errorf(pingyi.Invalid, "这个表写了两次，请合并",
			"this table is written twice: join the two"))
	}
	r.tables[name] = true
}

func places() string {
	var s []string
	for _, p := range Places() {
		s = append(s, "["+string(p)+"]")
	}
	return strings.Join(s, " ")
}

func (r *reader) keyValue(e *unstable.Node) {
	parts, offset := path(e)
	parts = append(slices.Clone(r.table), parts...)
	place := Place(parts[0])
	switch {
	case len(parts) == 1 && parts[0] == "base":
		r.setBase(e.Value(), offset)
		return
	case len(parts) == 1:
		r.found(offset, "", parts[0], pingyi.Errorf(pingyi.Invalid, "表以外只能写 base，操作要写在表里：%s",
			"only base stands outside a table; actions go into one: %s", places()))
		return
	case !slices.Contains(Places(), place):
		if len(r.table) == 0 { // else its header is the finding
			r.found(offset, "", parts[0], pingyi.Errorf(pingyi.Invalid, "没有这个位置；可用的表：%s",
				"there is no such place; the tables are: %s", places()))
		}
		return
	}
	s := slot{place, Action(strings.Join(parts[1:], "."))}
	if !slices.ContainsFunc(Actions(), func(i ActionInfo) bool { return i.Place == s.place && i.Action == s.action }) {
		r.found(offset, "", string(s.action), pingyi.Errorf(pingyi.Invalid, "[%[1]s] 里没有这个操作；有：%[2]s",
			"[%[1]s] has no such action; it has: %[2]s", s.place, actionsAt(s.place)))
		return
	}
	if _, twice := r.bound[s]; twice {
		r.found(offset, s.String(), "", pingyi.Errorf(pingyi.Invalid, "这个操作写了两次，请合并",
			"this action is written twice: join the two"))
		return
	}
	r.bound[s] = r.keysOf(s, e.Value(), offset)
}

func (s slot) String() string { return string(s.place) + "." + string(s.action) }

func actionsAt(p Place) string {
	var s []string
	for _, i := range Actions() {
		if i.Place == p {
			s = append(s, string(i.Action))
		}
	}
	return strings.Join(s, ", ")
}

func (r *reader) setBase(v *unstable.Node, offset int) {
	if r.based {
		r.found(offset, "base", "", pingyi.Errorf(pingyi.Invalid, "base 写了两次，请删去一行",
			"base is written twice: drop one of the lines"))
		return
	}
	r.based = true
	if v.Kind == unstable.String && slices.Contains(Profiles(), string(v.Data)) {
		r.base = string(v.Data)
		return
	}
	if v.Raw.Length > 0 {
		offset = int(v.Raw.Offset)
	}
	r.found(offset, "base", string(v.Data), pingyi.Errorf(pingyi.Invalid, `应为内置方案之一，如 base = "default"；有：%s`,
		`expected a built-in profile, as in base = "default"; there are: %s`, strings.Join(Profiles(), ", ")))
}

// keysOf reads an array of keys. What cannot be read is a finding and left out.
func (r *reader) keysOf(s slot, v *unstable.Node, offset int) []boundKey {
	if v.Kind != unstable.Array {
		if v.Raw.Length > 0 {
			offset = int(v.Raw.Offset)
		}
		r.found(offset, s.String(), string(v.Data), pingyi.Errorf(pingyi.Invalid, `键要写成列表，例如 ["f1", "ctrl+p"]`,
			`keys are written as a list, such as ["f1", "ctrl+p"]`))
		return nil
	}
	var keys []boundKey
	some := false
	for it := v.Children(); it.Next(); {
		some = true
		n := it.Node()
		at, text := offset, string(n.Data)
		if n.Raw.Length > 0 {
			at = int(n.Raw.Offset)
		}
		if n.Kind != unstable.String {
			r.found(at, s.String(), text, pingyi.Errorf(pingyi.Invalid, `键名要加引号，例如 "f1"`,
				`a key is written in quotes, such as "f1"`))
			continue
		}
		key, err := parseKey(text)
		if err != nil {
			r.found(at, s.String(), text, err)
			continue
		}
		if s.place.Typing() && printable(key) {
			r.found(at, s.String(), text, pingyi.Errorf(pingyi.Invalid, "这里要输入文字，这个键就是文字本身；请用功能键或 Ctrl 组合键",
				"text is typed here, so this key is text: use a function key or a Ctrl chord"))
			continue
		}
		keys = append(keys, boundKey{key, at})
	}
	if !some {
		r.found(offset, s.String(), "", pingyi.Errorf(pingyi.Invalid, "这个操作一个键也没有了；请至少留一个键，或删去这一行",
			"this action has lost its last key: leave it one, or drop the line"))
	}
	return keys
}
