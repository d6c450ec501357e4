package tui_test

import (
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/terminal"
)

func TestWhatALineCutOffIsGoneOnWithAtTheNextLogin(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	cut := open(t, env, page.Activities{Key: key}, 80, 24)
	cut.See("荒山造林")
	cut.Type(terminal.F2 + "及抚育")
	cut.See("荒山造林及抚育")
	cut.Send(tui.Farewell{})
	cut.Ended()

	next := open(t, env, page.Plans{}, 80, 24)
	next.See("上次没写完", "2016 年度部门 710 第 1 号活动", "接着写", "以后再说")
	next.Type(terminal.Enter)
	next.See("荒山造林及抚育")
	next.Type(terminal.Ctrl('s'))
	next.See("已保存")
	if p, err := desk.Plan(t.Context(), key); err != nil || p.Activities[0].Name != "荒山造林及抚育" {
		t.Errorf("the record has %q, %v", p.Activities[0].Name, err)
	}
	last := open(t, env, page.Plans{}, 80, 24)
	last.See("青禾县林业局")
	if strings.Contains(last.Text(), "上次没写完") {
		t.Errorf("asked again:\n%s", last.Text())
	}
}

// noDrafts waits until there is none.
func noDrafts(t *testing.T, desk *store.Desk) {
	t.Helper()
	for {
		woken, stop := desk.Wake()
		list, err := desk.Drafts(t.Context())
		if err != nil || len(list) == 0 {
			stop()
			return
		}
		select {
		case <-woken:
		case <-time.After(30 * time.Second): // not slow, but never
			t.Fatalf("%d drafts are kept", len(list))
		}
		stop()
	}
}

// So is a grid: what was being typed in its cell, and what the record would refuse.
func TestAGridThatWasCutOffIsGoneOnWithAtTheNextLogin(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	cut := open(t, env, page.Grid{Key: key}, 80, 24)
	cut.See("荒山造林")
	cut.Type(terminal.Tab, "不是数", terminal.Tab) // an amount that nobody can read
	cut.See("不是数")
	cut.Type("先造林")
	cut.See("先造林")
	cut.Send(tui.Farewell{})
	cut.Ended()

	next := open(t, env, page.Plans{}, 80, 24)
	next.See("上次没写完", "有 1 份没保存的草稿", "2016 年度部门 710 的绩效计划，表格")
	next.Type(terminal.Enter)
	next.See("不是数", "先造林")
	next.Type(terminal.Enter, terminal.Up, terminal.ShiftTab, "88", terminal.Enter)
	noDrafts(t, desk)
	if p, err := desk.Plan(t.Context(), key); err != nil || p.Activities[0].Content != "先造林" || p.Activities[0].Budget.String() != "88.00" {
		t.Errorf("the record has %v, %v", p.Activities[0], err)
	}
}

