package pingyi_test

import (
	"strings"
	"testing"

	"pingyi"
)

// states are the states of a panel's round, in the order of the columns below.
var states = []struct {
	name         string
	open, closed bool
}{
	{"sealed, running", false, false},
	{"sealed, closed", false, true},
	{"open, running", true, false},
	{"open, closed", true, true},
}

// access is the whole table, by hand: for each right and role, what the member
// may do in the four states when standing nowhere in the panel, rating in it,
// and being its chair. x: may; s: sealed; -: forbidden.
const access = `
right           role      nowhere seat  chairs
read-plans      clerk     xxxx    xxxx  xxxx
read-plans      reviewer  xxxx    xxxx  xxxx
read-plans      chair     xxxx    xxxx  xxxx
read-plans      auditor   xxxx    xxxx  xxxx
read-plans      admin     xxxx    xxxx  xxxx
read-plans      owner     xxxx    xxxx  xxxx
edit-plans      clerk     xxxx    xxxx  xxxx
edit-plans      reviewer  ----    ----  ----
edit-plans      chair     ----    ----  ----
edit-plans      auditor   ----    ----  ----
edit-plans      admin     xxxx    xxxx  xxxx
edit-plans      owner     xxxx    xxxx  xxxx
manage-members  clerk     ----    ----  ----
manage-members  reviewer  ----    ----  ----
manage-members  chair     ----    ----  ----
manage-members  auditor   ----    ----  ----
manage-members  admin     xxxx    xxxx  xxxx
manage-members  owner     xxxx    xxxx  xxxx
read-members    clerk     xxxx    xxxx  xxxx
read-members    reviewer  xxxx    xxxx  xxxx
read-members    chair     xxxx    xxxx  xxxx
read-members    auditor   xxxx    xxxx  xxxx
read-members    admin     xxxx    xxxx  xxxx
read-members    owner     xxxx    xxxx  xxxx
manage-panels   clerk     ----    ----  ----
manage-panels   reviewer  ----    ----  ----
manage-panels   chair     ----    ----  ----
manage-panels   auditor   ----    ----  ----
manage-panels   admin     xxxx    xxxx  xxxx
manage-panels   owner     xxxx    xxxx  xxxx
read-panels     clerk     xxxx    xxxx  xxxx
read-panels     reviewer  xxxx    xxxx  xxxx
read-panels     chair     xxxx    xxxx  xxxx
read-panels     auditor   xxxx    xxxx  xxxx
read-panels     admin     xxxx    xxxx  xxxx
read-panels     owner     xxxx    xxxx  xxxx
run-rounds      clerk     ----    ----  ----
run-rounds      reviewer  ----    ----  ----
run-rounds      chair     ----    ----  xxxx
run-rounds      auditor   ----    ----  ----
run-rounds      admin     xxxx    xxxx  xxxx
run-rounds      owner     xxxx    xxxx  xxxx
rate            clerk     ----    ----  ----
rate            reviewer  ----    xxxx  ----
rate            chair     ----    xxxx  ----
rate            auditor   ----    ----  ----
rate            admin     ----    ----  ----
rate            owner     ----    ----  ----
read-turnout    clerk     ----    ----  ----
read-turnout    reviewer  ----    ----  ----
read-turnout    chair     ----    ----  xxxx
read-turnout    auditor   xxxx    xxxx  xxxx
read-turnout    admin     xxxx    xxxx  xxxx
read-turnout    owner     xxxx    xxxx  xxxx
read-results    clerk     sx-x    sx-x  sx-x
read-results    reviewer  sx-x    sxxx  sxxx
read-results    chair     sxxx    sxxx  sxxx
read-results    auditor   sxxx    sxxx  sxxx
read-results    admin     sxxx    sxxx  sxxx
read-results    owner     sxxx    sxxx  sxxx
read-history    clerk     xxxx    xxxx  xxxx
read-history    reviewer  xxxx    xxxx  xxxx
read-history    chair     xxxx    xxxx  xxxx
read-history    auditor   xxxx    xxxx  xxxx
read-history    admin     xxxx    xxxx  xxxx
read-history    owner     xxxx    xxxx  xxxx
verify-record   clerk     ----    ----  ----
verify-record   reviewer  ----    ----  ----
verify-record   chair     ----    ----  ----
verify-record   auditor   xxxx    xxxx  xxxx
verify-record   admin     xxxx    xxxx  xxxx
verify-record   owner     xxxx    xxxx  xxxx
dump-record     clerk     ----    ----  ----
dump-record     reviewer  ----    ----  ----
dump-record     chair     ----    ----  ----
dump-record     auditor   ----    ----  ----
dump-record     admin     ----    ----  ----
dump-record     owner     xxxx    xxxx  xxxx
see-presence    clerk     xxxx    xxxx  xxxx
see-presence    reviewer  ----    ----  ----
see-presence    chair     xxxx    xxxx  xxxx
see-presence    auditor   xxxx    xxxx  xxxx
see-presence    admin     xxxx    xxxx  xxxx
see-presence    owner     xxxx    xxxx  xxxx
read-keying     clerk     xxxx    xxxx  xxxx
read-keying     reviewer  ----    ----  ----
read-keying     chair     ----    ----  ----
read-keying     auditor   xxxx    xxxx  xxxx
read-keying     admin     xxxx    xxxx  xxxx
read-keying     owner     xxxx    xxxx  xxxx
own-access      clerk     xxxx    xxxx  xxxx
own-access      reviewer  xxxx    xxxx  xxxx
own-access      chair     xxxx    xxxx  xxxx
own-access      auditor   xxxx    xxxx  xxxx
own-access      admin     xxxx    xxxx  xxxx
own-access      owner     ----    ----  ----
serve-record    clerk     ----    ----  ----
serve-record    reviewer  ----    ----  ----
serve-record    chair     ----    ----  ----
serve-record    auditor   ----    ----  ----
serve-record    admin     ----    ----  ----
serve-record    owner     xxxx    xxxx  xxxx
adjudicate      clerk     ----    ----  ----
adjudicate      reviewer  ----    ----  ----
adjudicate      chair     ----    ----  xxxx
adjudicate      auditor   ----    ----  ----
adjudicate      admin     ----    ----  ----
adjudicate      owner     ----    ----  ----
sign-result     clerk     ----    ----  ----
sign-result     reviewer  ----    ----  ----
sign-result     chair     ----    ----  xxxx
sign-result     auditor   ----    ----  ----
sign-result     admin     ----    ----  ----
sign-result     owner     ----    ----  ----
`

