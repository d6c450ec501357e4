package rate

import (
	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/status"
)

// Place implements [page.Page].
func (m Model) Place() keymaps.Place {
	switch {
	case m.comment.open:
		return keymaps.Form
	case m.reason.open, m.score.open:
		return keymaps.Palette
	case m.closed():
		return keymaps.List
	}
	return keymaps.Rate
}

// Actions implements [page.Page]. Back is mentioned by the root, unless it means
// something else.
func (m Model) Actions() []status.Hint {
	l := m.lang()
	switch {
	case m.comment.open:
		return []status.Hint{{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("存评语", "save comment")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不写了", "leave it")}}
	case m.reason.open:
		return append([]status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("存理由", "save reason")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("以后再写", "later")}}, m.scrollHints(keymaps.Palette)...)
	case m.score.open:
		return append([]status.Hint{{Place: keymaps.Palette, Action: keymaps.Accept, Label: l.Of("确定", "enter")},
			{Place: keymaps.Global, Action: keymaps.Back, Label: l.Of("不打了", "leave it")}}, m.scrollHints(keymaps.Palette)...)
	case m.closed():
		return []status.Hint{{Place: keymaps.List, Action: keymaps.OpenResults, Label: l.Of("看结果", "see the results")}}
	case !m.ready():
		return nil
	}
	hint := func(a keymaps.Action, zh, en string) status.Hint {
		return status.Hint{Place: keymaps.Rate, Action: a, Label: l.Of(zh, en)}
	}
	hints := m.scrollHints(keymaps.Rate)
	hints = append(hints, hint(keymaps.Submit, "提交", "submit"), hint(keymaps.Comment, "评语", "comment"),
		hint(keymaps.NextUnrated, "下一未评", "next unrated"))
	if m.paper.Panel.Marks == pingyi.MarkScore {
		hints = append([]status.Hint{hint(keymaps.Score, "打分", "score")}, hints...)
	}
	if it := m.items[m.at]; it.differs(it.shown.mark) {
		hints = append([]status.Hint{hint(keymaps.Reason, "理由", "reason")}, hints...)
	}
	hints = append(hints, hint(keymaps.Abstain, "弃权", "abstain"), hint(keymaps.Recuse, "回避", "recuse"), hint(keymaps.Clear, "清除", "clear"),
		hint(keymaps.Next, "下一项", "next"), hint(keymaps.Previous, "上一项", "previous"),
		hint(keymaps.PageDown, "向下翻", "scroll down"), hint(keymaps.PageUp, "向上翻", "scroll up"),
		status.Hint{Place: keymaps.List, Action: keymaps.OpenResults, Label: l.Of("看结果", "see the results")})
	if m.paper.Panel.Marks == pingyi.MarkTier {
		tiers := []keymaps.Action{keymaps.Tier1, keymaps.Tier2, keymaps.Tier3, keymaps.Tier4, keymaps.Tier5, keymaps.Tier6, keymaps.Tier7, keymaps.Tier8, keymaps.Tier9}
		scale := m.items[m.at].scale
		for i, t := range scale.Best() {
			hints = append(hints, hint(tiers[i], "评为 "+scale.Name(t), "rate "+scale.Name(t)))
		}
	}
	return append(hints, status.Hint{Place: keymaps.Global, Action: keymaps.OpenHistory, Label: l.Of("留痕", "history")})
}

// scrollHints tell how to see the text that is out of sight.
func (m Model) scrollHints(p keymaps.Place) []status.Hint {
	l := m.lang()
	switch above, below := m.more(); {
	case below:
		return []status.Hint{{Place: p, Action: keymaps.PageDown, Label: l.Of("下面还有", "more below")}}
	case above:
		return []status.Hint{{Place: p, Action: keymaps.PageUp, Label: l.Of("回上面", "back up")}}
	}
	return nil
}
