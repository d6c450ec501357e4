package store

import (
	"fmt"
	"strings"

	"pingyi"
)

// The keys of the record. Every part is a number or a code that
// [pingyi.CheckCode] has passed, so that "/" separates and nothing needs
// escaping. What lies under draft/, setting/ and bookmark/ is beside the journal;
// everything else but head, journal/ and command/ is a record that the journal
// accounts for.
const (
	headKey     = "head"
	journalPart = "journal/"
	commandPart = "command/"
	draftPart   = "draft/"
	planPart    = "plan/"
	indexPart   = "index/"
	actPart     = "activity/"
	memberPart  = "member/"
	panelPart   = "panel/"
	roundPart   = "round/"
	ratingPart  = "rating/"
	ballotPart  = "ballot/"
	rulingPart  = "adjudication/"
	credPart    = "credential/"
	doorPart    = "key/"     // by fingerprint, whose public key it is
	settingPart = "setting/" // beside the journal, as drafts are
	hostKeyKey  = "server/host-key"

	bookmarkPart     = "bookmark/"
	verificationPart = "verification/"
	secondPart       = "second/"
	secondIndexPart  = "second-index/"
	keyersPart       = "keyers/" // who keyed what of the first entry
	settlementPart   = "settlement/"
	keyingPart       = "keying/"
)

func journalKey(rev uint64) string { return fmt.Sprintf("%s%016x", journalPart, rev) }
func commandKey(id string) string  { return commandPart + id }
func memberKey(id string) string   { return memberPart + id }
func panelKey(id string) string    { return panelPart + id }

func planKey(k pingyi.PlanKey) string { return fmt.Sprintf("%s%d/%s", planPart, k.Year, k.Department) }
func indexKey(k pingyi.PlanKey) string {
	return fmt.Sprintf("%s%d/%s", indexPart, k.Year, k.Department)
}

// activitiesOf is the prefix of one generation of a plan's activities.
func activitiesOf(k pingyi.PlanKey, gen int) string {
	return fmt.Sprintf("%s%d/", planActivities(k), gen)
}

// planActivities is the prefix of all generations.
func planActivities(k pingyi.PlanKey) string {
	return fmt.Sprintf("%s%d/%s/", actPart, k.Year, k.Department)
}

func activityKey(k pingyi.ActivityKey, gen int) string {
	return fmt.Sprintf("%s%06d", activitiesOf(k.PlanKey, gen), k.ID)
}

func roundsOf(panel string) string          { return roundPart + panel + "/" }
func roundKey(panel string, no int) string  { return fmt.Sprintf("%s%03d", roundsOf(panel), no) }
func ballotsOf(panel string, no int) string { return fmt.Sprintf("%s%s/%03d/", ballotPart, panel, no) }
func ratingsIn(panel string, no int) string { return fmt.Sprintf("%s%s/%03d/", ratingPart, panel, no) }
func draftsOf(member string) string         { return draftPart + member + "/" }
func draftKey(member, object string) string { return draftsOf(member) + object }

func ballotKey(panel string, no int, member string) string { return ballotsOf(panel, no) + member }

func credentialKey(member string) string { return credPart + member }
func settingKey(member string) string    { return settingPart + member }
func bookmarkKey(member string) string   { return bookmarkPart + member }

// doorKey is where the member with a public key is named. A fingerprint is
// base64, whose "/" and "+" are none of our keys.
func doorKey(fingerprint string) string {
	return doorPart + strings.NewReplacer("/", "_", "+", "-").Replace(strings.TrimPrefix(fingerprint, "SHA256:"))
}

func rulingsOf(panel string, no int) string { return fmt.Sprintf("%s%s/%03d/", rulingPart, panel, no) }

func rulingKey(a pingyi.Adjudication) string {
	return fmt.Sprintf("%s%d/%s/%06d", rulingsOf(a.Panel, a.Round), a.Activity.Year, a.Activity.Department, a.Activity.ID)
}

func ratingsOf(panel string, no int, member string) string {
	return ratingsIn(panel, no) + member + "/"
}

func ratingKey(r pingyi.Rating) string {
	return fmt.Sprintf("%s%d/%s/%06d", ratingsOf(r.Panel, r.Round, r.Member), r.Activity.Year, r.Activity.Department, r.Activity.ID)
}

