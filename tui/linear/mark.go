package linear

import (
	"cmp"
	"errors"
	"fmt"

	"pingyi"
)

// mark rates the item that the person is at, and goes on.
func (b *ballot) mark(line string) error {
	it := b.item()
	m, err := it.mark(line, b.paper.Panel.Marks)
	if err != nil {
		return err
	}
	if text := b.waiting[it.key]; text != "" && m.Comment != "" {
		m.Comment = text + b.of("；", "; ") + m.Comment
	}
	m.Comment = cmp.Or(m.Comment, b.waiting[it.key], it.rating.Comment)
	if it.rated() && it.rating.Was != nil && !m.Same(*it.rating.Was) {
		m.Reason = it.rating.Reason
	}
	if m.Kind == pingyi.Recused && it.rating.Kind != pingyi.Recused {
		yes, err := b.confirm(fmt.Sprintf(b.of("“%s”与您有利害关系，应当回避吗？回避后您不计入这一项的法定人数；本轮结束前可以改。",
			"Have you an interest in %q, so that you may not judge it? You then leave its quorum. You may change this until the round closes."), it.activity.Name))
		if err != nil {
			return err
		}
		if !yes {
			b.say(b.of("没有回避。", "Not recused."))
			return nil
		}
		if ok, err := b.fresh(); !ok {
			return err
		}
	}
	if err := b.give(&m); err != nil {
		return err
	}
	delete(b.waiting, it.key)
	b.settle(it.key)
	b.say(fmt.Sprintf(b.of("%s：%s。", "Activity %s: %s."), b.number(b.item()), b.item().standing(b.Lang)))
	if it := b.item(); it.rating.WantsReason() {
		if err := b.reason(""); err != nil {
			return err
		}
	}
	b.goOn()
	return nil
}

// reason gives the reason why the item is rated differently than in the round
// before.
func (b *ballot) reason(text string) error {
	it := b.item()
	if !it.rated() || it.rating.Was == nil || it.rating.Same(*it.rating.Was) {
		return pingyi.Errorf(pingyi.State, "与上一轮评得不同时才要写理由", "a reason is for a rating that differs from the round before")
	}
	if text == "" {
		b.say(fmt.Sprintf(b.of("您上一轮评的是 %s，请写一句理由。", "You gave %s in the round before: say why in a sentence."), it.said(*it.rating.Was, b.Lang)))
		answer, err := b.prose(b.of("理由（回车：以后再写）：", "Reason (Enter: later): "), b.of("理由：", "reason: "))
		if err != nil {
			return err
		}
		if text = answer; text == "" {
			b.say(b.of("还没有理由，提交前要补上。", "There is no reason yet: it is needed before you submit."))
			return nil
		}
		if ok, err := b.fresh(); !ok {
			return err
		}
	}
	m := b.item().rating.Mark
	m.Reason = text
	if err := b.give(&m); err != nil {
		return err
	}
	b.say(b.of("理由已保存。", "The reason is saved."))
	return nil
}

// prose asks for a line of prose, which at the prompt for a rating would stand
// behind command; Ctrl+C leaves it empty.
func (b *ballot) prose(prompt, command string) (string, error) {
	text, err := b.compose(prompt, command)
	if errors.Is(err, errBack) {
		return "", nil
	}
	return text, err
}

// comment writes the comment on the item that the person is at. Without a rating
// it waits for one, which it goes with.
func (b *ballot) comment(text string) error {
	it := b.item()
	if it.stale() {
		return pingyi.Errorf(pingyi.State, "评价标准改过，请先再评一次，再写评语", "the criteria were changed: rate it once more, then comment on it")
	}
	if text == "" {
		prompt := b.of("评语（写一行；回车：不写）：", "Comment (one line, Enter for none): ")
		if present := cmp.Or(b.waiting[it.key], it.rating.Comment); present != "" {
			b.say(b.of("现有评语：", "Present comment: ") + present)
			prompt = b.of("新的评语（回车：不改；-：删去）：", "New comment (Enter to keep, - to delete): ")
		}
		answer, err := b.prose(prompt, b.commentCommand())
		if err != nil || answer == "" {
			return err
		}
		text = answer
		if ok, err := b.fresh(); !ok {
			return err
		}
	}
	m := b.item().rating.Mark
	m.Comment = text
	if plain(text) == "-" {
		m.Comment = ""
	}
	if !b.item().rated() {
		return b.hold(m.Comment)
	}
	if err := b.give(&m); err != nil {
		return err
	}
	b.say(b.of("评语已保存。", "The comment is saved."))
	return nil
}

