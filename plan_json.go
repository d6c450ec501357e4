package pingyi

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"slices"
	"strings"
)

// planJSON is a plan as `export` writes it; field order is part of the format.
type planJSON struct {
	Year        int        `json:"year"`
	Department  Department `json:"department"`
	Scale       []tierJSON `json:"scale,omitempty"` // best first; left out for the default
	OverallGoal string     `json:"overall_goal"`
	DutyGoals   []string   `json:"duty_goals"`
	StatedTotal *Amount    `json:"stated_total,omitempty"`
	// Raw, so that an error inside one can say which.
	Activities []json.RawMessage `json:"activities"`
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
	if err != nil {
		return err
	}
	*s = scale
	return nil
}

// MarshalJSON writes the plan as the exchange format defines it: amounts as
// strings in 万元, activities numbered from 1, criteria by tier, best first.
func (p Plan) MarshalJSON() ([]byte, error) {
	out := planJSON{Year: p.Year, Department: p.Department, OverallGoal: p.OverallGoal,
		DutyGoals: p.DutyGoals, StatedTotal: p.StatedTotal, Activities: []json.RawMessage{}}
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
		raw, err := plainJSON(activityJSON{i + 1, a.Name, a.Budget, a.Content, a.Goal, a.Indicator, criteria})
		if err != nil {
			return nil, err
		}
		out.Activities = append(out.Activities, raw)
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

// UnmarshalJSON reads what MarshalJSON writes. Nothing is lost unseen: unknown
// fields and tiers, fields and tiers given twice, nulls, activities without a name
// or an amount and criteria for only some tiers are refused. Activities are taken
// in the order they stand in.
func (p *Plan) UnmarshalJSON(b []byte) error {
	if err := checkValue(json.NewDecoder(bytes.NewReader(b)), false, 0); err != nil {
		return err
	}
	var in planJSON
	if err := strictJSON(b, &in); err != nil {
		return err
	}
	if in.Activities == nil {
		return missing("activities")
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
	for i, raw := range in.Activities {
		a, err := unmarshalActivity(raw, scale)
		if err != nil {
			return err.At(Place{Activity: i + 1})
		}
		out.Activities = append(out.Activities, a)
	}
	*p = out
	return nil
}

// missing refuses a value without one of its fields: what is left out by mistake
// must not empty what a record has.
func missing(field string) *Error {
	return Errorf(Invalid, "缺少字段“%s”，请补上", "the field %q is missing: add it", field).At(Place{Field: field})
}

// maxDepth is deeper than anything that an export writes.
const maxDepth = 8

// checkValue reads one JSON value and refuses what a decoder would take without a
// word: a key given twice or in another case, of which the last would win, and
// null, which would pass for an empty value. Criteria have the tiers' names for
// keys, which may be in any case.
func checkValue(dec *json.Decoder, criteria bool, depth int) *Error {
	token, err := dec.Token()
	if err != nil {
		return jsonError(err)
	}
	open, nested := token.(json.Delim)
	switch {
	case token == nil:
		return Errorf(Invalid, "这里不能是空值 null；没有内容请写 \"\"", "null cannot stand here: write \"\" for an empty text")
	case !nested:
		return nil
	case depth > maxDepth:
		return Errorf(TooBig, "嵌套太深，请照导出的文件改正", "nested too deeply: write it as an exported file does")
	}
	seen := map[string]bool{}
	for n := 1; dec.More(); n++ {
		if n > MaxActivities {
			return Errorf(TooBig, "一个列表里超过 %d 项", "a list of more than %d", MaxActivities)
		}
		field := ""
		if open == '{' {
			key, err := dec.Token()
			if err != nil {
				return jsonError(err)
			}
			field, _ = key.(string)
			switch {
			case seen[field]:
				return Errorf(Invalid, "字段“%s”给了两次，请留一个", "the field %q is there twice: keep one", Excerpt(field, 40)).At(Place{Field: field})
			case !criteria && field != strings.ToLower(field):
				return Errorf(Invalid, "不认识的字段“%s”，请删去或改正拼写", "unknown field %q: remove it or mend its spelling", Excerpt(field, 40)).At(Place{Field: field})
			}
			seen[field] = true
		}
		if err := checkValue(dec, field == "criteria", depth+1); err != nil {
			return err.At(Place{Field: field})
		}
	}
	if _, err := dec.Token(); err != nil {
		return jsonError(err)
	}
	return nil
}

func unmarshalActivity(raw json.RawMessage, scale Scale) (Activity, *Error) {
	var given map[Field]json.RawMessage
	if err := json.Unmarshal(raw, &given); err == nil {
		for _, f := range []Field{FieldName, FieldBudget} {
			if given[f] == nil {
				return Activity{}, missing(string(f))
			}
		}
	}
	var in activityJSON
	if err := strictJSON(raw, &in); err != nil {
		return Activity{}, err
	}
	rubric, err := unmarshalRubric(in.Criteria, scale)
	if err != nil {
		return Activity{}, err.At(Place{Entry: FieldCriteria})
	}
	return Activity{Name: in.Name, Budget: in.Budget, Content: in.Content,
		Goal: in.Goal, Indicator: in.Indicator, Rubric: rubric}, nil
}

// unmarshalRubric reads criteria by tier name, one pair at a time: into a map, a
// second criterion for a tier would vanish unseen.
func unmarshalRubric(raw json.RawMessage, scale Scale) (Rubric, *Error) {
	rubric := make(Rubric, scale.Len())
	if len(raw) == 0 {
		return rubric, nil
	}
	dec := json.NewDecoder(bytes.NewReader(raw))
	if start, err := dec.Token(); err != nil || start != json.Delim('{') {
		return nil, Errorf(Invalid, "应为各档次的标准，如 {\"优\":\"…\"}", "expected the criteria by tier, such as {\"优\":\"…\"}")
	}
	given := make([]bool, scale.Len())
	for dec.More() {
		key, err := dec.Token()
		if err != nil {
			return nil, jsonError(err)
		}
		name, _ := key.(string)
		t, ok := scale.Parse(name)
		if !ok {
			return nil, Errorf(Invalid, "没有“%s”这一档次，请用 %s", "there is no tier %q: use %s", Excerpt(name, 20), scale.list())
		}
		if given[t] {
			return nil, Errorf(Invalid, "“%s”这一档次的标准给了两次，请留一个", "tier %q has two criteria: keep one", scale.Name(t))
		}
		given[t] = true
		if err := dec.Decode(&rubric[t]); err != nil {
			return nil, jsonError(err).At(Place{Field: scale.Name(t)})
		}
	}
	if t := slices.Index(given, false); t >= 0 {
		return nil, missing(scale.Name(Tier(t)))
	}
	return rubric, nil
}

// strictJSON unmarshals one value, refusing fields that v does not have.
func strictJSON(b []byte, v any) *Error {
	dec := json.NewDecoder(bytes.NewReader(b))
	dec.DisallowUnknownFields()
	err := dec.Decode(v)
	if err == nil {
		if _, more := dec.Token(); more != io.EOF {
			err = errors.New("more after the value")
		}
	}
	if err == nil {
		return nil
	}
	return jsonError(err)
}

// jsonError says in both languages what a decoder found wrong.
func jsonError(err error) *Error {
	if e, ok := errors.AsType[*Error](err); ok {
		return e
	}
	if _, field, ok := strings.Cut(err.Error(), "unknown field "); ok {
		field = strings.Trim(field, `"`)
		return Errorf(Invalid, "不认识的字段“%s”，请删去或改正拼写", "unknown field %q: remove it or mend its spelling", Excerpt(field, 40)).At(Place{Field: field})
	}
	if wrong, ok := errors.AsType[*json.UnmarshalTypeError](err); ok {
		kind, _, _ := strings.Cut(wrong.Value, " ")
		return Errorf(Invalid, "这里不能是%s，请照导出的文件改正", "a value of type %s cannot stand here: write it as an exported file does",
			jsonKind(kind)).At(Place{Field: wrong.Field}).Because(err)
	}
	return Errorf(Invalid, "不是有效的 JSON，请检查引号、逗号和括号", "not valid JSON: check the quotes, commas and brackets").Because(err)
}

// jsonKind is what kind of value stands in a JSON text, as its decoder calls it.
type jsonKind string

// In returns the kind's name.
func (k jsonKind) In(l Lang) string {
	switch k {
	case "number":
		return l.Of("数字", "number")
	case "string":
		return l.Of("文字", "string")
	case "array":
		return l.Of("列表", "array")
	case "object":
		return l.Of("对象", "object")
	case "bool":
		return l.Of("真假值", "bool")
	}
	return string(k)
}
