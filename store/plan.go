package store

import (
	"context"
	"slices"

	"pingyi"
)

// planHead is a plan without its activities, as it is stored.
type planHead struct {
	Name        string         `json:"name"` // of the department
	Scale       pingyi.Scale   `json:"scale"`
	OverallGoal string         `json:"overall_goal"`
	DutyGoals   []string       `json:"duty_goals"`
	StatedTotal *pingyi.Amount `json:"stated_total,omitempty"`
}

// index is the order of a plan's activities, with what a list of plans shows, so
// that it need not read them.
type index struct {
	Gen      int           `json:"gen"`  // which generation of activities is in force
	Next     int           `json:"next"` // the ID that the next new activity gets
	IDs      []int         `json:"ids"`
	Budget   pingyi.Amount `json:"budget"`
	Complete int           `json:"complete"` // activities with a criterion for every tier
}

// storedActivity is an activity as it is stored; its key holds its ID.
type storedActivity struct {
	Name      string        `json:"name"`
	Budget    pingyi.Amount `json:"budget"`
	Content   string        `json:"content"`
	Goal      string        `json:"goal"`
	Indicator string        `json:"indicator"`
	Rubric    pingyi.Rubric `json:"criteria"`
}

func (s storedActivity) activity(id int) pingyi.Activity {
	return pingyi.Activity{ID: id, Name: s.Name, Budget: s.Budget, Content: s.Content,
		Goal: s.Goal, Indicator: s.Indicator, Rubric: s.Rubric}
}

func stored(a pingyi.Activity) storedActivity {
	return storedActivity{a.Name, a.Budget, a.Content, a.Goal, a.Indicator, a.Rubric}
}

// PlanSummary is a plan as a list shows it.
type PlanSummary struct {
	Key        pingyi.PlanKey
	Department pingyi.Department
	Activities int
	Complete   int // activities with a criterion for every tier
	Budget     pingyi.Amount
	Stage      pingyi.VerificationStage // how far the second keying has come; empty where none is asked for
	Second     string                   // who has taken it on
	Keyed      bool                     // the actor keyed some of the first entry, as it was when it was marked
	Sealed     bool                     // from the actor, who keys the plan again: the figures above are 0
}

// Plans lists the plans, by year and department. Right: read-plans.
func (d *Desk) Plans(ctx context.Context) ([]PlanSummary, error) {
	var list []PlanSummary
	err := d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.ReadPlans, nil, nil); err != nil {
			return err
		}
		keys, err := v.planKeys(0)
		if err != nil {
			return err
		}
		list, err = v.summaries(keys)
		return err
	})
	return list, err
}

func (v *view) summaries(keys []pingyi.PlanKey) ([]PlanSummary, error) {
	list := make([]PlanSummary, 0, len(keys))
	for _, k := range keys {
		h, ix, err := v.planHead(k)
		if err != nil {
			return nil, err
		}
		ver, err := v.verification(k)
		if err != nil {
			return nil, err
		}
		p := PlanSummary{Key: k, Department: pingyi.Department{Code: k.Department, Name: h.Name}, Stage: ver.Stage, Second: ver.Second, Keyed: ver.Keyed(v.actor.Member.ID)}
		if p.Sealed = v.actor.SeesFirst(ver) != nil; !p.Sealed {
			p.Activities, p.Complete, p.Budget = len(ix.IDs), ix.Complete, ix.Budget
		}
		list = append(list, p)
	}
	return list, nil
}

// Plan returns one plan with its activities in order. [pingyi.Sealed] to whoever
// keys it again: see [pingyi.Actor.SeesFirst]. Right: read-plans.
func (d *Desk) Plan(ctx context.Context, k pingyi.PlanKey) (p pingyi.Plan, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.mayFirst(pingyi.ReadPlans, k); err != nil {
			return err
		}
		p, err = v.plan(k)
		return err
	})
	return p, err
}

// SavePlanHead changes what a plan says apart from its activities: department
// name, goals, stated total. base is the plan as it was read, mine as it should
// be; a field that only one of two people changed takes that change, and when
// both changed one to different values the error is [pingyi.Conflict]. Right:
// edit-plans.
func (d *Desk) SavePlanHead(ctx context.Context, base, mine pingyi.Plan) error {
	mine.Activities = nil
	mine, _, err := mine.Clean()
	if err != nil {
		return err
	}
	return d.update(ctx, pingyi.CommandEditPlan, func(t *tx) error {
		if err := t.mayFirst(pingyi.EditPlans, mine.Key()); err != nil {
			return err
		}
		now, _, err := t.planHead(mine.Key())
		if err != nil {
			return err
		}
		next, clashes := mergeHead(headOf(base), headOf(mine), now)
		if len(clashes) > 0 {
			return pingyi.Errorf(pingyi.Conflict, "别人同时改了“%s”，请选择留哪一个", "somebody else changed %q at the same time: choose which to keep", clashes[0])
		}
		return t.put(planKey(mine.Key()), next)
	})
}

// mergeHead puts together two edits of a plan's head, as [pingyi.MergeActivity] does
// those of an activity. The scale is theirs.
func mergeHead(base, mine, theirs planHead) (merged planHead, clashes []pingyi.Field) {
	merged = theirs
	equal := func(a, b string) bool { return a == b }
	clashes = mergeField(clashes, pingyi.FieldDepartment, equal, base.Name, mine.Name, &merged.Name)
	clashes = mergeField(clashes, pingyi.FieldOverallGoal, equal, base.OverallGoal, mine.OverallGoal, &merged.OverallGoal)
	clashes = mergeField(clashes, pingyi.FieldDutyGoals, slices.Equal, base.DutyGoals, mine.DutyGoals, &merged.DutyGoals)
	return merged, mergeField(clashes, pingyi.FieldStatedTotal, pingyi.SameTotal, base.StatedTotal, mine.StatedTotal, &merged.StatedTotal)
}

