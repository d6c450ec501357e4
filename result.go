package pingyi

import (
	"fmt"
	"math"
	"slices"
	"strconv"
)

// Result is what a panel's round makes of its ratings. Its JSON form is the
// exchange format.
type Result struct {
	Panel       string             `json:"panel"`
	Round       int                `json:"round"`
	Rule        Rule               `json:"rule"`
	Activities  []ActivityResult   `json:"activities"`
	Departments []DepartmentResult `json:"departments"`
	Agreement   Agreement          `json:"agreement"`
	Closed      bool               `json:"closed"`
}

// ActivityResult is the consensus on one activity.
type ActivityResult struct {
	Department string   `json:"department"`
	No         int      `json:"no"`
	Name       string   `json:"name"`
	Budget     Amount   `json:"budget"`
	Assigned   int      `json:"assigned"`
	Submitted  int      `json:"submitted"`
	Abstained  int      `json:"abstained"`
	Recused    int      `json:"recused"`
	Quorum     bool     `json:"quorum"`
	Tally      tierMap  `json:"tally"` // worst first
	Grade      *string  `json:"grade"` // null without a quorum
	Mark       string   `json:"mark"`
	Score      *float64 `json:"score"`
	Dissent    bool     `json:"dissent"`
	Working    string   `json:"working"`
	Rank       int      `json:"rank,omitempty"` // among the result's activities, 1 the best; equal tallies share one

	Consensus Consensus   `json:"-"`
	Key       ActivityKey `json:"-"`
}

// DepartmentResult is a department's budget-weighted grade.
type DepartmentResult struct {
	Code   string  `json:"code"`
	Grade  *string `json:"grade"`
	Budget Amount  `json:"budget"`
	Share  tierMap `json:"share"` // of the budget in each grade, best first, four decimals
	Name   string  `json:"name"`

	Tier Tier `json:"-"`
}

// Agreement is how far the raters agree over the round; nil where a figure does
// not exist.
type Agreement struct {
	Alpha *float64 `json:"alpha_ordinal"`
	Kappa *float64 `json:"fleiss_kappa"` // over activities that all raters graded
	W     *float64 `json:"kendall_w"`    // likewise
}

// tierMap is a JSON object by tier name that keeps its order; values are JSON.
type tierMap []tierValue

type tierValue struct{ Name, Value string }

// Get returns the value of the tier called name.
func (m tierMap) Get(name string) string {
	for _, v := range m {
		if v.Name == name {
			return v.Value
		}
	}
	return ""
}

// MarshalJSON writes the object in order.
func (m tierMap) MarshalJSON() ([]byte, error) {
	b := []byte{'{'}
	for i, v := range m {
		if i > 0 {
			b = append(b, ',')
		}
		name, err := plainJSON(v.Name)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), v.Value...)
	}
	return append(b, '}'), nil
}

// Tabulate merges a round: plans are those that the panel judges, in the order
// to print; ballots those of its members, submitted or not;
// weights each member's. Only submitted ratings by members of the panel count.
func Tabulate(p Panel, r Round, plans []Plan, ballots []Ballot, weights map[string]Weight, l Lang) Result {
	res := Result{Panel: p.ID, Round: r.No, Closed: r.Closed, Rule: p.Rule, Activities: []ActivityResult{}, Departments: []DepartmentResult{}}
	byActivity := map[ActivityKey][]seat{}
	for i, m := range p.Members {
		for _, b := range ballots {
			if b.Member != m {
				continue
			}
			for j := range b.Ratings {
				rating := &b.Ratings[j]
				seats := byActivity[rating.Activity]
				if seats == nil {
					seats = make([]seat, 0, len(p.Members))
				}
				mark, state := b.InForce(*rating)
				byActivity[rating.Activity] = append(seats, seat{i, m, mark, state})
			}
		}
	}
	total := 0
	for i := range plans {
		total += len(plans[i].Activities)
	}
	res.Activities = slices.Grow(res.Activities, total)
	units := make([][]float64, 0, total)
	for i := range plans {
		plan := &plans[i]
		first := len(res.Activities)
		for no, a := range plan.Activities {
			key := ActivityKey{plan.Key(), a.ID}
			ar, unit := tabulate(p, plan.Scale, a, byActivity[key], weights, l)
			ar.Department, ar.No, ar.Key = plan.Department.Code, no+1, key
			res.Activities = append(res.Activities, ar)
			units = append(units, unit)
		}
		res.Departments = append(res.Departments, tabulateDepartment(plan, res.Activities[first:]))
	}
	if p.Rule == MajorityJudgment {
		rank(res.Activities)
	}
	res.Agreement = agreement(units, plans)
	return res
}

// seat is the mark by which one member counts, with their place in the panel.
type seat struct {
	index  int
	member string
	mark   Mark
	state  RatingState
}

func tabulate(p Panel, scale Scale, a Activity, seats []seat, weights map[string]Weight, l Lang) (ActivityResult, []float64) {
	ar := ActivityResult{Name: a.Name, Budget: a.Budget, Assigned: len(p.Members)}
	var votes []Vote
	unit := make([]float64, len(p.Members))
	for i := range unit {
		unit[i] = math.NaN()
	}
	for _, s := range seats {
		switch s.state {
		case StateAbstained:
			ar.Abstained++
		case StateRecused:
			ar.Recused++
		case Submitted:
			ar.Submitted++
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
		grades[i], budgets[i] = a.Consensus.Grade, a.Budget
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
