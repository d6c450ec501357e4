package rate

import (
	"strings"
)

// words are what has been typed about an activity and is no part of a mark yet.
type words struct {
	Comment *string `json:"comment,omitempty"`
	Onto    string  `json:"onto,omitempty"` // the comment in the record that Comment is to replace
	Reason  *string `json:"reason,omitempty"`
}

// none reports whether nothing has been typed.
func (w words) none() bool { return w.Comment == nil && w.Reason == nil }

func (w words) equal(o words) bool {
	return sameText(w.Comment, o.Comment) && sameText(w.Reason, o.Reason) && w.Onto == o.Onto
}

// merged returns the draft there is with what a session wrote in it before, was,
// replaced by what it writes now. What others wrote stays: each session's text is
// lines of its own. Done once more it changes nothing.
func (w words) merged(was, now words) words {
	is := words{Comment: mergedText(w.Comment, was.Comment, now.Comment), Reason: mergedText(w.Reason, was.Reason, now.Reason)}
	switch {
	case is.Comment == nil:
	case now.Comment == nil:
		is.Onto = w.Onto
	default:
		is.Onto = now.Onto
	}
	return is
}

// besides reports whether the draft has more than what a session wrote in it.
func (w words) besides(mine words) bool {
	other := func(is, mine *string) bool { return is != nil && *is != "" && !sameText(is, mine) }
	return other(w.Comment, mine.Comment) || other(w.Reason, mine.Reason)
}

func mergedText(is, was, now *string) *string {
	if is == nil || sameText(is, was) || sameText(is, now) {
		return now
	}
	before, after := textOf(was), textOf(now)
	var all string
	switch {
	case after != "" && hasLines(*is, after) && (before == "" || hasLines(after, before)): // done already
		return is
	case before != "" && hasLines(*is, before):
		head, tail, _ := strings.Cut("\n"+*is+"\n", "\n"+before+"\n")
		all = joined(joined(strings.TrimPrefix(head, "\n"), after), strings.TrimSuffix(tail, "\n"))
	default:
		all = both(*is, after)
	}
	if all == "" && now == nil {
		return nil
	}
	return &all
}

// both returns a text that has the lines of a and those of b, once where one of
// them has the other's.
func both(a, b string) string {
	switch {
	case hasLines(a, b):
		return a
	case hasLines(b, a):
		return b
	}
	return joined(a, b)
}

func joined(a, b string) string {
	if a == "" || b == "" {
		return a + b
	}
	return a + "\n" + b
}

// hasLines reports whether part is whole lines of s, one after another.
func hasLines(s, part string) bool {
	return part == "" || strings.Contains("\n"+s+"\n", "\n"+part+"\n")
}

func sameText(a, b *string) bool {
	if a == nil || b == nil {
		return a == b
	}
	return *a == *b
}

func textOf(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}
