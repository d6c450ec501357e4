package rate_test

import (
	"context"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/rate"
	"pingyi/tui/parts/dialog"
)

// sit lets r1 take the ballot of the record's panel.
func sit(t *testing.T, r *pagetest.Committee) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	return pagetest.Start(t, env, rate.New(env, pagetest.Panel, ""))
}

// ballot returns what the record has of a member's ratings, as words.
func ballot(t *testing.T, r *pagetest.Committee, member string) string {
	t.Helper()
	p, err := r.Desk(member).Paper(context.Background(), pagetest.Panel)
	if err != nil {
		t.Fatal(err)
	}
	var words []string
	for _, plan := range p.Plans {
		for _, a := range plan.Activities {
			word := "未评"
			if rating, ok := p.Ballot.Of(pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}); ok {
				word = p.Ballot.State(rating).In(pingyi.Zh)
				if plan.Scale.Has(rating.Tier) {
					word = plan.Scale.Name(rating.Tier) + word
				}
				if rating.Comment != "" {
					word += "：" + rating.Comment
				}
			}
			words = append(words, word)
		}
	}
	return strings.Join(words, " ")
}

func answer(h *pagetest.Page, question, choice string) {
	h.Send(dialog.Answered{Question: question, Choice: choice})
}

func asked(t *testing.T, h *pagetest.Page) dialog.Question {
	t.Helper()
	q, ok := h.Last().(page.Ask)
	if !ok {
		t.Fatalf("no question but %#v", h.Last())
	}
	return q.Question
}

func TestTenKeysRateTenActivitiesAndSubmit(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("1", "2", "3", "4", "1", "2", "１", "2", "1", "0")
	if want, got := "优草稿 良草稿 中草稿 差草稿 优草稿 良草稿 优草稿 良草稿 优草稿 弃权", ballot(t, r, "r1"); got != want {
		t.Fatalf("the record has %s, not %s", got, want)
	}
	if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "全部评完，Ctrl+S 提交") {
		t.Errorf("after the last: %#v", h.Last())
	}
	h.Press("ctrl+s")
	if q := asked(t, h); !strings.Contains(q.Text, "优4 良3 中1 差1，弃权1 回避0 未评0") {
		t.Errorf("summary: %s", q.Text)
	}
	answer(h, "submit", "yes")
	if _, ok := h.Last().(page.Good); !ok {
		t.Errorf("after submitting: %#v", h.Last())
	}
	if got := ballot(t, r, "r1"); strings.Contains(got, "草稿") || strings.Count(got, "已提交") != 9 {
		t.Errorf("submitted: %s", got)
	}
	if !strings.Contains(h.Screen(), " 1优✓ 2良✓") {
		t.Errorf("the screen does not say so:\n%s", h.Screen())
	}
}

func TestTheSummaryNamesWhatWillNotCount(t *testing.T) {
	h := sit(t, pagetest.Convened(t, nil))
	h.Press("ctrl+s")
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State {
		t.Errorf("an empty ballot: %#v", h.Last())
	}
	h.Press("1", "2", "ctrl+s")
	if q := asked(t, h); !strings.Contains(q.Text, "未评的 8 项不会计入") {
		t.Errorf("summary: %s", q.Text)
	}
}

func TestAChangedMarkAfterSubmissionIsADraftAndSaysSoOnce(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优", "优", "优")
	h := sit(t, r)
	h.Press("up", "up", "2")
	if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "再按 Ctrl+S") {
		t.Fatalf("after the change: %#v", h.Last())
	}
	said := len(h.Asked)
	h.Press("up", "up", "up", "up", "2")
	if len(h.Asked) != said {
		t.Errorf("said again: %#v", h.Asked[said:])
	}
	if got := ballot(t, r, "r1"); strings.Count(got, "良草稿") != 2 || strings.Count(got, "优已提交") != 1 {
		t.Errorf("the record has %s", got)
	}
	h.Press("ctrl+s")
	answer(h, "submit", "yes")
	if got := ballot(t, r, "r1"); strings.Count(got, "已提交") != 3 {
		t.Errorf("submitted again: %s", got)
	}
}

func TestSayingTheSameAgainLeavesASubmittedMarkSubmitted(t *testing.T) {
	r := pagetest.Convened(t, nil)
	r.Rate("r1", "优")
	h := sit(t, r)
	h.Press("up", "2", "up", "1")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿 未评") {
		t.Errorf("changed and changed back: %s", got)
	}
	h.Press("ctrl+s")
	answer(h, "submit", "yes")
	h.Press("up", "up", "up", "1")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优已提交") {
		t.Errorf("said again: %s", got)
	}
}

