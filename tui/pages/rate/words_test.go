package rate_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

func TestTwoSessionsOfAMemberWriteAboutOneUnratedActivity(t *testing.T) {
	for _, reloads := range []bool{true, false} { // whether the first session has seen the other's words
		r := pagetest.Convened(t, nil)
		h, other := sit(t, r), sit(t, r)
		h.Press("f2")
		other.Press("f2")
		h.Type("甲处写的")
		other.Type("乙处写的")
		h.Press("ctrl+s")
		other.Press("ctrl+s")
		see(t, other, "甲处写的", "乙处写的")
		if i, ok := other.Last().(page.Info); !ok || !strings.Contains(i.Text, "第 1 项：您在另一处也写了，两份都留在草稿里") {
			t.Errorf("said: %#v", other.Last())
		}
		if reloads {
			h.Send(page.Reload{})
			see(t, h, "甲处写的", "乙处写的")
		}
		h.Press("1", "up")
		see(t, h, "甲处写的", "乙处写的")
		rating, _ := said(t, r, 1)
		if want := "甲处写的\n乙处写的"; reloads && rating.Comment != want {
			t.Errorf("the record has %q, not %q", rating.Comment, want)
		}
		if reloads {
			continue
		}
		see(t, h, "›1优~", "评语草稿（没记入，F2 打开）")
		h.Press("f2", "ctrl+s")
		if rating, _ := said(t, r, 1); rating.Comment != "甲处写的\n乙处写的" {
			t.Errorf("offered and entered: %q", rating.Comment)
		}
		if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 0 {
			t.Errorf("drafts are left: %v", d)
		}
	}
}

func TestTwoSessionsOfAMemberWriteAboutOneRatedActivity(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("1", "up")
	other := sit(t, r)
	other.Press("up", "f2")
	h.Press("f2")
	h.Type("甲处写的")
	other.Type("乙处写的")
	other.Press("ctrl+s")
	h.Send(page.Reload{})
	h.Press("ctrl+s")
	if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "两条都记入了") {
		t.Errorf("said: %#v", h.Last())
	}
	if rating, _ := said(t, r, 1); rating.Comment != "乙处写的\n甲处写的" {
		t.Errorf("the record has %q", rating.Comment)
	}
}

// Every text that a session of the member has saved is in the record's draft or in
// the mark, whatever the order.
func TestNoSavedCommentIsLostBetweenTwoSessions(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		r := pagetest.Convened(t, nil)
		both := []*pagetest.Page{sit(t, r), sit(t, r)}
		var saved []string
		for n := range rapid.IntRange(1, 8).Draw(rt, "steps") {
			h := both[rapid.IntRange(0, 1).Draw(rt, "session")]
			switch rapid.SampledFrom([]string{"write", "write", "type", "tick", "reload"}).Draw(rt, "what") {
			case "write":
				text := fmt.Sprintf("话%d。", n)
				h.Press("f2", "ctrl+end")
				h.Type(text)
				h.Press("ctrl+s")
				saved = append(saved, text)
			case "type": // and leave open
				text := fmt.Sprintf("话%d。", n)
				h.Press("f2", "ctrl+end")
				h.Type(text)
				h.Tick()
				saved = append(saved, text)
			case "tick":
				h.Tick()
			case "reload":
				h.Send(page.Reload{})
			}
		}
		var kept strings.Builder
		drafts, err := r.Desk("r1").Drafts(context.Background())
		if err != nil {
			rt.Fatal(err)
		}
		for _, d := range drafts {
			kept.Write(d.Data)
		}
		for _, text := range saved {
			if !strings.Contains(kept.String(), text) {
				rt.Fatalf("%q is gone from %q", text, kept.String())
			}
		}
	})
}

