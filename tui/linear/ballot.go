package linear

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"

	"pingyi"
	"pingyi/store"
)

// ballot is the dialogue over one panel's open round, activity by activity.
type ballot struct {
	*dialogue
	panel string
	paper pingyi.Paper
	items []item
	at    int
	seen  item // the item as it was last shown
	told  bool // that a submitted rating that is changed has to be submitted again
	// waiting are the comments on what is not rated yet: a comment is saved with
	// its rating.
	waiting map[pingyi.ActivityKey]string
	// left are the lines that an earlier dialogue broke off in.
	left map[pingyi.ActivityKey][]string
	// held are those of what waits, as they are kept.
	held map[pingyi.ActivityKey]string
}

// item returns the one that the person is at, the zero item when there is none.
func (b *ballot) item() item {
	if len(b.items) == 0 {
		return item{}
	}
	return b.items[b.at]
}

// rate holds the dialogue over a panel's ballot until its round is over, or with
// errBack until the person leaves it.
func (d *dialogue) rate(panel string) error {
	b := &ballot{dialogue: d, panel: panel, waiting: map[pingyi.ActivityKey]string{}, left: map[pingyi.ActivityKey][]string{}, held: map[pingyi.ActivityKey]string{}}
	defer d.present(pingyi.Subject{}, false)
	if err := b.load(); err != nil {
		return b.failed(err)
	}
	if b.over() {
		return nil
	}
	d.say(fmt.Sprintf(d.of("评审组 %s，第 %d 轮，共 %d 项。", "Panel %s, round %d, %d activities."), panel, b.paper.Round.No, len(b.items)))
	b.at = max(0, b.wanting(-1))
	left, err := b.recall()
	switch {
	case err != nil: // rating goes on without
		if err := b.explain(err); err != nil {
			return err
		}
	case left >= 0:
		b.at = left
		b.where()
	}
	b.show()
	for {
		err := b.turn()
		switch {
		case errors.Is(err, errOver):
			b.drop()
			return nil
		case errors.Is(err, errBack), errors.Is(err, io.EOF):
			b.leave()
			return err
		case err == nil:
		default:
			if err := b.explain(err); err != nil {
				return err
			}
		}
	}
}

// turn takes a line and does what it says. Once that is done or refused nothing is
// kept of the line; where the dialogue ends over it, it was not done.
func (b *ballot) turn() error {
	if err := b.offer(); errors.Is(err, errBack) {
		return b.quit()
	} else if err != nil {
		return err
	}
	line, err := b.compose(b.prompt(), "")
	switch {
	case err == nil:
		err = b.obey(line)
	case errors.Is(err, errBack):
		err = b.quit()
	}
	switch cut := b.ctx.Err() != nil || b.ended && errors.Is(err, io.EOF); {
	case !cut:
		b.forget()
	case line != "" && b.draft.before == "": // over a question that it led to
		b.leaveOff(line)
	}
	return err
}

// errOver ends a ballot whose round is over.
var errOver = errors.New("the round is over")

func (b *ballot) prompt() string {
	if b.paper.Panel.Marks == pingyi.MarkScore {
		return fmt.Sprintf(b.of("%s打分（0–100，? 帮助）：", "Score of activity %s (0-100, ? for help): "), b.number(b.item()))
	}
	return fmt.Sprintf(b.of("%s评分（1–%d，? 帮助）：", "Rating of activity %s (1-%d, ? for help): "), b.number(b.item()), b.item().scale.Len())
}

// load reads the ballot anew. The person stays at the same activity.
func (b *ballot) load() error {
	p, err := b.Desk.Paper(b.ctx, b.panel)
	if err != nil {
		return err
	}
	var key pingyi.ActivityKey
	if len(b.items) > 0 {
		key = b.item().key
	}
	b.paper, b.items = p, items(p)
	if i := slices.IndexFunc(b.items, func(it item) bool { return it.key == key }); i >= 0 {
		b.at = i
	}
	b.at = max(0, min(b.at, len(b.items)-1))
	if len(b.items) > 0 {
		b.where()
	}
	return nil
}

