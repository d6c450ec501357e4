package history_test

import (
	"context"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/history"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
)

// asked is the question that the page has asked last.
func asked(t *testing.T, h *pagetest.Page) dialog.Question {
	t.Helper()
	ask, ok := h.Last().(page.Ask)
	if !ok {
		t.Fatalf("asked %#v", h.Last())
	}
	return ask.Question
}

func TestAnEntryIsUndoneAfterAQuestion(t *testing.T) {
	r := lived(t)
	plan, err := r.Owner.Plan(t.Context(), pagetest.ForestryKey())
	if err != nil {
		t.Fatal(err)
	}
	theirs := plan.Activities[2]
	theirs.Goal = "后来写的目标"
	if _, _, err := r.Owner.SaveActivity(t.Context(), pagetest.ForestryKey(), plan.Activities[2], theirs); err != nil {
		t.Fatal(err)
	}
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	h.Press("down", "ctrl+z")
	q := asked(t, h)
	for _, want := range []string{"要撤销：修改活动吗", "将改动 1 处", "第 3 项 森林防火：预算数、评价标准·优", "“森林防火”的“绩效目标”后来又改过，没有动它", "可以再撤销"} {
		if !strings.Contains(q.Text, want) {
			t.Errorf("%q is not in\n%s", want, q.Text)
		}
	}
	if q.Title != "撤销：修改活动" || q.Choices[q.Selected].ID == "yes" {
		t.Errorf("%+v", q)
	}
	h.Send(dialog.Answered{Question: q.ID, Choice: "no"})
	if now, _ := r.Owner.Plan(t.Context(), pagetest.ForestryKey()); !now.Activities[2].Equal(theirs) {
		t.Fatal("undone although it was not wanted")
	}
	h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
	if good, ok := h.Last().(page.Good); !ok || good.Text != "已撤销：修改活动，改动 1 处；后来改过的 1 处没有动" {
		t.Errorf("said %#v", h.Last())
	}
	now, err := r.Owner.Plan(t.Context(), pagetest.ForestryKey())
	if a := now.Activities[2]; err != nil || a.Goal != "后来写的目标" || a.Budget == theirs.Budget {
		t.Errorf("%+v, %v", a, err)
	}
	h.Press("home")
	if v := h.Screen(); !strings.Contains(v, "撤销：修改活动") {
		t.Errorf("\n%s", v)
	}
	h.Press("enter", "ctrl+z") // the same while it is read in full: and so undone is redone
	if q := asked(t, h); q.Title != "重做：修改活动" {
		t.Errorf("%+v", q)
	}
	h.Speak(pingyi.En)
	h.Press("ctrl+z")
	if q := asked(t, h); q.Title != "redo edit activity" || !strings.Contains(q.Text, "activity 3 森林防火: Budget") {
		t.Errorf("%+v", q)
	}
}

func TestWhatCannotBeUndoneSaysWhy(t *testing.T) {
	r := lived(t)
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	h.Press("down", "ctrl+z") // the end of the round
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State || !strings.Contains(pingyi.Explain(f.Err, pingyi.Zh), "结束轮次") {
		t.Errorf("said %#v", h.Last())
	}
	h.Press("end", "ctrl+z") // the import
	if f, ok := h.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.State {
		t.Errorf("said %#v", h.Last())
	}
	r.Revise(3, "又改的标准")
	base, err := r.Owner.Plan(t.Context(), pagetest.ForestryKey())
	if err != nil {
		t.Fatal(err)
	}
	mine := base.Activities[2]
	mine.Budget, mine.Goal = 1, "又改的目标"
	mine.Rubric = pingyi.Rubric{"一", "二", "三", "四"}
	if _, _, err := r.Owner.SaveActivity(t.Context(), pagetest.ForestryKey(), base.Activities[2], mine); err != nil {
		t.Fatal(err)
	}
	h.Send(page.Reload{})
	h.Press("home", "down", "down", "ctrl+z")
	if i, ok := h.Last().(page.Info); !ok || !strings.Contains(i.Text, "后来又改过") || !strings.Contains(i.Text, "另有") {
		t.Errorf("said %#v\n%s", h.Last(), h.Screen())
	}
}

