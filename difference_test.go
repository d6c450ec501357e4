package pingyi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

// entry draws an entry of a few activities whose texts are often the same.
func entry(t *rapid.T, label string) []pingyi.Activity {
	var list []pingyi.Activity
	for i := range rapid.IntRange(0, 8).Draw(t, label) {
		text := func(what string) string {
			return rapid.SampledFrom([]string{"", "甲", "乙", "丙"}).Draw(t, fmt.Sprintf("%s %d %s", label, i, what))
		}
		list = append(list, pingyi.Activity{ID: i + 1,
			Name:   rapid.SampledFrom([]string{"修路", "架桥", "植树", "防汛", "办学", "扶贫", "修 路"}).Draw(t, fmt.Sprintf("%s %d", label, i)),
			Budget: pingyi.Amount(rapid.IntRange(0, 2).Draw(t, fmt.Sprintf("%s %d budget", label, i))), Content: text("content"), Goal: text("goal"),
			Rubric: pingyi.Rubric{text("worst"), text("best")}})
	}
	return list
}

func TestItMakesNoDifferenceWhichEntryIsFirst(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a, b := entry(t, "first"), entry(t, "second")
		there, back := pingyi.PairEntries(a, b), pingyi.PairEntries(b, a)
		for i, j := range there {
			if j >= 0 && back[j] != i {
				t.Fatalf("%d goes with %d, but %d with %d", i, j, j, back[j])
			}
		}
		for j, i := range back {
			if i >= 0 && there[i] != j {
				t.Fatalf("%d goes with %d only one way", i, j)
			}
		}
		turned := pingyi.CompareEntries(b, a, 2)
		for _, d := range pingyi.CompareEntries(a, b, 2) {
			d.FirstID, d.SecondID, d.First, d.Second = d.SecondID, d.FirstID, d.Second, d.First
			if !slices.Contains(turned, d) {
				t.Fatalf("%+v is no difference the other way round", d)
			}
		}
	})
}

func TestAnEntryDoesNotDifferFromItself(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := entry(t, "first")
		if found := pingyi.CompareEntries(a, slices.Clone(a), 2); len(found) > 0 {
			t.Fatalf("%+v", found)
		}
	})
}

// settle settles a difference in both entries, as the record does: an activity that
// only one has comes to stand in both, or goes.
func settle(t *rapid.T, d pingyi.Difference, first, second []pingyi.Activity, scale pingyi.Scale, choice int) ([]pingyi.Activity, []pingyi.Activity) {
	at := func(list []pingyi.Activity, id int) int {
		return slices.IndexFunc(list, func(a pingyi.Activity) bool { return a.ID == id })
	}
	next := func(list []pingyi.Activity) int {
		id := 100
		for _, a := range list {
			id = max(id, a.ID+1)
		}
		return id
	}
	text := []string{d.First, d.Second, "丁"}[choice]
	switch {
	case !d.Row():
		i, j := at(first, d.FirstID), at(second, d.SecondID)
		if d.Field == pingyi.FieldBudget && choice == 2 {
			text = "7"
		}
		a, b, err := d.Settle(first[i], second[j], text, scale)
		if err != nil {
			t.Fatal(err)
		}
		first[i], second[j] = a, b
	case d.SecondID == 0 && choice == 0:
		i := at(first, d.FirstID)
		a := first[i]
		a.ID = next(second)
		second = slices.Insert(second, pingyi.PlaceOf(first, second, i), a)
	case d.SecondID == 0:
		i := at(first, d.FirstID)
		first = slices.Delete(first, i, i+1)
	case choice == 0:
		j := at(second, d.SecondID)
		second = slices.Delete(second, j, j+1)
	default:
		j := at(second, d.SecondID)
		a := second[j]
		a.ID = next(first)
		first = slices.Insert(first, pingyi.PlaceOf(second, first, j), a)
	}
	return first, second
}

