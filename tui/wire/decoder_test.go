package wire_test

import (
	"context"
	"fmt"
	"math"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	uv "github.com/charmbracelet/ultraviolet"

	"pingyi/tui/wire"
)

const long = math.MaxInt64

// heard is what a decoder makes of pieces that come one right after the other, and
// then of silence.
func heard(opt wire.InputOptions, pieces ...string) (msgs []tea.Msg) {
	d := wire.NewDecoder(opt)
	for _, p := range pieces {
		msgs = append(msgs, d.Take([]byte(p), 0)...)
	}
	return append(msgs, d.Silent(long)...)
}

// told writes messages as a person would say them: text as it is, other keys by
// their names.
func told(msgs []tea.Msg) string {
	var b strings.Builder
	for _, msg := range msgs {
		switch msg := msg.(type) {
		case tea.KeyPressMsg:
			if msg.Text != "" {
				b.WriteString(msg.Text)
			} else {
				fmt.Fprintf(&b, "<%s>", msg.Keystroke())
			}
		case tea.PasteMsg:
			fmt.Fprintf(&b, "{%s}", msg.Content)
		case wire.Burst:
			fmt.Fprintf(&b, "«%s»", msg.Text)
		case wire.PasteCut:
			fmt.Fprintf(&b, "<cut at %d>", msg.Max)
		case wire.Unreadable:
			fmt.Fprintf(&b, "<unreadable %d>", msg.Bytes)
		case wire.Answered:
			b.WriteString("<answered>")
		case tea.BackgroundColorMsg:
			fmt.Fprintf(&b, "<background %s>", msg)
		default:
			fmt.Fprintf(&b, "<%T>", msg)
		}
	}
	return b.String()
}

// stock is what the program's own reader makes of the same bytes.
func stock(t *testing.T, in string) (keys []tea.Msg) {
	t.Helper()
	events := make(chan uv.Event)
	go func() {
		defer close(events)
		if err := uv.NewTerminalReader(strings.NewReader(in), "xterm-256color").StreamEvents(context.Background(), events); err != nil {
			t.Error(err)
		}
	}()
	for e := range events {
		if k, is := e.(uv.KeyPressEvent); is {
			keys = append(keys, tea.KeyPressMsg(k))
		}
	}
	return keys
}

// What each key sends, on the terminals that are about, is the key that it is to
// the program's own reader.
func TestKeysAreWhatTheyAreToTheStockReader(t *testing.T) {
	sent := []string{"\r", "\n", "\t", " ", "\x7f", "\b", "\x00", "\x1b", "\x1b\r", "\x1b\x7f", "\x1b\t", "\x1b ", "\x1bx", "\x1bX", "\x1b^", "\x1b_", "\x1b]", "\x1b[", "\x1bO", "\x1bP", "\x1b\\",
		"\x1b[Z", "\x1b[R", "\x1b[3$", "\x1b[3^", "\x1b[3@", "\x1b[13;2u", "\x1b[97;5u", "\x1b[27;2;13~", "\x1b[1;2R", "\x1bOM", "\x1bO5A", "é", "优", "，", "１", "“"}
	for c := '!'; c <= '~'; c++ {
		sent = append(sent, string(c))
	}
	for c := byte(1); c <= 0x1a; c++ {
		sent = append(sent, string(rune(c)))
	}
	for _, final := range "ABCDHFPQS" {
		for _, mod := range []string{"", "1;2", "1;3", "1;5", "1;6", "1;7"} {
			sent = append(sent, "\x1b["+mod+string(final))
		}
		sent = append(sent, "\x1bO"+string(final))
	}
	for n := 1; n <= 34; n++ {
		for _, mod := range []string{"", ";2", ";3", ";5"} {
			sent = append(sent, fmt.Sprintf("\x1b[%d%s~", n, mod))
		}
	}
	for _, in := range sent {
		want := stock(t, in)
		if got := heard(wire.InputOptions{}, in); !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %s %#v, not %s %#v", in, told(got), got, told(want), want)
		}
	}
}

