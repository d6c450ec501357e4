package rate_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/rate"
	"pingyi/tui/parts/golden"
)

// secondRound is a committee that has closed its first round and rates again what
// it was split on: activities 3, 7 and 10, which r1 rated 良.
func secondRound(t *testing.T, change func(*pingyi.Panel)) *pagetest.Committee {
	t.Helper()
	r := pagetest.Convened(t, change)
	r.RateAll()
	r.Rate("r4", "", "", "中:防火道有两段没有清，台账上却记了完成")
	r.Rate("r7", "", "", "优:演练和巡山记录都查到了")
	r.Close()
	r.OpenSplit()
	return r
}

// said returns what the record has of r1's rating of an activity.
func said(t *testing.T, r *pagetest.Committee, no int) (pingyi.Rating, pingyi.RatingState) {
	t.Helper()
	p, err := r.Desk("r1").Paper(context.Background(), pagetest.Panel)
	if err != nil {
		t.Fatal(err)
	}
	rating, ok := p.Ballot.Of(pingyi.ActivityKey{PlanKey: pagetest.ForestryKey(), ID: r.Activity(no).ID})
	if !ok {
		t.Fatalf("nothing is said of activity %d", no)
	}
	return rating, p.Ballot.State(rating)
}

func see(t *testing.T, h *pagetest.Page, texts ...string) {
	t.Helper()
	v := h.Screen()
	for _, text := range texts {
		if !strings.Contains(v, text) {
			t.Errorf("no %q on\n%s", text, v)
		}
	}
}

func miss(t *testing.T, h *pagetest.Page, texts ...string) {
	t.Helper()
	v := h.Screen()
	for _, text := range texts {
		if strings.Contains(v, text) {
			t.Errorf("%q on\n%s", text, v)
		}
	}
}

func TestALaterRound(t *testing.T) {
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
	}{{"zh80", pingyi.Zh, 80, 22}, {"en80", pingyi.En, 80, 22}, {"zh120", pingyi.Zh, 120, 38}, {"en120", pingyi.En, 120, 38}} {
		for _, state := range []struct {
			name string
			keys []string
			do   func(*pagetest.Committee, *pagetest.Page)
		}{
			{"carried", nil, nil},
			{"reason", []string{"3"}, func(_ *pagetest.Committee, h *pagetest.Page) { h.Type("防火道确有两段没有清") }},
			{"owed", []string{"3", "esc", "up"}, nil},
			{"given", []string{"3"}, func(_ *pagetest.Committee, h *pagetest.Page) {
				h.Type("防火道确有两段没有清")
				h.Press("enter", "up")
			}},
			{"stale", []string{"down"}, func(r *pagetest.Committee, h *pagetest.Page) {
				r.Revise(7, "全部录入，抽查无差错")
				h.Send(page.Reload{})
			}},
		} {
			t.Run(state.name+"-"+c.name, func(t *testing.T) {
				r := secondRound(t, nil)
				env := pagetest.Env(t, r.Desk("r1"), c.l, c.w, c.h)
				h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
				h.Press(state.keys...)
				if state.do != nil {
					state.do(r, h)
				}
				golden.Equal(t, h.Screen())
			})
		}
	}
}

func TestOnlyWhatTheRoundAsksForIsRatedUnderItsOwnNumber(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	see(t, h, "3 森林防火", "本轮 1/3 项", "›3良= 7良= 10良=")
	h.Press("down", "down", "down")
	see(t, h, "10 古树名木保护", "本轮 3/3 项")
	if at := h.At.Subject; at.Activity != r.Activity(10).ID || at.Department != "710" || h.At.Editing {
		t.Errorf("is at %v", h.At)
	}
}

func TestAnEarlierRoundIsShownBesideTheCriteria(t *testing.T) {
	h := sit(t, secondRound(t, nil))
	see(t, h, "第 1 轮  优1 良5 中1 差0  等级 良  ◆意见不一  您评 良（沿用上轮）",
		"第 1 轮的评语（不署名）", "状态 沿用")
	h.Resize(80, 30)
	see(t, h, "· 防火道有两段没有清，台账上却记了完成", "· 演练和巡山记录都查到了")
	h.Press("down")
	miss(t, h, "防火道", "评语")
}

func TestWhoSaidNothingBeforeOwesNoReason(t *testing.T) {
	r := secondRound(t, nil)
	env := pagetest.Env(t, r.Desk("r7"), pingyi.Zh, 80, 22)
	h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
	see(t, h, "10 古树名木保护", "您没有评", "3优= 7良=›10·")
	h.Press("4")
	see(t, h, "›10差")
	miss(t, h, "理由")
	h.Press("ctrl+s")
	if q := asked(t, h); !strings.Contains(q.Text, "2 项沿用以前的评分") {
		t.Errorf("summary: %s", q.Text)
	}
}