// where tells others what the person is at.
func (b *ballot) where() {
	k := b.item().key
	b.present(pingyi.Subject{Noun: pingyi.NounActivity, Year: k.Year, Department: k.Department, Activity: k.ID}, false)
}

// over says so if there is nothing to rate any more.
func (b *ballot) over() bool {
	switch {
	case b.paper.Round.Closed:
		b.say(fmt.Sprintf(b.of("第 %d 轮已经结束，评分不能再改。", "Round %d is closed: ratings cannot be changed any more."), b.paper.Round.No))
	case len(b.items) == 0:
		b.say(b.of("这个评审组现在没有要评的活动。", "This panel has nothing to rate now."))
	default:
		return false
	}
	return true
}

// fresh reads the ballot anew before anything is done with it, and reports whether
// it still is what the person was shown. If not it says so and shows what is there
// now: nobody rates what they have not read.
func (b *ballot) fresh() (bool, error) {
	round := b.paper.Round.No
	if err := b.load(); err != nil {
		return false, err
	}
	if b.over() {
		return false, errOver
	}
	switch {
	case b.paper.Round.No != round:
		b.say(fmt.Sprintf(b.of("第 %d 轮已经结束，现在是第 %d 轮。刚才输入的没有执行。", "Round %d is closed and round %d is open. What you typed was not acted on."), round, b.paper.Round.No))
		b.told = false
		b.drop()
		b.at = max(0, b.wanting(-1))
	case !b.item().same(b.seen):
		b.say(b.of("这一项刚才有改动，请再看一遍。刚才输入的没有执行。", "This activity has just been changed: please read it again. What you typed was not acted on."))
	default:
		return true, nil
	}
	b.show()
	return false, nil
}

// obey does what a line says.
func (b *ballot) obey(line string) error {
	c, arg := parse(line, b.item().scale)
	if c != none && arg == "" { // nobody goes on with a bare command
		b.forget()
	}
	switch c {
	case quit:
		return b.quit()
	case help:
		b.help()
		return nil
	}
	if ok, err := b.fresh(); !ok {
		return err
	}
	switch c {
	case next:
		if b.at+1 == len(b.items) {
			b.say(b.of("这是最后一项。l 列出全部，s 提交。", "This is the last one. l lists all, s submits."))
			return nil
		}
		b.move(b.at + 1)
	case back:
		if b.at == 0 {
			b.say(b.of("这是本轮的第一项。", "This is the first one."))
			return nil
		}
		b.move(b.at - 1)
	case goTo:
		to, err := b.find(arg)
		if err != nil {
			return err
		}
		b.move(to)
	case again:
		b.show()
	case comment:
		return b.comment(arg)
	case reason:
		return b.reason(arg)
	case takeBack:
		return b.takeBack()
	case submit:
		return b.submit()
	case list:
		b.summary()
	default:
		return b.mark(line)
	}
	return nil
}

func (b *ballot) move(to int) {
	b.at = to
	b.where()
	b.show()
}

// wanting returns the first item after i with something left to do, from the front
// again after the last; -1 when there is none.
func (b *ballot) wanting(i int) int {
	for step := range b.items {
		if j := (i + 1 + step) % len(b.items); b.items[j].wanting() {
			return j
		}
	}
	return -1
}

// goOn moves to what is left to do, and says so when there is nothing.
func (b *ballot) goOn() {
	if i := b.wanting(b.at); i >= 0 && i != b.at {
		b.move(i)
		return
	}
	if b.item().wanting() {
		return
	}
	for i := b.at + 1; i < len(b.items); i++ { // carried over, and perhaps not looked at yet
		if b.items[i].rating.Carried {
			b.move(i)
			return
		}
	}
	if b.unsubmitted() > 0 {
		b.say(b.of("全部评完。l 列出全部，s 提交。", "All rated. l lists all, s submits."))
		return
	}
	b.say(b.of("全部评完，也都已提交。", "All rated and submitted."))
}

// unsubmitted counts what submitting would hand in.
func (b *ballot) unsubmitted() (n int) {
	for _, it := range b.items {
		if it.rated() && it.rating.Rev > b.paper.Ballot.SubmittedAt[it.department.Code] {
			n++
		}
	}
	return n
}