func TestOnlyWhoMayChangePlansIsOfferedToUndo(t *testing.T) {
	r := lived(t)
	for member, may := range map[string]bool{"k1": true, "r1": false} {
		env := pagetest.Env(t, r.Desk(member), pingyi.Zh, 80, 22)
		h := pagetest.Start(t, env, history.New(env, store.HistoryFilter{}))
		offered := false
		for _, hint := range h.Page.Actions() {
			offered = offered || strings.Contains(hint.Label, "撤销")
		}
		h.Press("ctrl+z")
		f, refused := h.Last().(page.Fail)
		if offered != may || !may && (!refused || pingyi.CodeOf(f.Err) != pingyi.Forbidden) {
			t.Errorf("%s is offered it: %v; pressing says %#v", member, offered, h.Last())
		}
	}
	before, _ := r.Owner.History(context.Background(), store.HistoryFilter{})
	if before[0].Command != pingyi.CommandEditActivity {
		t.Errorf("%q was done", before[0].Command)
	}
}

// An activity is new where its row is, not where a cell of it is filled.
func TestACellThatIsFilledMakesNoActivityNew(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	ctx, k := t.Context(), pagetest.ForestryKey()
	plan, err := r.Owner.Plan(ctx, k)
	if err != nil {
		t.Fatal(err)
	}
	bare, err := r.Owner.AddActivity(ctx, k, len(plan.Activities), pingyi.Activity{Name: "古树名木"})
	if err != nil {
		t.Fatal(err)
	}
	filled := bare
	filled.Goal = "古树不死"
	if _, _, err := r.Owner.SaveActivity(ctx, k, bare, filled); err != nil {
		t.Fatal(err)
	}
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	if v := h.Screen(); strings.Contains(v, "（新）") || !strings.Contains(v, "（空） → 古树不死") {
		t.Errorf("filled:\n%s", v)
	}
	h.Press("ctrl+z")
	q := asked(t, h)
	if !strings.Contains(q.Text, "古树名木：绩效目标") || !strings.Contains(q.Text, "由 所有者 做的") || q.Choices[0].Label != "撤销" {
		t.Errorf("asked %+v", q)
	}
	h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
	h.Press("home")
	if v := h.Screen(); strings.Contains(v, "（已删除）") || !strings.Contains(v, "古树不死 → （空）") {
		t.Errorf("emptied:\n%s", v)
	}
	h.Press("ctrl+z")
	if q := asked(t, h); q.Title != "重做：修改活动" || q.Choices[0].Label != "重做" || q.Choices[1].Label != "不重做" || !strings.Contains(q.Text, "重做也可以再撤销") {
		t.Errorf("asked %+v", q)
	}
	if err := r.Owner.DeleteActivity(ctx, k, bare); err != nil {
		t.Fatal(err)
	}
	h.Send(page.Reload{})
	h.Press("home")
	if v := h.Screen(); !strings.Contains(v, "“古树名木”（已删除）") || strings.Contains(v, "内部号") {
		t.Errorf("deleted:\n%s", v)
	}
	h.Press("ctrl+z")
	if q := asked(t, h); !strings.Contains(q.Text, "“古树名木”：放回") {
		t.Errorf("asked %+v", q)
	}
}

// What is switched on in a record that stands is no new record.
func TestAMemberWhoIsDisabledIsNotNew(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	if err := r.Owner.DisableMember(t.Context(), "k1"); err != nil {
		t.Fatal(err)
	}
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	if v := h.Screen(); !strings.Contains(v, "停用成员") || strings.Contains(v, "（新）") {
		t.Errorf("\n%s", v)
	}
}
