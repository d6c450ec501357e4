package panels_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/panels"
	"pingyi/tui/parts/golden"
)

// turn lets a member come in and be at an activity of the plan, 0 for none.
func turn(t *testing.T, r *pagetest.Committee, member string, no int) (leave func()) {
	t.Helper()
	at, leave := r.Desk(member).Arrive()
	if no > 0 {
		k := pagetest.ForestryKey()
		at(pingyi.Subject{Noun: pingyi.NounActivity, Year: k.Year, Department: k.Department, Activity: r.Activity(no).ID, Panel: pagetest.Panel}, false)
	}
	return leave
}

func TestWhoIsInAndAtWhat(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r2", "优", "良")
	turn(t, r, "r1", 3)
	turn(t, r, "r2", 0)
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
	}{{"zh80", pingyi.Zh, 80, 22}, {"en80", pingyi.En, 80, 22}, {"zh120", pingyi.Zh, 120, 38}, {"en120", pingyi.En, 120, 38}, {"zh60", pingyi.Zh, 60, 14}} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, r.Desk("c1"), c.l, c.w, c.h)
			golden.Equal(t, pagetest.Start(t, env, panels.New(env)).Screen())
		})
	}
}

func TestPresenceFollowsWithoutMovingAnything(t *testing.T) {
	r := pagetest.Convened(t, nil)
	if err := r.Owner.CreatePanel(context.Background(), pingyi.Panel{ID: "p2016b", Year: 2016, Members: []string{"r1"}, Chair: "c1"}); err != nil {
		t.Fatal(err)
	}
	h := sit(t, r.Desk("c1"))
	h.Press("down")
	leave := turn(t, r, "r1", 3)
	h.Send(page.Presence{})
	if v := h.Screen(); !strings.Contains(v, "r1 在看 710 第 3 项 森林防火") || !strings.Contains(v, "›p2016b") {
		t.Errorf("\n%s", v)
	}
	turn(t, r, "r1", 0) // another session, at nothing: the first one says more
	h.Send(page.Presence{})
	if v := h.Screen(); !strings.Contains(v, "r1 在看 710 第 3 项 森林防火") {
		t.Errorf("\n%s", v)
	}
	leave()
	h.Send(page.Presence{})
	if v := h.Screen(); !strings.Contains(v, "r1 在线") {
		t.Errorf("\n%s", v)
	}
}

func TestPresenceIsForThoseWhoMaySeeIt(t *testing.T) {
	r := pagetest.Convened(t, nil)
	if err := r.Owner.AddMember(context.Background(), pingyi.Member{ID: "c2", Name: "c2", Role: pingyi.Chair}); err != nil {
		t.Fatal(err)
	}
	turn(t, r, "r1", 3)
	for as, sees := range map[string]bool{"c1": true, "c2": false, "k1": false, "r2": false} {
		h := sit(t, r.Desk(as))
		h.Send(page.Presence{})
		v := h.Screen()
		if got := strings.Contains(v, "第 3 项"); got != sees {
			t.Errorf("%s sees where r1 is: %v\n%s", as, got, v)
		}
		if got := strings.Contains(v, "——"); got != sees {
			t.Errorf("%s is told who is out: %v\n%s", as, got, v)
		}
	}
}

func TestManyMembersStandSideBySide(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	members := pagetest.Members()
	for i := 8; i <= 24; i++ {
		id := fmt.Sprint("r", i)
		if err := r.Owner.AddMember(context.Background(), pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}); err != nil {
			t.Fatal(err)
		}
		members = append(members, id)
	}
	r.Convene(func(p *pingyi.Panel) { p.Members = members })
	r.Open()
	turn(t, r, "r24", 10)
	h := sit(t, r.Desk("c1"))
	golden.Equal(t, h.Screen())
	h.EverySize(func() {})
}
