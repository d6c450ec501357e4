package history

import (
	"cmp"
	"fmt"
	"slices"

	"pingyi"
)

// who names the member, and by whose hand it was done.
func who(e pingyi.Event, l pingyi.Lang) string {
	name := e.Member
	if name == string(pingyi.Owner) {
		name = l.Of("所有者", "owner")
	}
	if e.By == "" {
		return name
	}
	by := e.By
	if by == string(pingyi.Owner) {
		by = l.Of("所有者", "owner")
	}
	return fmt.Sprintf(l.Of("%s（%s代录）", "%s (by %s)"), name, by)
}

// subject names what was changed. An activity goes by its number and name where
// its plan is known, by its name where it is not there any more, and by its number in
// the record where nothing tells that.
func (m Model) subject(s pingyi.Subject) string {
	l := m.lang()
	round := func() string { return fmt.Sprintf(l.Of("%s 第 %d 轮", "%s round %d"), s.Panel, s.Round) }
	switch s.Noun {
	case pingyi.NounPlan:
		name := ""
		if p := m.plans[planOf(s)]; p != nil {
			name = " " + p.Department.Name
		}
		return fmt.Sprintf("%d %s%s", s.Year, s.Department, name)
	case pingyi.NounVerification:
		return fmt.Sprintf("%d %s", s.Year, s.Department)
	case pingyi.NounSecond, pingyi.NounSettlement:
		return fmt.Sprintf(l.Of("%d %s 第 %d 号", "%d %s no. %d"), s.Year, s.Department, s.Row)
	case pingyi.NounKeying:
		return s.Member
	case pingyi.NounActivity:
		return fmt.Sprintf("%d %s ", s.Year, s.Department) + m.activity(s)
	case pingyi.NounMember:
		return s.Member
	case pingyi.NounPanel:
		return s.Panel
	case pingyi.NounRound:
		return round()
	case pingyi.NounBallot:
		return round() + l.Of("，", ", ") + s.Member
	case pingyi.NounCredential:
		return s.Member
	case pingyi.NounTemplate:
		return fmt.Sprintf(l.Of("第 %d 号", "%d"), s.Template)
	case pingyi.NounServer:
		return s.Noun.In(l)
	case pingyi.NounRating, pingyi.NounAdjudication:
		return s.Department + " " + m.activity(s) + l.Of("，", ", ") + round()
	}
	return string(s.Noun)
}

func (m Model) activity(s pingyi.Subject) string {
	l := m.lang()
	if p := m.plans[planOf(s)]; p != nil {
		if i := slices.IndexFunc(p.Activities, func(a pingyi.Activity) bool { return a.ID == s.Activity }); i >= 0 {
			return fmt.Sprintf(l.Of("第 %d 项 %s", "activity %d %s"), i+1, p.Activities[i].Name)
		}
	}
	if name := m.names[theActivity(s)]; name != "" {
		return fmt.Sprintf(l.Of("“%s”", "%q"), name)
	}
	return fmt.Sprintf(l.Of("活动（内部号 %d）", "activity (id %d)"), s.Activity)
}

// theActivity is the activity that s is or is about.
func theActivity(s pingyi.Subject) pingyi.Subject {
	return pingyi.Subject{Noun: pingyi.NounActivity, Year: s.Year, Department: s.Department, Activity: s.Activity}
}

// named returns the names that the events give to activities, of each the last: one
// that was deleted goes by it.
func named(events []pingyi.Event) map[pingyi.Subject]string {
	names := map[pingyi.Subject]string{}
	for _, e := range events {
		for _, c := range e.Changes {
			if c.Subject.Noun != pingyi.NounActivity || names[c.Subject] != "" {
				continue
			}
			for _, f := range c.Fields {
				if f.Field == string(pingyi.FieldName) {
					names[c.Subject] = cmp.Or(f.After, f.Before)
				}
			}
		}
	}
	return names
}

// value returns a field's text where it says something: not an empty list, nor
// the tier of a rating that has none.
func value(text string) string {
	switch text {
	case "null", "[]", "{}", pingyi.Scale{}.Name(pingyi.NoTier):
		return ""
	}
	return text
}
