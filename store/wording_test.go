package store_test

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
)

// wordingsOf counts the criteria of all plans by reading them.
func wordingsOf(t testing.TB, d *store.Desk) map[string][]store.Wording {
	t.Helper()
	ctx := context.Background()
	plans, err := d.Plans(ctx)
	must(t, err)
	times := map[string]map[string]int{}
	for _, k := range keysOf(plans) {
		p, err := d.Plan(ctx, k)
		must(t, err)
		for _, a := range p.Activities {
			for at, text := range a.Rubric {
				if text != "" {
					tier := p.Scale.Name(pingyi.Tier(at))
					if times[tier] == nil {
						times[tier] = map[string]int{}
					}
					times[tier][text]++
				}
			}
		}
	}
	by := map[string][]store.Wording{}
	for tier, texts := range times {
		for text, n := range texts {
			by[tier] = append(by[tier], store.Wording{Text: text, Times: n})
		}
		slices.SortFunc(by[tier], func(a, b store.Wording) int {
			return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Text, b.Text))
		})
	}
	return by
}

func sameWordings(t interface{ Fatalf(string, ...any) }, got, want map[string][]store.Wording) {
	maps.DeleteFunc(got, func(_ string, w []store.Wording) bool { return len(w) == 0 })
	if !maps.EqualFunc(got, want, slices.Equal[[]store.Wording]) {
		t.Fatalf("counted\n%v, want\n%v", got, want)
	}
}

// However plans come, change and go, and however seldom it is asked, each text is
// there as often as the plans have it.
func TestWordingsAreThoseOfThePlansAsTheyAre(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		engine, owner := onEngine(t)
		text := rapid.SampledFrom([]string{"", "按时完成", "基本完成", "没有完成"})
		rubric := func() pingyi.Rubric { return rapid.SliceOfN(text, 4, 4).Draw(rt, "rubric") }
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			k := rapid.SampledFrom([]pingyi.PlanKey{key701, key702}).Draw(rt, "plan")
			p, err := owner.Plan(ctx, k)
			there := err == nil && len(p.Activities) > 0
			switch what := rapid.IntRange(0, 5).Draw(rt, "what"); {
			case what == 0:
				p := pingyi.Plan{Year: k.Year, Department: pingyi.Department{Code: k.Department, Name: "局"}, Scale: pingyi.DefaultScale()}
				for i := range rapid.IntRange(1, 3).Draw(rt, "activities") {
					p.Activities = append(p.Activities, pingyi.Activity{Name: fmt.Sprint("活动", i), Rubric: rubric()})
				}
				filing := filed(p)
				filing.Remove = true
				_, err := owner.File(ctx, filing)
				must(t, err)
			case what == 1 && err == nil:
				must(t, owner.DeletePlan(ctx, k))
			case what == 2 && err == nil:
				_, err := owner.AddActivity(ctx, k, 1, pingyi.Activity{Name: "新", Rubric: rubric()})
				must(t, err)
			case what == 3 && there:
				mine := p.Activities[0]
				mine.Rubric = rubric()
				_, _, err := owner.SaveActivity(ctx, k, p.Activities[0], mine)
				must(t, err)
			case what == 4 && there:
				must(t, owner.DeleteActivity(ctx, k, p.Activities[0]))
			default:
				by, err := owner.Wordings(ctx)
				must(t, err)
				sameWordings(rt, maps.Clone(by), wordingsOf(t, owner))
			}
		}
		by, err := owner.Wordings(ctx)
		must(t, err)
		sameWordings(rt, maps.Clone(by), wordingsOf(t, owner))
		must(t, engine.Close())
	})
}

func TestAPlanTooLargeForOneTransactionCountsOnceItIsInForce(t *testing.T) {
	_, owner := inMemory(t)
	for range 2 { // and again in place of itself
		_, err := owner.File(t.Context(), filed(largePlan("709", 200)))
		must(t, err)
		by, err := owner.Wordings(t.Context())
		must(t, err)
		sameWordings(t, maps.Clone(by), wordingsOf(t, owner))
	}
}

// Of very many texts the most frequent are given, and those first.
func TestTheMostFrequentWordingsAreGiven(t *testing.T) {
	_, owner := inMemory(t)
	for i, code := range []string{"709", "710", "711"} {
		p := largePlan(code, 2000)
		for j := range p.Activities {
			n := j
			if n%2 == 0 {
				n = j + 10_000*i // in one plan only
			}
			p.Activities[j].Rubric = pingyi.Rubric{"", "", "", fmt.Sprintf("完成第 %05d 号任务", n)}
		}
		_, err := owner.File(t.Context(), filed(p))
		must(t, err)
	}
	by, err := owner.Wordings(t.Context())
	must(t, err)
	if want := wordingsOf(t, owner)["优"][:2000]; !slices.Equal(by["优"], want) {
		t.Errorf("%d are given, the first %v and the last %v, want %v and %v", len(by["优"]), by["优"][0], by["优"][len(by["优"])-1], want[0], want[1999])
	}
}

// 100 plans of 300 activities, every tier of a text of its own, or of one of fifty.
func BenchmarkWordings(b *testing.B) {
	ctx := b.Context()
	dir := b.TempDir()
	s := open(b, dir)
	d := s.OwnerDesk("bench")
	for i := range 100 {
		p := largePlan(fmt.Sprintf("%04d", i), 300)
		for j := range p.Activities {
			p.Activities[j].Rubric = pingyi.Rubric{
				fmt.Sprintf("第 %d 号任务没有完成，群众反映较多，资料不全", i*300+j), fmt.Sprintf("完成任务的百分之%d以上，资料基本齐全", j%50),
				fmt.Sprintf("完成任务的百分之%d以上，资料齐全，群众满意", 50+j%50), fmt.Sprintf("提前完成第 %d 号任务，资料齐全，群众非常满意", i*300+j)}
		}
		_, err := d.File(ctx, filed(p))
		must(b, err)
	}
	must(b, s.Close())
	b.Run("first", func(b *testing.B) {
		for range b.N {
			b.StopTimer()
			s := open(b, dir)
			b.StartTimer()
			_, err := s.OwnerDesk("bench").Wordings(ctx)
			must(b, err)
			b.StopTimer()
			must(b, s.Close())
			b.StartTimer()
		}
	})
	s = open(b, dir)
	defer s.Close()
	d = s.OwnerDesk("bench")
	_, err := d.Wordings(ctx)
	must(b, err)
	b.Run("after one activity was saved", func(b *testing.B) {
		k := pingyi.PlanKey{Year: 2016, Department: "0050"}
		for i := range b.N {
			b.StopTimer()
			p, err := d.Plan(ctx, k)
			must(b, err)
			mine := p.Activities[0]
			mine.Goal = fmt.Sprint("目标", i)
			_, _, err = d.SaveActivity(ctx, k, p.Activities[0], mine)
			must(b, err)
			b.StartTimer()
			_, err = d.Wordings(ctx)
			must(b, err)
		}
	})
	b.Run("nothing new", func(b *testing.B) {
		for range b.N {
			_, err := d.Wordings(ctx)
			must(b, err)
		}
	})
}