// mergeField puts together two edits of one field, of which now holds theirs.
func mergeField[T any](clashes []pingyi.Field, f pingyi.Field, same func(a, b T) bool, base, mine T, now *T) []pingyi.Field {
	switch {
	case same(mine, base) || same(mine, *now):
	case same(*now, base):
		*now = mine
	default:
		clashes = append(clashes, f)
	}
	return clashes
}

// DeletePlan removes a plan and its activities; the journal keeps them. A plan
// that a panel has begun to judge, or that is being verified, stays: [pingyi.State].
// Right: edit-plans.
func (d *Desk) DeletePlan(ctx context.Context, k pingyi.PlanKey) error {
	var gen int
	err := d.update(ctx, pingyi.CommandDeletePlan, func(t *tx) error {
		if err := t.mayFirst(pingyi.EditPlans, k); err != nil {
			return err
		}
		_, ix, err := t.planHead(k)
		if err != nil {
			return err
		}
		if err := t.unjudged(k); err != nil {
			return err
		}
		if err := t.unmarked(k); err != nil {
			return err
		}
		if err := t.del(planKey(k)); err != nil {
			return err
		}
		// The index stays behind, empty: a plan filed here later must not give
		// its activities the IDs, and so the history, of these.
		// One generation is passed over: a filing may have been cut off staging it.
		gen = ix.Gen + 2
		return t.put(indexKey(k), index{Gen: gen, Next: ix.Next, IDs: []int{}})
	})
	if err != nil {
		return err
	}
	d.sweep(ctx, k, gen)
	return nil
}

// unjudged refuses when a panel that judges the plan has had a round.
func (t *tx) unjudged(k pingyi.PlanKey) error {
	return scan(t, panelPart, func(_ string, p pingyi.Panel) error {
		if !p.Judges(k) {
			return nil
		}
		_, found, err := t.lastRound(p.ID)
		if err == nil && found {
			err = pingyi.Errorf(pingyi.State, "评审组 %s 已经开始评这份计划，不能删除", "panel %s has begun to judge this plan: it cannot be deleted", p.ID)
		}
		return err
	})
}

// planKeys returns the plans of a year, of every year for 0, in order.
func (v *view) planKeys(year int) ([]pingyi.PlanKey, error) {
	var keys []pingyi.PlanKey
	err := scan(v, planPart, func(key string, _ struct{}) error {
		s, ok := subjectOf(key)
		if !ok {
			return damaged("记录中有无法识别的键 %s", "the record holds the unknown key %s", key)
		}
		if year == 0 || s.Year == year {
			keys = append(keys, pingyi.PlanKey{Year: s.Year, Department: s.Department})
		}
		return nil
	})
	slices.SortFunc(keys, pingyi.PlanKey.Compare)
	return keys, err
}

func (v *view) planHead(k pingyi.PlanKey) (h planHead, ix index, err error) {
	if err := pingyi.CheckCode(pingyi.NounDepartment, k.Department); err != nil {
		return h, ix, err
	}
	h, found, err := get[planHead](v, planKey(k))
	if err != nil {
		return h, ix, err
	}
	if !found {
		return h, ix, pingyi.Errorf(pingyi.NotFound, "没有 %d 年度部门 %s 的绩效计划", "there is no plan of department %[2]s for %[1]d", k.Year, k.Department)
	}
	ix, found, err = get[index](v, indexKey(k))
	if err == nil && !found {
		err = damaged("计划 %d/%s 缺少活动次序", "plan %d/%s has lost the order of its activities", k.Year, k.Department)
	}
	return h, ix, err
}

// plan reads a whole plan.
func (v *view) plan(k pingyi.PlanKey) (pingyi.Plan, error) {
	h, ix, err := v.planHead(k)
	if err != nil {
		return pingyi.Plan{}, err
	}
	p := pingyi.Plan{Year: k.Year, Department: pingyi.Department{Code: k.Department, Name: h.Name}, Scale: h.Scale,
		OverallGoal: h.OverallGoal, DutyGoals: h.DutyGoals, StatedTotal: h.StatedTotal}
	byID := make(map[int]storedActivity, len(ix.IDs))
	err = scan(v, activitiesOf(k, ix.Gen), func(key string, a storedActivity) error {
		s, _ := subjectOf(key)
		byID[s.Activity] = a
		return nil
	})
	if err != nil {
		return p, err
	}
	for _, id := range ix.IDs {
		a, ok := byID[id]
		if !ok || len(a.Rubric) != h.Scale.Len() {
			return p, damaged("计划 %d/%s 的第 %d 号活动缺失或不完整", "plan %d/%s: activity %d is missing or incomplete", k.Year, k.Department, id)
		}
		p.Activities = append(p.Activities, a.activity(id))
	}
	return p, nil
}

func headOf(p pingyi.Plan) planHead {
	h := planHead{p.Department.Name, p.Scale, p.OverallGoal, p.DutyGoals, p.StatedTotal}
	if h.DutyGoals == nil {
		h.DutyGoals = []string{}
	}
	return h
}