var rights = []pingyi.Right{pingyi.ReadPlans, pingyi.EditPlans, pingyi.ManageMembers, pingyi.ReadMembers,
	pingyi.ManagePanels, pingyi.ReadPanels, pingyi.RunRounds, pingyi.Rate, pingyi.ReadTurnout,
	pingyi.ReadResults, pingyi.ReadHistory, pingyi.VerifyRecord, pingyi.DumpRecord, pingyi.SeePresence, pingyi.OwnAccess, pingyi.ReadKeying,
	pingyi.ServeRecord, pingyi.Adjudicate, pingyi.SignResult}

func TestAccessIsAsTheTableSays(t *testing.T) {
	rows := strings.Split(strings.TrimSpace(access), "\n")[1:]
	if len(rows) != len(rights)*6 {
		t.Fatalf("the table has %d rows for %d rights and six roles", len(rows), len(rights))
	}
	for _, row := range rows {
		f := strings.Fields(row)
		right, actor := pingyi.Right(f[0]), pingyi.Actor{Member: pingyi.Member{ID: "m", Role: pingyi.Role(f[1])}}
		for place, want := range f[2:] {
			for i, st := range states {
				p := pingyi.Panel{ID: "p2016", Members: []string{"other"}, Chair: "other", Open: st.open}
				switch place {
				case 1:
					p.Members = []string{"other", "m"}
				case 2:
					p.Chair = "m"
				}
				r := pingyi.Round{Panel: p.ID, No: 1, Closed: st.closed}
				got := map[pingyi.Code]string{"": "x", pingyi.Sealed: "s", pingyi.Forbidden: "-"}[pingyi.CodeOf(actor.May(right, &p, &r))]
				if got != want[i:i+1] {
					t.Errorf("%s may %s (%s, place %d): %s, want %s", f[1], right, st.name, place, got, want[i:i+1])
				}
				actor.Member.Disabled = true
				if pingyi.CodeOf(actor.May(right, &p, &r)) != pingyi.Forbidden {
					t.Errorf("a disabled %s may %s", f[1], right)
				}
				actor.Member.Disabled = false
			}
		}
	}
}

