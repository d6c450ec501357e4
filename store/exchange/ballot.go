package exchange

import (
	"errors"
	"fmt"

	"pingyi"
)

// maxFaults is how many faults of one ballot are told. A reviewer mends them one
// by one, over a line that drops: more than a plan's importer is told at once.
const maxFaults = 200

// WriteBallot writes a ballot to be filled in with any editor (txt) or
// spreadsheet (xlsx), with what its member has said so far already in it.
// [ReadBallot] reads either, in either language. Equal papers give equal bytes.
// send is the command line that sends the file back, as its reader is to type it.
//
// Text is UTF-8 with a byte order mark and Windows line ends, for the oldest
// Notepad to show it right.
func WriteBallot(format Format, p pingyi.Paper, l pingyi.Lang, send string) ([]byte, error) {
	for i := range p.Plans {
		if err := checkTiers(p.Plans[i].Scale); err != nil {
			return nil, err
		}
	}
	switch format {
	case TXT:
		return writeBallotText(p, l, send), nil
	case XLSX:
		return writeBallotSheet(p, l, send)
	}
	return nil, pingyi.Errorf(pingyi.Invalid, "评分表没有“%s”这种格式，可用的有 %s", "a ballot cannot be had as %q: use one of %s",
		pingyi.Excerpt(string(format), 20), list([]Format{TXT, XLSX}))
}

// ReadBallot reads a ballot that has been filled in. What it is, it tells by the
// content. Marks stay as they were typed, but for blanks and brackets around them.
//
// It returns what it could read, and an error that joins one [*pingyi.Error] with
// its place for every entry that it could not: a bad entry is left out and never
// takes another with it. Without a sound heading nothing is read, and the ballot
// names no panel.
func ReadBallot(name string, data []byte) (pingyi.FilledBallot, error) {
	f := filling{entries: map[pingyi.ActivityKey]*entry{}}
	format, err := contentWithin(name, data)
	switch {
	case pingyi.CodeOf(err) == pingyi.Invalid && errors.Unwrap(err) == nil && !blank(string(data)):
		err = noBallot()
	case err != nil: // empty, too big or damaged
	case format == XLSX:
		err = f.readSheet(data)
	case format == DOCX:
		err = noBallot()
	default:
		err = f.readText(data)
	}
	if err == nil && !f.headed {
		err = pingyi.Errorf(pingyi.Invalid, "找不到评分表开头以“# pingyi”起头的一行，认不出是谁的哪一份评分表；请从原来的文件抄回这一行，或重新取一份",
			"the line that begins with \"# pingyi\" is missing, so that nobody can tell whose ballot this is: copy it back from the file you fetched, or fetch a new one")
	}
	if err != nil {
		return pingyi.FilledBallot{File: name}, inFile(name, err)
	}
	f.ballot.File = name
	for _, e := range f.order {
		if !e.twice {
			f.ballot.Answers = append(f.ballot.Answers, e.Answer)
		}
	}
	return f.ballot, inFile(name, f.err())
}

// noBallot is the error for a file that is neither text nor a workbook.
func noBallot() *pingyi.Error {
	return pingyi.Errorf(pingyi.Invalid, "这不是纯文本（.txt），也不是 .xlsx 表格，读不了；请交填好的那份评分表，若存成了别的格式，请另存为纯文本再交",
		"this is neither plain text (.txt) nor an .xlsx workbook and cannot be read: send the ballot that you filled in, saved as plain text if it became something else")
}

// filling gathers what a filled ballot says.
type filling struct {
	ballot  pingyi.FilledBallot
	whose   heading // once headed
	headed  bool
	entries map[pingyi.ActivityKey]*entry
	order   []*entry
	faults  []error
	untold  int // faults beyond maxFaults
}

type entry struct {
	pingyi.Answer
	sheet string // "" in a text
	twice bool   // it is there twice, and says two different things
}

func (f *filling) fault(at pingyi.Place, zh, en string, args ...any) {
	f.tell(pingyi.Errorf(pingyi.Invalid, zh, en, args...).At(at))
}

func (f *filling) tell(fault *pingyi.Error) {
	if len(f.faults) == maxFaults {
		f.untold++
		return
	}
	f.faults = append(f.faults, fault)
}

func (f *filling) err() error {
	if f.untold > 0 {
		f.faults = append(f.faults, pingyi.Errorf(pingyi.TooBig, "还有 %d 处不对，没有一一列出；请先改好以上各处再交", "%d more are wrong and not listed: put these right first, then send it again", f.untold))
	}
	return errors.Join(f.faults...)
}

// head takes the line that says whose ballot this is. False when it is a second
// ballot's, of which nothing is to be read.
func (f *filling) head(h heading, at pingyi.Place) bool {
	if f.headed && h != f.whose {
		f.fault(at, "从这里起是另一份评分表，没有读；请把它另存为一个文件再交", "another ballot begins here and was not read: save it as a file of its own and send that")
		return false
	}
	if !f.headed {
		f.ballot = pingyi.FilledBallot{Panel: h.panel, Round: h.round, Member: h.member, Rev: h.rev, Line: at.Row}
		f.whose, f.headed = h, true
	}
	return true
}

