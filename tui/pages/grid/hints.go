package grid

import (
	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/status"
)

// Actions implements [page.Page].
func (m Model) Actions() []status.Hint {
	l := m.env.Session.Lang
	hint := func(p keymaps.Place, a keymaps.Action, zh, en string) status.Hint {
		return status.Hint{Place: p, Action: a, Label: l.Of(zh, en)}
	}
	back := hint(keymaps.Global, keymaps.Back, "返回", "back")
	place := m.Place()
	if place == keymaps.Cell && m.env.Session.Look.Thin { // to mention others at every cell costs more than most cells
		place = keymaps.Grid
	}
	switch place {
	case keymaps.Dialog:
		return []status.Hint{back}
	case keymaps.Palette:
		if m.template.Typing() {
			return []status.Hint{hint(keymaps.Palette, keymaps.Accept, "存", "keep"), hint(keymaps.Global, keymaps.Back, "不存", "do not")}
		}
		return m.findHints()
	case keymaps.Cell:
		return []status.Hint{
			hint(keymaps.Cell, keymaps.Accept, "确认，向下", "accept, down"),
			hint(keymaps.Cell, keymaps.Next, "确认，向右", "accept, right"),
			hint(keymaps.Global, keymaps.Back, "不改了", "restore"),
			hint(keymaps.Cell, keymaps.Newline, "换行", "new line"),
			hint(keymaps.Cell, keymaps.Paste, "粘贴", "paste"),
			hint(keymaps.Edit, keymaps.TakeOffer, "取用提示", "take the offer"),
			hint(keymaps.Edit, keymaps.NextOffer, "下一条提示", "next offer"),
		}
	}
	if m.paste != nil {
		return m.pasteHints()
	}
	g := func(a keymaps.Action, zh, en string) status.Hint { return hint(keymaps.Grid, a, zh, en) }
	move := []status.Hint{
		g(keymaps.Findings, "问题", "findings"),
		g(keymaps.Copy, "复制", "copy"),
	}
	rest := []status.Hint{
		g(keymaps.NextFinding, "下一处问题", "next finding"),
		g(keymaps.Filter, "筛选", "filter"),
		g(keymaps.Jump, "跳到", "go to"),
		g(keymaps.Sort, "排序", "sort"),
		g(keymaps.Mark, "选一块", "select"),
		g(keymaps.SelectAll, "全选", "select all"),
		g(keymaps.First, "第一行", "first row"),
		g(keymaps.Last, "最后一行", "last row"),
		hint(keymaps.Global, keymaps.OpenHistory, "留痕", "history"),
	}
	if m.env.Desk.Actor().May(pingyi.EditPlans, nil, nil) != nil { // here to read
		return append(append(move, back), rest...)
	}
	hints := []status.Hint{
		g(keymaps.OpenEdit, "修改", "edit"),
		g(keymaps.Next, "向右", "right"),
		g(keymaps.Ditto, "同上", "ditto"),
		g(keymaps.Undo, "撤销", "undo"),
	}
	hints = append(append(hints, move...), back)
	hints = append(hints,
		g(keymaps.Paste, "粘贴", "paste"),
		g(keymaps.Cut, "剪切", "cut"),
		g(keymaps.Delete, "清除", "clear"),
		g(keymaps.Redo, "重做", "redo"),
		g(keymaps.FillDown, "向下填充", "fill down"),
		g(keymaps.FillSeries, "填充序列", "fill a series"),
		g(keymaps.InsertRow, "插入行", "insert rows"),
		g(keymaps.DuplicateRow, "复制行", "duplicate rows"),
		g(keymaps.MoveRowUp, "行上移", "move rows up"),
		g(keymaps.MoveRowDown, "行下移", "move rows down"),
		g(keymaps.DeleteRow, "删除行", "delete rows"),
		g(keymaps.Templates, "评价标准模板", "rubric templates"),
		g(keymaps.Replace, "查找和替换", "find and replace"),
	)
	if m.from.second {
		hints = append([]status.Hint{g(keymaps.Save, "交表", "hand in")}, hints...)
	} else {
		hints = append(hints, g(keymaps.Save, "保存", "save"))
	}
	return append(hints, rest...)
}