func TestRightsOfAPanelNeedOne(t *testing.T) {
	for _, c := range []struct {
		role  pingyi.Role
		right pingyi.Right
		code  pingyi.Code
	}{
		{pingyi.Chair, pingyi.RunRounds, pingyi.Forbidden},
		{pingyi.Chair, pingyi.ReadTurnout, pingyi.Forbidden},
		{pingyi.Reviewer, pingyi.Rate, pingyi.Forbidden},
		{pingyi.Owner, pingyi.ReadResults, pingyi.Forbidden},
		{pingyi.Chair, pingyi.Adjudicate, pingyi.Forbidden},
		{pingyi.Chair, pingyi.SignResult, pingyi.Forbidden},
		{pingyi.Admin, pingyi.RunRounds, ""},
		{pingyi.Clerk, pingyi.EditPlans, ""},
	} {
		a := pingyi.Actor{Member: pingyi.Member{ID: "m", Role: c.role}}
		if got := pingyi.CodeOf(a.May(c.right, nil, nil)); got != c.code {
			t.Errorf("%s may %s without a panel: %q", c.role, c.right, got)
		}
	}
	if a := pingyi.OwnerActor(); pingyi.CodeOf(a.May("no-such-right", nil, nil)) != pingyi.Forbidden {
		t.Error("the owner has a right that does not exist")
	}
}

func TestRefusalSaysWhoMayNotDoWhat(t *testing.T) {
	a := pingyi.Actor{Member: pingyi.Member{ID: "r1", Role: pingyi.Reviewer}}
	err := a.May(pingyi.EditPlans, nil, nil)
	if zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En); zh != "r1（评委）不能修改绩效计划" || en != "r1 (reviewer) may not change plans" {
		t.Errorf("%s / %s", zh, en)
	}
	p := pingyi.Panel{ID: "p2016", Members: []string{"r1"}}
	err = a.May(pingyi.ReadResults, &p, &pingyi.Round{No: 2})
	if zh := pingyi.Explain(err, pingyi.Zh); zh != "评审组 p2016 第 2 轮尚未结束，评分封存中；请先结束本轮再看结果" {
		t.Error(zh)
	}
	if en := pingyi.Explain(err, pingyi.En); en != "round 2 of panel p2016 is still open and its ratings are sealed: close the round first" {
		t.Error(en)
	}
	for _, r := range rights {
		if zh, en := r.In(pingyi.Zh), r.In(pingyi.En); zh == en || zh == string(r) || en == string(r) {
			t.Errorf("the right %s is called %q and %q", r, zh, en)
		}
	}
}

