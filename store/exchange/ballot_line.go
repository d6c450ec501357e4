package exchange

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
)

// The lines of a ballot, by how they begin:
//
//	# pingyi panel=p2016 round=2 member=r1 rev=345   whose ballot it is
//	# 2016/360/3 0123456789abcdef                    an activity, and the digest of its criteria
//	# ----------                                     the end of an activity
//	| …                                              what was printed to be read, and is no answer
//	评分： 评语： 理由：                                 an answer, which goes on until the next of these
//
// Whatever else is written between activities is passed over. A line of somebody's
// comment that begins like one of these stands behind an apostrophe.

// heading is the line that says whose ballot a file is.
type heading struct {
	panel  string
	round  int
	member string
	rev    uint64
}

func (h heading) String() string {
	return fmt.Sprintf("# pingyi panel=%s round=%d member=%s rev=%d", h.panel, h.round, h.member, h.rev)
}

// isHeading reports whether a line is meant to be a heading.
func isHeading(line string) bool {
	rest, ok := strings.CutPrefix(trimBlanks(line), "#")
	return ok && strings.HasPrefix(trimBlanks(rest), "pingyi")
}

// parseHeading reads what [heading.String] writes, and nothing else.
func parseHeading(line string) (h heading, ok bool) {
	words := strings.Fields(line)
	if len(words) != 6 {
		return h, false
	}
	h.panel, h.member = strings.TrimPrefix(words[2], "panel="), strings.TrimPrefix(words[4], "member=")
	h.round, _ = strconv.Atoi(strings.TrimPrefix(words[3], "round="))
	h.rev, _ = strconv.ParseUint(strings.TrimPrefix(words[5], "rev="), 10, 64)
	ok = h.round > 0 && pingyi.CheckCode(pingyi.NounPanel, h.panel) == nil && pingyi.CheckCode(pingyi.NounMember, h.member) == nil
	return h, ok && h.String() == strings.Join(words, " ")
}

// activityLine names an activity and the criteria that its member reads.
func activityLine(k pingyi.ActivityKey, rubric string) string {
	return fmt.Sprintf("# %d/%s/%d %s", k.Year, k.Department, k.ID, rubric)
}

// parseActivityLine reads what activityLine writes, and nothing else.
func parseActivityLine(line string) (k pingyi.ActivityKey, rubric string, ok bool) {
	words := strings.Fields(line)
	if len(words) != 3 {
		return k, "", false
	}
	year, rest, _ := strings.Cut(words[1], "/")
	code, id, _ := strings.Cut(rest, "/")
	k.Year, _ = strconv.Atoi(year)
	k.ID, _ = strconv.Atoi(id)
	k.Department, rubric = code, words[2]
	ok = pingyi.CheckYear(k.Year) == nil && pingyi.CheckCode(pingyi.NounDepartment, code) == nil && k.ID > 0 &&
		len(rubric) == 16 && strings.Trim(rubric, "0123456789abcdef") == ""
	return k, rubric, ok && activityLine(k, rubric) == strings.Join(words, " ")
}

// endLine parts two activities.
var endLine = "# " + strings.Repeat("-", 70)

// ends reports whether a line that begins with # parts two activities.
func ends(line string) bool {
	rest := trimBlanks(line[1:])
	return len(rest) >= 10 && strings.Trim(rest, "-") == ""
}

// space is one of the places to fill of an activity.
type space int

const (
	markSpace space = iota
	commentSpace
	reasonSpace
	spaces
)

func (s space) In(l pingyi.Lang) string {
	switch s {
	case markSpace:
		return l.Of("评分", "Mark")
	case commentSpace:
		return pingyi.FieldComment.Title(l)
	}
	return pingyi.FieldReason.Title(l)
}

// spaceNamed finds the place to fill that a word names, in either language.
func spaceNamed(word string) (space, bool) {
	word = strings.ToLower(squeeze(word))
	for s := range spaces {
		if word == s.In(pingyi.Zh) || word == strings.ToLower(s.In(pingyi.En)) {
			return s, true
		}
	}
	return 0, false
}

// longestName is in bytes; no name of a place to fill is longer, blanks and all.
const longestName = 60

// filled reads a line that begins with a place to fill: "评分：优", "评分【优】". The
// colon may be missing before a bracket only.
func filled(line string) (s space, text string, ok bool) {
	i := strings.IndexAny(line[:min(len(line), longestName)], ":："+openers)
	if i < 0 {
		return 0, "", false
	}
	if s, ok = spaceNamed(line[:i]); !ok {
		return 0, "", false
	}
	if text, colon := strings.CutPrefix(line[i:], ":"); colon {
		return s, text, true
	}
	if text, colon := strings.CutPrefix(line[i:], "："); colon {
		return s, text, true
	}
	return s, line[i:], s == markSpace
}

// meant reports whether a line means something to the reader by its beginning.
func meant(line string) bool {
	line = strings.TrimLeftFunc(line, unseen)
	if strings.HasPrefix(line, "#") || strings.HasPrefix(line, "|") {
		return true
	}
	_, _, ok := filled(line)
	return ok
}

// quoted puts the apostrophe before a line of a comment that would mean
// something else.
func quoted(line string) string {
	if meant(strings.TrimLeft(line, literal)) {
		return literal + line
	}
	return line
}

// unquoted takes off what quoted put there.
func unquoted(line string) string {
	if rest, ok := strings.CutPrefix(line, literal); ok && meant(strings.TrimLeft(line, literal)) {
		return rest
	}
	return line
}

// linesOf parts a text at whatever ends a line anywhere, so that no part of it
// begins a line of its own unseen.
func linesOf(text string) []string {
	return strings.Split(strings.NewReplacer("\r\n", "\n", "\r", "\n", "\v", "\n", "\f", "\n", "\u0085", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text), "\n")
}
