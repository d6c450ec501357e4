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

// ParseTier reads a tier as a person types it where nothing else is asked for: no
// abstention, no recusal and no comment.
func ParseTier(s string, scale Scale) (Tier, error) {
	m, err := ParseMark(s, MarkTier, scale)
	if err != nil || m.Kind != Graded || m.Comment != "" {
		return NoTier, Errorf(Invalid, "看不懂“%s”，请填 %s 中的一个", "cannot read %q: enter one of %s", Excerpt(s, 20), scale.list())
	}
	return m.Tier, nil
}

// Settled returns why there is nothing to adjudicate on the activity, nil where
// the panel has not agreed. A panel agrees without being of one mind: what counts
// is that it has a grade, and no dissent.
func (ar ActivityResult) Settled() error {
	if ar.Split() {
		return nil
	}
	return Errorf(State, "评审组对“%s”已有等级 %s，而且没有分歧，不需要裁定", "the panel has a grade for %q, %s, without dissent: there is nothing to adjudicate", ar.Name, *ar.Grade)
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