func TestRecusingAsksFirst(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("ctrl+r")
	asked(t, h)
	answer(h, "recuse", "no")
	if got := ballot(t, r, "r1"); strings.Contains(got, "回避") {
		t.Errorf("refused, and yet %s", got)
	}
	h.Press("ctrl+r")
	answer(h, "recuse", "yes")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "回避 未评") {
		t.Errorf("the record has %s", got)
	}
}

func TestClearTakesTheMarkBackAndKeepsItsComment(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("1", "up", "f2")
	h.Type("死株没有补")
	h.Press("ctrl+s")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿：死株没有补 未评") {
		t.Fatalf("the record has %s", got)
	}
	h.Press("delete")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "未评 未评") {
		t.Fatalf("cleared: %s", got)
	}
	again := sit(t, r)
	again.Press("3")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "中草稿：死株没有补 未评") {
		t.Errorf("rated again: %s", got)
	}
	if d, err := r.Desk("r1").Drafts(context.Background()); err != nil || len(d) != 0 {
		t.Errorf("drafts are left: %v, %v", d, err)
	}
}

func TestACommentBeingWrittenIsADraftAndOfferedAgain(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("1", "up", "f2")
	h.Type("写到一")
	h.Tick()
	h.Type("半")
	h.Tick()
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 1 || !strings.Contains(string(d[0].Data), "写到一半") {
		t.Fatalf("no draft within a second: %v", d)
	}
	again := sit(t, r)
	again.Press("up", "f2")
	if !strings.Contains(again.Screen(), "写到一半") {
		t.Fatalf("the draft is not offered:\n%s", again.Screen())
	}
	if !again.Page.Unsaved() {
		t.Error("a draft counts as saved")
	}
	again.Press("esc")
	asked(t, again)
	answer(again, "comment", "drop")
	if d, _ := r.Desk("r1").Drafts(context.Background()); len(d) != 0 {
		t.Errorf("dropped, and yet %v", d)
	}
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿 ") {
		t.Errorf("the record has %s", got)
	}
}

func TestTheTimerOfOneCommentWritesNoOther(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	h.Press("f2")
	h.Type("x")
	h.Press("backspace", "esc", "down", "f2")
	h.Tick()
	if d, err := r.Desk("r1").Drafts(context.Background()); err != nil || len(d) != 0 {
		t.Errorf("drafts: %v, %v", d, err)
	}
}

func TestTheCaretOfACommentIsWhereTheEditorDrawsIt(t *testing.T) {
	h := sit(t, pagetest.Convened(t, nil))
	h.Press("f2")
	h.Type("好")
	x, y, shown := h.Page.Cursor()
	lines := strings.Split(h.Screen(), "\n")
	if !shown || x != 2 || lines[y] != "好" {
		t.Errorf("caret at %d,%d (%v) of\n%s", x, y, shown, h.Screen())
	}
}

// hold runs nothing by itself: the test says when.
func hold(t *testing.T, r *pagetest.Committee) (h *pagetest.Page, press func(string) tea.Cmd) {
	t.Helper()
	h = sit(t, r)
	return h, func(key string) (cmd tea.Cmd) {
		h.Page, cmd = h.Page.Update(pagetest.Key(t, key))
		return cmd
	}
}

func TestQuickPressesReachTheRecordInTheirOrder(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h, press := hold(t, r)
	first := press("1")
	if !strings.Contains(h.Screen(), " 1优›2") {
		t.Errorf("the press is not shown before the record has it:\n%s", h.Screen())
	}
	press("up")
	h.Run(press("2"))
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "未评") {
		t.Errorf("the second mark overtakes the first: %s", got)
	}
	if !h.Page.Unsaved() {
		t.Error("leaving now would lose the second mark")
	}
	press("esc")
	h.Run(first)
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "良草稿 未评") {
		t.Errorf("the record has %s", got)
	}
	if _, ok := h.Last().(page.Close); !ok || h.Page.Unsaved() {
		t.Errorf("not closed when all was saved: %#v", h.Asked)
	}
}

func TestARefusedMarkIsTakenOffTheScreenAndSaid(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h, press := hold(t, r)
	cmd := press("1")
	r.Close()
	h.Run(cmd)
	if f, ok := h.Asked[len(h.Asked)-1].(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State {
		t.Errorf("said: %#v", h.Asked)
	}
	if v := h.Screen(); strings.Contains(v, "1优") || !strings.Contains(v, "第 1 轮已经结束") {
		t.Errorf("the screen still shows it:\n%s", v)
	}
}

func TestAReloadKeepsWhatIsOnItsWay(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h, press := hold(t, r)
	first := press("1")
	press("2")
	var reload tea.Cmd
	h.Page, reload = h.Page.Update(page.Reload{})
	h.Run(reload)
	press("3")
	if v := h.Screen(); !strings.Contains(v, " 1优 2良 3中›4·") {
		t.Errorf("the load overtakes the marks:\n%s", v)
	}
	h.Run(first)
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿 良草稿 中草稿 未评") {
		t.Errorf("the record has %s", got)
	}
	if v := h.Screen(); !strings.Contains(v, " 1优 2良 3中›4·") {
		t.Errorf("the screen has\n%s", v)
	}
}

