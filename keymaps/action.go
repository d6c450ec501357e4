package keymaps

import "pingyi"

// Action is what a key does, spelt as a keymap file spells it. The same action
// may be bound in several places, such as Up in List and in Edit.
type Action string

// The actions. Those that open a screen are called Open…; the rest act where
// they are.
const (
	OpenHelp    Action = "help"
	OpenPalette Action = "palette"
	OpenHistory Action = "history"
	Back        Action = "back" // leave the screen, close the dialog, say no
	Quit        Action = "quit"
	Language    Action = "language"

	Up       Action = "up"
	Down     Action = "down"
	PageUp   Action = "page-up"
	PageDown Action = "page-down"
	First    Action = "first"
	Last     Action = "last"

	Open        Action = "open"
	Filter      Action = "filter"
	Sort        Action = "sort"
	Pin         Action = "pin" // to the front of a list, and no longer
	New         Action = "new"
	OpenEdit    Action = "edit"
	Delete      Action = "delete"
	NextFinding Action = "next-finding"
	OpenRate    Action = "rate"
	OpenResults Action = "results"
	Import      Action = "import"
	Export      Action = "export"
	OpenRound   Action = "round" // of a result: an earlier one, or the newest
	Adjudicate  Action = "adjudicate"
	Sign        Action = "sign"

	Save           Action = "save"
	NextField      Action = "next-field"
	PreviousField  Action = "previous-field"
	NextRecord     Action = "next-record"
	PreviousRecord Action = "previous-record"
	Templates      Action = "templates" // of rubrics: put one on, keep this one

	Left          Action = "left"
	Right         Action = "right"
	WordLeft      Action = "word-left"
	WordRight     Action = "word-right"
	LineStart     Action = "line-start"
	LineEnd       Action = "line-end"
	TextStart     Action = "text-start"
	TextEnd       Action = "text-end"
	DeleteBack    Action = "delete-back"
	DeleteForward Action = "delete-forward"
	DeleteWord    Action = "delete-word"
	DeleteToStart Action = "delete-to-start"
	DeleteToEnd   Action = "delete-to-end"
	Newline       Action = "newline"
	Undo          Action = "undo"
	Redo          Action = "redo"
	TakeOffer     Action = "take-offer"
	NextOffer     Action = "next-offer"
	PreviousOffer Action = "previous-offer"

	Tier1       Action = "tier-1" // the best tier; see [Action.Tier]
	Tier2       Action = "tier-2"
	Tier3       Action = "tier-3"
	Tier4       Action = "tier-4"
	Tier5       Action = "tier-5"
	Tier6       Action = "tier-6"
	Tier7       Action = "tier-7"
	Tier8       Action = "tier-8"
	Tier9       Action = "tier-9"
	Next        Action = "next"
	Previous    Action = "previous"
	NextUnrated Action = "next-unrated"
	Comment     Action = "comment"
	Reason      Action = "reason"
	Score       Action = "score"
	Abstain     Action = "abstain"
	Recuse      Action = "recuse"
	Clear       Action = "clear"
	Submit      Action = "submit"

	TakeFirst  Action = "take-first"
	TakeSecond Action = "take-second"

	Accept Action = "accept"
)

// Tier returns how many tiers below the best one the action chooses: 0 for
// tier-1, 8 for tier-9. ok is false for any other action.
func (a Action) Tier() (belowBest int, ok bool) {
	if len(a) == len(Tier1) && a >= Tier1 && a <= Tier9 {
		return int(a[len(a)-1] - '1'), true
	}
	return 0, false
}

// ActionInfo is an action at a place, and what it does there.
type ActionInfo struct {
	Place  Place
	Action Action

	zh, en string
}

// Title returns what the action does, in a few words for people.
func (i ActionInfo) Title(l pingyi.Lang) string { return l.Of(i.zh, i.en) }

