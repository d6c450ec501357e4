package wire

import (
	"bytes"
	"io"
	"unicode/utf8"

	"github.com/clipperhouse/displaywidth"
	"golang.org/x/text/encoding/simplifiedchinese"
)

// Writer returns what writes to a terminal that nothing is drawn on: text in UTF-8,
// cut anywhere. What the terminal cannot be sent is substituted as [Draw] does it.
// The end of a character that never comes is not written.
func (e Encoding) Writer(to io.Writer) io.Writer {
	if e == UTF8 {
		return to
	}
	return &plain{to: to, encoding: e}
}

// Reader returns what reads such a terminal: text in UTF-8, with U+FFFD for bytes
// that make no character. It reads ahead, so that whoever goes on reading goes on
// with it.
func (e Encoding) Reader(from io.Reader) io.Reader {
	if e == UTF8 {
		return from
	}
	return simplifiedchinese.GB18030.NewDecoder().Reader(from)
}

// plain is text on its way to a terminal.
type plain struct {
	to       io.Writer
	encoding Encoding
	begun    []byte // of a character
}

// Write implements [io.Writer].
func (p *plain) Write(b []byte) (int, error) {
	text := append(p.begun, b...)
	whole := len(text)
	for n := 1; n < utf8.UTFMax && n <= len(text); n++ {
		if last := text[len(text)-n:]; utf8.RuneStart(last[0]) {
			if !utf8.FullRune(last) {
				whole -= n
			}
			break
		}
	}
	p.begun = bytes.Clone(text[whole:])
	var out []byte
	widths := Widths{Encoding: p.encoding, Ambiguous: true}
	opt := displaywidth.Options{EastAsianWidth: true, ControlSequences: true}
	for g := opt.BytesGraphemes(text[:whole]); g.Next(); {
		shown, _ := widths.shown(string(g.Value()), g.Width())
		out = append(out, shown...)
	}
	if len(out) > 0 {
		if _, err := p.to.Write(p.encoding.Encode(out)); err != nil {
			return 0, err
		}
	}
	return len(b), nil
}
