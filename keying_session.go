package pingyi

import (
	"cmp"
	"slices"
	"time"
)

// KeyingSession is what one member keyed into one entry of a plan between opening it
// and leaving it, or losing the line. One whose program was killed is not counted.
type KeyingSession struct {
	Member string    `json:"member"`
	Plan   PlanKey   `json:"plan"`
	Second bool      `json:"second_entry"` // the second entry rather than the first
	Began  time.Time `json:"began"`
	Ended  time.Time `json:"ended"`

	// Active is how much of that was work, as JSON in nanoseconds: of a pause longer than
	// [KeyingPause] between two keys nothing counts.
	Active time.Duration `json:"active"`

	Records    int `json:"records"`    // rows that are new or have changed
	Cells      int `json:"cells"`      // texts accepted
	Keystrokes int `json:"keystrokes"` // keys pressed; a paste is one
	// Corrections are cells that were changed again after they had been accepted, and
	// steps that were undone.
	Corrections int `json:"corrections"`
}

// KeyingPause is how long no key is pressed before the clock of a [KeyingSession]
// stops, back to the last key.
const KeyingPause = 5 * time.Minute

// Check refuses figures that no session can have. Began and Ended are no reason: they
// are by a clock that may be set meanwhile, and what was keyed is not lost over that.
func (s KeyingSession) Check() error {
	if n := min(s.Records, s.Cells, s.Keystrokes, s.Corrections); n < 0 {
		return Errorf(Invalid, "录入统计不对：行、格、击键、更正里有一个是 %d", "the figures of a keying session are wrong: rows, cells, keystrokes or corrections are %d", n)
	}
	if s.Active < 0 || int64(s.Active/KeyingPause) > int64(s.Keystrokes) {
		return Errorf(Invalid, "录入统计不对：%d 次击键不会用时 %v", "the figures of a keying session are wrong: %d keystrokes do not take %v", s.Keystrokes, s.Active)
	}
	return CheckCode(NounDepartment, s.Plan.Department)
}

// PerHour returns the keystrokes an hour of work. ok is false where there was no
// time to speak of, less than a minute.
func (s KeyingSession) PerHour() (n int, ok bool) {
	if s.Active < time.Minute {
		return 0, false
	}
	return int(float64(s.Keystrokes) / s.Active.Hours()), true
}

// KeyingTotal is what a member has keyed into one entry of a plan, and how much of it
// verification found to be wrong. Began is when the first of the sessions did, Ended
// when the last did.
type KeyingTotal struct {
	KeyingSession
	Sessions int `json:"sessions"`
	// Errors are the differences that were settled against what the member keyed.
	Errors int `json:"errors"`
}

// PerThousand returns the errors in a thousand keystrokes. ok is false where no
// keystrokes were counted: what was wrong came in another way, by a file.
func (t KeyingTotal) PerThousand() (n float64, ok bool) {
	if t.Keystrokes == 0 {
		return 0, false
	}
	return float64(t.Errors) * 1000 / float64(t.Keystrokes), true
}

// TotalKeying adds up sessions by member, plan and entry, in that order, and charges
// the errors that settlements found: those in the first entry to who last changed the
// activity there. settled are those of each plan.
func TotalKeying(sessions []KeyingSession, settled map[PlanKey][]Settlement) []KeyingTotal {
	type key struct {
		member string
		plan   PlanKey
		second bool
	}
	totals := map[key]*KeyingTotal{}
	of := func(member string, plan PlanKey, second bool) *KeyingTotal {
		k := key{member, plan, second}
		if totals[k] == nil {
			totals[k] = &KeyingTotal{KeyingSession: KeyingSession{Member: member, Plan: plan, Second: second}}
		}
		return totals[k]
	}
	for _, s := range sessions {
		t := of(s.Member, s.Plan, s.Second)
		if t.Sessions == 0 || s.Began.Before(t.Began) {
			t.Began = s.Began
		}
		if s.Ended.After(t.Ended) {
			t.Ended = s.Ended
		}
		t.Sessions++
		t.Active += s.Active
		t.Records, t.Cells = t.Records+s.Records, t.Cells+s.Cells
		t.Keystrokes, t.Corrections = t.Keystrokes+s.Keystrokes, t.Corrections+s.Corrections
	}
	for plan, list := range settled {
		for _, s := range list {
			if s.FirstWrong() {
				of(s.FirstBy, plan, false).Errors++
			}
			if s.SecondWrong() {
				of(s.SecondBy, plan, true).Errors++
			}
		}
	}
	list := make([]KeyingTotal, 0, len(totals))
	for _, t := range totals {
		list = append(list, *t)
	}
	slices.SortFunc(list, func(a, b KeyingTotal) int {
		second := func(t KeyingTotal) int {
			if t.Second {
				return 1
			}
			return 0
		}
		return cmp.Or(cmp.Compare(a.Member, b.Member), a.Plan.Compare(b.Plan), cmp.Compare(second(a), second(b)))
	})
	return list
}
