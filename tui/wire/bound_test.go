package wire

import (
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Whatever is sent without an end, no more of it is kept than one paste may have.
func TestWhatIsKeptOfInputHasABound(t *testing.T) {
	const most = 5000
	rapid.Check(t, func(rt *rapid.T) {
		d := NewDecoder(InputOptions{Paste: most, Encoding: rapid.SampledFrom([]Encoding{UTF8, GBK}).Draw(rt, "encoding")})
		for range rapid.IntRange(1, 6).Draw(rt, "times") {
			begin := rapid.SampledFrom([]string{"", "\x1b[", "\x1b\x1b[", "\x1bO", "\x1b]1", "\x1bP1", "\x1b_G", "\x1b[200~", "\x1b[200~\x1b[20", "\r"}).Draw(rt, "begin")
			on := strings.Repeat(rapid.SampledFrom([]string{"1", "1;", " ", "ab", "字", "字字议", "\xff", "\x81", "\x1b", "\x1b[1", "\n\tx", "\x9f\x1b]"}).Draw(rt, "and on"), 4096)
			for n := 0; n < len(on); n += 4096 {
				d.Take([]byte(begin+on[n:min(len(on), n+4096)]), time.Duration(rapid.IntRange(0, 50).Draw(rt, "ms"))*time.Millisecond)
				begin = ""
				if kept := max(len(d.rest)-longest-1, len(d.held.text)-most, len(d.paste.text)-most); kept > 0 {
					rt.Fatalf("%d bytes too many are kept", kept)
				}
			}
		}
	})
}
