package rate_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/rate"
)

func TestAnotherSessionOfTheMemberMovesNothingAndLosesNothing(t *testing.T) {
	for _, field := range []string{"f2", "3"} { // a comment, a reason
		r := secondRound(t, nil)
		h, other := sit(t, r), sit(t, r)
		h.Press("down", field)
		h.Type("正写着")
		other.Press("4", "esc", "1") // esc goes on
		other.Type("补录过了")
		other.Press("enter", "f2")
		other.Type("别处写的")
		other.Press("ctrl+s")
		at := h.At
		h.Send(page.Reload{})
		see(t, h, "7 林权档案整理", "正写着", "3差!", "›7优")
		if h.At != at {
			t.Errorf("moved to %v", h.At)
		}
		h.Type("，写完")
		h.Press("ctrl+s")
		rating, _ := said(t, r, 7)
		if rating.Tier != 3 || field == "f2" && rating.Comment != "正写着，写完" || field == "3" && rating.Reason != "正写着，写完" {
			t.Errorf("%s: the record has %+v", field, rating)
		}
	}
}

func TestARoundThatClosesSaysSoAndShowsWhatWasBeingWritten(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		r := secondRound(t, nil)
		env := pagetest.Env(t, r.Desk("r1"), l, 80, 22)
		h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
		h.Press("down", "3")
		h.Type("正写着理由")
		r.Close()
		h.Send(page.Reload{})
		see(t, h, l.Of("第 2 轮已经结束", "Round 2 is closed"), l.Of("按 F6 看结果，按 Esc 返回", "F6 shows the results, Esc goes back"),
			l.Of("您刚才写的没有记入", "What you were writing was not entered"), "正写着理由")
		h.Send(page.Reload{})
		see(t, h, "正写着理由")
		for _, key := range []string{"f6", "enter"} {
			h.Asked = nil
			h.Press(key)
			if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Result{Panel: pagetest.Panel}) {
				t.Errorf("%s: %#v", key, h.Last())
			}
		}
		h.Asked = nil
		h.Press("1", "f2", "f3", "ctrl+s")
		if len(h.Asked) != 0 {
			t.Errorf("keys do something: %#v", h.Asked)
		}
	}
}

func TestTheNextRoundBeginsOnTheOpenScreen(t *testing.T) {
	for _, seen := range []bool{true, false} { // whether the screen has shown that the first one closed
		r := pagetest.Convened(t, nil)
		r.RateAll()
		h := sit(t, r)
		h.Press("f2") // of activity 1, on which all agree
		h.Type("正写着评语")
		r.Close()
		if seen {
			h.Send(page.Reload{})
		}
		r.OpenSplit()
		h.Send(page.Reload{})
		see(t, h, "3 森林防火", "本轮 1/3 项", "›3良=")
		miss(t, h, "正写着评语")
		if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "没有记入：正写着评语") {
			t.Errorf("said: %#v", h.Asked)
		}
		h.Press("3")
		see(t, h, "第 3 项的理由")
	}
}

func TestADraftThatARoundEndedOverIsOfferedInTheNext(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.RateAll()
	h := sit(t, r)
	h.Send(page.Do{Action: keymaps.Next}, page.Do{Action: keymaps.Next})
	h.Press("f2")
	h.Type("正写着评语")
	h.Tick()
	r.Close()
	h.Send(page.Reload{})
	r.OpenSplit()
	for _, h := range []*pagetest.Page{h, sit(t, r)} {
		h.Send(page.Reload{})
		see(t, h, "3 森林防火", "评语草稿（没记入，F2 打开）  正写着评语")
	}
	h.Press("f2", "ctrl+s")
	if rating, _ := said(t, r, 3); rating.Comment != "正写着评语" {
		t.Errorf("the record has %v", rating)
	}
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 0 {
		t.Errorf("drafts are left: %v", d)
	}
}

func TestWhatIsTypedIsADraftBeforeThePersonIsGone(t *testing.T) {
	for _, field := range []string{"f2", "3"} {
		r := secondRound(t, nil)
		h := sit(t, r)
		h.Press(field)
		h.Type("没有写完")
		h.Send(page.Flush{})
		if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 1 || !strings.Contains(string(d[0].Data), "没有写完") {
			t.Errorf("%s: drafts %v", field, d)
		}
	}
}

func TestWhatIsOnItsWayIsInTheRecordBeforeThePersonIsGone(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h, press := hold(t, r)
	first := press("1")
	press("2")
	press("3")
	press("f2")
	press("好")
	p, flush := h.Page.Update(page.Flush{})
	h.Page = p
	done := make(chan struct{})
	go func() {
		flush()
		close(done)
	}()
	h.Run(first)
	<-done
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿 良草稿 中草稿 未评") {
		t.Errorf("the record has %s", got)
	}
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 1 {
		t.Errorf("drafts %v", d)
	}
}

func TestTheRootIsToldOfEveryActivityAndAgainAfterAnotherPage(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	is := func(no int) {
		t.Helper()
		want := page.At{Subject: pingyi.Subject{Noun: pingyi.NounActivity, Year: 2016, Department: "710", Activity: r.Activity(no).ID, Panel: pagetest.Panel}}
		if h.At != want {
			t.Errorf("at %v, not %v", h.At, want)
		}
		h.At = page.At{}
	}
	is(1)
	h.Press("1")
	is(2)
	h.Press("down", "down")
	is(4)
	h.Send(page.Reload{})
	is(4)
	h.Press("f2")
	h.Type("评语")
	if h.At != (page.At{}) {
		t.Errorf("writing tells %v", h.At)
	}
}

func TestTheActivitiesOfSeveralDepartmentsKeepTheirNumbers(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	other := pagetest.Forestry()
	other.Department = pingyi.Department{Code: "720", Name: "青禾县水务局"}
	pagetest.File(t, r.Owner, other)
	r.Convene(nil)
	r.Open()
	h := sit(t, r)
	h.Resize(200, 22)
	see(t, h, "710:›1·  2· ", " 10· 720: 1·  2· ")
	for range 11 {
		h.Press("down")
	}
	see(t, h, "720: 1· ›2·")
	h.Resize(60, 14)
	h.EverySize(func() {
		for line := range strings.SplitSeq(h.Screen(), "\n") {
			if strings.Contains(line, "›2·") && !strings.Contains(line, "720:") {
				t.Errorf("whose activity is that? %q", line)
			}
		}
	})
}

func TestALaterRoundFitsEverySize(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	r.Revise(7, "全部录入")
	h.Send(page.Reload{})
	for _, keys := range [][]string{nil, {"3"}, {"esc"}, {"tab"}} {
		h.Press(keys...)
		h.EverySize(func() {})
	}
	r.Close()
	h.Send(page.Reload{})
	h.EverySize(func() {})
}
