package store

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"sync"

	"pingyi"
)

// Wording is a criterion as it was written, and for how many activities.
type Wording struct {
	Text  string
	Times int
}

const (
	maxWordings = 2000    // given of each tier
	maxCounted  = 100_000 // activities looked at, those of the newest plans
	maxFollowed = 5000    // journal entries followed before all is counted anew
)

// Wordings returns how criteria are written in this record, by the name of their
// tier and the most frequent first, at most 2,000 of each. The texts are those of
// the 100,000 activities in the newest plans, as they are now. What it returns
// must not be changed. To whoever keys a plan again those of the first entry are not
// counted. Right: read-plans.
//
// The first call counts every plan; those after it count the plans again that the
// journal says were changed since.
func (d *Desk) Wordings(ctx context.Context) (by map[string][]Wording, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.ReadPlans, nil, nil); err != nil {
			return err
		}
		sealed, err := v.sealedPlans()
		if err != nil {
			return err
		}
		by, err = d.store.wordings.asOf(v, sealed)
		return err
	})
	return by, err
}

// wordings counts criteria, plan by plan, for all desks of a store.
type wordings struct {
	mu    sync.Mutex
	rev   uint64 // as of which; 0 where nothing is counted
	plans map[pingyi.PlanKey][]*counted
	tiers map[string]map[string]*counted // by tier and text
	given map[string][]Wording
}

// counted is one text of one tier. A plan that has it several times holds it as
// often.
type counted struct {
	tier string
	Wording
}

// asOf returns the wordings as of v, those in the plans without left out.
func (w *wordings) asOf(v *view, without []pingyi.PlanKey) (map[string][]Wording, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	all, err := w.allAsOf(v)
	if err != nil || len(without) == 0 {
		return all, err
	}
	times := map[string]map[string]int{}
	for _, k := range without {
		for _, c := range w.plans[k] {
			if times[c.tier] == nil {
				times[c.tier] = map[string]int{}
			}
			times[c.tier][c.Text]++
		}
	}
	left := map[string][]Wording{}
	for tier, list := range all {
		for _, one := range list {
			if one.Times -= times[tier][one.Text]; one.Times > 0 {
				left[tier] = append(left[tier], one)
			}
		}
		slices.SortFunc(left[tier], commonest)
	}
	return left, nil
}

func (w *wordings) allAsOf(v *view) (map[string][]Wording, error) {
	now, _, err := get[head](v, headKey)
	if err != nil || w.given != nil && now.Rev <= w.rev {
		return w.given, err
	}
	if err := w.follow(v, now.Rev); err != nil {
		w.rev, w.given = 0, nil // half counted
		return nil, err
	}
	w.rev, w.given = now.Rev, map[string][]Wording{}
	for tier, texts := range w.tiers {
		w.given[tier] = mostFrequent(texts)
	}
	return w.given, nil
}

// commonest orders wordings as they are given.
func commonest(a, b Wording) int {
	return cmp.Or(cmp.Compare(b.Times, a.Times), cmp.Compare(a.Text, b.Text))
}

// mostFrequent returns the texts that are given, in their order. Most of a large
// record's are there once and are passed over by one look each.
func mostFrequent(texts map[string]*counted) []Wording {
	var best []Wording
	cut := func() {
		slices.SortFunc(best, commonest)
		best = best[:min(len(best), maxWordings)]
	}
	last := Wording{Times: -1} // of those that are given so far, once there are enough
	for _, c := range texts {
		if last.Times >= 0 && commonest(last, c.Wording) < 0 {
			continue
		}
		if best = append(best, c.Wording); len(best) == 2*maxWordings {
			cut()
			last = best[len(best)-1]
		}
	}
	cut()
	return slices.Clone(best)
}

// follow counts the plans that were changed up to rev.
func (w *wordings) follow(v *view, rev uint64) error {
	if w.rev == 0 || rev-w.rev > maxFollowed {
		return w.countAll(v)
	}
	changed := map[pingyi.PlanKey]bool{}
	for r := w.rev + 1; r <= rev; r++ {
		e, _, err := get[struct{ Writes []struct{ Key string } }](v, journalKey(r))
		if err != nil {
			return err
		}
		for _, to := range e.Writes {
			if k, ok := planOf(to.Key); ok {
				changed[k] = true
			}
		}
	}
	for k := range changed {
		if _, err := w.count(v, k); err != nil {
			return err
		}
	}
	return nil
}

// planOf returns the plan that the record at key is of: itself, the order of its
// activities or one of them.
func planOf(key string) (pingyi.PlanKey, bool) {
	if rest, ok := strings.CutPrefix(key, indexPart); ok {
		key = planPart + rest
	}
	s, ok := subjectOf(key)
	return pingyi.PlanKey{Year: s.Year, Department: s.Department}, ok && (s.Noun == pingyi.NounPlan || s.Noun == pingyi.NounActivity)
}

func (w *wordings) countAll(v *view) error {
	w.plans, w.tiers = map[pingyi.PlanKey][]*counted{}, map[string]map[string]*counted{}
	keys, err := v.planKeys(0)
	if err != nil {
		return err
	}
	left := maxCounted
	for _, k := range slices.Backward(keys) {
		n, err := w.count(v, k)
		if left -= n; err != nil || left <= 0 {
			return err
		}
	}
	return nil
}

// count counts one plan anew, or no longer where it is gone, and returns of how
// many activities it is.
func (w *wordings) count(v *view, k pingyi.PlanKey) (activities int, err error) {
	for _, c := range w.plans[k] {
		if c.Times--; c.Times == 0 {
			delete(w.tiers[c.tier], c.Text)
		}
	}
	delete(w.plans, k)
	h, ix, err := v.planHead(k)
	if pingyi.CodeOf(err) == pingyi.NotFound {
		return 0, nil
	}
	if err != nil {
		return 0, err
	}
	var texts []*counted
	err = scan(v, activitiesOf(k, ix.Gen), func(_ string, a struct {
		Criteria pingyi.Rubric `json:"criteria"`
	}) error {
		activities++
		for t, text := range a.Criteria {
			if text != "" && h.Scale.Has(pingyi.Tier(t)) {
				texts = append(texts, w.one(h.Scale.Name(pingyi.Tier(t)), text))
			}
		}
		return nil
	})
	w.plans[k] = texts
	return activities, err
}

// one counts a text once more.
func (w *wordings) one(tier, text string) *counted {
	if w.tiers[tier] == nil {
		w.tiers[tier] = map[string]*counted{}
	}
	c := w.tiers[tier][text]
	if c == nil {
		c = &counted{tier, Wording{Text: text}}
		w.tiers[tier][text] = c
	}
	c.Times++
	return c
}