func TestSeesEntriesAboutRatings(t *testing.T) {
	for _, c := range []struct {
		role pingyi.Role
		want string // of somebody else's entries in the four states
	}{
		{pingyi.Clerk, "----"}, {pingyi.Reviewer, "----"}, {pingyi.Chair, "----"},
		{pingyi.Auditor, "-xxx"}, {pingyi.Admin, "-xxx"}, {pingyi.Owner, "-xxx"},
	} {
		a := pingyi.Actor{Member: pingyi.Member{ID: "m", Role: c.role}}
		for i, st := range states {
			p := pingyi.Panel{ID: "p2016", Members: []string{"m", "other"}, Chair: "m", Open: st.open}
			r := pingyi.Round{No: 1, Closed: st.closed}
			if got := a.Sees("other", p, r); got != (c.want[i] == 'x') {
				t.Errorf("%s sees another's rating (%s): %v", c.role, st.name, got)
			}
			if !a.Sees("m", p, r) {
				t.Errorf("%s does not see their own rating (%s)", c.role, st.name)
			}
			off := a
			off.Member.Disabled = true
			if off.Sees("m", p, r) || off.Sees("other", p, r) {
				t.Errorf("a disabled %s sees ratings (%s)", c.role, st.name)
			}
		}
	}
}

func TestSeesHowAMemberProvesWhoTheyAre(t *testing.T) {
	for role, others := range map[pingyi.Role]bool{pingyi.Clerk: false, pingyi.Reviewer: false, pingyi.Chair: false,
		pingyi.Auditor: true, pingyi.Admin: true, pingyi.Owner: true} {
		a := pingyi.Actor{Member: pingyi.Member{ID: "m", Role: role}}
		if !a.SeesCredential("m") || a.SeesCredential("other") != others {
			t.Errorf("a %s sees their own: %t, another's: %t", role, a.SeesCredential("m"), a.SeesCredential("other"))
		}
		a.Member.Disabled = true
		if a.SeesCredential("m") || a.SeesCredential("other") {
			t.Errorf("a disabled %s sees credentials", role)
		}
	}
}

// Who is told of whom, by hand: the columns are of a clerk, of a reviewer in the
// actor's panel, of one in another's, of a chair who sits in the actor's, of an
// auditor, an administrator and the owner.
func TestSeesWhoIsIn(t *testing.T) {
	panels := []pingyi.Panel{{ID: "p1", Chair: "m", Members: []string{"r1", "c2"}}, {ID: "p2", Chair: "c2", Members: []string{"r2", "m"}}}
	present := []pingyi.Member{{ID: "k1", Role: pingyi.Clerk}, {ID: "r1", Role: pingyi.Reviewer}, {ID: "r2", Role: pingyi.Reviewer},
		{ID: "c2", Role: pingyi.Chair}, {ID: "a1", Role: pingyi.Auditor}, {ID: "m1", Role: pingyi.Admin}, {ID: "owner", Role: pingyi.Owner}}
	for role, want := range map[pingyi.Role]string{
		pingyi.Clerk: "x----xx", pingyi.Reviewer: "-------", pingyi.Chair: "-x-x---",
		pingyi.Auditor: "xxxxxxx", pingyi.Admin: "xxxxxxx", pingyi.Owner: "xxxxxxx",
	} {
		a := pingyi.Actor{Member: pingyi.Member{ID: "m", Role: role}}
		for i, m := range present {
			if got := a.SeesPresent(m, panels); got != (want[i] == 'x') {
				t.Errorf("a %s is told of %s (%s): %t", role, m.ID, m.Role, got)
			}
		}
	}
	for role, want := range map[pingyi.Role]string{pingyi.Chair: "x-x", pingyi.Clerk: "xxx", pingyi.Auditor: "xxx", pingyi.Owner: "xxx"} {
		a := pingyi.Actor{Member: pingyi.Member{ID: "m", Role: role}}
		for i, id := range []string{"p1", "p2", ""} {
			if got := a.SeesAt(pingyi.Subject{Noun: pingyi.NounRating, Panel: id}, panels); got != (want[i] == 'x') {
				t.Errorf("a %s is told of work in the panel %q: %t", role, id, got)
			}
		}
	}
}
