package grid_test

import (
	"strings"
	"testing"

	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
)

func TestACriterionIsOfferedInItsCellAndTakenWithOneKey(t *testing.T) {
	desk, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("down", "end", "left") // 中, which is empty
	p.Type("chl")
	golden.Equal(t, p.Screen())
	p.Press("f9")
	if s := p.Screen(); strings.Contains(s, "F9") || !strings.Contains(s, "成活率 85% 以上") {
		t.Errorf("not taken:\n%s", s)
	}
	p.Press("enter")
	plan := pagetest.Parks()
	if got := stored(t, desk, plan.Key()).Activities[1].Rubric[1]; got != "成活率 85% 以上" {
		t.Errorf("the record has %q", got)
	}
}

// What was just written is offered before what the record has; other columns offer
// nothing.
func TestWhatWasJustWrittenIsOfferedFirst(t *testing.T) {
	_, p := open(t, pagetest.Parks(), 80, 22)
	p.Press("end", "left")
	p.Type("成活率八成")
	p.Press("enter")
	p.Type("成活")
	if !strings.Contains(p.Screen(), "F9 成活率八成 1/2") {
		t.Errorf("offered:\n%s", p.Screen())
	}
	p.Press("alt+down")
	if !strings.Contains(p.Screen(), "F9 成活率 85% 以上 2/2") {
		t.Errorf("offered:\n%s", p.Screen())
	}
	p.Press("esc", "home", "right", "right")
	p.Type("全县")
	if strings.Contains(p.Screen(), "F9") {
		t.Errorf("offered for the content:\n%s", p.Screen())
	}
}
