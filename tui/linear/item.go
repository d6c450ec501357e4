package linear

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/tui/parts/tier"
)

// item is one activity that the round asks for, and what the member says of it.
type item struct {
	key        pingyi.ActivityKey
	no         int // within its plan, as on screens and ballots
	department pingyi.Department
	scale      pingyi.Scale
	activity   pingyi.Activity
	rating     pingyi.Rating
	state      pingyi.RatingState // Missing: there is no rating
}

// items returns what a paper asks for, in its order.
func items(p pingyi.Paper) (list []item) {
	for i := range p.Plans {
		plan := &p.Plans[i]
		for n, a := range plan.Activities {
			it := item{key: pingyi.ActivityKey{PlanKey: plan.Key(), ID: a.ID}, no: n + 1, department: plan.Department, scale: plan.Scale, activity: a, state: pingyi.Missing}
			if !p.Round.Asks(it.key) {
				continue
			}
			if r, found := p.Ballot.Of(it.key); found {
				it.rating, it.state = r, p.Ballot.State(r)
			}
			list = append(list, it)
		}
	}
	return list
}

func (it item) rated() bool { return it.state != pingyi.Missing }

// stale reports whether the rubric was changed after the member rated by it.
func (it item) stale() bool { return it.rated() && it.rating.Stale(it.activity) }

// wanting reports whether something is left to do before the item can count.
func (it item) wanting() bool { return !it.rated() || it.stale() || it.rating.WantsReason() }

// same reports whether both show the person the same.
func (it item) same(o item) bool {
	return it.key == o.key && it.activity.Equal(o.activity) && it.rated() == o.rated() && it.rating.Rev == o.rating.Rev
}

// said returns what a mark gives, in the person's language.
func (it item) said(m pingyi.Mark, l pingyi.Lang) string {
	switch {
	case m.Kind == pingyi.Abstained:
		return pingyi.StateAbstained.In(l)
	case m.Kind == pingyi.Recused:
		return pingyi.StateRecused.In(l)
	case m.Score != nil:
		return fmt.Sprintf(l.Of("%s 分（%s）", "%s points (%s)"), m.Score, it.scale.Name(m.Tier))
	}
	return it.scale.Name(m.Tier)
}

// standing returns what the member has said of the item, and how far that has come.
func (it item) standing(l pingyi.Lang) string {
	switch {
	case !it.rated():
		return it.state.In(l)
	case it.rating.Kind != pingyi.Graded:
		return it.said(it.rating.Mark, l)
	case it.rating.Carried:
		return it.said(it.rating.Mark, l) + l.Of("，沿用上一轮，提交后才算数", ", carried over, counts once submitted")
	}
	return it.said(it.rating.Mark, l) + l.Of("，", ", ") + it.state.In(l)
}

// mark reads what the person says of the item: the number of a tier as it stands on
// paper, or whatever [pingyi.ParseMark] reads, with a comment after a colon.
func (it item) mark(line string, marks pingyi.Marks) (pingyi.Mark, error) {
	what, comment := line, ""
	if i := strings.IndexAny(line, ":："); i >= 0 {
		what, comment = line[:i], strings.TrimLeft(line[i:], ":：")
	}
	word := plain(what)
	switch n, err := strconv.Atoi(word); {
	case word == "a", word == "0" && marks == pingyi.MarkTier:
		what = "弃权"
	case word == "r":
		what = "回避"
	case err != nil || marks == pingyi.MarkScore:
	case n < 1 || n > it.scale.Len():
		return pingyi.Mark{}, pingyi.Errorf(pingyi.Invalid, "这里只有 1 到 %d 档", "there are only the tiers 1 to %d here", it.scale.Len())
	default:
		what = it.scale.Name(it.scale.Best()[n-1])
	}
	m, err := pingyi.ParseMark(what, marks, it.scale)
	if err != nil {
		return m, err
	}
	m.Comment = comment
	return m.Clean(marks, it.scale)
}

