package pingyi

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Sitting is what a result is made of.
type Sitting struct {
	Panel   Panel
	Round   Round
	Plans   []Plan            // those that the panel judges, in the order to print
	Ballots []Ballot          // of the panel's members, submitted or not
	Weights map[string]Weight // each member's
	Rulings []Adjudication    // the chair's, of this round
	Earlier *Result           // of the round before, whose grades stand where this round does not ask; nil for none
}

// Tabulate merges a sitting, with the working in l. Only submitted ratings by
// members of the panel count.
func Tabulate(s Sitting, l Lang) Result {
	p, r := s.Panel, s.Round
	res := Result{Panel: p.ID, Round: r.No, Closed: r.Closed, Rule: p.Rule, Signature: r.Signature, Activities: []ActivityResult{}, Departments: []DepartmentResult{}}
	byActivity := s.seats()
	rulings := map[ActivityKey]Adjudication{}
	for _, a := range s.Rulings {
		rulings[a.Activity] = a
	}
	earlier := map[ActivityKey]ActivityResult{}
	if s.Earlier != nil {
		for _, ar := range s.Earlier.Activities {
			earlier[ar.Key] = ar
		}
	}
	total := 0
	for i := range s.Plans {
		total += len(s.Plans[i].Activities)
	}
	res.Activities = slices.Grow(res.Activities, total)
	units := make([][]float64, 0, total)
	for i := range s.Plans {
		plan := &s.Plans[i]
		first := len(res.Activities)
		for no, a := range plan.Activities {
			key := ActivityKey{plan.Key(), a.ID}
			ar, stands := earlier[key]
			if r.Asks(key) || !stands {
				var unit []float64
				ar, unit = tabulate(p, plan.Scale, a, byActivity[key], s.Weights, l)
				ar.Department, ar.Key, ar.Round = plan.Department.Code, key, r.No
				units = append(units, unit)
			}
			// What stands from before is its grade; a department weighs all its
			// activities by the budgets of one plan.
			ar.Name, ar.Budget = a.Name, a.Budget
			if ar.No = no + 1; rulings[key].Reason != "" {
				ar.rule(rulings[key], plan.Scale)
			}
			res.Activities = append(res.Activities, ar)
		}
		res.Departments = append(res.Departments, tabulateDepartment(plan, res.Activities[first:]))
	}
	if p.Rule == MajorityJudgment {
		rank(res.Activities)
	}
	res.Agreement = agreement(units, s.Plans)
	return res
}

// rule puts the chair's grade beside the panel's own.
func (ar *ActivityResult) rule(a Adjudication, s Scale) {
	ar.Adjudication = &Ruling{Grade: s.Name(a.Tier), Reason: a.Reason, By: a.By}
	ar.FinalTier, ar.Final = a.Tier, gradeName(s, a.Tier)
}

// seats returns who said what of each activity, in the order of the panel.
func (s Sitting) seats() map[ActivityKey][]seat {
	byActivity := map[ActivityKey][]seat{}
	for i, m := range s.Panel.Members {
		for _, b := range s.Ballots {
			if b.Member != m {
				continue
			}
			for j := range b.Ratings {
				rating := &b.Ratings[j]
				seats := byActivity[rating.Activity]
				if seats == nil {
					seats = make([]seat, 0, len(s.Panel.Members))
				}
				mark, state := b.InForce(*rating)
				byActivity[rating.Activity] = append(seats, seat{i, m, mark, state, rating.Rubric})
			}
		}
	}
	return byActivity
}

// seat is the mark by which one member counts, with their place in the panel.
type seat struct {
	index  int
	member string
	mark   Mark
	state  RatingState
	rubric string // digest of what the rating was given by
}