func TestACarriedBallotIsSubmittedAsItIs(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	if _, state := said(t, r, 3); state != pingyi.Draft {
		t.Fatalf("carried over, and %s", state)
	}
	h.Press("2") // what was said before, again
	miss(t, h, "理由")
	h.Press("ctrl+s")
	answer(h, "submit", "yes")
	if rating, state := said(t, r, 3); state != pingyi.Submitted || !rating.Carried {
		t.Errorf("%v, %s", rating, state)
	}
	see(t, h, "3良✓", "状态 已提交")
}

func TestAnotherMarkIsADraftAtOnceAndAsksForItsReason(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("3")
	if rating, state := said(t, r, 3); state != pingyi.Draft || rating.Tier != 1 || !rating.WantsReason() {
		t.Fatalf("%v, %s", rating, state)
	}
	see(t, h, "第 3 项的理由：以前评 良，现在评 中", "欠理由", "›3中!")
	h.Type("路程远：三处没有清，1 处没有人")
	h.Press("enter")
	rating, _ := said(t, r, 3)
	if rating.Reason != "路程远：三处没有清，1 处没有人" || rating.WantsReason() {
		t.Errorf("the record has %q", rating.Reason)
	}
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 0 {
		t.Errorf("drafts are left: %v", d)
	}
	see(t, h, " 3中›7良=") // it goes on, as in the first round
	h.Press("up", "f3")
	h.Press("ctrl+u")
	h.Type("改过的理由")
	h.Press("ctrl+s")
	if rating, _ := said(t, r, 3); rating.Reason != "改过的理由" {
		t.Errorf("changed: %q", rating.Reason)
	}
}

func TestEscLeavesTheReasonForLaterAndTabComesBackToIt(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("3")
	h.Type("写到一半")
	h.Press("esc", "up")
	see(t, h, "欠理由：与以前评的不同，按 F3 写明", "理由草稿  写到一半")
	if len(h.Asked) != 0 {
		t.Errorf("leaving it asks: %#v", h.Asked)
	}
	again := sit(t, r) // the line broke
	see(t, again, "›3中!", "理由草稿  写到一半")
	again.Press("down", "tab")
	see(t, again, "第 3 项的理由")
	again.Type("，写完")
	again.Press("enter")
	if rating, _ := said(t, r, 3); rating.Reason != "写到一半，写完" {
		t.Errorf("the record has %q", rating.Reason)
	}
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 0 {
		t.Errorf("drafts are left: %v", d)
	}
}

func TestEscDoesNotStopTheHands(t *testing.T) {
	r := secondRound(t, nil)
	env := pagetest.Env(t, r.Desk("r7"), pingyi.Zh, 80, 22) // who has one left to rate
	h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
	h.Press("up", "up", "4", "esc", "1")
	see(t, h, "3差!", "10优")
}

func TestGoingBackToTheEarlierMarkWantsNoReason(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("3")
	h.Type("看错了")
	h.Press("enter", "up", "2", "up")
	miss(t, h, "理由")
	if rating, _ := said(t, r, 3); rating.Reason != "" || rating.WantsReason() {
		t.Errorf("the record has %v", rating)
	}
	h.Press("3") // the hand slipped
	see(t, h, "看错了")
	h.Press("enter")
	if rating, _ := said(t, r, 3); rating.Reason != "看错了" {
		t.Errorf("the reason is lost: %v", rating)
	}
}

func TestAnotherMarkWantsItsOwnReasonAndOffersTheOld(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("3")
	h.Type("有三处没有清")
	h.Press("enter", "up", "4")
	if rating, _ := said(t, r, 3); rating.Tier != 0 || !rating.WantsReason() {
		t.Errorf("the record has %v", rating)
	}
	see(t, h, "现在评 差", "有三处没有清")
	h.Press("enter")
	if rating, _ := said(t, r, 3); rating.Reason != "有三处没有清" {
		t.Errorf("the record has %v", rating)
	}
}

func TestAbstainingAfterAGradeWantsAReasonToo(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("0")
	see(t, h, "以前评 良，现在评 弃权", "›3弃!")
	h.Type("现场没有去过")
	h.Press("enter")
	if rating, state := said(t, r, 3); state != pingyi.StateAbstained || rating.Reason != "现场没有去过" {
		t.Errorf("%v, %s", rating, state)
	}
}

func TestClearGoesBackToWhatIsCarriedOver(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("delete")
	if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "不能清除") {
		t.Errorf("clearing what is carried: %#v", h.Last())
	}
	h.Press("3", "esc", "up", "delete")
	see(t, h, "›3良=", "状态 沿用")
	if rating, _ := said(t, r, 3); !rating.Carried {
		t.Errorf("the record has %v", rating)
	}
}