func TestACommentThatWasCutOffIsGoneOnWithUnlessItsRoundIsOver(t *testing.T) {
	env, owner := workstation(t, pingyi.Zh)
	r1, err := owner.For(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	env.Desk = r1
	if err := r1.SaveDraft(t.Context(), "rate/p2016/1/2016/710/3", []byte(`{"comment":"护林员"}`)); err != nil {
		t.Fatal(err)
	}
	term := open(t, env, page.Panels{}, 80, 24)
	term.See("上次没写完", "评审组 p2016 第 1 轮", "第 3 号活动")
	term.Type(terminal.Enter)
	term.See("›3", "评价标准（", "护林员")
	term.Type("九人") // at once, in the field and at its end
	term.See("护林员九人")

	if _, err := owner.CloseRound(t.Context(), "p2016", "到期"); err != nil {
		t.Fatal(err)
	}
	late := open(t, env, page.Panels{}, 80, 24)
	late.See("第 1 轮 已结束")
	if strings.Contains(late.Text(), "上次没写完") {
		t.Errorf("asked about a round that is over:\n%s", late.Text())
	}
}

func TestALineOfTheDialogueIsNamedAfterWhatCanBeGoneOnWithHere(t *testing.T) {
	env, owner := workstation(t, pingyi.Zh)
	r1, err := owner.For(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	env.Desk = r1
	keep := func(object, data string) {
		t.Helper()
		if err := r1.SaveDraft(t.Context(), object, []byte(data)); err != nil {
			t.Fatal(err)
		}
	}
	keep("rate/p2016/1/2016/710/3", `{"comment":"护林员"}`)
	keep("linear/p2016/2016/710/2", `{"lines":["1：护林"]}`)
	both := open(t, env, page.Panels{}, 80, 24)
	both.See("上次没写完", "评审组 p2016 第 1 轮", "第 3 号活动")
	if err := r1.DropDraft(t.Context(), "rate/p2016/1/2016/710/3"); err != nil {
		t.Fatal(err)
	}
	line := open(t, env, page.Panels{}, 120, 40)
	line.See("有 1 份没保存的草稿：评审组 p2016，对", "第 2 号活动", "逐行对话")
}

func TestWhatWasBeingKeyedIntoAGridIsGoneOnWithInTheSameEntry(t *testing.T) {
	env, owner := workstation(t, pingyi.Zh)
	ctx := t.Context()
	for _, err := range []error{owner.AddMember(ctx, pingyi.Member{ID: "k7", Name: "k7", Role: pingyi.Clerk}), owner.Mark(ctx, key)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	k7, err := owner.For(ctx, "k7")
	if err != nil {
		t.Fatal(err)
	}
	if err := k7.TakeOn(ctx, key); err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		desk        *store.Desk
		second      bool
		named, seen string
	}{{owner, false, "2016 年度部门 710 的绩效计划，表格", "表格 710"}, {k7, true, "2016 年度部门 710 的绩效计划，二次录", "二次录入 710"}} {
		env.Desk = c.desk
		cut := open(t, env, page.Grid{Key: key, Second: c.second}, 80, 24)
		cut.See(c.seen)
		cut.Type("写到一半")
		cut.See("写到一半")
		cut.Send(tui.Farewell{})
		cut.Ended()
		next := open(t, env, page.Plans{}, 80, 24)
		next.See("上次没写完", c.named)
		next.Type(terminal.Enter)
		next.See(c.seen, "写到一半")
	}
}

// So is a text that neither of two entries has.
func TestATextOfADifferenceThatWasCutOffIsGoneOnWithAtTheNextLogin(t *testing.T) {
	ctx := t.Context()
	env, owner := workstation(t, pingyi.Zh)
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(owner.AddMember(ctx, pingyi.Member{ID: "k7", Name: "k7", Role: pingyi.Clerk}))
	k7, err := owner.For(ctx, "k7")
	must(err)
	p, err := owner.Plan(ctx, key)
	must(err)
	must(owner.Mark(ctx, key))
	must(k7.TakeOn(ctx, key))
	in := store.Keying{Command: pingyi.CommandEnter}
	for i, a := range p.Activities {
		a.Goal += "。又"
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: a, After: -i})
	}
	_, err = k7.SaveSecondEntry(ctx, key, in, store.Keyed{})
	must(err)
	_, err = k7.HandIn(ctx, key)
	must(err)
	env.Desk = k7
	cut := open(t, env, page.Verify{Key: key}, 80, 24)
	cut.See("处差异")
	cut.Type(terminal.F2 + "写到一半")
	cut.See("写到一半")
	cut.Send(tui.Farewell{})
	cut.Ended()

	next := open(t, env, page.Plans{}, 80, 24)
	next.See("上次没写完", "2016 年度部门 710 的绩效计划，核对两次")
	next.Type(terminal.Enter)
	next.See("有一处您写过而没有存下")
	next.Type(terminal.F2)
	next.See("写到一半")
}
