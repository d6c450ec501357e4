package main

import (
	"slices"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/keying"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/terminal"
)

// One clerk keys a plan, another keys it again without seeing that, and settles what
// differs: over SSH, with the keys of the hands and nothing else.
func TestTwoClerksKeyAndVerifyAPlanOverSSH(t *testing.T) {
	keys := newKeyring(t)
	keys["k2"] = keys["r9"]
	key := pingyi.PlanKey{Year: 2016, Department: "360"}
	h := openHouse(t, keys, func(owner *store.Desk) {
		for id, role := range map[string]pingyi.Role{"k1": pingyi.Clerk, "k2": pingyi.Clerk, "a1": pingyi.Auditor} {
			if err := owner.AddMember(t.Context(), pingyi.Member{ID: id, Name: id, Role: role}); err != nil {
				t.Fatal(err)
			}
		}
		plan := pingyi.Plan{Year: key.Year, Department: pingyi.Department{Code: key.Department, Name: "教育局"}, Scale: pingyi.DefaultScale()}
		if _, err := owner.File(t.Context(), store.Filing{Plan: plan, Has: func(pingyi.Field) bool { return true }}); err != nil {
			t.Fatal(err)
		}
	})

	// One cell after the other, as hands do it: what comes at once is taken for a paste.
	row := func(term *terminal.Terminal, texts ...string) {
		for i, text := range texts {
			term.Type(text)
			term.See(text)
			if i < len(texts)-1 {
				term.Type(terminal.Tab)
			}
		}
		term.Type(terminal.Enter)
	}
	first, _ := h.over(h.addr, "k1", asTyped)
	first.See("教育局")
	first.Type(terminal.Ctrl('t'))
	first.See("表格 360")
	row(first, "扩大教育资源", "250", "改建幼儿园六所")
	row(first, "保障安全", "98.5")
	first.See("合计 348.50")
	first.Type(terminal.Esc)
	first.See("共 1 份计划，2 项活动")
	first.Type(terminal.Ctrl('g'))
	first.See("标为复核")
	first.Type(terminal.Enter)
	first.See("没有录过这份计划的一位成员")
	first.Type(terminal.Enter)
	first.See("待二次录入")

	second, drawn := h.over(h.addr, "k2", asTyped)
	second.See("待二次录入")
	second.Type(terminal.Ctrl('g'))
	second.See("我来二次录入")
	second.Type(terminal.Enter)
	second.See("您看不到这份计划现在的内容")
	second.Type(terminal.Enter)
	second.See("二次录入 360")
	row(second, "扩大教育资源", "250", "改建幼儿园八所")
	row(second, "保障安全", "98.5")
	second.See("合计 348.50")
	if s := drawn.String(); strings.Contains(s, "六所") {
		t.Error("the first entry reached the terminal of the second keyer")
	}
	if got := h.must("k2", "", "plan", "list"); !strings.Contains(got, " -") || strings.Contains(got, "0/0") || strings.Contains(got, "348.50") {
		t.Errorf("the second keyer is told\n%s", got)
	}
	if got := strings.Join(strings.Fields(h.must("k2", "", "--json", "plan", "list")), ""); !strings.Contains(got, `"verification":"keying","sealed":true`) {
		t.Errorf("the second keyer is told\n%s", got)
	}
	first.See("二次录入中")
	second.Type(terminal.Ctrl('s'))
	second.See("二次录入共 2 行")
	second.Type(terminal.ShiftTab + terminal.Enter)
	second.See("核对两次录入", "还有 1 处差异", "改建幼儿园六所", "改建幼儿园八所")
	second.Type("2")
	second.See("1 处差异都定了", "第一次录入错 1 处")
	first.See("已复核")

	p, err := h.owner.Plan(t.Context(), key)
	if err != nil || len(p.Activities) != 2 || p.Activities[0].Content != "改建幼儿园八所" {
		t.Errorf("the record has %+v, %v", p.Activities, err)
	}
	head := func(text string) string { return strings.SplitN(text, "\n", 2)[0] }
	env := pagetest.Env(t, h.owner, pingyi.Zh, 120, 38)
	if got := h.must("a1", "", "--lang", "zh", "keying"); !strings.Contains(got, "k1") || !strings.Contains(got, "k2") {
		t.Errorf("the statistics are\n%s", got)
	} else if drawn := pagetest.Start(t, env, keying.New(env)).Screen(); !slices.Equal(strings.Fields(head(got)), strings.Fields(head(drawn))) {
		t.Errorf("the screen has other columns than the command:\n%s\n%s", head(drawn), head(got))
	}
	history := h.must("a1", "", "--lang", "zh", "history", "--year", "2016", "--department", "360")
	for _, want := range []string{"标为复核", "承担二次录入", "二次录入交表", "核对差异", "改建幼儿园六所", "改建幼儿园八所", "已复核"} {
		if !strings.Contains(history, want) {
			t.Errorf("the history does not tell of %s:\n%s", want, history)
		}
	}
}
