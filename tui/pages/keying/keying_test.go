package keying_test

import (
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/keying"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
)

// keyed is a committee in which k1 and the administrator m1 have keyed.
func keyed(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Seated(t, pagetest.Forestry())
	ctx, k := t.Context(), pagetest.ForestryKey()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(r.Owner.AddMember(ctx, pingyi.Member{ID: "m1", Name: "m1", Role: pingyi.Admin}))
	session := func(d *store.Desk, second bool, hour, keys int) {
		began := time.Date(2017, 3, 1, hour, 0, 0, 0, time.UTC)
		must(d.RecordKeying(ctx, pingyi.KeyingSession{Plan: k, Second: second, Began: began, Ended: began.Add(time.Hour), Active: 40 * time.Minute,
			Records: keys / 100, Cells: keys / 10, Keystrokes: keys, Corrections: keys / 200}))
	}
	session(r.Desk("m1"), false, 1, 4000)
	session(r.Desk("k1"), true, 2, 2400)
	session(r.Desk("k1"), true, 4, 1800)
	must(r.Owner.Mark(ctx, k))
	k1 := r.Desk("k1")
	must(k1.TakeOn(ctx, k))
	in := store.Keying{Command: pingyi.CommandEnter}
	for i, a := range pagetest.Forestry().Activities {
		if i == 1 {
			a.Goal = "错"
		}
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: a, After: -i})
	}
	_, err := k1.SaveSecondEntry(ctx, k, in, store.Keyed{})
	must(err)
	_, err = k1.HandIn(ctx, k)
	must(err)
	both, err := k1.Comparison(ctx, k)
	must(err)
	_, err = k1.SettleDifference(ctx, k, both.Differences[0], both.Differences[0].First)
	must(err)
	return r
}

func open(t *testing.T, d *store.Desk, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	e := pagetest.Env(t, d, l, w, h)
	return pagetest.Start(t, e, keying.New(e))
}

func TestScreen(t *testing.T) {
	r := keyed(t)
	for name, s := range map[string]struct {
		l    pingyi.Lang
		w, h int
	}{"zh80": {pingyi.Zh, 80, 22}, "en80": {pingyi.En, 80, 22}, "zh120": {pingyi.Zh, 120, 38}, "en120": {pingyi.En, 120, 38}} {
		t.Run(name, func(t *testing.T) { golden.Equal(t, open(t, r.Owner, s.l, s.w, s.h).Screen()) })
	}
}

func TestEverySize(t *testing.T) {
	d := open(t, keyed(t).Owner, pingyi.Zh, 80, 22)
	d.EverySize(func() {
		d.Press("down")
		d.Screen()
	})
}

func TestAClerkSeesTheirOwn(t *testing.T) {
	r := keyed(t)
	d := open(t, r.Desk("k1"), pingyi.Zh, 80, 22)
	s := d.Screen()
	if strings.Contains(s, "m1") || !strings.Contains(s, "k1") || !strings.Contains(s, "2017-03-01 02:00  用时 40 分钟  24 行 240 格  击键 2400  更正 12  每时击键 3600") {
		t.Errorf("drawn:\n%s", s)
	}
	d = open(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	if s := d.Screen(); !strings.Contains(s, "不能查看录入统计") {
		t.Errorf("a reviewer sees:\n%s", s)
	}
}

func TestLinesAreFiltered(t *testing.T) {
	d := open(t, keyed(t).Owner, pingyi.Zh, 80, 22)
	d.Type("k1")
	if s := d.Screen(); strings.Contains(s, "m1") || !strings.Contains(s, "1/2") {
		t.Errorf("drawn:\n%s", s)
	}
	d.Press("esc", "esc")
	if _, ok := d.Last().(page.Close); !ok {
		t.Errorf("asked %#v", d.Last())
	}
}

func TestNothingCountedIsSaid(t *testing.T) {
	d := open(t, pagetest.Record(t), pingyi.Zh, 80, 22)
	if s := d.Screen(); !strings.Contains(s, "还没有录入统计") {
		t.Errorf("drawn:\n%s", s)
	}
}