// take adds an answer. Of two that differ neither is taken, as nobody can tell
// which is meant.
func (f *filling) take(a pingyi.Answer, at pingyi.Place) error {
	first, found := f.entries[a.Activity]
	if !found {
		if len(f.order) == MaxCells {
			return pingyi.Errorf(pingyi.TooBig, "评分表有超过 %d 项，不予读取", "the ballot has more than %d entries and is not read", MaxCells).At(at)
		}
		e := &entry{Answer: a, sheet: at.Table}
		f.entries[a.Activity], f.order = e, append(f.order, e)
		return nil
	}
	same := a
	same.Line = first.Line
	if same != first.Answer {
		first.twice = true
		there := pingyi.Place{Row: first.Line}
		if first.sheet != at.Table {
			there.Table = first.sheet
		}
		f.fault(at, "这一项活动在%s已有一份，两份填得不一样，都没有收下；请删去一份", "this activity is there already in %s and the two differ, so neither was taken: delete one", there)
	}
	return nil
}

// question is one activity that a paper asks for, with what its member has said.
type question struct {
	key      pingyi.ActivityKey
	no       int // within its plan
	plan     *pingyi.Plan
	activity *pingyi.Activity
	rating   pingyi.Rating // none where its Kind is empty
	marks    pingyi.Marks
	earlier  *pingyi.ActivityResult // of the round before
}

// questions lists what the paper asks for, plan by plan.
func questions(p pingyi.Paper) []question {
	ratings := map[pingyi.ActivityKey]pingyi.Rating{}
	for _, r := range p.Ballot.Ratings {
		ratings[r.Activity] = r
	}
	earlier := map[pingyi.ActivityKey]*pingyi.ActivityResult{}
	if p.Earlier != nil {
		for i := range p.Earlier.Activities {
			earlier[p.Earlier.Activities[i].Key] = &p.Earlier.Activities[i]
		}
	}
	var qs []question
	for i := range p.Plans {
		plan := &p.Plans[i]
		for j := range plan.Activities {
			k := pingyi.ActivityKey{PlanKey: plan.Key(), ID: plan.Activities[j].ID}
			if p.Round.Asks(k) {
				qs = append(qs, question{key: k, no: j + 1, plan: plan, activity: &plan.Activities[j], rating: ratings[k], marks: p.Panel.Marks, earlier: earlier[k]})
			}
		}
	}
	return qs
}

// stale reports whether the member's mark was given by other criteria than these.
func (q question) stale() bool { return q.rating.Kind != "" && q.rating.Stale(*q.activity) }

// given returns what goes into the places to fill: what the member has said, but
// nothing where the criteria have changed since.
func (q question) given(l pingyi.Lang) (mark, comment, reason string) {
	if q.rating.Kind == "" || q.stale() {
		return "", "", ""
	}
	return typedAs(markText(q.rating.Mark, q.plan.Scale, l)), q.rating.Comment, q.rating.Reason
}

// words names what may be entered for a mark.
func (q question) words(l pingyi.Lang) string {
	what := l.Of("0 到 100 的分数", "a score from 0 to 100")
	if q.marks != pingyi.MarkScore {
		what = tierNames(q.plan.Scale, " ") + digits(q.plan.Scale, l)
	}
	return what + l.Of("，或 弃权 回避 撤回", ", or abstain recuse clear")
}

// said tells a mark in a sentence: "良；评语：…".
func said(m pingyi.Mark, s pingyi.Scale, l pingyi.Lang) string {
	text := markText(m, s, l)
	for _, more := range []struct {
		field pingyi.Field
		text  string
	}{{pingyi.FieldComment, m.Comment}, {pingyi.FieldReason, m.Reason}} {
		if more.text != "" {
			text += l.Of("；", "; ") + more.field.Title(l) + l.Of("：", ": ") + more.text
		}
	}
	return text
}

// before tells what the round before made of the activity and what the member
// said of it then, a paragraph each; nil in a first round.
func (q question) before(l pingyi.Lang) []string {
	var texts []string
	if ar := q.earlier; ar != nil {
		text := fmt.Sprintf(l.Of("第 %d 轮：%s，评审组等级 %s", "Round %d: %s, the panel's grade %s"), ar.Round, tallyText(*ar), gradeText(*ar))
		if ar.Adjudication != nil {
			text += fmt.Sprintf(l.Of("，裁定为 %s", ", settled as %s"), ar.Adjudication.Grade)
		}
		texts = append(texts, text)
		for _, c := range ar.Comments {
			texts = append(texts, l.Of("评语（不署名）：", "A comment (unsigned): ")+c)
		}
	}
	if was := q.rating.Was; was != nil {
		texts = append(texts, l.Of("您上一次评的是：", "Your mark then: ")+said(*was, q.plan.Scale, l))
	}
	return texts
}

// changed tells a member whose mark is stale what they said by the old criteria.
func (q question) changed(l pingyi.Lang) string {
	return l.Of("注意：您评分之后评价标准有改动，请看过新标准再评。您改动之前评的是：", "Note: the criteria were changed after you gave your mark. Read them and give it once more. Before the change you said: ") +
		said(q.rating.Mark, q.plan.Scale, l)
}
