package pingyi

// Paper is what a member is asked to rate, and what they have said so far.
type Paper struct {
	Panel  Panel
	Round  Round
	Plans  []Plan // whole: which activities are asked for is [Round.Asks]'s to say
	Ballot Ballot
	// Earlier is the result of the round before, with its tallies and unsigned
	// comments, in Chinese; nil in the first round.
	Earlier *Result
	// Rev is how many changes the member had made of the ballot in this round: 0
	// for one as it was when the round was opened, with what was carried over. It
	// is no journal revision, which would count what others do under seal too.
	Rev uint64
}

// EarlierOf returns what the round before made of an activity.
func (p Paper) EarlierOf(k ActivityKey) (ActivityResult, bool) {
	if p.Earlier != nil {
		for _, ar := range p.Earlier.Activities {
			if ar.Key == k {
				return ar, true
			}
		}
	}
	return ActivityResult{}, false
}

// FilledBallot is a ballot that went away as a file and has come back.
type FilledBallot struct {
	File    string // its name, for messages
	Panel   string
	Round   int
	Member  string
	Rev     uint64 // of the [Paper] that it was written from
	Line    int    // of the heading that says all this, as [Answer.Line] counts them
	Answers []Answer
}

// Answer is what a filled ballot says of one activity, as it was typed. An empty
// Mark leaves the record's as it is.
type Answer struct {
	Activity ActivityKey
	Rubric   string // digest of the rubric that the member read
	Mark     string // as [ParseMark] reads it, or 撤回, "clear"
	Comment  string
	Reason   string
	Line     int // in the file, from 1; a row in a spreadsheet
}
