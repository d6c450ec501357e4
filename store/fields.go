package store

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"pingyi"
)

// change returns what a write did to the record s.
func (w write) change(s pingyi.Subject, scale pingyi.Scale) (pingyi.Change, error) {
	fields, err := w.fields(s.Noun, scale)
	return pingyi.Change{Subject: s, Fields: fields, Made: absent(w.Before), Gone: absent(w.After)}, err
}

// fields returns what a write changed, field by field, in the order of the form.
// A field that only repeats which record this is, is left out.
func (w write) fields(noun pingyi.Noun, scale pingyi.Scale) ([]pingyi.FieldChange, error) {
	was, err := ownScale(noun, w.Key, w.Before, scale)
	if err != nil {
		return nil, err
	}
	is, err := ownScale(noun, w.Key, w.After, was)
	if err != nil {
		return nil, err
	}
	before, err := flat(noun, w.Key, w.Before, was)
	if err != nil {
		return nil, err
	}
	after, err := flat(noun, w.Key, w.After, is)
	if err != nil {
		return nil, err
	}
	names := slices.Collect(maps.Keys(before))
	for n := range after {
		if _, ok := before[n]; !ok {
			names = append(names, n)
		}
	}
	place := formOrder(is)
	slices.SortFunc(names, func(a, b string) int { return cmp.Or(cmp.Compare(place[a], place[b]), cmp.Compare(a, b)) })
	var changes []pingyi.FieldChange
	for _, n := range names {
		if before[n] != after[n] && !identifies(noun, n) {
			changes = append(changes, pingyi.FieldChange{Field: n, Before: before[n], After: after[n]})
		}
	}
	// By which rubric a rating was given is worth a line only when nothing else
	// changed: it was given again.
	if len(changes) > 1 {
		changes = slices.DeleteFunc(changes, func(f pingyi.FieldChange) bool { return f.Field == "rubric" })
	}
	return changes, nil
}

// ownScale returns the scale that a template's criteria are of, and the one given
// for any other record and for none.
func ownScale(noun pingyi.Noun, key string, record json.RawMessage, scale pingyi.Scale) (pingyi.Scale, error) {
	if noun != pingyi.NounTemplate || hashIfThere(record) == "" {
		return scale, nil
	}
	var t pingyi.Template
	err := decode(key, record, &t)
	return t.Scale, err
}

// formOrder numbers the fields of an activity as the form has them, the tiers
// from the best; others have 0.
func formOrder(s pingyi.Scale) map[string]int {
	place := map[string]int{}
	for _, f := range []pingyi.Field{pingyi.FieldName, pingyi.FieldBudget, pingyi.FieldContent, pingyi.FieldGoal, pingyi.FieldIndicator} {
		place[string(f)] = len(place) + 1
	}
	for _, t := range s.Best() {
		place[criterion(s, t)] = len(place) + 1
	}
	return place
}

func criterion(s pingyi.Scale, t pingyi.Tier) string {
	return string(pingyi.FieldCriteria) + "." + s.Name(t)
}

// identifies reports whether a stored field only says which record it stands in.
func identifies(noun pingyi.Noun, field string) bool {
	switch noun {
	case pingyi.NounMember, pingyi.NounPanel:
		return field == "id"
	case pingyi.NounRound:
		return slices.Contains([]string{"panel", "no", "opened_rev", "closed_rev"}, field)
	case pingyi.NounCredential:
		return field == "member"
	case pingyi.NounVerification:
		return field == "no"
	case pingyi.NounSettlement:
		return slices.Contains([]string{"first_id", "second_id"}, field)
	case pingyi.NounKeying:
		return field == "member"
	case pingyi.NounAdjudication:
		return slices.Contains([]string{"panel", "round", "activity"}, field)
	case pingyi.NounBallot, pingyi.NounRating:
		return slices.Contains([]string{"panel", "round", "member", "activity", "rev", "standing"}, field)
	}
	return false
}