// quit leaves the ballot, but asks first where a comment would be lost.
func (b *ballot) quit() error {
	lost := false
	for _, it := range b.items {
		if text := b.waiting[it.key]; text != "" && b.held[it.key] == "" {
			lost = true
			b.say(fmt.Sprintf(b.of("%s还没有评分，评语不会保存：%s", "Activity %s is not rated, so this comment is not saved: %s"), b.number(it), text))
		}
	}
	if !lost {
		return errBack
	}
	yes, err := b.confirm(b.of("不要没有保存的评语，现在就离开吗？", "Leave now, without what is not saved?"))
	switch {
	case err != nil:
		return err
	case !yes:
		return nil
	}
	maps.DeleteFunc(b.waiting, func(k pingyi.ActivityKey, _ string) bool { return b.held[k] == "" })
	return errBack
}

// leave says what is left to do another time.
func (b *ballot) leave() {
	b.drop()
	if n := b.unsubmitted(); n > 0 {
		b.say(fmt.Sprintf(b.of("评过的都已保存，其中 %d 项还没有提交；下次可以接着评。", "All your ratings are saved, %d of them not submitted yet; you can go on next time."), n))
	}
}

// submit says what the ballot holds, asks, and hands it in.
func (b *ballot) submit() error {
	var missing []item
	rated := false
	for i, it := range b.items {
		switch {
		case !it.rated():
			missing = append(missing, it)
			continue
		case it.wanting():
			b.say(fmt.Sprintf(b.of("%s还不能提交。", "Activity %s cannot be submitted yet."), b.number(it)))
			b.move(i)
			return nil
		}
		rated = true
	}
	switch {
	case !rated:
		return pingyi.Errorf(pingyi.State, "还没有评任何一项，无可提交", "nothing has been rated yet, so there is nothing to submit")
	case b.unsubmitted() == 0:
		b.say(b.of("已全部提交，没有新的改动。", "Everything is submitted already, nothing has changed since."))
		return nil
	}
	b.summary()
	if len(missing) > 0 {
		b.say(fmt.Sprintf(b.of("未评的不会计入：%s。", "Missing ones will not count: %s."), b.numbers(missing)))
	}
	b.say(b.of("提交后到本轮结束前仍可修改；改过的要再提交一次，此前以原来的为准。", "Until the round closes you may still change a mark; the old one counts until you submit once more."))
	yes, err := b.confirm(b.of("现在提交吗？", "Submit now?"))
	if err != nil {
		return err
	}
	if !yes {
		b.say(b.of("没有提交。", "Not submitted."))
		return nil
	}
	count, err := b.Desk.Submit(b.ctx, b.panel, "")
	if err != nil {
		return err
	}
	b.say(fmt.Sprintf(b.of("已提交：评分 %d 项，弃权 %d，回避 %d，未评 %d。", "Submitted: %d rated, %d abstained, %d recused, %d missing."),
		count[pingyi.Submitted], count[pingyi.StateAbstained], count[pingyi.StateRecused], count[pingyi.Missing]))
	return b.reread()
}

// reread loads the ballot after the person's own change, which they know of.
func (b *ballot) reread() error {
	if err := b.load(); err != nil {
		return err
	}
	if len(b.items) == 0 {
		return nil
	}
	if b.item().key == b.seen.key {
		b.seen.rating, b.seen.state = b.item().rating, b.item().state
	}
	return nil
}

// give writes a mark on the item that the person is at; nil takes theirs back.
func (b *ballot) give(m *pingyi.Mark) error {
	it := b.item()
	if err := b.Desk.Rate(b.ctx, b.panel, []store.Marked{{Activity: it.key, Mark: m}}); err != nil {
		return err
	}
	submitted := it.state == pingyi.Submitted
	if err := b.reread(); err != nil {
		return err
	}
	if submitted && m != nil && b.item().key == it.key && b.item().state == pingyi.Draft && !b.told {
		b.told = true
		b.say(b.of("已提交的评分改过后是草稿，请再提交一次（s）。", "A submitted rating that you change is a draft again: submit once more (s)."))
	}
	return nil
}