func TestWhatIsHeard(t *testing.T) {
	for _, c := range []struct{ what, in, told string }{
		{"hanzi", "评议", "评议"},
		{"Esc twice", "\x1b\x1b", "<esc><esc>"},
		{"Esc, and a character with Alt", "\x1b\x1bx", "<esc><alt+x>"},
		{"Esc, and an arrow as fast as can be", "\x1b\x1b[B", "<esc><down>"},
		{"Esc twice, and an arrow", "\x1b\x1b\x1b[A", "<esc><esc><up>"},
		{"Esc, and what an input method commits", "\x1b优良", "<esc>优良"},
		{"Esc, and an answer", "\x1b\x1b[0n", "<esc><answered>"},
		{"Esc, and a colour", "\x1b\x1b]11;rgb:0000/0000/0000\x1b\\a", "<esc><background #000000>a"},
		{"Esc, and a paste", "\x1b\x1b[200~a\x1b[201~", "<esc>{a}"},
		{"the colour of the background", "\x1b]11;rgb:ffff/ffff/ffff\aa\x1b]11;rgb:ffff/ffff/ffff\x1b\\b", "<background #ffffff><background #ffffff>ab"},
		{"a colour that is none", "\x1b]11;?\aa", "a"},
		{"where the cursor stands", "\x1b[2;5Ra", "<tea.CursorPositionMsg>a"},
		{"a mode", "\x1b[?2026;2$ya", "<tea.ModeReportMsg>a"},
		{"the mouse and the focus", "\x1b[<0;1;1Ma\x1b[Ib\x1b[O", "ab"},
		{"a string that nothing ends", "\x1b]11;rgb:12\ra\x1bP1$r0\x1b[Ab", "<enter>a<up>b"},
		{"a string in a string", "\x1b]11;rgb:\x1b]11;rgb:ffff/ffff/ffff\aa", "<background #ffffff>a"},
		{"Alt with what begins strings", "\x1b]ab\x1bPab\x1b_ab\x1b^ab\x1bXab", "<alt+]>ab<alt+shift+p>ab<alt+_>ab<alt+^>ab<alt+shift+x>ab"},
		{"a sequence that is cut off", "\x1b[1;\rb\x1b[\x1b[B", "<enter>b<alt+[><down>"},
		{"bytes that are no characters", "a\xe4\xbdb\xffc\xc0\x80", "abc<unreadable 5>"},
		{"half a character", "a\xe4\xbd", "a<unreadable 2>"},
		{"a paste", "a\x1b[200~一\r二\n三\r\n\t\x1b[201~b", "a{一\r二\n三\r\n\t}b"},
		{"nothing pasted", "\x1b[200~\x1b[201~", "{}"},
		{"marks where they mean nothing", "\x1b[201~\x1b[200~a\x1b[200~b\x1b[201~c", "{ab}c"},
		{"a paste that looks like keys", "\x1b[200~\x1b[A\x03\x1b[20\x1b[201~", "{\x1b[A\x03\x1b[20}"},
		{"a paste with what is no text", "\x1b[200~a\xff\xe4b\x1b[201~c", "{ab}<unreadable 2>c"},
	} {
		if got := told(heard(wire.InputOptions{}, c.in)); got != c.told {
			t.Errorf("%s: %q, not %q", c.what, got, c.told)
		}
	}
}

func TestOnePasteTakesSoMuchAndNoMore(t *testing.T) {
	opt := wire.InputOptions{Paste: 10}
	for in, want := range map[string]string{
		"\x1b[200~部部部\x1b[201~a":         "{部部部}a",
		"\x1b[200~部部部a\x1b[201~a":        "{部部部a}a",
		"\x1b[200~部部部部ab\x1b[201~a":      "{部部部}<cut at 10>a",
		"\x1b[200~\xff部部部部\x1b[201~\x1b": "{部部部}<cut at 10><unreadable 1><esc>",
	} {
		if got := told(heard(opt, in)); got != want {
			t.Errorf("%q: %q, not %q", in, got, want)
		}
	}
}