// flat returns a record's fields as text: of a list of criteria one for each tier,
// of any other list of texts its lines, of a tier its name, of a scale its tiers,
// of a submission the departments; what else is no text stays JSON. The name of
// a department, a member or a template is called so, lest it pass for an activity's.
func flat(noun pingyi.Noun, key string, record json.RawMessage, scale pingyi.Scale) (map[string]string, error) {
	var object map[string]json.RawMessage
	if err := decode(key, orNull(record), &object); err != nil {
		return nil, err
	}
	var err error
	fields := make(map[string]string, len(object))
	for name, raw := range object {
		var text string
		var texts []string
		var tier pingyi.Tier
		var own pingyi.Scale
		var submitted map[string]uint64
		var signature pingyi.Signature
		var only []pingyi.ActivityKey
		var plan pingyi.PlanKey
		var active time.Duration
		switch {
		case name == "name" && noun == pingyi.NounPlan:
			name = string(pingyi.FieldDepartment)
		case name == "name" && noun == pingyi.NounMember:
			name = "member_name"
		case name == "name" && noun == pingyi.NounTemplate:
			name = "template_name"
		}
		switch {
		case noun == pingyi.NounCredential:
			if fields[name], err = wayIn(name, raw); err != nil {
				return nil, err
			}
		case noun == pingyi.NounSettlement && name == "tier": // named with the field
		case noun == pingyi.NounSettlement && name == "field" && json.Unmarshal(raw, &text) == nil:
			if fields[name] = text; text == string(pingyi.FieldCriteria) {
				if err := decode(key, orNull(object["tier"]), &tier); err != nil {
					return nil, err
				}
				fields[name] = criterion(scale, tier)
			}
		case name == "plan" && json.Unmarshal(raw, &plan) == nil:
			fields[name] = fmt.Sprintf("%d/%s", plan.Year, plan.Department)
		case name == "active" && json.Unmarshal(raw, &active) == nil:
			fields[name] = active.Round(time.Second).String()
		case name == "signature" && json.Unmarshal(raw, &signature) == nil:
			fields[name] = fmt.Sprintf("%s %s", signature.By, signature.Digest)
		case name == "only" && json.Unmarshal(raw, &only) == nil:
			fields[name] = listed(only)
		case name == "submitted_at" && json.Unmarshal(raw, &submitted) == nil:
			fields[name] = strings.Join(slices.Sorted(maps.Keys(submitted)), " ")
		case name == "tier" && json.Unmarshal(raw, &tier) == nil:
			fields[name] = scale.Name(tier)
		case name == "scale" && json.Unmarshal(raw, &own) == nil:
			fields[name] = bands(own)
		case json.Unmarshal(raw, &text) == nil:
			fields[name] = text
		case json.Unmarshal(raw, &texts) != nil:
			fields[name] = string(raw)
		case name == string(pingyi.FieldCriteria):
			for i, c := range texts {
				if t := pingyi.Tier(i); scale.Has(t) {
					fields[criterion(scale, t)] = c
				} else { // of a scale that is not known any more
					fields[fmt.Sprintf("%s.%d", name, i+1)] = c
				}
			}
		default:
			fields[name] = strings.Join(texts, "\n")
		}
	}
	return fields, nil
}

// wayIn shows a field of a credential without its secrets: a hash of a password is
// for the door alone.
func wayIn(name string, raw json.RawMessage) (string, error) {
	var keys []pingyi.Key
	var in pingyi.Invitation
	switch name {
	case "member":
		var id string
		return id, json.Unmarshal(raw, &id)
	case "keys":
		if err := json.Unmarshal(raw, &keys); err != nil {
			return "", decode(credPart, raw, &keys)
		}
		lines := make([]string, len(keys))
		for i, k := range keys {
			lines[i] = strings.TrimSpace(k.Type + " " + k.Fingerprint + " " + k.Comment)
		}
		return strings.Join(lines, "\n"), nil
	case "invitation":
		if err := json.Unmarshal(raw, &in); err != nil {
			return "", decode(credPart, raw, &in)
		}
		return in.Expires.UTC().Format("2006-01-02 15:04") + " UTC", nil
	}
	return "•••", nil
}

// listed names activities: "2016/360: 1 4 7".
func listed(keys []pingyi.ActivityKey) string {
	var b strings.Builder
	var last pingyi.PlanKey
	for _, k := range keys {
		if k.PlanKey != last {
			if last = k.PlanKey; b.Len() > 0 {
				b.WriteString("; ")
			}
			fmt.Fprintf(&b, "%d/%s:", k.Year, k.Department)
		}
		fmt.Fprintf(&b, " %d", k.ID)
	}
	return b.String()
}

// bands shows a scale: "优≥90 良≥80 中≥60 差≥0".
func bands(s pingyi.Scale) string {
	text := make([]string, 0, s.Len())
	for _, t := range s.Best() {
		text = append(text, fmt.Sprintf("%s≥%s", s.Name(t), s.Floor(t)))
	}
	return strings.Join(text, " ")
}

func orNull(b json.RawMessage) []byte {
	if b == nil {
		return []byte("null")
	}
	return b
}
