package keymaps

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
)

// Sheet returns the keys of k as Markdown, a table for each place: the keys as
// the keyboard shows them, and what they do.
func Sheet(k *Keymap, l pingyi.Lang) string {
	var b strings.Builder
	var place Place
	for _, i := range Actions() {
		if i.Place != place {
			if place != "" {
				b.WriteByte('\n')
			}
			place = i.Place
			fmt.Fprintf(&b, "**%s**\n\n| %s | %s |\n|---|---|\n", place.Title(l), l.Of("键", "Key"), l.Of("作用", "What it does"))
		}
		var keys []string
		for _, key := range k.Keys(i.Place, i.Action) {
			keys = append(keys, code(Label(key, l)))
		}
		fmt.Fprintf(&b, "| %s | %s |\n", strings.Join(keys, " "), i.Title(l))
	}
	return b.String()
}

// code marks a key as such in a table cell, where a bar would end the cell and
// a backtick the mark.
func code(label string) string {
	label = strings.ReplaceAll(label, "|", `\|`)
	if strings.Contains(label, "`") {
		return "`` " + label + " ``"
	}
	return "`" + label + "`"
}

// TOML returns the whole of k as a keymap file, each action with what it does in
// l beside it: something to copy and cut down to one's own. Reading it gives the
// same keys.
func (k *Keymap) TOML(l pingyi.Lang) []byte {
	var b strings.Builder
	var place Place
	for _, i := range Actions() {
		if i.Place != place {
			if place != "" {
				b.WriteByte('\n')
			}
			place = i.Place
			fmt.Fprintf(&b, "[%s] # %s\n", place, place.Title(l))
		}
		var keys []string
		for _, key := range k.Keys(i.Place, i.Action) {
			keys = append(keys, strconv.Quote(key))
		}
		fmt.Fprintf(&b, "%s = [%s] # %s\n", i.Action, strings.Join(keys, ", "), i.Title(l))
	}
	return []byte(b.String())
}
