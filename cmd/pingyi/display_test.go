package main

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/look"
	"pingyi/tui/sshd"
	"pingyi/tui/terminal"
	"pingyi/tui/wire"
)

// What a person has said of their terminal goes before what was found out, and where
// neither is known it is what most are.
func TestWhatWasSaidOfATerminalGoesBeforeWhatWasFound(t *testing.T) {
	wide := wire.Widths{Ambiguous: true}
	some := wire.Widths{Ambiguous: true, Doubtful: true}
	gbk := wire.Widths{Ambiguous: true, Doubtful: true, Encoding: wire.GBK}
	unknown := wire.Widths{Doubtful: true}
	for _, c := range []struct {
		what     string
		found    wire.Kind
		encoding string
		widths   string
		want     wire.Kind
	}{
		{"nothing said, narrow", wire.Kind{Answered: true, Repeats: true}, "", "", wire.Kind{Answered: true, Repeats: true}},
		{"nothing said, wide", wire.Kind{Answered: true, Widths: wide}, "", "", wire.Kind{Answered: true, Widths: wide}},
		{"nothing said, GBK", wire.Kind{Answered: true, Widths: gbk}, "", "", wire.Kind{Answered: true, Widths: gbk}},
		{"nothing said, no answer", wire.Kind{}, "", "", wire.Kind{Widths: unknown}},
		{"GBK, no answer", wire.Kind{}, sshd.GBK, "", wire.Kind{Widths: gbk}},
		{"GBK, found UTF-8", wire.Kind{Answered: true, Repeats: true}, sshd.GBK, "", wire.Kind{Answered: true, Widths: gbk}},
		{"GBK, found so", wire.Kind{Answered: true, Widths: gbk}, sshd.GBK, "", wire.Kind{Answered: true, Widths: gbk}},
		{"UTF-8, found GBK", wire.Kind{Answered: true, Widths: gbk}, sshd.UTF8, "", wire.Kind{Answered: true, Widths: unknown}},
		{"UTF-8, found wide", wire.Kind{Answered: true, Widths: wide}, sshd.UTF8, "", wire.Kind{Answered: true, Widths: wide}},
		{"UTF-8, no answer", wire.Kind{}, sshd.UTF8, "", wire.Kind{Widths: unknown}},
		{"narrow, found wide", wire.Kind{Answered: true, Widths: wide}, "", "narrow", wire.Kind{Answered: true}},
		{"wide, found narrow", wire.Kind{Answered: true}, "", "wide", wire.Kind{Answered: true, Widths: wide}},
		{"narrow, found some wide", wire.Kind{Answered: true, Widths: some}, "", "narrow", wire.Kind{Answered: true}},
		{"wide, no answer", wire.Kind{}, "", "wide", wire.Kind{Widths: wide}},
		{"narrow, no answer", wire.Kind{}, "", "narrow", wire.Kind{}},
		{"GBK and narrow", wire.Kind{}, sshd.GBK, "narrow", wire.Kind{Widths: wire.Widths{Encoding: wire.GBK}}},
		{"GBK and wide", wire.Kind{}, sshd.GBK, "wide", wire.Kind{Widths: wire.Widths{Ambiguous: true, Encoding: wire.GBK}}},
	} {
		a := &app{settings: pingyi.Settings{Widths: c.widths}}
		got := c.found
		if a.chosen(&got, c.encoding); got != c.want {
			t.Errorf("%s: %+v, not %+v", c.what, got, c.want)
		}
	}
}

func TestTheScreensFitTheTerminalUnlessTheSettingsSayOtherwise(t *testing.T) {
	late := wire.Kind{Answered: true, RoundTrip: 200 * time.Millisecond}
	soon := wire.Kind{Answered: true, RoundTrip: 199 * time.Millisecond}
	wide := wire.Kind{Widths: wire.Widths{Ambiguous: true}}
	for _, c := range []struct {
		what     string
		kind     wire.Kind
		settings pingyi.Settings
		look     look.Look
		measure  cells.Measure
	}{
		{"an answer late", late, pingyi.Settings{}, look.Look{Thin: true}, cells.Measure{}},
		{"an answer soon", soon, pingyi.Settings{}, look.Look{}, cells.Measure{}},
		{"no answer", wire.Kind{}, pingyi.Settings{}, look.Look{}, cells.Measure{}},
		{"late, said to be full", late, pingyi.Settings{Line: "full"}, look.Look{}, cells.Measure{}},
		{"soon, said to be thin", soon, pingyi.Settings{Line: "thin"}, look.Look{Thin: true}, cells.Measure{}},
		{"wide", wide, pingyi.Settings{}, look.Look{ASCII: true}, cells.Measure{Wide: true, ASCII: true}},
		{"wide, said to have lines", wide, pingyi.Settings{Borders: "lines"}, look.Look{}, cells.Measure{Wide: true}},
	} {
		a := &app{settings: c.settings}
		if s := a.fitted(page.Env{}, c.kind).Session; s.Look != c.look || s.Measure != c.measure {
			t.Errorf("%s: %+v %+v, not %+v %+v", c.what, s.Look, s.Measure, c.look, c.measure)
		}
	}
}

var sgr = regexp.MustCompile(`\x1b\[([0-9;]*)m`)

// reversed reports whether anything is told to be shown in reverse video.
func reversed(drawn string) bool {
	return slices.ContainsFunc(sgr.FindAllStringSubmatch(drawn, -1), func(m []string) bool {
		return slices.Contains(strings.Split(m[1], ";"), "7")
	})
}

func TestOnAThinLineTheSelectionIsItsMark(t *testing.T) {
	for line, emphasised := range map[string]bool{"thin": false, "full": true} {
		h := openHouse(t, newKeyring(t), func(owner *store.Desk) {
			office(t)(owner)
			k1, err := owner.For(t.Context(), "k1")
			if err == nil {
				err = k1.SaveSettings(t.Context(), pingyi.Settings{Line: line})
			}
			if err != nil {
				t.Fatal(err)
			}
		})
		term, drawn := h.over(h.addr, "k1", asTyped)
		term.See("示例县图书馆")
		term.Type(terminal.Enter)
		term.Until(at(1), "does not open the list")
		term.Type(terminal.Down)
		term.Until(at(2), "does not go down")
		term.Type(terminal.Ctrl('q'))
		term.Ended()
		if reversed(drawn.String()) != emphasised {
			t.Errorf("on a %s line the screens take %q", line, drawn)
		}
	}
}

// What is typed while one is still logging in is typed at the screens, before and
// behind what the terminal answers there.
func TestWhatIsTypedWhileLoggingInIsNotLost(t *testing.T) {
	eachClient(t, func(t *testing.T, client func(*server) client) {
		s := servedSample(t)
		at := client(s).login("q1")
		at.Type(terminal.Ctrl('p'), "psz")
		at.See("查找：psz", "前往：评审组")
	})
}
