package linear

import (
	"strings"

	"pingyi"
)

// command is a word that is no mark.
type command int

const (
	none command = iota
	next
	back
	goTo
	again
	comment
	reason
	takeBack
	submit
	list
	quit
	help
)

// commandOf returns the command that a word, as [plain] makes it, stands for.
func commandOf(word string) command {
	switch word {
	case "", "n", "next", "下", "下一项":
		return next
	case "b", "back", "上", "上一项":
		return back
	case "g", "go", "到", "第":
		return goTo
	case "v", "view", "看":
		return again
	case "c", "comment", "评语":
		return comment
	case "reason", "理由":
		return reason
	case "clear", "撤回":
		return takeBack
	case "s", "submit", "提交":
		return submit
	case "l", "list", "列表":
		return list
	case "q", "quit", "exit", "退出":
		return quit
	case "h", "help", "?", "帮助":
		return help
	}
	return none
}

// parse reads a line as a command and what follows it. What a tier is called is
// never a command; only some commands take more words.
func parse(line string, scale pingyi.Scale) (c command, arg string) {
	if _, tier := scale.Parse(line); tier {
		return none, ""
	}
	if c := commandOf(plain(line)); c != none {
		return c, ""
	}
	for _, word := range []string{"到", "第", "go"} { // "go5", "第5项"
		if rest, ok := strings.CutPrefix(plain(line), word); ok {
			return goTo, strings.TrimSpace(strings.TrimSuffix(rest, "项"))
		}
	}
	at := strings.IndexAny(line, " \u3000:：")
	if at < 0 {
		return none, ""
	}
	switch c := commandOf(plain(line[:at])); c {
	case goTo, comment, reason:
		return c, strings.TrimLeft(line[at:], " \u3000:：")
	}
	return none, ""
}
