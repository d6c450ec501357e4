package main

import (
	"fmt"
	"regexp"
	"strings"
	"testing"

	"pingyi/tui/terminal"
)

// seatOf is an onlooker's place at the screens, over SSH.
type seatOf struct {
	who  string
	term *terminal.Terminal
	raw  *lockedBuffer
	read int // bytes received that have been looked at
}

// taken returns what has come since it was last asked.
func (s *seatOf) taken() string {
	all := s.raw.String()
	defer func() { s.read = len(all) }()
	return all[s.read:]
}

// The bytes that come down the line to a terminal of 80×24, too, are the same
// whatever r2 secretly says. After each thing that r2 does something
// that all see is changed, so that every screen is known to have been drawn since;
// what came by then is compared whole. The first screens are left out: what is
// still being loaded there comes in as many pieces as it happens to.
func TestWhatASealedRoundHidesIsNotOnTheLineEither(t *testing.T) {
	keys := newKeyring(t)
	for i, s := range secretPairs() {
		if testing.Short() && i != 0 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var all [2]map[string]heard
			for i, story := range [][]string{s.one, s.two} {
				all[i] = map[string]heard{}
				h := inState(t, keys, "none")
				s.begin(h)
				var seats []*seatOf
				shown, asks := 0, "2/2"
				if s.later { // one activity stayed split
					asks = "1/1"
				}
				// A panel more is seen by all.
				redraw := func() {
					shown++
					h.must("m1", "", "panel", "create", fmt.Sprint("z", shown), "--year", "2016", "--member", "r9")
					for _, seat := range seats {
						seat.term.See(fmt.Sprint("z", shown))
					}
				}
				for _, who := range s.onlookers() {
					if who == "owner" { // whose screens come by another way; their pages are compared cell by cell
						continue
					}
					_, term, raw := h.screen(who)
					seat := &seatOf{who: who, term: term, raw: raw}
					if strings.Contains("m1 a1 k1", who) {
						term.See("示例局")
						term.Type(terminal.F5)
					}
					term.See("p1", "p2")
					seats = append(seats, seat)
				}
				redraw()
				redraw()
				for _, seat := range seats {
					seat.taken()
					all[i][seat.who] = heard{}
				}
				for n, commands := range s.steps(story) {
					for _, command := range commands {
						h.do(command)
						if submitted := regexp.MustCompile(`submit$|submit < `).MatchString(command); submitted {
							for _, seat := range seats {
								if strings.Contains("m1 a1 c1", seat.who) { // they are told who has
									seat.term.See("r2 " + asks)
								}
							}
						}
					}
					redraw()
					for _, seat := range seats {
						came := seat.taken()
						if came == "" {
							t.Errorf("nothing came to %s", seat.who)
						}
						all[i][seat.who][fmt.Sprint("bytes after ", n)] = came
						all[i][seat.who][fmt.Sprint("screen after ", n)] = seat.term.Text()
					}
				}
				h.close()
			}
			for who, one := range all[0] {
				compare(t, who, one, all[1][who])
			}
		})
	}
}
