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
	OpenGrid    Action = "grid"
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

	Mark         Action = "mark"
	SelectAll    Action = "select-all"
	ExtendUp     Action = "extend-up"
	ExtendDown   Action = "extend-down"
	ExtendLeft   Action = "extend-left"
	ExtendRight  Action = "extend-right"
	Copy         Action = "copy"
	Cut          Action = "cut"
	Paste        Action = "paste"
	Ditto        Action = "ditto"
	FillDown     Action = "fill-down"
	FillSeries   Action = "fill-series"
	InsertRow    Action = "insert-row"
	DuplicateRow Action = "duplicate-row"
	MoveRowUp    Action = "move-row-up"
	MoveRowDown  Action = "move-row-down"
	DeleteRow    Action = "delete-row"
	Jump         Action = "jump"
	Replace      Action = "replace"
	Findings     Action = "findings"

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
		{List, OpenGrid, "用表格填报", "key in by the grid"},
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

		{Grid, Up, "上一行", "row up"},
		{Grid, Down, "下一行", "row down"},
		{Grid, Left, "左一格", "one cell left"},
		{Grid, Right, "右一格", "one cell right"},
		{Grid, PageUp, "上一页", "page up"},
		{Grid, PageDown, "下一页", "page down"},
		{Grid, LineStart, "到第一栏", "first column"},
		{Grid, LineEnd, "到最后一栏", "last column"},
		{Grid, First, "第一行", "first row"},
		{Grid, Last, "最后一行", "last row"},
		{Grid, Accept, "下一行，回到这一串 Tab 开始的一栏", "next row, in the column where the Tabs began"},
		{Grid, Next, "右一格；行末到下一行", "one cell right; from the last to the next row"},
		{Grid, Previous, "左一格；行首到上一行", "one cell left; from the first to the row before"},
		{Grid, OpenEdit, "修改这一格；别人同时改过的，选定留哪个", "edit the cell; where somebody changed it too, choose"},
		{Grid, Delete, "清除选中的格", "clear the selected cells"},
		{Grid, ExtendUp, "向上选一块", "select a block, up"},
		{Grid, ExtendDown, "向下选一块", "select a block, down"},
		{Grid, ExtendLeft, "向左选一块", "select a block, left"},
		{Grid, ExtendRight, "向右选一块", "select a block, right"},
		{Grid, Mark, "从这一格起选一块，再按取消", "select a block from here on; again to end it"},
		{Grid, SelectAll, "选中全部", "select everything"},
		{Grid, Copy, "复制", "copy"},
		{Grid, Cut, "剪切", "cut"},
		{Grid, Paste, "粘贴在这里复制的内容", "paste what was copied here"},
		{Grid, Ditto, "同上，并到右一格", "ditto: the value above, and one cell right"},
		{Grid, FillDown, "向下填充选中的一块", "fill the block down"},
		{Grid, FillSeries, "按序列填充选中的一块", "fill the block with a series"},
		{Grid, InsertRow, "在上面插入行", "insert rows above"},
		{Grid, DuplicateRow, "复制选中的行在其下", "duplicate the selected rows below"},
		{Grid, MoveRowUp, "选中的行上移", "move the selected rows up"},
		{Grid, MoveRowDown, "选中的行下移", "move the selected rows down"},
		{Grid, DeleteRow, "删除选中的行", "delete the selected rows"},
		{Grid, Templates, "评价标准模板：套用到选中的行，或把这一行的存为模板", "rubric templates: put one on the selected rows, or keep this row's as one"},
		{Grid, Filter, "筛选：只看符合的行", "filter: only rows that match"},
		{Grid, Jump, "跳到某一行：序号、文字或拼音首字母", "jump to a row: number, text or pinyin initials"},
		{Grid, Replace, "查找和替换", "find and replace"},
		{Grid, Sort, "按这一栏排序；再按反序，再按恢复原次序", "sort by this column; again reversed, again as stored"},
		{Grid, NextFinding, "跳到下一处检查问题", "jump to the next lint finding"},
		{Grid, Findings, "列出全部检查问题", "list all lint findings"},
		{Grid, Undo, "撤销", "undo"},
		{Grid, Redo, "重做", "redo"},
		{Grid, Save, "现在保存", "save now"},

		{Cell, Accept, "确认，到下一行", "accept, and go down"},
		{Cell, Next, "确认，到右一格", "accept, and go right"},
		{Cell, Previous, "确认，到左一格", "accept, and go left"},
		{Cell, Newline, "换行（多行栏）", "new line (in fields of several lines)"},
		{Cell, Paste, "插入在这里复制的内容", "insert what was copied here"},
		{Cell, ExtendUp, "确认，接着填上一格", "accept, and edit the cell above"},
		{Cell, ExtendDown, "确认，接着填下一格", "accept, and edit the cell below"},
		{Cell, ExtendLeft, "确认，接着填左一格", "accept, and edit the cell to the left"},
		{Cell, ExtendRight, "确认，接着填右一格", "accept, and edit the cell to the right"},

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