func TestSubmittingGoesToWhatLacksAReason(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("down", "3", "esc", "down", "ctrl+s")
	if f, ok := h.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "第 7 项活动（“林权档案整理”）：与以前评的不同") {
		t.Fatalf("not said: %#v", h.Last())
	}
	see(t, h, "7 林权档案整理", "第 7 项的理由")
	h.Type("补录过了")
	h.Press("enter", "ctrl+s")
	asked(t, h)
	answer(h, "submit", "yes")
	if rating, state := said(t, r, 7); state != pingyi.Submitted || rating.Reason != "补录过了" {
		t.Errorf("%v, %s", rating, state)
	}
}

// What was fine when the question was asked may be out of date when it is answered.
func TestASubmissionThatIsRefusedShowsWhatFor(t *testing.T) {
	r := secondRound(t, nil)
	h := sit(t, r)
	h.Press("ctrl+s")
	r.Revise(10, "全部挂牌，无一死亡")
	answer(h, "submit", "yes")
	if f, ok := h.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "古树名木保护") {
		t.Fatalf("not said: %#v", h.Last())
	}
	see(t, h, "10 古树名木保护", "评价标准已改，请重看后再评一次", "全部挂牌，无一死亡")
}

func TestAMarkByCriteriaThatHaveChangedIsToBeGivenAgain(t *testing.T) {
	for _, c := range []struct {
		name  string
		setup func(*testing.T) *pagetest.Committee
		nos   int
		all   string
	}{
		{"carried over", func(t *testing.T) *pagetest.Committee { return secondRound(t, nil) }, 3, "3/3"},
		{"submitted in the first round", func(t *testing.T) *pagetest.Committee {
			r := pagetest.Convened(t, nil)
			r.Rate("r1", "优", "优", "良", "优", "优", "优", "优", "优", "优", "优")
			return r
		}, 10, "10/10"},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := c.setup(t)
			h := sit(t, r)
			r.Revise(3, "全部按期完成，一处不漏")
			h.Send(page.Reload{})
			see(t, h, "3良!")
			h.Press("down", "down", "tab")
			see(t, h, "3 森林防火", "评价标准已改，请重看后再评一次", "一处不漏", "状态 须重评")
			h.Press("f2")
			h.Type("重看中")
			h.Press("ctrl+s") // words are no rating
			see(t, h, "评价标准已改")
			if rating, _ := said(t, r, 3); !rating.Stale(r.Activity(3)) || rating.Comment != "重看中" {
				t.Errorf("a comment confirms: %v", rating)
			}
			h.Press("ctrl+s")
			if f, ok := h.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "评价标准已改") {
				t.Errorf("submitting: %#v", h.Last())
			}
			h.Press("2")
			if rating, state := said(t, r, 3); rating.Stale(r.Activity(3)) || rating.Tier != 2 || state != pingyi.Draft || rating.Comment != "重看中" {
				t.Errorf("confirmed: %v, %s", rating, state)
			}
			miss(t, h, "3良!")
			h.Press("ctrl+s")
			asked(t, h)
			answer(h, "submit", "yes")
			if _, state := said(t, r, 3); state != pingyi.Submitted {
				t.Errorf("it is %s", state)
			}
		})
	}
}

// A slow line shows what was: a key pressed on the old criteria is a rating by them.
func TestAMarkPressedOnCriteriaThatHaveJustChangedIsStale(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	r.Revise(1, "全部按期完成，一处不漏")
	h.Press("1")
	if rating, _ := said(t, r, 1); !rating.Stale(r.Activity(1)) {
		t.Error("the rating passes for one by the new criteria")
	}
	h.Send(page.Reload{}, page.Do{Action: keymaps.Previous})
	see(t, h, "1优!", "评价标准已改")
}

func TestScoresThatChangeWantReasonsAndGoOn(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Marks, p.Rule = pingyi.MarkScore, pingyi.TrimmedMean })
	score := func(member string, points pingyi.Score) {
		var marks []store.Marked
		for no := 1; no <= 10; no++ {
			points := points
			marks = append(marks, store.Marked{Activity: pingyi.ActivityKey{PlanKey: pagetest.ForestryKey(), ID: r.Activity(no).ID}, Mark: &pingyi.Mark{Kind: pingyi.Graded, Score: &points}})
		}
		if err := r.Desk(member).Rate(context.Background(), pagetest.Panel, marks); err != nil {
			t.Fatal(err)
		}
		if _, err := r.Desk(member).Submit(context.Background(), pagetest.Panel, ""); err != nil {
			t.Fatal(err)
		}
	}
	score("r1", 85_00)
	r.Close()
	r.Open()
	h := sit(t, r)
	see(t, h, "您评 85", "›1:85=")
	h.Press("f4", "ctrl+u")
	h.Type("86")
	h.Press("enter")
	see(t, h, "以前评 85，现在评 86")
	h.Type("补交了材料")
	h.Press("enter")
	if rating, _ := said(t, r, 1); rating.Reason != "补交了材料" {
		t.Errorf("the record has %v", rating)
	}
	h.Press("esc")
	see(t, h, " 1:86›2:85=") // it goes on, as in the first round
}
