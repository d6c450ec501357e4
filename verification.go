package pingyi

import "slices"

// VerificationStage is how far the second keying of a plan has come.
type VerificationStage string

// The stages, in their order.
const (
	VerificationMarked   VerificationStage = "marked"    // nobody has taken it on
	VerificationKeying   VerificationStage = "keying"    // one member keys the second entry, and does not see the first
	VerificationHandedIn VerificationStage = "handed-in" // both entries lie open, differences are to be settled
	VerificationDone     VerificationStage = "verified"  // none was left
	VerificationChanged  VerificationStage = "changed"   // activities have changed since
)

// In returns the stage in l; empty for a plan that is not marked.
func (s VerificationStage) In(l Lang) string {
	switch s {
	case VerificationMarked:
		return l.Of("待二次录入", "to key again")
	case VerificationKeying:
		return l.Of("二次录入中", "being rekeyed")
	case VerificationHandedIn:
		return l.Of("待核对", "to be settled")
	case VerificationDone:
		return l.Of("已复核", "verified")
	case VerificationChanged:
		return l.Of("复核后有改动", "changed since")
	}
	return string(s)
}

// Verification is the second keying of a plan's activities by somebody who did not
// key the first entry, and what came of comparing the two: the independent
// verification of census offices. The first entry is the plan itself, as it stands
// when it is compared. What a plan says beside its activities is not keyed again.
type Verification struct {
	No       int               `json:"no"` // how many times the plan has been marked
	Stage    VerificationStage `json:"stage"`
	MarkedBy string            `json:"marked_by"`
	// First are the members who have changed activities that the plan has: they know
	// the first entry by heart.
	First  []string `json:"first"`
	Second string   `json:"second,omitempty"` // who took the second keying on

	Settled      int `json:"settled,omitempty"`       // differences
	FirstErrors  int `json:"first_errors,omitempty"`  // of these, settled against the first entry
	SecondErrors int `json:"second_errors,omitempty"` // and against the second; a third text is an error of both
}

// Under reports whether the verification is under way.
func (v Verification) Under() bool {
	return v.Stage == VerificationMarked || v.Stage == VerificationKeying || v.Stage == VerificationHandedIn
}

// Keyed reports whether the member keyed the first entry, or some of it.
func (v Verification) Keyed(member string) bool { return slices.Contains(v.First, member) }

// Settlement is how one difference between two entries was settled, and whose
// error it was.
type Settlement struct {
	Difference
	Chosen   string `json:"chosen"`   // the text that stands in both entries now; of a row its name, empty where it was dropped
	By       string `json:"by"`       // who settled it
	FirstBy  string `json:"first_by"` // who last changed the activity in the first entry; of a row it lacks, the first of its keyers
	SecondBy string `json:"second_by"`
}

// FirstWrong reports whether the first entry was in error.
func (s Settlement) FirstWrong() bool { return s.Chosen != s.First }

// SecondWrong reports whether the second entry was.
func (s Settlement) SecondWrong() bool { return s.Chosen != s.Second }

// Count returns v with the settlement counted.
func (v Verification) Count(s Settlement) Verification {
	v.Settled++
	if s.FirstWrong() {
		v.FirstErrors++
	}
	if s.SecondWrong() {
		v.SecondErrors++
	}
	return v
}

// Recount returns v with after counted in place of before.
func (v Verification) Recount(before, after Settlement) Verification {
	v = v.Count(after)
	v.Settled--
	if before.FirstWrong() {
		v.FirstErrors--
	}
	if before.SecondWrong() {
		v.SecondErrors--
	}
	return v
}