func tabulate(p Panel, scale Scale, a Activity, seats []seat, weights map[string]Weight, l Lang) (ActivityResult, []float64) {
	ar := ActivityResult{Name: a.Name, Budget: a.Budget, Assigned: len(p.Members)}
	var votes []Vote
	unit := make([]float64, len(p.Members))
	for i := range unit {
		unit[i] = math.NaN()
	}
	for _, s := range seats {
		if s.state == Draft {
			continue
		}
		for _, text := range []string{s.mark.Comment, s.mark.Reason} {
			if text != "" {
				ar.Comments = append(ar.Comments, text)
			}
		}
		switch s.state {
		case StateAbstained:
			ar.Abstained++
		case StateRecused:
			ar.Recused++
		case Submitted:
			ar.Submitted++
			if (Rating{Rubric: s.rubric}).Stale(a) {
				ar.Stale++
			}
			v := Vote{Tier: s.mark.Tier, Weight: weights[s.member]}
			if s.mark.Score != nil {
				v.Score = *s.mark.Score
			}
			votes = append(votes, v)
			unit[s.index] = float64(v.Tier)
		}
	}
	need := p.NeedsRatings(ar.Recused)
	c := Merge(p.Rule, p.Marks, scale, votes, need)
	ar.Quorum = len(votes) >= need
	for t, n := range c.Tally {
		ar.Tally = append(ar.Tally, tierValue{scale.Name(Tier(t)), strconv.Itoa(n)})
	}
	ar.Grade, ar.Mark, ar.Score, ar.Dissent = gradeName(scale, c.Grade), c.Mark, c.Mean, c.Dissent
	ar.Working, ar.Consensus = c.Working(scale, l), c
	ar.Final, ar.FinalTier = ar.Grade, c.Grade
	slices.Sort(ar.Comments) // by the text, which tells nothing of who wrote it
	return ar, unit
}

func gradeName(s Scale, t Tier) *string {
	if t == NoTier {
		return nil
	}
	n := s.Name(t)
	return &n
}

func tabulateDepartment(p *Plan, acts []ActivityResult) DepartmentResult {
	grades, budgets := make([]Tier, len(acts)), make([]Amount, len(acts))
	inTier := make([]Amount, p.Scale.Len())
	for i, a := range acts {
		grades[i], budgets[i] = a.FinalTier, a.Budget
		if grades[i] != NoTier {
			inTier[grades[i]] += a.Budget
		}
	}
	d := DepartmentResult{Code: p.Department.Code, Name: p.Department.Name, Budget: p.Budget()}
	d.Tier = DepartmentGrade(grades, budgets, p.Scale.Len())
	d.Grade = gradeName(p.Scale, d.Tier)
	for _, t := range p.Scale.Best() {
		share := 0.0
		if d.Budget > 0 {
			share = float64(inTier[t]) / float64(d.Budget)
		}
		d.Share = append(d.Share, tierValue{p.Scale.Name(t), fmt.Sprintf(`"%.4f"`, share)})
	}
	return d
}

// rank numbers the graded activities by their majority values.
func rank(acts []ActivityResult) {
	var order []*ActivityResult
	for i := range acts {
		if acts[i].Grade != nil {
			order = append(order, &acts[i])
		}
	}
	slices.SortFunc(order, func(a, b *ActivityResult) int {
		return b.Consensus.Tally.Compare(a.Consensus.Tally)
	})
	for i, a := range order {
		if a.Rank = i + 1; i > 0 && a.Consensus.Tally.Compare(order[i-1].Consensus.Tally) == 0 {
			a.Rank = order[i-1].Rank
		}
	}
}

// agreement takes units[activity][member]; plans give the scale. Ranks on
// different scales cannot be compared: then no figure exists.
func agreement(units [][]float64, plans []Plan) (a Agreement) {
	if len(plans) == 0 || slices.ContainsFunc(plans, func(p Plan) bool { return !p.Scale.Equal(plans[0].Scale) }) {
		return a
	}
	figure := func(f float64) *float64 {
		f = math.Round(f*1e6) / 1e6
		return &f
	}
	if alpha, ok := Alpha(units, Ordinal); ok {
		a.Alpha = figure(alpha)
	}
	raters, table := complete(units, plans[0].Scale.Len())
	if f, ok := FleissKappa(table); ok {
		a.Kappa = figure(f.Kappa)
	}
	if len(table) > 0 {
		if w, ok := KendallW(raters); ok {
			a.W = figure(w.W)
		}
	}
	return a
}

// complete returns the units that every member who graded anything has graded:
// values[member][unit], and as table[unit][tier]. κ and W know no missing
// values.
func complete(units [][]float64, tiers int) (values [][]float64, table [][]int) {
	if len(units) == 0 {
		return nil, nil
	}
	for m := range units[0] {
		if slices.ContainsFunc(units, func(u []float64) bool { return !math.IsNaN(u[m]) }) {
			values = append(values, nil)
		}
	}
	for _, u := range units {
		graded := slices.DeleteFunc(slices.Clone(u), math.IsNaN)
		if len(graded) < len(values) || len(graded) == 0 {
			continue
		}
		row := make([]int, tiers)
		for m, v := range graded {
			values[m] = append(values[m], v)
			row[int(v)]++
		}
		table = append(table, row)
	}
	return values, table
}
