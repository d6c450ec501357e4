package tui_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/terminal"
)

func TestThePaletteGoesToPlansThatWereOpenedOrPinned(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	other := pingyi.Plan{Year: 2017, Department: pingyi.Department{Code: "820", Name: "重庆会馆"}}
	if _, err := desk.File(t.Context(), store.Filing{Plan: other, Has: func(pingyi.Field) bool { return true }}); err != nil {
		t.Fatal(err)
	}
	term := open(t, env, page.Plans{}, 80, 24)
	term.See("青禾县林业局", "重庆会馆")
	term.Type(terminal.Ctrl('p'))
	term.See("查找：")
	term.Type("jihua 7")
	term.See("没有符合的")
	term.Type(terminal.Esc)
	term.Type(terminal.Down + terminal.Enter) // 710 is the older one
	term.See("荒山造林")
	term.Until(func(string) bool {
		b, err := desk.Bookmarks(t.Context())
		return err == nil && len(b.Recent) == 1 && b.Recent[0].Key == key
	}, "the plan is not remembered as opened")
	if err := desk.PinPlan(t.Context(), other.Key(), true); err != nil {
		t.Fatal(err)
	}
	term.Type(terminal.Esc)
	term.See("2017★ 820", "2016  710")
	term.Type(terminal.Ctrl('p') + "jihua 7")
	term.See("前往：计划 2017 820 重庆会馆", "置顶", "前往：计划 2016 710 青禾县林业局", "最近")
	term.Type(" cqhg")
	term.Until(func(s string) bool { return !strings.Contains(s, "前往：计划 2016") }, "is not narrowed")
	term.Type(terminal.Enter)
	term.See("重庆会馆 2017 年度")

	next := open(t, env, page.Panels{}, 80, 24) // the next session has them from the beginning
	next.See("p2016")
	next.Type(terminal.Ctrl('p') + "710")
	next.See("前往：计划 2016 710")

	if err := desk.DeletePlan(t.Context(), other.Key()); err != nil {
		t.Fatal(err)
	}
	term.See("青禾县林业局") // the plan was on the screen, and is gone
	term.Type(terminal.Ctrl('p') + "jihua 7")
	term.See("前往：计划 2016 710")
	term.Until(func(s string) bool { return !strings.Contains(s, "2017 820") }, "a plan that is gone is offered")
}

// A plan that somebody keys again is sealed to them: they are led to their own entry.
func TestThePaletteLeadsWhoKeysAPlanAgainToTheSecondEntry(t *testing.T) {
	ctx := t.Context()
	env, owner := workstation(t, pingyi.Zh)
	if err := owner.AddMember(ctx, pingyi.Member{ID: "k7", Name: "k7", Role: pingyi.Clerk}); err != nil {
		t.Fatal(err)
	}
	k7, err := owner.For(ctx, "k7")
	if err != nil {
		t.Fatal(err)
	}
	for _, err := range []error{owner.Mark(ctx, key), k7.NoteOpened(ctx, key), k7.TakeOn(ctx, key)} {
		if err != nil {
			t.Fatal(err)
		}
	}
	env.Desk = k7
	term := open(t, env, page.Panels{}, 80, 24)
	term.See("p2016")
	term.Type(terminal.Ctrl('p') + "jihua 710")
	term.See("前往：计划 2016 710")
	term.Type(terminal.Enter)
	term.See("二次录入 710")
}
