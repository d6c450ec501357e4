// Package storetest holds who may do what to a record as a table written by hand,
// and makes the record that it speaks of, so that the desk, the remote commands
// and the screens are all held against the one table. It also makes a record anew
// from its journal alone, for tests to compare the two.
package storetest

import (
	"fmt"
	"strings"

	"pingyi"
)

// Case is one cell of the table: what comes of it when a member calls a method of
// the desk while the round of [Panel] is in a state.
type Case struct {
	Method string // of store.Desk; what follows a slash says on what
	State  string
	Actor  string      // "owner", or the ID of a member
	Want   pingyi.Code // empty where it is done
}

// Actors returns who the columns of a cell are for: the owner, an administrator,
// an auditor, a clerk, the panel's chair, another panel's, one who sits in the
// panel as a rater, a reviewer who sits in it and one who does not.
func Actors() []string { return strings.Fields("owner m1 a1 k1 c1 c2 c3 r1 r9") }

// States returns the states: no round yet; a round running, in a sealed panel and
// in an open one; closed; closed and signed.
func States() []string { return strings.Fields("none sealed open closed signed") }

// table has a line for each method, and in it a cell for each state, of a letter
// for each actor: x is done, - forbidden, s sealed, t the wrong state, n not found.
const table = `
method            none      sealed    open      closed    signed
Plans             xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
Plan              xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
PlanSince         xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
Preview           xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
File              xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
File/large        xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
SavePlanHead      xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
DeletePlan        xx-x----- tt-t----- tt-t----- tt-t----- tt-t-----
SaveActivity      xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
AddActivity       xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
SaveActivities    xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
DeleteActivity    xx-x----- tt-t----- tt-t----- tt-t----- tt-t-----
Templates         xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
KeepTemplate      xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
DropTemplate      xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
Wordings          xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
Mark              xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
Unmark            tt-t----- tt-t----- tt-t----- tt-t----- tt-t-----
TakeOn            tt-t----- tt-t----- tt-t----- tt-t----- tt-t-----
SecondEntry       nnnnnnnnn nnnnnnnnn nnnnnnnnn nnnnnnnnn nnnnnnnnn
SaveSecondEntry   tt-t----- tt-t----- tt-t----- tt-t----- tt-t-----
HandIn            tt-t----- tt-t----- tt-t----- tt-t----- tt-t-----
Comparison        nnnnnnnnn nnnnnnnnn nnnnnnnnn nnnnnnnnn nnnnnnnnn
SettleDifference  tt-t----- tt-t----- tt-t----- tt-t----- tt-t-----
SettleAgain       tt-t----- tt-t----- tt-t----- tt-t----- tt-t-----
RecordKeying      xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
KeyingStatistics  xxxx----- xxxx----- xxxx----- xxxx----- xxxx-----
Members           xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
AddMember         xx------- xx------- xx------- xx------- xx-------
DisableMember     xx------- xx------- xx------- xx------- xx-------
EnableMember      xx------- xx------- xx------- xx------- xx-------
Panels            xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
CreatePanel       xx------- xx------- xx------- xx------- xx-------
NameChair         xx------- xx------- xx------- xx------- tt-------
Judging           xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
OpenRound         xx--x---- tt--t---- tt--t---- xx--x---- tt--t----
OpenRound/split   tt--t---- tt--t---- tt--t---- xx--x---- tt--t----
CloseRound        tt--t---- xx--x---- xx--x---- tt--t---- tt--t----
Paper             ------nn- ------xx- ------xx- ------xx- ------xx-
BallotToFill      ------nn- ------xx- ------xx- ------xx- ------xx-
Rate              ------tt- ------xx- ------xx- ------tt- ------tt-
Submit            ------tt- ------xx- ------xx- ------tt- ------tt-
FileBallot        ------tt- ------xx- ------xx- ------tt- ------tt-
FileBallot/r2     --------- --------- --------- --------- ---------
Turnout           nnnnnnnnn xxx-x---- xxx-x---- xxx-x---- xxx-x----
Result            nnnnnnnnn sssssssss xxx-xxxx- xxxxxxxxx xxxxxxxxx
Adjudicate        ----t---- ----t---- ----t---- ----x---- ----t----
Sign              ----t---- ----t---- ----t---- ----x---- ----t----
History           xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
Undo              xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
PreviewUndo       xx-x----- xx-x----- xx-x----- xx-x----- xx-x-----
Verify            xxx------ xxx------ xxx------ xxx------ xxx------
Dump              x-------- x-------- x-------- x-------- x--------
Credential        nxxxxxxxx nxxxxxxxx nxxxxxxxx nxxxxxxxx nxxxxxxxx
Credential/r2     xxx------ xxx------ xxx------ xxx------ xxx------
Credential/nobody nnn------ nnn------ nnn------ nnn------ nnn------
Invite/r2         xx------- xx------- xx------- xx------- xx-------
Invite/nobody     nn------- nn------- nn------- nn------- nn-------
AddKey            -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx
AddKey/r2         xx------- xx------- xx------- xx------- xx-------
RemoveKey         -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx
RemoveKey/r2      xx------- xx------- xx------- xx------- xx-------
SetPassword       -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx
SaveSettings      -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx -xxxxxxxx
SaveDraft         xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
ReviseDraft       xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
DropDraft         xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
Bookmarks         xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
NoteOpened        xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
PinPlan           xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx xxxxxxxxx
Present           xxxxxxx-- xxxxxxx-- xxxxxxx-- xxxxxxx-- xxxxxxx--
HostKey           x-------- x-------- x-------- x-------- x--------
SetHostKey        x-------- x-------- x-------- x-------- x--------
For/r2            x-------- x-------- x-------- x-------- x--------
`

// Access returns the table, cell by cell, in its order.
func Access() (cases []Case) {
	codes := map[rune]pingyi.Code{'x': "", '-': pingyi.Forbidden, 's': pingyi.Sealed, 't': pingyi.State, 'n': pingyi.NotFound}
	for _, line := range strings.Split(strings.TrimSpace(table), "\n")[1:] {
		f := strings.Fields(line)
		for i, state := range States() {
			for j, letter := range f[1+i] {
				want, known := codes[letter]
				if !known {
					panic(fmt.Sprintf("%s: no letter %c", f[0], letter))
				}
				cases = append(cases, Case{f[0], state, Actors()[j], want})
			}
		}
	}
	return cases
}