// Actions returns every action of every place, in sheet order. A keymap binds
// all of them and no others.
func Actions() []ActionInfo {
	return []ActionInfo{
		{Global, OpenHelp, "帮助：这里能用的键", "help: the keys that work here"},
		{Global, OpenPalette, "命令面板：按名称找任何操作", "command palette: find any action by name"},
		{Global, Back, "返回上一层，或取消", "go back, or cancel"},
		{Global, OpenHistory, "这条记录的留痕", "history of this record"},
		{Global, Language, "切换中文／英文", "switch between Chinese and English"},
		{Global, Quit, "退出", "quit"},

		{List, Up, "上一行", "row up"},
		{List, Down, "下一行", "row down"},
		{List, PageUp, "上一页", "page up"},
		{List, PageDown, "下一页", "page down"},
		{List, First, "第一行", "first row"},
		{List, Last, "最后一行", "last row"},
		{List, Open, "打开选中的一行", "open the selected row"},
		{List, Filter, "筛选：文字、拼音首字母、序号、金额或状态", "filter by text, pinyin initials, number, amount or state"},
		{List, Sort, "换一种排序", "next sort order"},
		{List, Pin, "把选中的计划置顶，或取消", "pin the selected plan to the top, or unpin it"},
		{List, New, "新建", "new"},
		{List, OpenEdit, "修改选中的一行", "edit the selected row"},
		{List, Delete, "删除选中的一行", "delete the selected row"},
		{List, Undo, "撤销选中的一步（留痕）", "undo the selected entry (history)"},
		{List, NextFinding, "跳到下一处检查问题", "jump to the next lint finding"},
		{List, OpenRate, "开始评分", "rate"},
		{List, OpenResults, "查看评审结果", "see the results"},
		{List, Import, "导入文件", "import a file"},
		{List, Export, "导出文件", "export to a file"},
		{List, OpenRound, "看另一轮的结果", "see the result of another round"},
		{List, Adjudicate, "组长裁定评审组意见不一的一项；在计划上：复核", "adjudicate, as the chair, what the panel is split on; on a plan: verify it"},
		{List, Sign, "组长签署结果", "sign the result, as the chair"},

		{Form, NextField, "下一栏", "next field"},
		{Form, PreviousField, "上一栏", "previous field"},
		{Form, Save, "保存", "save"},
		{Form, NextRecord, "保存，到下一条职责活动", "save, and go to the next activity"},
		{Form, PreviousRecord, "保存，到上一条职责活动", "save, and go to the previous activity"},
		{Form, Templates, "评价标准模板：套用，或把这份存为模板", "rubric templates: put one on, or keep this rubric as one"},

		{Edit, Left, "左移一字", "one character left"},
		{Edit, Right, "右移一字", "one character right"},
		{Edit, Up, "上移一行", "one line up"},
		{Edit, Down, "下移一行", "one line down"},
		{Edit, WordLeft, "左移一词", "one word left"},
		{Edit, WordRight, "右移一词", "one word right"},
		{Edit, LineStart, "到行首", "start of the line"},
		{Edit, LineEnd, "到行尾", "end of the line"},
		{Edit, TextStart, "到全文开头", "start of the text"},
		{Edit, TextEnd, "到全文末尾", "end of the text"},
		{Edit, Newline, "换行（多行栏）", "new line (in fields of several lines)"},
		{Edit, DeleteBack, "删前一字", "delete the character before"},
		{Edit, DeleteForward, "删后一字", "delete the character after"},
		{Edit, DeleteWord, "删前一词", "delete the word before"},
		{Edit, DeleteToStart, "删到行首", "delete to the start of the line"},
		{Edit, DeleteToEnd, "删到行尾", "delete to the end of the line"},
		{Edit, Undo, "撤销", "undo"},
		{Edit, Redo, "重做", "redo"},
		{Edit, TakeOffer, "取用提示的常用文字", "take the text that is offered"},
		{Edit, NextOffer, "换下一条提示", "next text that is offered"},
		{Edit, PreviousOffer, "换上一条提示", "previous text that is offered"},

		{Rate, Tier1, "评为最好的一档（优）", "rate it the best tier (优)"},
		{Rate, Tier2, "评为第二档（良）", "rate it the second tier (良)"},
		{Rate, Tier3, "评为第三档（中）", "rate it the third tier (中)"},
		{Rate, Tier4, "评为第四档（差）", "rate it the fourth tier (差)"},
		{Rate, Tier5, "评为第五档（档次更多时）", "rate it the fifth tier (longer scales)"},
		{Rate, Tier6, "评为第六档", "rate it the sixth tier"},
		{Rate, Tier7, "评为第七档", "rate it the seventh tier"},
		{Rate, Tier8, "评为第八档", "rate it the eighth tier"},
		{Rate, Tier9, "评为第九档", "rate it the ninth tier"},
		{Rate, Next, "下一项", "next activity"},
		{Rate, Previous, "上一项", "previous activity"},
		{Rate, NextUnrated, "下一项未评的", "next activity not yet rated"},
		{Rate, PageUp, "说明文字向上翻", "scroll the text up"},
		{Rate, PageDown, "说明文字向下翻", "scroll the text down"},
		{Rate, Comment, "写评语", "write a comment"},
		{Rate, Reason, "写改评的理由（后面的轮次）", "give the reason for a changed mark (later rounds)"},
		{Rate, Score, "打分数", "enter a score"},
		{Rate, Abstain, "弃权", "abstain"},
		{Rate, Recuse, "回避", "recuse yourself"},
		{Rate, Clear, "清除这一项的评分", "clear this rating"},
		{Rate, Submit, "提交评分表", "submit the ballot"},

		{Verify, TakeFirst, "取第一次录入", "take the first entry"},
		{Verify, TakeSecond, "取二次录入", "take the second entry"},
		{Verify, OpenEdit, "两次都不对，重新录入", "neither is right: key it again"},
		{Verify, Up, "上一处差异", "difference before"},
		{Verify, Down, "下一处差异", "next difference"},
		{Verify, PageUp, "上一页", "page up"},
		{Verify, PageDown, "下一页", "page down"},
		{Verify, First, "第一处", "first difference"},
		{Verify, Last, "最后一处", "last difference"},

		{Dialog, Accept, "选定", "choose"},
		{Dialog, Next, "下一个选项", "next choice"},
		{Dialog, Previous, "上一个选项", "previous choice"},

		{Palette, Up, "上一行", "row up"},
		{Palette, Down, "下一行", "row down"},
		{Palette, PageUp, "上一页", "page up"},
		{Palette, PageDown, "下一页", "page down"},
		{Palette, Accept, "选定", "choose"},
	}
}
