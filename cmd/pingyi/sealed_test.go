package main

import (
	"fmt"
	"maps"
	"testing"

	"pingyi/tui/pages/pagetest"
)

// Two records differ only in what r2 has secretly said in a sealed round, or in how
// many commands. Before it closes every byte of every command, and every cell of
// every page, is the same to everybody else, after each thing that r2 does; so is
// what comes of trying everything, and of closing the round without a reason.
func TestWhatAMemberSaysInASealedRoundReachesNobody(t *testing.T) {
	keys := newKeyring(t)
	in := inputs(t, keys)
	for i, s := range secretPairs() {
		if testing.Short() && i%4 != 0 {
			continue
		}
		t.Run(s.name, func(t *testing.T) {
			t.Parallel()
			var all [2]map[string]heard
			var mine [2]heard
			for i, story := range [][]string{s.one, s.two} {
				all[i] = map[string]heard{"closing": {}}
				h := inState(t, keys, "none")
				s.begin(h)
				open := map[string]map[string]*pagetest.Page{}
				for _, who := range s.onlookers() {
					open[who], all[i][who] = h.watching(who), heard{}
				}
				for n, commands := range s.steps(story) {
					for _, command := range commands {
						h.do(command)
					}
					for _, who := range s.onlookers() {
						glance(open[who], fmt.Sprint("after ", n), all[i][who])
					}
				}
				for _, who := range s.onlookers() {
					h.look(who, "at the end", all[i][who])
				}
				if s.uneven() {
					h.probe("r1", all[i]["r1"])
				}
				for _, who := range s.onlookers() {
					h.try(who, in, all[i][who])
				}
				for _, who := range s.onlookers() {
					glance(open[who], "after all", all[i][who])
					if s.uneven() {
						all[i][who].uncounted()
					}
				}
				mine[i] = heard{}
				h.look("r2", "at the end", mine[i])
				all[i]["closing"].note(h, "c1", "closing", "round close p1", "")
				h.close()
			}
			for who, one := range all[0] {
				compare(t, who, one, all[1][who])
			}
			if maps.Equal(mine[0], mine[1]) {
				t.Error("r2, whose secret it is, cannot tell either: the two are one story")
			}
		})
	}
}
