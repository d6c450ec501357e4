package pingyi

// Adjudication is the chair's grade of an activity on which the panel stays
// split. It is printed beside the panel's own grade, which it does not change.
type Adjudication struct {
	Panel    string      `json:"panel"`
	Round    int         `json:"round"`
	Activity ActivityKey `json:"activity"`
	Tier     Tier        `json:"tier"`
	Reason   string      `json:"reason"`
	By       string      `json:"by"`
}

// Clean returns the adjudication as the record keeps it, for an activity graded
// on scale. It takes a reason.
func (a Adjudication) Clean(scale Scale) (Adjudication, error) {
	if !scale.Has(a.Tier) {
		return a, Errorf(Invalid, "没有这个档次，请填 %s", "there is no such tier: enter one of %s", scale.list())
	}
	reason, err := CleanReason(a.Reason)
	if err == nil && reason == "" {
		err = Errorf(Invalid, "裁定要说明理由", "an adjudication takes a reason")
	}
	a.Reason = reason
	return a, err
}

// CleanReason returns the reason for an act of the chair as the record keeps it:
// one line of at most [MaxName] characters.
func CleanReason(s string) (string, error) {
	s, _, err := CleanLine(s)
	if err == nil && len([]rune(s)) > MaxName {
		err = Errorf(TooBig, "理由太长，最多 %d 个字", "the reason is too long: at most %d characters", MaxName)
	}
	return s, err
}

// Signature is the chair's under a result. From then on nothing in it changes.
type Signature struct {
	By     string `json:"by"`
	Rev    uint64 `json:"rev"`    // journal revision of the signing
	Digest string `json:"digest"` // of the result, see [Result.Digest]
}
