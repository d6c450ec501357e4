package exchange

import (
	"strings"

	"pingyi"
)

// readText reads a ballot's text form.
func (f *filling) readText(data []byte) error {
	text, err := decode(data)
	if err != nil { // a file that was cut off on its way mostly ends within a character
		for n := 1; n <= 3 && n < len(data) && err != nil; n++ {
			if s, e := decode(data[:len(data)-n]); e == nil {
				text, err = s, nil
			}
		}
	}
	if err != nil {
		return err
	}
	text, whole := cutEnd(text)
	r := ballotReader{filling: f, reasons: asksForReasons(text)}
	n := 0
	for line := range strings.SplitSeq(text, "\n") {
		n++
		if more, err := r.line(line, n); err != nil || !more {
			return err
		}
	}
	switch {
	case whole || r.whole:
	case r.open == nil:
		r.fault(pingyi.Place{Row: n}, "文件末尾没有“（完）”一行，可能没有传完整；如果内容是全的，请在末尾补上一行“（完）”再交",
			"the file has no last line \"(end)\", so that perhaps not all of it arrived: if all of it is there, add that line and send it again")
	default:
		r.spoilt(pingyi.Place{Row: n}, "文件在第 %[1]d 行起的那一项中间就结束了，可能没有传完整，这一项没有收下；如果内容是全的，请在文件末尾补上一行“（完）”再交",
			"the file ends within the entry that begins in row %[1]d, so that perhaps not all of it arrived, and that entry was not taken: if all of it is there, add a last line \"(end)\" and send it again")
	}
	return r.end()
}

// cutEnd cuts off the line that ends a ballot as it was written; whole reports
// whether it is there. Where it is not, and within an entry, a file was perhaps cut
// off on its way.
func cutEnd(text string) (rest string, whole bool) {
	trimmed := strings.TrimRightFunc(text, func(r rune) bool { return r == '\n' || unseen(r) })
	if i := strings.LastIndexByte(trimmed, '\n'); isEnd(trimmed[i+1:]) {
		return trimmed[:max(0, i)], true
	}
	return text, false
}

// isEnd reports whether a line is the one that ends a ballot.
func isEnd(line string) bool {
	switch strings.TrimFunc(line, unseen) {
	case "（完）", "(完)", "(end)", "（end）":
		return true
	}
	return false
}

// asksForReasons reports whether a ballot has places for them: that of a first
// round has none, wherever its heading ended up.
func asksForReasons(text string) bool {
	for line := range strings.SplitSeq(text, "\n") {
		if h, ok := parseHeading(strings.TrimLeftFunc(line, unseen)); ok && isHeading(line) {
			return h.round > 1
		}
	}
	return true
}

// ballotReader reads lines.
type ballotReader struct {
	*filling
	reasons bool
	whole   bool       // the line that ends the ballot was there
	open    *openEntry // the activity that they belong to, nil between two
	lost    bool       // they belong to nobody knows which, and that has been told
}

// openEntry is an activity whose answers are being read.
type openEntry struct {
	answer pingyi.Answer
	at     int // its first line
	has    [spaces]int
	text   [spaces]strings.Builder
	last   space
	begun  bool // a place to fill has been met
	bad    bool // something is wrong with it, which has been told
}

// line reads one line. More is false where nothing after it is to be read.
func (r *ballotReader) line(raw string, n int) (more bool, err error) {
	line := strings.TrimLeftFunc(raw, unseen)
	at := pingyi.Place{Row: n}
	switch s, text, labelled := filled(line); {
	case isHeading(line):
		if err := r.end(); err != nil {
			return false, err
		}
		h, ok := parseHeading(line)
		if !ok {
			return false, pingyi.Errorf(pingyi.Invalid, "这一行说明是谁的评分表，但已被改动，看不懂了；请从原来的文件抄回这一行，或重新取一份",
				"this line says whose ballot it is, but it has been changed and cannot be read: copy it back from the file you fetched, or fetch a new one").At(at)
		}
		return r.head(h, at), nil
	case strings.HasPrefix(line, "#"):
		return true, r.machine(line, n)
	case r.open == nil && isEnd(line):
		r.whole = true
	case r.open == nil:
		if labelled && !r.lost && trimBlanks(text) != "" && !blankMark(s, text) {
			r.lost = true
			r.fault(at, "认不出这里评的是哪一项活动：它上面以 # 开头的那一行不见了。请从原来的文件抄回那一行，或重新取一份",
				"nobody can tell which activity this is about: the line above it that begins with # is missing. Copy it back from the file you fetched, or fetch a new one")
		}
	case strings.HasPrefix(line, "|"):
		if r.open.begun {
			r.spoilt(at, "第 %[1]d 行起的那一项没有收下：填写的地方里有以“|”开头的一行。如果是您写的，请在它前面加一个字；如果下一项的 # 行被删了，请从原来的文件抄回来",
				"the entry that begins in row %[1]d was not taken: a line among its answers begins with \"|\". If it is yours, put a word before it; if the # line of the next activity was deleted, copy it back from the file you fetched")
		}
	case labelled && s == reasonSpace && !r.reasons: // a word of somebody's comment
		r.open.last, r.open.begun = commentSpace, true
		r.text("\n"+unquoted(raw), at)
	case labelled:
		r.label(s, text, at)
	case r.open.begun:
		r.text("\n"+unquoted(raw), at)
	case line != "":
		r.spoilt(at, "第 %[1]d 行起的那一项没有收下：这一行不在“评分”“评语”后面，不知道是什么。请移到“评语”后面，或删去",
			"the entry that begins in row %[1]d was not taken: this line stands after neither \"Mark\" nor \"Comment\". Move it after \"Comment\" or delete it")
	}
	return true, nil
}

