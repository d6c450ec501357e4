package pingyi

import (
	"crypto/sha256"
	"encoding/hex"
)

// Result is what a panel's round makes of its ratings. Its JSON form is the
// exchange format.
type Result struct {
	Panel       string             `json:"panel"`
	Round       int                `json:"round"`
	Rule        Rule               `json:"rule"`
	Activities  []ActivityResult   `json:"activities"`
	Departments []DepartmentResult `json:"departments"`
	Agreement   Agreement          `json:"agreement"` // of the activities that this round asked for
	Closed      bool               `json:"closed"`
	Signature   *Signature         `json:"signature,omitempty"`
}

// Digest names the result: the SHA-256, in hexadecimal, of its JSON form in
// Chinese on one line, without the signature, which carries it. res must have
// been tabulated in [Zh].
func (res Result) Digest() (string, error) {
	res.Signature = nil
	b, err := plainJSON(res)
	if err != nil {
		return "", err
	}
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:]), nil
}

// ActivityResult is the consensus on one activity.
type ActivityResult struct {
	Department   string   `json:"department"`
	No           int      `json:"no"`
	Name         string   `json:"name"`
	Budget       Amount   `json:"budget"`
	Assigned     int      `json:"assigned"`
	Submitted    int      `json:"submitted"`
	Abstained    int      `json:"abstained"`
	Recused      int      `json:"recused"`
	Quorum       bool     `json:"quorum"`
	Tally        tierMap  `json:"tally"` // worst first
	Grade        *string  `json:"grade"` // null without a quorum
	Mark         string   `json:"mark"`
	Score        *float64 `json:"score"`
	Dissent      bool     `json:"dissent"`
	Working      string   `json:"working"`
	Rank         int      `json:"rank,omitempty"`     // among the result's activities, 1 the best; equal tallies share one
	Round        int      `json:"round"`              // in which it was last rated
	Final        *string  `json:"final"`              // the adjudicated grade where there is one, else the panel's own
	Stale        int      `json:"stale,omitempty"`    // of the submitted: given by a rubric that was changed since
	Comments     []string `json:"comments,omitempty"` // what members wrote, unsigned, in the order of the text
	Adjudication *Ruling  `json:"adjudication,omitempty"`

	Consensus Consensus   `json:"-"`
	Key       ActivityKey `json:"-"`
	FinalTier Tier        `json:"-"` // of Final, NoTier where there is none
}

// Ruling is an adjudication as a result prints it.
type Ruling struct {
	Grade  string `json:"grade"`
	Reason string `json:"reason"`
	By     string `json:"by"`
}

// Split reports whether the panel has not agreed: there is dissent, or no grade.
func (ar ActivityResult) Split() bool { return ar.Dissent || ar.Grade == nil }

// Unsettled returns the activities that the panel has not agreed on and the chair
// has not adjudicated.
func (r Result) Unsettled() (list []ActivityResult) {
	for _, ar := range r.Activities {
		if ar.Split() && ar.Adjudication == nil {
			list = append(list, ar)
		}
	}
	return list
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
