package wire

import (
	"io"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"
)

// Kind is what a terminal has turned out to be. The zero value is what is taken for
// granted of one that does not answer: UTF-8, and nothing that not all have.
type Kind struct {
	Answered     bool
	Widths       Widths
	Repeats      bool // it has REP
	Synchronized bool // it has synchronized output
	Tells        bool // it answers when it is asked whether it is all right
	RoundTrip    time.Duration
}

// probe is what a terminal is asked at first, on its alternate screen, so that nothing is
// lost of what it shows. It is asked
//   - whether it knows synchronized output. Some show the question's last letter:
//     hence the CR.
//   - whether it is all right, which tells whether it will answer that.
//   - where the cursor stands after 优. Its bytes and the letter behind it are two
//     hanzi in GBK: without the letter they would swallow an ESC. To Latin-1 the last
//     of them begins a string, which ESC \ ends.
//   - where it stands after three ambiguous characters and one that is to be repeated
//     nine times: by more than their widths can differ.
//
// The second row is used since a position in the first looks like a key.
const probe = "\x1b[?1049h\x1b[2H\x1b[?2026$p\r\x1b[5n优@\x1b\\\x1b[6n─“…@\x1b[9b\x1b[6n\x1b[2K\x1b[?1049l"

// mostKept is how many bytes that are no answer are kept while one is waited for.
const mostKept = 64 << 10

// Probe asks what kind of terminal this is, which costs 66 bytes and a round trip,
// and waits so long for the answer. It is asked before [Input.Run] and before the
// terminal is taken. What is typed meanwhile is kept for Run. An encoding found is
// the input's from then on, unless one was chosen; and since a line that brings the
// answer late may do so with the rest of a sequence, an ESC is the beginning of one
// for three round trips at least, up to a second. The error is that of writing, or
// what has ended the input; Kind is zero then as it is without an answer. A panic of
// out ends the process, as one of the reader does.
func (i *Input) Probe(out io.Writer, wait time.Duration) (Kind, error) {
	asked := i.opt.Now()
	wrote := make(chan error, 1)
	go func() { // some answer before they have taken all
		_, err := io.WriteString(out, probe)
		wrote <- err
	}()
	var k Kind
	written := false
	var columns []int
	d, late := NewDecoder(i.opt), i.opt.After(wait)
	for kept := 0; kept < mostKept; {
		select {
		case r := <-i.reads:
			i.kept = append(i.kept, r)
			if kept += len(r.b); r.err != nil {
				return Kind{}, r.err
			}
			for _, msg := range d.Take(r.b, 0) {
				switch msg := msg.(type) {
				case Answered:
					k.Tells = true
				case tea.ModeReportMsg:
					k.Synchronized = msg.Mode.Mode() == 2026 && (msg.Value == ansi.ModeSet || msg.Value == ansi.ModeReset)
				case tea.CursorPositionMsg:
					columns = append(columns, msg.X)
				}
			}
			if !k.Answered && len(columns) >= 2 {
				k.judge(columns[0], columns[1])
				k.RoundTrip = r.at.Sub(asked)
			}
		case err := <-wrote:
			if written = err == nil; !written {
				return Kind{}, err
			}
		case <-late:
			return Kind{}, nil
		case <-i.ctx.Done():
			return Kind{}, i.ctx.Err()
		}
		if written && k.Answered {
			if !i.opt.Chosen {
				i.opt.Encoding = k.Widths.Encoding
			}
			i.opt.Escape = max(i.opt.Escape, min(3*k.RoundTrip, time.Second))
			return k, nil
		}
	}
	return Kind{}, nil
}

// judge tells the terminal by where the cursor stood, in columns from 0.
func (k *Kind) judge(first, second int) {
	k.Answered = true
	switch first {
	case 3: // a hanzi and a letter
	case 4: // two hanzi, and so were the ambiguous characters: their widths are not known
		k.Widths = Widths{Ambiguous: true, Doubtful: true, Encoding: GBK}
		return
	default: // neither: hanzi are not for it
		return
	}
	took := second - first - len("@")
	if k.Repeats = took >= 3+9; k.Repeats {
		took -= 9
	}
	// Where some are wide all are taken for wide: that leaves a gap and not half a
	// character.
	k.Widths.Ambiguous = took > 3
	k.Widths.Doubtful = took > 3 && took < 6
}
