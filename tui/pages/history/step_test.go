package history_test

import (
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
)

// pasted brings so many rows into the plan of forestry, in one step.
func pasted(t *testing.T, r *pagetest.Committee, n int) {
	t.Helper()
	in := store.Keying{Command: pingyi.CommandPaste}
	for i := range n {
		in.Edits = append(in.Edits, store.ActivityEdit{Mine: pingyi.Activity{Name: fmt.Sprint("造林", i+1), Goal: "成活率九成"}, After: -i})
	}
	var keyed store.Keyed
	for !keyed.Done {
		var err error
		if keyed, err = r.Owner.SaveActivities(t.Context(), pagetest.ForestryKey(), in, keyed); err != nil {
			t.Fatal(err)
		}
	}
}

func TestAStepOfSeveralTransactionsIsReadAndUndoneAsOne(t *testing.T) {
	r := lived(t)
	pasted(t, r, 200)
	h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
	if v := h.Screen(); !strings.Contains(v, "造林1 等 2…") || strings.Count(v, "粘贴") != 2 { // in the list and below
		t.Errorf("\n%s", v)
	}
	h.Press("enter", "end")
	if v := h.Screen(); !strings.Contains(v, "造林200") {
		t.Errorf("\n%s", v)
	}
	h.Resize(120, 38) // what is read in full is laid anew
	h.Press("end")
	if v := h.Screen(); !strings.Contains(v, "造林200") || !strings.Contains(v, "造林192") {
		t.Errorf("\n%s", v)
	}
	h.Press("esc", "ctrl+z")
	q := asked(t, h)
	if q.Title != "撤销：粘贴" || !strings.Contains(q.Text, "将改动 200 处") {
		t.Errorf("%+v", q)
	}
	h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
	h.Press("home")
	if v := h.Screen(); !strings.Contains(v, "撤销：粘贴") || strings.Count(v, "等 200 处") != 2 {
		t.Errorf("\n%s", v)
	}
	if p, err := r.Owner.Plan(t.Context(), pagetest.ForestryKey()); err != nil || strings.Contains(fmt.Sprint(p), "造林1 ") {
		t.Errorf("%+v, %v", p, err)
	}
}

// A key costs no more on a large step than on a small one that fills the screen too.
func TestALargeStepIsNotLaidOutWithEveryKey(t *testing.T) {
	allocs := func(rows int, keys ...string) float64 {
		r := lived(t)
		pasted(t, r, rows)
		h := sit(t, r, pingyi.Zh, 80, 22, store.HistoryFilter{})
		h.Press(keys...)
		return testing.AllocsPerRun(5, func() {
			h.Press("down")
			h.Screen()
			h.Press("up")
			h.Screen()
		})
	}
	for _, keys := range [][]string{nil, {"enter"}} {
		if small, large := allocs(20, keys...), allocs(600, keys...); large > 2*small {
			t.Errorf("after %v it takes %v allocations with 600 rows, %v with 20", keys, large, small)
		}
	}
}