// hold keeps a comment on the item that the person is at until they rate it.
func (b *ballot) hold(comment string) error {
	m, err := (pingyi.Mark{Kind: pingyi.Abstained, Tier: pingyi.NoTier, Comment: comment}).Clean(b.paper.Panel.Marks, b.item().scale)
	if err != nil {
		return err
	}
	key := b.item().key
	if m.Comment == "" {
		delete(b.waiting, key)
		b.settle(key)
		b.say(b.of("没有评语。", "There is no comment."))
		return nil
	}
	b.waiting[key] = m.Comment
	b.settle(key)
	b.say(b.of("评语和评分一起保存，请给出评分。", "A comment is saved with its rating: please rate the activity."))
	return nil
}

// takeBack takes the member's rating of the item back.
func (b *ballot) takeBack() error {
	it := b.item()
	switch {
	case !it.rated():
		return pingyi.Errorf(pingyi.State, "这一项还没有评，无可撤回", "this activity is not rated, so there is nothing to take back")
	case it.rating.Carried:
		return pingyi.Errorf(pingyi.State, "这是上一轮的评分，不能撤回；可以改评或弃权", "this is your rating of the round before and cannot be taken back: rate it differently, or abstain")
	}
	if err := b.give(nil); err != nil {
		return err
	}
	b.say(fmt.Sprintf(b.of("%s的评分已撤回，现在是：%s。", "Your rating of activity %s is taken back; it is now: %s."), b.number(it), b.item().standing(b.Lang)))
	if it.rating.Comment != "" {
		b.say(b.of("原来的评语：", "The comment was: ") + it.rating.Comment)
	}
	return nil
}

// help says what can be typed at an item.
func (b *ballot) help() {
	marks := fmt.Sprintf(b.of("1 到 %d，或档次的名称：评分；1 是最好的一档", "1 to %d, or the name of a tier: rate; 1 is the best"), b.item().scale.Len())
	abstain := b.of("0、a、弃权：弃权", "0, a or abstain: abstain")
	if b.paper.Panel.Marks == pingyi.MarkScore {
		marks = b.of("0 到 100 的数：打分", "a number from 0 to 100: the score")
		abstain = b.of("a、弃权：弃权", "a or abstain: abstain")
	}
	for _, line := range []string{
		marks, abstain,
		b.of("r、回避：回避，会再问一次", "r or recuse: recuse, which is asked about once more"),
		b.of("评分后面可以用冒号带上评语，如 2：进度偏慢", "a rating may be followed by a colon and a comment, such as 2: slow progress"),
		b.of("c、评语：写评语；c 后面可以直接写内容", "c or comment: write a comment, at once if you like: c slow progress"),
		b.of("理由：写明为什么与上一轮不同", "reason: say why it differs from the round before"),
		b.of("撤回：收回这一项的评分", "clear: take your rating of this activity back"),
		fmt.Sprintf(b.of("回车：下一项；b、上：上一项；到 %[1]d：第 %[1]d 项；看：再看这一项", "Enter: the next one; b: the one before; go %[1]d: number %[1]d; v: this one again"), b.example()),
		b.of("l、列表：列出全部评分", "l or list: all your ratings"),
		b.of("s、提交：提交，会再问一次", "s or submit: submit, which is asked about once more"),
		b.of("q、退出：离开，评过的都已保存", "q or quit: leave; your ratings are saved"),
	} {
		b.say(line)
	}
}