// What is said after which silence.
func TestSilences(t *testing.T) {
	type step struct {
		silent time.Duration
		in     string
		told   string
	}
	const ms = time.Millisecond
	pasted := strings.Repeat("部门职责活动绩效目标", 7)
	long := strings.Repeat(pasted, 1+64<<10/len(pasted))
	for _, c := range []struct {
		what  string
		opt   wire.InputOptions
		steps []step
	}{
		{"a lone Esc", wire.InputOptions{}, []step{{0, "\x1b", ""}, {399 * ms, "", ""}, {400 * ms, "", "<esc>"}}},
		{"one on a thin line", wire.InputOptions{Escape: time.Second}, []step{{0, "\x1b", ""}, {999 * ms, "", ""}, {1000 * ms, "", "<esc>"}}},
		{"an arrow that is cut after the ESC", wire.InputOptions{}, []step{{0, "\x1b", ""}, {399 * ms, "[", ""}, {999 * ms, "A", "<up>"}}},
		{"Esc, and [ later", wire.InputOptions{}, []step{{0, "\x1b", ""}, {400 * ms, "[", "<esc>"}, {20 * ms, "", "["}}},
		{"a character that is cut", wire.InputOptions{}, []step{{0, "a\xe4", ""}, {20 * ms, "", "a"}, {999 * ms, "\xbc", ""}, {999 * ms, "\x98", ""}, {20 * ms, "", "优"}}},
		{"a character of which no more comes", wire.InputOptions{}, []step{{0, "\xe4", ""}, {999 * ms, "", ""}, {1000 * ms, "", "<unreadable 1>"}}},
		{"a sequence of which no more comes", wire.InputOptions{}, []step{{0, "\x1b[1;5", ""}, {1000 * ms, "A", ""}, {20 * ms, "", "A"}}},
		{"a string that stops before its end", wire.InputOptions{}, []step{{0, "\x1b]11;rgb:ffff/ffff/ffff\x1b", ""}, {999 * ms, "\\", "<background #ffffff>"}}},
		{"marks that are cut", wire.InputOptions{}, []step{{0, "\x1b[2", ""}, {999 * ms, "00~a\x1b", ""}, {2999 * ms, "[201", ""}, {2999 * ms, "~", "{a}"}}},
		{"a paste that does not end", wire.InputOptions{}, []step{{0, "\x1b[200~ab", ""}, {29 * time.Second, "c", ""}, {30 * time.Second, "d", "{abc}"}, {20 * ms, "", "d"}}},
		{"Esc in a paste that does not end", wire.InputOptions{}, []step{{0, "\x1b[200~ab\x1b", ""}, {3 * time.Second, "", "{ab}"}, {4 * time.Second, "d\x1b[201~", ""}, {20 * ms, "", "d"}}},
		{"a mark of which no more comes", wire.InputOptions{}, []step{{0, "\x1b[200~ab\x1b[2", ""}, {3 * time.Second, "\x1b[201~", "{ab\x1b[2}"}}},
		{"typing", wire.InputOptions{}, []step{{0, "a", ""}, {19 * ms, "b", ""}, {20 * ms, "c", "ab"}, {20 * ms, "", "c"}}},
		{"a key that is held down", wire.InputOptions{}, []step{{0, "j", ""}, {16 * ms, "j", ""}, {16 * ms, "j", ""}, {16 * ms, "j", ""}, {16 * ms, "j", ""}, {16 * ms, "j", ""}, {16 * ms, "j", ""}, {4 * ms, "", "jjjjjjj"}}},
		{"an arrow passes, after what is held", wire.InputOptions{}, []step{{0, "a\x1b[Bb", "a<down>"}, {20 * ms, "", "b"}}},
		{"an answer waits for nobody", wire.InputOptions{}, []step{{0, "a\x1b[0nb", "<answered>"}, {20 * ms, "", "ab"}}},
		{"what is pasted without marks", wire.InputOptions{}, []step{{0, pasted, ""}, {500 * ms, "了", ""}, {501 * ms, "", ""}, {503 * ms, "", "«" + pasted + "了»"}}},
		{"a table, and then a chord", wire.InputOptions{}, []step{{0, "深泽县教育局\t3485.50\t义务教育经费保障机制", ""}, {20 * ms, "\x13", "«深泽县教育局\t3485.50\t义务教育经费保障机制»<ctrl+s>"}}},
		{"more of it on a slow line", wire.InputOptions{}, []step{{0, strings.Repeat(pasted, 10), ""}, {2 * time.Second, "了", ""}, {20 * ms, "\x1b[A", "«" + strings.Repeat(pasted, 10) + "了»<up>"}}},
		{"a long one on a fast line", wire.InputOptions{}, []step{{0, long, ""}, {10 * ms, long, ""}, {519 * ms, "", ""}, {520 * ms, "", "«" + long + long + "»"}}},
		{"a long one on a line that takes its time", wire.InputOptions{}, []step{{0, pasted, ""}, {400 * ms, long, ""}, {2 * time.Second, "了", ""}, {501 * ms, "", "«" + pasted + long + "了»"}}},
	} {
		d := wire.NewDecoder(c.opt)
		for n, s := range c.steps {
			var msgs []tea.Msg
			if s.in == "" {
				msgs = d.Silent(s.silent)
			} else {
				msgs = d.Take([]byte(s.in), s.silent)
			}
			if got := told(msgs); got != s.told {
				t.Errorf("%s, step %d: %q, not %q", c.what, n, got, s.told)
			}
		}
		if at, waiting := d.Due(); waiting && at <= 0 {
			t.Errorf("%s: waits for %v", c.what, at)
		}
	}
}

