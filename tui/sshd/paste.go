package sshd

import (
	"bytes"
	"io"
)

// The marks around a bracketed paste.
const (
	pasteBegin = "\x1b[200~"
	pasteEnd   = "\x1b[201~"
)

type pasteCutter struct {
	in     io.Reader
	max    int
	cut    func()
	out    bytes.Buffer
	err    error
	buf    [4096]byte
	match  int  // bytes of the next mark seen so far
	inside bool // within a paste
	size   int  // of it so far
	over   bool // it is being dropped
}

// CutPastes passes a terminal's input on and drops what of one bracketed paste is
// over max bytes, up to its end mark. How the input is split over reads makes no
// difference to what comes out. cut is called once for each paste that is too long,
// by whoever reads.
func CutPastes(in io.Reader, max int, cut func()) io.Reader {
	return &pasteCutter{in: in, max: max, cut: cut}
}

// Read implements [io.Reader].
func (c *pasteCutter) Read(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	for c.out.Len() == 0 {
		if c.err != nil {
			return 0, c.err
		}
		var n int
		n, c.err = c.in.Read(c.buf[:])
		for _, b := range c.buf[:n] {
			c.take(b)
		}
		if c.err != nil {
			c.release()
		}
	}
	return c.out.Read(p)
}

// take handles one byte. Outside a paste everything passes at once, so that no
// key waits; within one, what may be its end mark is held until that is known.
func (c *pasteCutter) take(b byte) {
	mark := pasteBegin
	if c.inside {
		mark = pasteEnd
	}
	if !c.inside {
		c.out.WriteByte(b)
	}
	if b != mark[c.match] {
		c.release()
		if b != mark[0] {
			c.content(b)
			return
		}
	}
	if c.match++; c.match < len(mark) {
		return
	}
	c.match = 0
	if c.inside {
		c.out.WriteString(pasteEnd)
	}
	c.inside, c.size, c.over = !c.inside, 0, false
}

// release gives up a mark that was only begun.
func (c *pasteCutter) release() {
	n := c.match
	c.match = 0
	if c.inside {
		for _, b := range []byte(pasteEnd[:n]) {
			c.content(b)
		}
	}
}

// content handles one byte of a paste. It is not cut within a character of UTF-8.
func (c *pasteCutter) content(b byte) {
	if !c.inside || c.over {
		return
	}
	within := b&0xc0 == 0x80 && c.size < c.max+3
	if c.size >= c.max && !within {
		c.over = true
		c.cut()
		return
	}
	c.size++
	c.out.WriteByte(b)
}
