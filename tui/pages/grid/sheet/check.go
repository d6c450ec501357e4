package sheet

import (
	"strings"

	"pingyi"
)

// checks is what is known of one row, until it changes.
type checks struct {
	blank  bool
	errs   []error // for each cell what the record would refuse it for
	lint   []pingyi.Finding
	name   int // its number; 0 for none
	budget pingyi.Amount
}

// Finding is something wrong with a cell, or with the plan as a whole.
type Finding struct {
	Row    Row // 0 is the plan as a whole
	Column int // -1 there
	// Kind is what looks wrong but may be saved; "" where the record would refuse.
	Kind pingyi.FindingKind

	err  error
	lint pingyi.Finding
	same int // of a duplicate name: the number of the activity that has it too
}

// In returns the finding as a sentence in l, without its place.
func (f Finding) In(l pingyi.Lang) string {
	switch {
	case f.err != nil:
		return Explain(f.err, l)
	case f.same > 0:
		return pingyi.Errorf(pingyi.Invalid, "名称与第 %d 项相同", "has the same name as activity %d", f.same).In(l)
	}
	return f.lint.In(l)
}

// Explain returns an error about a cell as a sentence in l, without its place.
func Explain(err error, l pingyi.Lang) string {
	if e, ok := err.(*pingyi.Error); ok {
		here := *e
		here.Place = pingyi.Place{}
		err = &here
	}
	return pingyi.Explain(err, l)
}

// look checks a row. A row of the sheet's own in which nothing stands has nothing
// wrong.
func (s *Sheet) look(row Row) *checks {
	l := s.lines[row]
	if l.checks != nil {
		return l.checks
	}
	c := &checks{errs: make([]error, len(s.columns))}
	l.checks = c
	if c.blank = l.base == nil && strings.Join(l.text, "") == ""; c.blank {
		return c
	}
	a := s.activity(l.id, l.text)
	for column, text := range l.text {
		_, c.errs[column] = s.clean(column, text)
	}
	c.budget, c.name = a.Budget, s.numbered(pingyi.NameKey(a.Name))
	for _, f := range pingyi.Lint(&pingyi.Plan{Scale: s.scale, Activities: []pingyi.Activity{a}}) {
		if f.Kind != pingyi.ZeroAmount || c.errs[s.columnOf(f)] == nil {
			c.lint = append(c.lint, f)
		}
	}
	return c
}

// numbered returns the number of a name by its key, a new one where it has none.
// Numbers are compared for all rows at every change.
func (s *Sheet) numbered(key string) int {
	if s.names[key] == 0 && key != "" {
		s.names[key] = len(s.names) + 1
	}
	return s.names[key]
}

// columnOf returns where a finding stands: one about several tiers at the best.
func (s *Sheet) columnOf(f pingyi.Finding) int {
	first := -1
	for i, c := range s.columns {
		if c.Field == f.Field && (first < 0 || c.Tier == f.Tier) {
			first = i
		}
	}
	return first
}

// Check returns why the record would refuse what stands in a cell; nil where it
// would not.
func (s *Sheet) Check(row Row, column int) error {
	if !s.Has(row) {
		return nil
	}
	return s.look(row).errs[column]
}

// Budget returns the sum of all amounts that can be read.
func (s *Sheet) Budget() pingyi.Amount {
	s.gather()
	return s.sum
}

// Findings returns all that is wrong: with the plan as a whole first, then by rows
// and columns, in a row what would be refused before what looks wrong. The slice
// is the sheet's own and good until the next change.
func (s *Sheet) Findings() []Finding {
	s.gather()
	return s.found
}

// gather looks at all rows, unless nothing has changed since it did.
func (s *Sheet) gather() {
	if s.gathered {
		return
	}
	s.gathered, s.found, s.sum = true, s.found[:0], 0
	clear(s.same)
	looks := make([]*checks, len(s.order))
	for i, row := range s.order {
		looks[i] = s.look(row)
		s.sum += looks[i].budget
	}
	whole := pingyi.Plan{StatedTotal: s.stated, Activities: []pingyi.Activity{{Budget: s.sum}}}
	for _, f := range pingyi.Lint(&whole) {
		if f.Activity == 0 {
			s.found = append(s.found, Finding{Column: -1, Kind: f.Kind, lint: f})
		}
	}
	first := make([]int, len(s.names)+1) // by name: the number of the first row that has it
	for i, row := range s.order {
		if name := looks[i].name; first[name] > 0 {
			s.same[row] = first[name]
		} else if name > 0 {
			first[name] = i + 1
		}
		s.found = s.findings(s.found, row, looks[i])
	}
}

// FindingsOf returns those of [Sheet.Findings] that are about one row.
func (s *Sheet) FindingsOf(row Row) []Finding {
	if !s.Has(row) {
		return nil
	}
	s.gather() // by which names are known to be the same
	return s.findings(nil, row, s.look(row))
}

// findings appends what is wrong in a row.
func (s *Sheet) findings(found []Finding, row Row, c *checks) []Finding {
	if c.blank {
		return found
	}
	for column, err := range c.errs {
		if err != nil {
			found = append(found, Finding{Row: row, Column: column, err: err})
		}
	}
	if no := s.same[row]; no > 0 {
		found = append(found, Finding{Row: row, Kind: pingyi.DuplicateName, same: no})
	}
	for _, f := range c.lint {
		found = append(found, Finding{Row: row, Column: s.columnOf(f), Kind: f.Kind, lint: f})
	}
	return found
}