func TestAPaperBallotIsTheMembersAndNamesBoth(t *testing.T) {
	r := pagetest.Convened(t, nil)
	env := pagetest.Env(t, r.Owner, pingyi.Zh, 80, 22)
	h := pagetest.Start(t, env, rate.New(env, pagetest.Panel, "r3"))
	if !strings.Contains(h.Page.Title(), "代 r3 录入") {
		t.Errorf("title: %s", h.Page.Title())
	}
	h.Press("4")
	if got := ballot(t, r, "r3"); !strings.HasPrefix(got, "差草稿 未评") {
		t.Errorf("the record has %s", got)
	}
	events, err := r.Desk("r3").History(context.Background(), store.HistoryFilter{Limit: 1})
	if err != nil || len(events) != 1 || events[0].Command != "rate" || events[0].Member != "r3" || events[0].By != "owner" {
		t.Errorf("%v, %v", events, err)
	}
}

func TestAPanelOfScoresTakesNumbersOneAfterAnother(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Marks, p.Rule = pingyi.MarkScore, pingyi.TrimmedMean })
	h := sit(t, r)
	h.Send(page.Do{Action: keymaps.Tier1})
	if f, ok := h.Last().(page.Fail); !ok || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "F4") {
		t.Errorf("a tier: %#v", h.Last())
	}
	h.Press("f4")
	h.Type("８9.5")
	h.Press("enter")
	h.Type("90")
	h.Press("enter")
	h.Type("101")
	h.Press("enter")
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Invalid {
		t.Errorf("101 points: %#v", h.Last())
	}
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "良草稿 优草稿 未评") {
		t.Errorf("the record has %s", got)
	}
}

func TestADigitBeginsAScoreWhereNoTierIsGiven(t *testing.T) {
	r := pagetest.Convened(t, func(p *pingyi.Panel) { p.Marks, p.Rule = pingyi.MarkScore, pingyi.TrimmedMean })
	h := sit(t, r)
	h.Type("89.5")
	h.Press("enter", "esc")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "良草稿 未评") {
		t.Fatalf("the record has %s", got)
	}
	h.Press("up")
	h.Type("９1") // in place of the score that is there
	h.Press("enter", "esc")
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿 未评") {
		t.Fatalf("the record has %s", got)
	}
	h.Press("0") // is what the screen says it is
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "优草稿 弃权") {
		t.Errorf("the record has %s", got)
	}
}

func TestWithoutAnOpenRoundTheScreenSaysSoAndTheWayOut(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	r.Convene(nil)
	h := sit(t, r)
	if v := h.Screen(); !strings.Contains(v, "请先开启一轮") || !strings.Contains(v, "按 Esc 返回") {
		t.Errorf("not opened:\n%s", v)
	}
	h.Press("1", "f2", "ctrl+s", "up")
	if len(h.Asked) != 0 {
		t.Errorf("keys do something: %#v", h.Asked)
	}
	r.Open()
	h.Send(page.Reload{})
	if v := h.Screen(); !strings.Contains(v, "荒山造林") {
		t.Errorf("opened:\n%s", v)
	}
	h.Press("esc")
	if _, ok := h.Last().(page.Close); !ok {
		t.Errorf("Esc: %#v", h.Last())
	}
}

func TestThePaletteDoesWhatTheKeysDo(t *testing.T) {
	r := pagetest.Convened(t, nil)
	h := sit(t, r)
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		h.Speak(l)
		for _, hint := range h.Page.Actions() {
			if hint.Label == "" || h.Env.Session.Keys.Hint(hint.Place, hint.Action, l) == "" {
				t.Errorf("%s: %q has no key or no label", hint.Action, hint.Label)
			}
		}
	}
	h.Send(page.Do{Action: keymaps.Tier2}, page.Do{Action: keymaps.Abstain}, page.Do{Action: keymaps.Previous}, page.Do{Action: keymaps.Clear})
	if got := ballot(t, r, "r1"); !strings.HasPrefix(got, "良草稿 未评") {
		t.Errorf("the record has %s", got)
	}
}
