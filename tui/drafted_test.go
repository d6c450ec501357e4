package tui_test

import (
	"strings"
	"testing"

	"pingyi"
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
	next.See("发现未保存的草稿")
	next.Type("1")
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