func verificationKey(k pingyi.PlanKey) string {
	return fmt.Sprintf("%s%d/%s", verificationPart, k.Year, k.Department)
}

func keyersKey(k pingyi.PlanKey) string {
	return fmt.Sprintf("%s%d/%s", keyersPart, k.Year, k.Department)
}

// Each time a plan is marked its second entry and what is settled lie apart from
// those of the times before, which stay: no is the time.
func secondIndexKey(k pingyi.PlanKey, no int) string {
	return fmt.Sprintf("%s%d/%s/%d", secondIndexPart, k.Year, k.Department, no)
}

func secondsOf(k pingyi.PlanKey, no int) string {
	return fmt.Sprintf("%s%d/%s/%d/", secondPart, k.Year, k.Department, no)
}

func secondKey(k pingyi.PlanKey, no, id int) string {
	return fmt.Sprintf("%s%06d", secondsOf(k, no), id)
}

// A settlement's key begins with the activity of the plan that it is about, 0 where
// there is none.
func settlementKey(k pingyi.PlanKey, no, activity, row int) string {
	return fmt.Sprintf("%s%06d/%06d", settlementsOf(k, no), activity, row)
}

func settlementsOf(k pingyi.PlanKey, no int) string {
	return fmt.Sprintf("%s%d/%s/%d/", settlementPart, k.Year, k.Department, no)
}

// A session's key has the revision by which it was recorded.
func keyingKey(member string, rev uint64) string {
	return fmt.Sprintf("%s%s/%016x", keyingPart, member, rev)
}

// journaled reports whether the journal accounts for what lies at key.
func journaled(key string) bool {
	for _, part := range []string{journalPart, commandPart, draftPart, settingPart, bookmarkPart} {
		if strings.HasPrefix(key, part) {
			return false
		}
	}
	return key != headKey
}

// subjectOf names the record at key. ok is false for a key that is none, or one
// that only serves the store: an index says nothing that its plan does not.
func subjectOf(key string) (s pingyi.Subject, ok bool) {
	part, rest, _ := strings.Cut(key, "/")
	f := strings.Split(rest, "/")
	scan := func(n int, noun pingyi.Noun, format string, into ...any) bool {
		if len(f) != n {
			return false
		}
		s.Noun = noun
		_, err := fmt.Sscanf(strings.Join(f, " "), format, into...)
		return err == nil
	}
	var gen int
	var rev uint64
	switch part + "/" {
	case planPart:
		ok = scan(2, pingyi.NounPlan, "%d %s", &s.Year, &s.Department)
	case actPart:
		ok = scan(4, pingyi.NounActivity, "%d %s %d %d", &s.Year, &s.Department, &gen, &s.Activity)
	case memberPart:
		ok = scan(1, pingyi.NounMember, "%s", &s.Member)
	case panelPart:
		ok = scan(1, pingyi.NounPanel, "%s", &s.Panel)
	case roundPart:
		ok = scan(2, pingyi.NounRound, "%s %d", &s.Panel, &s.Round)
	case ballotPart:
		ok = scan(3, pingyi.NounBallot, "%s %d %s", &s.Panel, &s.Round, &s.Member)
	case rulingPart:
		ok = scan(5, pingyi.NounAdjudication, "%s %d %d %s %d", &s.Panel, &s.Round, &s.Year, &s.Department, &s.Activity)
	case credPart:
		ok = scan(1, pingyi.NounCredential, "%s", &s.Member)
	case verificationPart:
		ok = scan(2, pingyi.NounVerification, "%d %s", &s.Year, &s.Department)
	case secondPart:
		ok = scan(4, pingyi.NounSecond, "%d %s %d %d", &s.Year, &s.Department, &gen, &s.Row)
	case settlementPart:
		ok = scan(5, pingyi.NounSettlement, "%d %s %d %d %d", &s.Year, &s.Department, &gen, &s.Activity, &s.Row)
	case keyingPart:
		ok = scan(2, pingyi.NounKeying, "%s %x", &s.Member, &rev)
	case templatePart:
		ok = scan(1, pingyi.NounTemplate, "%d", &s.Template)
	case "server/":
		ok, s.Noun = key == hostKeyKey, pingyi.NounServer
	case ratingPart:
		ok = scan(6, pingyi.NounRating, "%s %d %s %d %s %d", &s.Panel, &s.Round, &s.Member, &s.Year, &s.Department, &s.Activity)
	}
	return s, ok
}