// blankMark reports whether a place for a mark holds nothing but its brackets.
func blankMark(s space, text string) bool {
	mark, comment := typed(text)
	return s == markSpace && mark == "" && comment == ""
}

// machine reads a line that begins with #.
func (r *ballotReader) machine(line string, n int) error {
	at := pingyi.Place{Row: n}
	key, rubric, ok := parseActivityLine(line)
	switch {
	case ok:
		err := r.end()
		r.open = &openEntry{answer: pingyi.Answer{Activity: key, Rubric: rubric, Line: n}, at: n}
		return err
	case ends(line):
		return r.end()
	case r.open != nil:
		r.spoilt(at, "第 %[1]d 行起的那一项没有收下：填写的地方里有以 # 开头的一行。如果是您写的，请在它前面加一个字；如果是原来就有的，请照原样抄回来",
			"the entry that begins in row %[1]d was not taken: a line within it begins with #. If it is yours, put a word before it; if it was there before, copy it back as it was")
	default:
		r.lost = true
		r.fault(at, "这一行以 # 开头，但看不懂，它下面的那一项没有收下；请从原来的文件照原样抄回来，自己加的就删去",
			"this line begins with # but cannot be read, and the entry below it was not taken: copy it back as it was, or delete it if it is yours")
	}
	return nil
}

// spoilt tells once that the open entry cannot be taken. The sentence takes the
// number of its first line, and how long an answer may be.
func (r *ballotReader) spoilt(at pingyi.Place, zh, en string) {
	if !r.open.bad {
		r.open.bad = true
		r.fault(at, zh, en, r.open.at, pingyi.MaxText)
	}
}

// label begins a place to fill.
func (r *ballotReader) label(s space, text string, at pingyi.Place) {
	e := r.open
	if e.has[s] > 0 && !e.bad {
		e.bad = true
		r.fault(at, "这一项有两处“%s”（另一处在第 %d 行），没有收下；请删去一处。评语里要写这样的行，就在前面加一个字",
			"this entry has two lines %q (the other is in row %d) and was not taken: delete one. In a comment, put a word before such a line", s, e.has[s])
	}
	e.has[s], e.last, e.begun = at.Row, s, true
	if e.text[s].Len() > 0 {
		text = "\n" + text
	}
	if r.text(text, at); s == markSpace {
		e.answer.Line = at.Row
	}
}

// text adds to the place to fill that was met last.
func (r *ballotReader) text(text string, at pingyi.Place) {
	b := &r.open.text[r.open.last]
	if b.Len()+len(text) > longestAnswer {
		r.spoilt(at, "第 %[1]d 行起的那一项没有收下：写得太长，最多 %[2]d 个字", "the entry that begins in row %[1]d was not taken: it is too long, at most %[2]d characters")
	}
	if !r.open.bad {
		b.WriteString(text)
	}
}

// end takes the open entry.
func (r *ballotReader) end() error {
	e := r.open
	r.open, r.lost = nil, false
	if e == nil || e.bad {
		return nil
	}
	a := e.answer
	fill(&a, e.text[markSpace].String(), e.text[commentSpace].String(), e.text[reasonSpace].String())
	return r.take(a, pingyi.Place{Row: e.at})
}

// longestAnswer is in bytes: more than [pingyi.MaxText] takes, with blanks enough
// around it.
const longestAnswer = 64 << 10

// fill sets what an answer says from what was typed in its three places. A comment
// typed behind the mark comes before the one in its own place.
func fill(a *pingyi.Answer, mark, comment, reason string) {
	beside := ""
	a.Mark, beside = typed(mark)
	a.Comment, a.Reason = cleaned(comment), cleaned(reason)
	if beside != "" && beside != a.Comment {
		a.Comment = strings.Trim(beside+"\n"+a.Comment, "\n")
	}
}

// cleaned is a text as the record keeps it; what it would refuse stays as it is,
// for the record to say so.
func cleaned(text string) string {
	if clean, _, err := pingyi.CleanText(text); err == nil {
		return clean
	}
	return text
}
