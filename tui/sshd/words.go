package sshd

import (
	"strings"

	"pingyi"
)

// quote writes args as one command line, which [words] splits again.
func quote(args []string) string {
	quoted := make([]string, len(args))
	for i, a := range args {
		quoted[i] = "'" + strings.ReplaceAll(a, "'", `'\''`) + "'"
	}
	return strings.Join(quoted, " ")
}

// words splits a command line as a POSIX shell does, quotes and backslashes
// included. Nothing is expanded: any other character stands for itself.
func words(line string) ([]string, error) {
	var all []string
	var word strings.Builder
	begun := false // a word, which may be empty
	var quoted byte
	for i := 0; i < len(line); i++ {
		b := line[i]
		switch {
		case b == 0:
			return nil, badLine("命令里有不可用的字符", "the command has a character that no command can have")
		case quoted != 0 && b == quoted:
			quoted = 0
		case b == '\\' && quoted != '\'':
			i++
			switch {
			case i == len(line):
				return nil, badLine("命令末尾的反斜杠后面缺一个字符", "a character is missing after the backslash at the end of the command")
			case line[i] == '\n': // the line goes on
				continue
			case quoted == '"' && !strings.ContainsRune("\"\\$`", rune(line[i])):
				word.WriteByte('\\')
			}
			word.WriteByte(line[i])
			begun = true
		case quoted != 0:
			word.WriteByte(b)
		case b == '\'' || b == '"':
			quoted, begun = b, true
		case b == ' ' || b == '\t' || b == '\n':
			if begun {
				all = append(all, word.String())
				word.Reset()
				begun = false
			}
		default:
			word.WriteByte(b)
			begun = true
		}
	}
	if quoted != 0 {
		return nil, badLine("命令里有引号没有成对", "a quotation mark in the command is not closed")
	}
	if begun {
		all = append(all, word.String())
	}
	return all, nil
}

func badLine(zh, en string) error {
	return pingyi.Errorf(pingyi.Invalid, "%[1]s，请检查后重试", "%[2]s: check it and try again", zh, en)
}