func TestSubmittingNamesACommentThatIsStillADraft(t *testing.T) {
	for choice, want := range map[string]string{"enter": "良已提交：没写完", "yes": "良已提交", "no": "良草稿"} {
		r := pagetest.Convened(t, nil)
		h := sit(t, r)
		h.Press("1", "2", "up", "f2") // goes on to 3, and back to 2
		h.Type("没写完")
		h.Send(page.Flush{})
		again := sit(t, r) // the line was cut
		see(t, again, "2良~")
		again.Press("ctrl+s")
		if q := asked(t, again); !strings.Contains(q.Text, "第 2 项的评语还没记入。") || len(q.Choices) != 3 {
			t.Fatalf("question: %+v", q)
		}
		answer(again, "submit", choice)
		if got := strings.Fields(ballot(t, r, "r1"))[1]; got != want {
			t.Errorf("%s: the record has %s, not %s", choice, got, want)
		}
		left := 1
		if choice == "enter" {
			left = 0
			see(t, again, "2良✓")
		} else {
			see(t, again, "2良~")
		}
		if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != left {
			t.Errorf("%s: drafts %v", choice, d)
		}
	}
}

func TestTheCommentOfARefusedMarkStaysAsADraft(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("1", "up", "f2")
	h.Type("写得晚了")
	r.Close()
	h.Press("ctrl+s")
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 1 || !strings.Contains(string(d[0].Data), "写得晚了") {
		t.Errorf("drafts: %v", d)
	}
}

func TestTheCriteriaComeBeforeTheEarlierRoundWhereThereIsLittleRoom(t *testing.T) {
	h := sit(t, secondRound(t, nil))
	hinted := func() (label string) {
		for _, hint := range h.Page.Actions() {
			if hint.Label == "下面还有" || hint.Label == "回上面" {
				return hint.Label
			}
		}
		return ""
	}
	h.Resize(60, 14)
	see(t, h, "评价标准", "1 优", "2 良", "3 中", "4 差", "0 弃权")
	if hinted() != "下面还有" {
		t.Errorf("PgDn is not hinted: %q", hinted())
	}
	h.Press("pgdown", "pgdown", "pgdown", "pgdown")
	see(t, h, "防火道有两段没有清", "评价标准", "4 差")
	if hinted() != "回上面" {
		t.Errorf("at the end: %q", hinted())
	}
	h.Press("3") // asks for the reason, which takes rows
	see(t, h, "评价标准", "1 优", "4 差")
	h.Resize(120, 38)
	if hinted() != "" {
		t.Errorf("nothing is out of sight: %q", hinted())
	}
}

func TestARoundThatClosesTakesTheOldMessageAway(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("1", "ctrl+s")
	answer(h, "submit", "yes")
	if _, ok := h.Last().(page.Good); !ok {
		t.Fatalf("submitted: %#v", h.Last())
	}
	r.Close()
	h.Send(page.Reload{})
	see(t, h, "第 1 轮已经结束")
	if h.Last() != (page.Info{}) {
		t.Errorf("the message stays: %#v", h.Last())
	}
	if want := (pingyi.Subject{Noun: pingyi.NounPanel, Panel: pagetest.Panel}); h.At.Subject != want {
		t.Errorf("is at %v", h.At)
	}
}

func TestASubmittedAbstentionIsChecked(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("0", "1")
	see(t, h, " 1弃 2优›3")
	h.Press("ctrl+s")
	answer(h, "submit", "yes")
	see(t, h, " 1弃✓ 2优✓›3")
}

func TestTheResultsOpenWhileRatingAndAKeyOfNoUseSaysSo(t *testing.T) {
	h := sit(t, pagetest.Convened(t, nil))
	h.Press("f6")
	if o, ok := h.Last().(page.Open); !ok || o.Route != (page.Result{Panel: pagetest.Panel}) {
		t.Errorf("F6: %#v", h.Last())
	}
	h.Press("w")
	if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "F1 看有哪些键") {
		t.Errorf("w: %#v", h.Last())
	}
}
