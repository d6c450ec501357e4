package pingyi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"strings"
)

// planJSON is a plan as `export` writes it; field order is part of the format.
type planJSON struct {
	Year        int            `json:"year"`
	Department  Department     `json:"department"`
	Scale       []tierJSON     `json:"scale,omitempty"` // best first; left out for the default
	OverallGoal string         `json:"overall_goal"`
	DutyGoals   []string       `json:"duty_goals"`
	StatedTotal *Amount        `json:"stated_total,omitempty"`
	Activities  []activityJSON `json:"activities"`
}

type tierJSON struct {
	Name  string `json:"name"`
	Floor Score  `json:"floor"`
}

type activityJSON struct {
	No        int             `json:"no"`
	Name      string          `json:"name"`
	Budget    Amount          `json:"budget"`
	Content   string          `json:"content"`
	Goal      string          `json:"goal"`
	Indicator string          `json:"indicator"`
	Criteria  json.RawMessage `json:"criteria"`
}

// MarshalText writes points as a person does: "89.5".
func (s Score) MarshalText() ([]byte, error) { return []byte(s.String()), nil }

// UnmarshalText reads what ParseScore reads.
func (s *Score) UnmarshalText(b []byte) (err error) {
	*s, err = ParseScore(string(b))
	return err
}

// MarshalJSON writes the scale as a list of tiers, best first.
func (s Scale) MarshalJSON() ([]byte, error) {
	tiers := make([]tierJSON, 0, s.Len())
	for _, t := range s.Best() {
		tiers = append(tiers, tierJSON{s.names[t], s.floors[t]})
	}
	return json.Marshal(tiers)
}

// UnmarshalJSON reads what MarshalJSON writes; a scale that breaks the rules of
// [NewScale] is refused.
func (s *Scale) UnmarshalJSON(b []byte) error {
	var tiers []tierJSON
	if err := strictJSON(b, &tiers); err != nil {
		return err
	}
	names, floors := make([]string, len(tiers)), make([]Score, len(tiers))
	for i, t := range tiers {
		names[len(tiers)-1-i], floors[len(tiers)-1-i] = t.Name, t.Floor
	}
	scale, err := NewScale(names, floors)
	if err == nil {
		*s = scale
	}
	return err
}

// MarshalJSON writes the plan as the exchange format defines it: amounts as
// strings in 万元, activities numbered from 1, criteria by tier, best first.
func (p Plan) MarshalJSON() ([]byte, error) {
	out := planJSON{Year: p.Year, Department: p.Department, OverallGoal: p.OverallGoal,
		DutyGoals: p.DutyGoals, StatedTotal: p.StatedTotal, Activities: []activityJSON{}}
	if out.DutyGoals == nil {
		out.DutyGoals = []string{}
	}
	if !p.Scale.IsDefault() {
		for _, t := range p.Scale.Best() {
			out.Scale = append(out.Scale, tierJSON{p.Scale.names[t], p.Scale.floors[t]})
		}
	}
	for i, a := range p.Activities {
		criteria, err := a.Rubric.marshal(p.Scale)
		if err != nil {
			return nil, err
		}
		out.Activities = append(out.Activities, activityJSON{i + 1, a.Name, a.Budget, a.Content, a.Goal, a.Indicator, criteria})
	}
	return plainJSON(out)
}

// plainJSON marshals without the escapes meant for HTML: people read this.
func plainJSON(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimRight(b.Bytes(), "\n"), nil
}

// marshal writes the criteria by tier name, best first; a Go map would sort them
// by code point.
func (r Rubric) marshal(s Scale) (json.RawMessage, error) {
	b := []byte{'{'}
	for i, t := range s.Best() {
		if i > 0 {
			b = append(b, ',')
		}
		text := ""
		if int(t) < len(r) {
			text = r[t]
		}
		name, err := plainJSON(s.Name(t))
		if err != nil {
			return nil, err
		}
		value, err := plainJSON(text)
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, name...), ':'), value...)
	}
	return append(b, '}'), nil
}

// UnmarshalJSON reads what MarshalJSON writes. Unknown fields and tiers are
// refused rather than lost; activities are taken in the order they stand in.
func (p *Plan) UnmarshalJSON(b []byte) error {
	var in planJSON
	if err := strictJSON(b, &in); err != nil {
		return err
	}
	scale := DefaultScale()
	if in.Scale != nil {
		raw, _ := json.Marshal(in.Scale)
		if err := scale.UnmarshalJSON(raw); err != nil {
			return err
		}
	}
	out := Plan{Year: in.Year, Department: in.Department, Scale: scale,
		OverallGoal: in.OverallGoal, DutyGoals: in.DutyGoals, StatedTotal: in.StatedTotal}
	for i, a := range in.Activities {
		rubric := make(Rubric, scale.Len())
		var criteria map[string]string
		if len(a.Criteria) > 0 {
			if err := strictJSON(a.Criteria, &criteria); err != nil {
				return err
			}
		}
		for name, text := range criteria {
			t, ok := scale.Parse(name)
			if !ok {
				return Errorf(Invalid, "没有“%s”这一档次", "there is no tier %q", Excerpt(name, 20)).At(Place{Activity: i + 1, Field: "criteria"})
			}
			rubric[t] = text
		}
		out.Activities = append(out.Activities, Activity{Name: a.Name, Budget: a.Budget, Content: a.Content,
			Goal: a.Goal, Indicator: a.Indicator, Rubric: rubric})
	}
	*p = out
	return nil
}

// strictJSON unmarshals one value, refusing fields that v does not have.
func strictJSON(b []byte, v any) error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			err = errors.New("more after the value")
		}
	}
	if err == nil || CodeOf(err) != Internal {
		return err
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		field = strings.Trim(field, `"`)
		return Errorf(Invalid, "不认识的字段“%s”，请删去或改正拼写", "unknown field %q: remove it or mend its spelling", field).At(Place{Field: field})
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		return Errorf(Invalid, "这里不能是 %s", "a %s cannot stand here", wrong.Value).At(Place{Field: wrong.Field}).Because(err)
	}
	return Errorf(Invalid, "不是有效的 JSON", "not valid JSON").Because(err)
}