// show says all there is to know of the item that the person is at.
func (b *ballot) show() {
	it, l := b.item(), b.Lang
	b.seen = it
	b.line("")
	where := fmt.Sprintf(b.of("，共 %d 项", " of %d"), len(b.items))
	if b.some() {
		where = fmt.Sprintf(b.of("（本轮 %d/%d）", " (%d of %d in this round)"), b.at+1, len(b.items))
	}
	b.say(fmt.Sprintf(b.of("%s%s：%s", "Activity %s%s: %s"), b.number(it), where, it.activity.Name))
	field := func(title, text string) {
		if text != "" {
			b.say(title + b.of("：", ": ") + text)
		}
	}
	field(pingyi.FieldDepartment.Title(l), it.department.Code+" "+it.department.Name)
	field(pingyi.FieldBudget.Title(l), it.activity.Budget.Grouped()+" 万元")
	field(pingyi.FieldContent.Title(l), it.activity.Content)
	field(pingyi.FieldGoal.Title(l), it.activity.Goal)
	field(pingyi.FieldIndicator.Title(l), it.activity.Indicator)
	b.say(pingyi.FieldCriteria.Title(l) + b.of("：", ":"))
	for _, t := range it.scale.Best() {
		key := fmt.Sprintf("%d %s", it.scale.Key(t), it.scale.Name(t))
		if b.paper.Panel.Marks == pingyi.MarkScore {
			key = fmt.Sprintf(b.of("%s，%s 分起", "%s, from %s points"), it.scale.Name(t), it.scale.Floor(t))
		}
		text := b.of("（没有写评价标准）", "(no criterion given)")
		if int(t) < len(it.activity.Rubric) && it.activity.Rubric[t] != "" {
			text = it.activity.Rubric[t]
		}
		field(key, text)
	}
	b.before(it)
	field(b.of("您的评分", "Your rating"), it.standing(l))
	field(pingyi.FieldComment.Title(l), it.rating.Comment)
	field(b.of("评语（等您评分，一起保存）", "Comment (to be saved with your rating)"), b.waiting[it.key])
	field(pingyi.FieldReason.Title(l), it.rating.Reason)
	if it.stale() {
		b.say(b.of("评价标准在您评分之后改过：请看过上面的新标准，再评一次。", "The criteria were changed after you rated this: read the new ones above, then rate it once more."))
	}
	if it.rated() && it.rating.WantsReason() {
		b.say(b.of("与您上一轮的评分不同，还缺理由：请输入“理由：”和一句话。", "It differs from your rating in the round before and needs a reason: type \"reason:\" and a sentence."))
	}
}

// before says what the round before made of an item.
func (b *ballot) before(it item) {
	if ar, found := b.paper.EarlierOf(it.key); found {
		last := b.of("上一轮结果", "Result of the round before")
		b.say(last + b.of("：", ": ") + b.grade(ar))
		for _, c := range ar.Comments {
			b.say(b.of("上一轮的评语：", "A comment from that round: ") + c)
		}
	}
	if was := it.rating.Was; was != nil {
		b.say(b.of("您上一轮的评分：", "Your rating then: ") + it.said(*was, b.Lang))
	}
}

// summary says what is said of every item.
func (b *ballot) summary() {
	counts := make([]int, b.item().scale.Len())
	for _, it := range b.items {
		line := fmt.Sprintf("%d. ", it.no)
		if b.departments() > 1 {
			line = fmt.Sprintf(b.of("%s ", "%s. "), b.number(it))
		}
		line += it.activity.Name + b.of("：", ": ") + it.standing(b.Lang)
		if it.stale() {
			line += b.of("，评价标准改过，要再评一次", ", criteria changed, to be rated once more")
		}
		if it.rated() && it.rating.WantsReason() {
			line += b.of("，缺理由", ", reason missing")
		}
		if it.rating.Comment != "" {
			line += b.of("，评语：", ", comment: ") + it.rating.Comment
		}
		if text := b.waiting[it.key]; text != "" {
			line += b.of("，评语（等您评分，一起保存）：", ", comment (to be saved with your rating): ") + text
		}
		b.say(line)
		if it.rated() && it.rating.Kind == pingyi.Graded {
			counts[it.rating.Tier]++
		}
	}
	b.say(b.of("合计：", "In all: ") + tier.Tally(b.item().scale, counts) + b.of("，", ", ") + b.others())
}

// others counts what is no grade.
func (b *ballot) others() string {
	count := map[pingyi.RatingState]int{}
	for _, it := range b.items {
		count[it.state]++
	}
	return fmt.Sprintf(b.of("弃权%d 回避%d 未评%d", "abstained %d, recused %d, missing %d"),
		count[pingyi.StateAbstained], count[pingyi.StateRecused], count[pingyi.Missing])
}
