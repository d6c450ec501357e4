// Package linear is the dialogue for terminals without a screen, for people who
// have theirs read out, and for input that comes from a file: line by line, in
// plain text.
//
// Nothing it writes moves a cursor, but for taking back what was just typed. Text
// from the record is shown by [cells.Visible], in lines of 78 columns.
package linear

import (
	"bufio"
	"context"
	"errors"
	"io"
	"strings"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/parts/cells"
)

// Config is what a dialogue is given.
type Config struct {
	Desk *store.Desk
	Lang pingyi.Lang
	// In is read until it ends, by a goroutine that may outlast the dialogue until
	// then: whoever opened it closes it.
	In  io.Reader
	Out io.Writer
	// Echo is for a terminal in raw mode: what is typed is echoed here, and lines
	// end in CR LF. Without it lines come as they are, and end in LF.
	Echo    bool
	Measure cells.Measure
	// Command is what a command line begins with, for sentences that name one:
	// "ssh HOST"; "pingyi" if empty.
	Command string
	// After returns what tells once that so much time has gone by; nil is
	// [time.After]. By it a line that is being typed with Echo is kept as the
	// member's draft until it is done; without Echo nothing is kept.
	After func(time.Duration) <-chan time.Time
	// Log takes the errors that are ours, whole; nil for none.
	Log func(error)
}

// width is how many columns a line takes at the most.
const width = 78

// Run holds the dialogue until the person leaves or the input ends, which is no
// error. It returns that of the context, of writing, or of reading.
func Run(ctx context.Context, c Config) error {
	if c.Command == "" {
		c.Command = "pingyi"
	}
	if c.After == nil {
		c.After = time.After
	}
	ctx, stop := context.WithCancel(ctx)
	defer stop()
	d := &dialogue{Config: c, ctx: ctx, in: listen(ctx, c.In), out: bufio.NewWriter(c.Out), editor: NewEditor(c.Measure, c.Echo, width)}
	var leave func()
	d.present, leave = c.Desk.Arrive()
	defer leave()
	err := d.talk()
	if errors.Is(err, io.EOF) {
		err = d.broken
	}
	if flushed := d.out.Flush(); err == nil && !d.ended { // once the input has ended there may be nobody to write to
		err = flushed
	}
	return err
}

// dialogue is one conversation. Its methods return io.EOF when the person has
// left, and the error of the context.
type dialogue struct {
	Config
	ctx    context.Context
	out    *bufio.Writer
	editor *Editor
	draft  draft
	// present tells others what the person is at.
	present func(pingyi.Subject, bool)

	in      <-chan chunk
	pending []byte
	ended   bool  // there is no more input
	broken  error // what ended it, if that was no proper end
}

// errBack is Ctrl+C: back from a question, or out of the dialogue.
var errBack = errors.New("given up")

// chunk is what a read returned.
type chunk struct {
	b   []byte
	err error
}

// listen reads in a goroutine of its own, so that a dialogue that waits can be
// told to end.
func listen(ctx context.Context, in io.Reader) <-chan chunk {
	chunks := make(chan chunk)
	go func() {
		for {
			b := make([]byte, 4096)
			n, err := in.Read(b)
			select {
			case chunks <- chunk{b[:n], err}:
			case <-ctx.Done():
				return
			}
			if err != nil {
				return
			}
		}
	}()
	return chunks
}

func (d *dialogue) of(zh, en string) string { return d.Lang.Of(zh, en) }

// say writes a paragraph.
func (d *dialogue) say(text string) {
	for i, line := range d.Measure.Wrap(cells.Visible(text), width-2) {
		if i > 0 {
			line = "  " + line
		}
		d.line(line)
	}
}

// line writes one line, visible text.
func (d *dialogue) line(text string) {
	d.out.WriteString(strings.TrimRight(text, " ") + d.lineEnd())
}

func (d *dialogue) lineEnd() string {
	if d.Echo {
		return "\r\n"
	}
	return "\n"
}

// explain says what went wrong. Only an end of the dialogue is returned.
func (d *dialogue) explain(err error) error {
	if d.ctx.Err() != nil {
		return d.ctx.Err()
	}
	if errors.Is(err, io.EOF) {
		return err
	}
	if code := pingyi.CodeOf(err); d.Log != nil && (code == pingyi.Internal || code == pingyi.Damaged) {
		d.Log(err)
	}
	d.say(pingyi.Explain(err, d.Lang))
	return nil
}