// What of a table, a document and typing is offered as a paste.
func TestWhatIsTakenForPasted(t *testing.T) {
	phrase := "建立健全教育经费保障机制并落实到位情况良" // as much as an input method commits
	for _, c := range []struct {
		what, in string
		pasted   bool
	}{
		{"a phrase", phrase, false},
		{"some, after a line that had stalled", phrase + phrase[:60] + phrase[:54], false},
		{"some, and Enter", phrase + phrase[:30] + "\r", false},
		{"a paragraph", phrase + phrase[:30] + phrase[30:] + phrase + phrase, true},
		{"two lines", phrase + "\r" + phrase[:15], true},
		{"two columns", "深泽县教育局\t3485.50\t义务教育经费保障机制", true},
		{"two columns, typed and saved", "深泽县教育局\t3485.50\t义务教育经费保障机制\x13", false},
		{"a form that was typed ahead", "教育局\t3485.50\t教育\t保障", false},
		{"a key held down while the line stalled", strings.Repeat("j", 300), false},
		{"arrows among it", strings.Repeat("abcdefgh\x1b[B", 20), false},
		{"a document with what is no text in it", strings.Repeat(phrase, 4) + "\v" + strings.Repeat(phrase, 4), true},
	} {
		msgs := heard(wire.InputOptions{}, c.in)
		is := slices.ContainsFunc(msgs, func(m tea.Msg) bool { _, is := m.(wire.Burst); return is })
		if is != c.pasted {
			t.Errorf("%s: %s", c.what, told(msgs))
		}
		if got := told(asTyped(msgs)); strings.NewReplacer("<enter>", "\r", "<tab>", "\t", "<down>", "\x1b[B", "<ctrl+s>", "\x13", "<ctrl+k>", "\v").Replace(got) != c.in {
			t.Errorf("%s: %q", c.what, got)
		}
	}
}

// asTyped makes keys of bursts.
func asTyped(msgs []tea.Msg) (keys []tea.Msg) {
	for _, msg := range msgs {
		if b, is := msg.(wire.Burst); is {
			for _, k := range b.Keys() {
				keys = append(keys, k)
			}
			continue
		}
		keys = append(keys, msg)
	}
	return keys
}
