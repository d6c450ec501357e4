package pingyi

import (
	"slices"
	"strings"
)

// MaxTemplates is how many templates a record keeps.
const MaxTemplates = 500

// Template is a rubric kept under a name, to be put on other activities, of
// whatever scale has tiers of the same names.
type Template struct {
	ID     int    `json:"-"` // in the record, from 1, never used again; 0 before it is stored
	Name   string `json:"name"`
	Scale  Scale  `json:"scale"` // of the activity that it was kept from
	Rubric Rubric `json:"criteria"`
}

// Equal reports whether both say the same, whatever their IDs.
func (t Template) Equal(o Template) bool {
	return t.Name == o.Name && t.Scale.Equal(o.Scale) && slices.Equal(t.Rubric, o.Rubric)
}

// Key is the same for two templates between whose names nobody would tell the
// difference.
func (t Template) Key() string { return strings.ToLower(bare(t.Name)) }

// Clean returns the template with its text as the record keeps it. The error names
// the field. One without any criterion is [Invalid]: there is nothing to put on an
// activity.
func (t Template) Clean() (Template, error) {
	name, _, err := CleanLine(t.Name)
	switch n := len([]rune(name)); {
	case err != nil:
	case name == "":
		err = Errorf(Invalid, "模板没有名称，请填写", "the template has no name: enter one")
	case n > MaxName:
		err = Errorf(TooBig, "模板名称太长：%d 个字，最多 %d 个", "the template's name is too long: %d characters, at most %d", n, MaxName)
	}
	if err != nil {
		return t, err
	}
	a, _, err := Activity{Name: name, Rubric: t.Rubric}.Clean(t.Scale)
	if err == nil && a.Rubric.Complete() == 0 {
		err = Errorf(Invalid, "没有一档填了评价标准，无法存为模板", "no tier has a criterion, so there is nothing to keep as a template")
	}
	t.Name, t.Rubric = name, a.Rubric
	return t, err
}

// On returns the rubric r of an activity graded on s with the template put on it:
// each tier that the template has a criterion for, by its name, has that one; the
// others have their own.
func (t Template) On(s Scale, r Rubric) Rubric {
	put := make(Rubric, s.Len())
	copy(put, r)
	for from, c := range t.Rubric {
		if c == "" || !t.Scale.Has(Tier(from)) {
			continue
		}
		if to := slices.Index(s.names, t.Scale.Name(Tier(from))); to >= 0 {
			put[to] = c
		}
	}
	return put
}

// Replaces returns the tiers, from the best, whose criteria [Template.On] would put
// others in place of.
func (t Template) Replaces(s Scale, r Rubric) []Tier {
	var tiers []Tier
	put := t.On(s, r)
	for _, at := range s.Best() {
		if int(at) < len(r) && r[at] != "" && r[at] != put[at] {
			tiers = append(tiers, at)
		}
	}
	return tiers
}
