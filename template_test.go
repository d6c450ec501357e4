package pingyi_test

import (
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

func scaleOf(t testing.TB, names ...string) pingyi.Scale {
	t.Helper()
	floors := make([]pingyi.Score, len(names))
	for i := range floors {
		floors[i] = pingyi.Score(i * 10_00)
	}
	s, err := pingyi.NewScale(names, floors)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func TestATemplateIsPutOnTiersByTheirNames(t *testing.T) {
	kept := pingyi.Template{Name: "工程", Scale: pingyi.DefaultScale(), Rubric: pingyi.Rubric{"没修", "", "修完", "提前修完"}}
	s := scaleOf(t, "差", "中", "良", "优", "特优")
	r := pingyi.Rubric{"旧差", "旧中", "", "提前修完", "旧特优"}
	if got, want := kept.On(s, r), (pingyi.Rubric{"没修", "旧中", "修完", "提前修完", "旧特优"}); !slices.Equal(got, want) {
		t.Errorf("put on: %q, want %q", got, want)
	}
	if got, want := kept.Replaces(s, r), []pingyi.Tier{0}; !slices.Equal(got, want) {
		t.Errorf("replaces %v, want %v", got, want)
	}
	if r[0] != "旧差" {
		t.Error("the rubric it was put on is another now")
	}
	other := scaleOf(t, "不合格", "合格")
	if got := kept.On(other, nil); got.Complete() != 0 || len(got) != 2 {
		t.Errorf("put on tiers it has not: %q", got)
	}
}

func TestWhatIsNoTemplate(t *testing.T) {
	s := pingyi.DefaultScale()
	for what, c := range map[string]struct {
		kept pingyi.Template
		code pingyi.Code
	}{
		"no name":           {pingyi.Template{Name: "　", Scale: s, Rubric: pingyi.Rubric{"甲"}}, pingyi.Invalid},
		"a long name":       {pingyi.Template{Name: strings.Repeat("长", pingyi.MaxName+1), Scale: s, Rubric: pingyi.Rubric{"甲"}}, pingyi.TooBig},
		"no criterion":      {pingyi.Template{Name: "甲", Scale: s, Rubric: pingyi.Rubric{"", " "}}, pingyi.Invalid},
		"a control code":    {pingyi.Template{Name: "甲\x1b", Scale: s, Rubric: pingyi.Rubric{"甲"}}, pingyi.Invalid},
		"one in a tier":     {pingyi.Template{Name: "甲", Scale: s, Rubric: pingyi.Rubric{"甲\x1b"}}, pingyi.Invalid},
		"a long criterion":  {pingyi.Template{Name: "甲", Scale: s, Rubric: pingyi.Rubric{strings.Repeat("长", pingyi.MaxText+1)}}, pingyi.TooBig},
		"no tiers to be of": {pingyi.Template{Name: "甲", Rubric: pingyi.Rubric{"甲"}}, pingyi.Invalid},
	} {
		if _, err := c.kept.Clean(); pingyi.CodeOf(err) != c.code {
			t.Errorf("%s: %v", what, err)
		}
	}
}

// Nothing that was there and that the template says nothing of is touched, and a
// template put on twice is put on once.
func TestPuttingATemplateTouchesItsTiersOnly(t *testing.T) {
	names := []string{"差", "中", "良", "优", "特优", "极差"}
	rapid.Check(t, func(t *rapid.T) {
		some := func(label string) pingyi.Scale {
			chosen := rapid.Permutation(names).Draw(t, label)[:rapid.IntRange(2, len(names)).Draw(t, label+" tiers")]
			floors := make([]pingyi.Score, len(chosen))
			for i := range floors {
				floors[i] = pingyi.Score(i * 10_00)
			}
			s, err := pingyi.NewScale(chosen, floors)
			if err != nil {
				t.Fatal(err)
			}
			return s
		}
		text := rapid.SampledFrom([]string{"", "甲", "乙", "丙"})
		rubric := func(s pingyi.Scale, label string) pingyi.Rubric {
			return rapid.SliceOfN(text, s.Len(), s.Len()).Draw(t, label)
		}
		from, to := some("from"), some("to")
		kept, r := pingyi.Template{Name: "甲", Scale: from, Rubric: rubric(from, "kept")}, rubric(to, "rubric")
		put := kept.On(to, r)
		for _, at := range to.Best() {
			want := r[at]
			for _, f := range from.Best() {
				if from.Name(f) == to.Name(at) && kept.Rubric[f] != "" {
					want = kept.Rubric[f]
				}
			}
			if put[at] != want {
				t.Fatalf("tier %s has %q, want %q", to.Name(at), put[at], want)
			}
			if replaced := r[at] != "" && put[at] != r[at]; replaced != slices.Contains(kept.Replaces(to, r), at) {
				t.Fatalf("tier %s: replaced is %v", to.Name(at), replaced)
			}
		}
		if !slices.Equal(kept.On(to, put), put) {
			t.Fatal("put on twice it is another")
		}
	})
}
