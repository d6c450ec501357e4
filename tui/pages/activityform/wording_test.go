package activityform_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
)

// best opens a new activity and goes to its best tier.
func best(t *testing.T, l pingyi.Lang) *pagetest.Page {
	t.Helper()
	d := openOn(t, pagetest.Env(t, record(t), l, 80, 22), 0)
	d.Press("tab", "tab", "tab", "tab", "tab")
	return d
}

func TestACriterionIsOfferedAsItBeginsAndTakenWithOneKey(t *testing.T) {
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		t.Run(l.String(), func(t *testing.T) {
			d := best(t, l)
			d.Type("满意")
			golden.Equal(t, d.Screen())
		})
	}
	d := best(t, pingyi.Zh)
	d.Type("满")
	if strings.Contains(d.Screen(), "F9") {
		t.Errorf("offered after one character:\n%s", d.Screen())
	}
	d.Type("意")
	shows(t, d, "F9 满意度 90% 以上")
	d.Type("度")
	shows(t, d, "F9 满意度 90% 以上")
	d.Press("f9")
	if s := d.Screen(); strings.Contains(s, "F9") || !strings.Contains(s, "满意度 90% 以上") || !d.Page.Unsaved() {
		t.Errorf("not taken:\n%s", s)
	}
	d.Press("ctrl+z")
	if strings.Contains(d.Screen(), "F9 满意度 90% 以上") == strings.Contains(d.Screen(), "标准 优 │ 满意度 90% 以上") {
		t.Errorf("not undone:\n%s", d.Screen())
	}
}

func TestPinyinInitialsOfferTooAndOthersAreGoneThrough(t *testing.T) {
	d := best(t, pingyi.Zh)
	d.Press("tab", "tab") // 中
	d.Type("chl")
	shows(t, d, "F9 成活率 85% 以上")
	d.Press("ctrl+u")
	d.Type("kf")
	shows(t, d, "F9 开放一处")
	d.Press("ctrl+e")
	d.Press("shift+tab", "shift+tab") // 优: other texts
	d.Type("jc")
	shows(t, d, "F9 检查合格率 90% 以上")
	d.Press("ctrl+u")
	d.Type("m")
	d.Type("z")
	shows(t, d, "满足补植需要并有储备")
	d.Press("home")
	if strings.Contains(d.Screen(), "F9") {
		t.Errorf("offered at the beginning:\n%s", d.Screen())
	}
	d.Press("f9")
	if i, ok := d.Last().(page.Info); !ok || !strings.Contains(i.Text, "没有可取用的提示") {
		t.Errorf("asked for %#v", d.Last())
	}
	if d.Press("ctrl+s"); activityCount(t, d) != 5 {
		t.Error("saved without a name")
	}
}

func activityCount(t *testing.T, d *pagetest.Page) int {
	t.Helper()
	p, err := d.Env.Desk.Plan(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	return len(p.Activities)
}

// What has just been saved is offered for the next activity, the more frequent
// before it.
func TestWhatWasSavedIsOfferedNext(t *testing.T) {
	d := openOn(t, pagetest.Env(t, record(t), pingyi.Zh, 80, 22), 0)
	for _, name := range []string{"甲", "乙"} {
		d.Type(name)
		d.Press("tab")
		d.Type("1")
		d.Press("tab", "tab", "tab", "tab")
		d.Type("满意度很高")
		d.Press("ctrl+s")
	}
	d.Press("tab", "tab", "tab", "tab", "tab")
	d.Type("myd")
	shows(t, d, "F9 满意度很高 1/2")
	d.Press("alt+down")
	shows(t, d, "F9 满意度 90% 以上 2/2")
	d.Press("alt+down", "alt+up", "f9", "ctrl+u")
	d.Type("满意度")
	shows(t, d, "F9 满意度")
}

func TestWhoMayNotEditIsOfferedNothing(t *testing.T) {
	owner := record(t)
	if err := owner.AddMember(t.Context(), pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer}); err != nil {
		t.Fatal(err)
	}
	r1, err := owner.For(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	env := pagetest.Env(t, r1, pingyi.Zh, 80, 22)
	d := openOn(t, env, 1)
	d.Press("tab", "tab", "tab", "tab", "tab", "f9")
	if strings.Contains(d.Screen(), "F9") || d.Last() != nil {
		t.Errorf("asked for %#v:\n%s", d.Last(), d.Screen())
	}
}

func TestAnOfferFitsEverySizeAndLanguage(t *testing.T) {
	d := best(t, pingyi.Zh)
	d.Type("满意")
	d.EverySize(func() {
		if !strings.Contains(d.Screen(), "F9") {
			t.Errorf("no offer:\n%s", d.Screen())
		}
	})
}
