package verify_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

func drafts(t *testing.T, d *store.Desk) string {
	t.Helper()
	list, err := d.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, one := range list {
		all = append(all, one.Object+" "+string(one.Data))
	}
	return strings.Join(all, "\n")
}

// A line that is cut off takes nothing with it that was being typed of a difference.
func TestWhatIsTypedOfADifferenceIsKeptAsADraft(t *testing.T) {
	m1 := compared(t).Desk("m1")
	d := open(t, m1, pingyi.Zh, 80, 22)
	d.Press("down", "f2")
	d.Type("另写的")
	d.Send(page.Flush{})
	if kept := drafts(t, m1); !strings.HasPrefix(kept, "verify/2016/") || !strings.Contains(kept, "另写的") {
		t.Fatalf("kept %q", kept)
	}

	e := open(t, m1, pingyi.Zh, 80, 22)
	if info, ok := e.Last().(page.Info); !ok || !strings.Contains(info.Text, "按 F2 接着写") || !strings.Contains(info.Text, "森林防火") {
		t.Errorf("said %#v", e.Last())
	}
	e.Press("down", "f2")
	if s := e.Screen(); !strings.Contains(s, "另写的") {
		t.Errorf("drawn:\n%s", s)
	}
	e.Press("enter")
	p, err := m1.Plan(t.Context(), pagetest.ForestryKey())
	if err != nil || !strings.HasSuffix(p.Activities[2].Content, "另写的") {
		t.Errorf("settled %v, %q", err, p.Activities[2].Content)
	}
	if kept := drafts(t, m1); kept != "" {
		t.Errorf("still kept %q", kept)
	}
}

// What waits for a place that is settled otherwise is no draft any more.
func TestADraftOfWhatIsSettledGoes(t *testing.T) {
	r := compared(t)
	m1 := r.Desk("m1")
	d := open(t, m1, pingyi.Zh, 80, 22)
	d.Press("f2")
	d.Type("7")
	d.Send(page.Flush{})
	open(t, r.Desk("k1"), pingyi.Zh, 80, 22).Press("1")
	open(t, m1, pingyi.Zh, 80, 22)
	if kept := drafts(t, m1); kept != "" {
		t.Errorf("still kept %q", kept)
	}
	e := open(t, m1, pingyi.Zh, 80, 22)
	e.Press("f2")
	e.Type("8")
	e.Press("esc") // which is to say that it is not wanted
	e.Send(page.Flush{})
	if kept := drafts(t, m1); kept != "" {
		t.Errorf("kept %q", kept)
	}
}
