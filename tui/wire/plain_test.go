package wire_test

import (
	"bytes"
	"io"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"pingyi/tui/wire"
)

// What is said to a GBK terminal, and what is typed on it, is the same however it is
// cut.
func TestPlainTextOnAGBKTerminal(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		text := rapid.StringOfN(rapid.SampledFrom([]rune("ab1 优良中差评议，“─…①é\r\n\x1b")), 0, 60, -1).Draw(rt, "text")
		var sent bytes.Buffer
		w := wire.GBK.Writer(&sent)
		for left := []byte(text); len(left) > 0; {
			n := rapid.IntRange(1, min(len(left), 9)).Draw(rt, "bytes")
			if wrote, err := w.Write(left[:n]); wrote != n || err != nil {
				rt.Fatalf("wrote %d of %d: %v", wrote, n, err)
			}
			left = left[n:]
		}
		if got := gbk(t, sent.Bytes()); got != text {
			rt.Fatalf("%q is sent, not %q", got, text)
		}
		typed, err := io.ReadAll(wire.GBK.Reader(iotest.OneByteReader(&sent)))
		if string(typed) != text || err != nil {
			rt.Fatalf("%q is read, not %q: %v", typed, text, err)
		}
	})
}

func TestPlainTextThatATerminalCannotBeSent(t *testing.T) {
	for text, want := range map[string]string{
		"😀㐀a": "〓〓a", "👩‍🏫。": "〓。", "e\u0301ḿa": "??a", "ıa": "〓a", "\x1b[m\r\n": "\x1b[m\r\n", "好\xe4": "好", "好\xffa": "好?a",
	} {
		var sent bytes.Buffer
		if _, err := io.WriteString(wire.GBK.Writer(&sent), text); err != nil {
			t.Error(err)
		}
		if got := gbk(t, sent.Bytes()); got != want {
			t.Errorf("%q: %q, not %q", text, got, want)
		}
	}
}

// A person who waits for an answer is not waited for.
func TestPlainTextIsReadAsItComes(t *testing.T) {
	in, keys := io.Pipe()
	r := wire.GBK.Reader(in)
	b := make([]byte, 1)
	for typed, want := range map[string]string{"\xc6\xc0": "评", "a": "a", "\x81\x39\xee\x39": "㐀"} {
		go io.WriteString(keys, typed)
		got := ""
		for len(got) < len(want) {
			n, err := r.Read(b)
			if err != nil {
				t.Fatal(err)
			}
			got += string(b[:n])
		}
		if got != want {
			t.Errorf("%q: %q, not %q", typed, got, want)
		}
	}
	go func() {
		io.WriteString(keys, "\xc6")
		keys.Close()
	}()
	if rest, err := io.ReadAll(r); string(rest) != "\ufffd" || err != nil {
		t.Errorf("%q %v", rest, err)
	}
	if r := strings.NewReader("优"); wire.UTF8.Reader(r) != io.Reader(r) {
		t.Error("UTF-8 is not left alone")
	}
}