func TestASettledDifferenceIsGoneAndAllSettledIsEqual(t *testing.T) {
	scale, err := pingyi.NewScale([]string{"差", "好"}, []pingyi.Score{0, 6000})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		first, second := entry(t, "first"), entry(t, "second")
		for n := 0; ; n++ {
			found := pingyi.CompareEntries(first, second, 2)
			if len(found) == 0 {
				break
			}
			if n > 500 {
				t.Fatalf("no end to it: %+v", found)
			}
			d := rapid.SampledFrom(found).Draw(t, "difference")
			first, second = settle(t, d, first, second, scale, rapid.IntRange(0, 2).Draw(t, "choice"))
			if !d.Row() && slices.ContainsFunc(pingyi.CompareEntries(first, second, 2), func(o pingyi.Difference) bool {
				return o.FirstID == d.FirstID && o.SecondID == d.SecondID && o.Field == d.Field && o.Tier == d.Tier
			}) {
				t.Fatalf("%+v is settled and still there", d)
			}
		}
		left := slices.Clone(second)
		for _, a := range first {
			i := slices.IndexFunc(left, a.Equal)
			if i < 0 {
				t.Fatalf("%+v is only in the first", a)
			}
			left = slices.Delete(left, i, i+1)
		}
		if len(left) > 0 {
			t.Fatalf("%+v are only in the second", left)
		}
	})
}

func TestOfSeveralOfOneNameThoseThatSayTheSameAreOne(t *testing.T) {
	a := named("甲", "甲", "乙").Activities
	a[0].Goal = "另一个"
	b := slices.Clone(a)
	b[0], b[1] = a[1], a[0]
	if found := pingyi.CompareEntries(a, b, 4); len(found) > 0 {
		t.Errorf("%+v", found)
	}
}

func TestAnActivityBelongsBehindTheOneThatItFollows(t *testing.T) {
	first, second := named("甲", "乙", "丙").Activities, named("丙", "丁", "甲").Activities
	for i, want := range []int{0, 3, 3} {
		if got := pingyi.PlaceOf(first, second, i); got != want {
			t.Errorf("activity %d belongs at %d, not %d", i, got, want)
		}
	}
	if got := pingyi.PlaceOf(second, nil, 1); got != 0 {
		t.Errorf("at %d of nothing", got)
	}
}

func TestRowsKeyedWrongAreStillPaired(t *testing.T) {
	for name, c := range map[string]struct {
		second []string
		want   string
	}{
		"the same":             {[]string{"甲", "乙", "丙"}, "[0 1 2]"},
		"in another order":     {[]string{"丙", "甲", "乙"}, "[1 2 0]"},
		"one name wrong":       {[]string{"甲", "丁:乙", "丙"}, "[0 1 2]"},
		"the last name wrong":  {[]string{"甲", "乙", "丁:丙"}, "[0 1 2]"},
		"all names wrong":      {[]string{"丁:甲", "戊:乙", "己:丙"}, "[0 1 2]"},
		"one missed, one more": {[]string{"甲", "丁", "丙"}, "[0 -1 2]"},
		"one more in front":    {[]string{"丁", "甲", "乙", "己:丙"}, "[1 2 3]"},
		"the first missed":     {[]string{"丁:乙", "丙"}, "[-1 0 1]"},
		"nothing":              {nil, "[-1 -1 -1]"},
	} {
		p, second := named("甲", "乙", "丙"), []pingyi.Activity{}
		for i := range p.Activities {
			p.Activities[i].Budget = 0
		}
		for _, n := range c.second {
			wrong, right, renamed := strings.Cut(n, ":")
			if !renamed {
				right = wrong
			}
			second = append(second, pingyi.Activity{Name: wrong, Goal: "目标" + right, Rubric: make(pingyi.Rubric, 4)})
		}
		if got := fmt.Sprint(pingyi.PairEntries(p.Activities, second)); got != c.want {
			t.Errorf("%s: %s, want %s", name, got, c.want)
		}
	}
}