// ask asks for a line, trimmed. Of one that cannot be understood at all it says
// why and asks again.
func (d *dialogue) ask(prompt string) (string, error) {
	for {
		line, err := d.read(prompt)
		text := strings.TrimSpace(line.Text)
		if err == nil && d.draft.on && (line.End != Entered || line.TooLong || line.Garbled) {
			d.forget()
		}
		switch {
		case err != nil:
			return "", err
		case line.End == LeftOff:
			return "", io.EOF
		case line.End == GivenUp && text == "":
			return "", errBack
		case line.End == GivenUp:
		case line.TooLong:
			d.say(d.of("这一行太长，没有收下。", "This line is too long and was not taken."))
		case line.Garbled:
			d.say(d.of("这一行不是 UTF-8 编码，没有收下；请把终端或文件的编码改为 UTF-8，终端用 GBK 也可以这样登录：名字+gbk@主机。", "This line is not UTF-8 and was not taken: set the encoding of the terminal or file to UTF-8, or with a GBK terminal log in as NAME+gbk@HOST."))
		default:
			return text, nil
		}
	}
}

// read waits for the next line, with the prompt before it.
func (d *dialogue) read(prompt string) (Line, error) {
	prompt = cells.Visible(prompt)
	d.editor.Begin(prompt)
	if d.Echo {
		d.out.WriteString(d.editor.Shown())
	} else {
		d.line(prompt)
	}
	for {
		for i, b := range d.pending {
			echo, line, ended := d.editor.Feed(b)
			d.out.WriteString(echo)
			if ended {
				d.pending = d.pending[i+1:]
				return line, nil
			}
		}
		d.pending = nil
		if err := d.wait(); err != nil {
			d.keep()
			return Line{}, err
		}
	}
}

// wait flushes what was said and waits for more input.
func (d *dialogue) wait() error {
	if d.ended {
		if d.Echo { // the prompt has its row
			d.line("")
		}
		d.keep() // first: it is said what became of it
		d.unfinished()
		return io.EOF
	}
	if err := d.out.Flush(); err != nil {
		return err
	}
	d.touch()
	select {
	case <-d.draft.due:
		d.keep()
	case <-d.ctx.Done():
		return d.ctx.Err()
	case c := <-d.in:
		d.pending = c.b
		if c.err != nil {
			d.ended = true
			if !errors.Is(c.err, io.EOF) {
				d.broken = c.err
			}
		}
	}
	return nil
}

// unfinished says what was typed last and is not acted on: a line that was cut off
// may say something else than what was meant.
func (d *dialogue) unfinished() {
	switch typed := d.editor.Unfinished(); {
	case typed == "":
	case d.kept():
		d.say(d.of("最后一行没有以回车结束，没有执行，下次登录可以接着写：", "The last line was not ended by Enter and was not acted on; you can go on with it at your next login: ") + typed)
	default:
		d.say(d.of("最后一行没有以回车结束，没有执行：", "The last line was not ended by Enter and was not acted on: ") + typed)
	}
}

// interrupt says what went wrong, then what was being typed once more.
func (d *dialogue) interrupt(err error) {
	if d.Echo {
		d.line("")
	}
	d.say(pingyi.Explain(err, d.Lang))
	if d.Echo {
		d.out.WriteString(d.editor.Shown())
	}
}

// confirm asks a question that only an explicit yes affirms.
func (d *dialogue) confirm(question string) (bool, error) {
	d.say(question)
	for {
		answer, err := d.ask(d.of("确认请输入 y 或“是”，取消请按回车：", "Type y or yes to confirm, Enter to cancel: "))
		switch {
		case errors.Is(err, errBack):
			return false, nil
		case err != nil:
			return false, err
		}
		switch plain(answer) {
		case "y", "yes", "是", "确认":
			return true, nil
		case "", "n", "no", "q", "否", "不", "不是", "取消":
			return false, nil
		}
	}
}

// plain returns a word as commands are compared.
func plain(s string) string { return strings.ToLower(strings.TrimSpace(pingyi.HalfWidth(s))) }
