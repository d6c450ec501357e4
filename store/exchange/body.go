package exchange

import (
	"regexp"
	"strconv"
	"strings"

	"pingyi"
)

var (
	runningNumber = regexp.MustCompile(`^[0-9]{1,5}[.、]?$`)
	// The label is all there is, or a colon follows: 审核项目资料 is an activity.
	signature = regexp.MustCompile(`^((填报|填表|制表|编制|经办|复核|审核|审批|联系)人?|(部门|单位|财务|主管)?(负责人|领导)|(领导)?(签字|签章|盖章|签名)|公章|(填报|填表|审核)?(日期|时间)|(联系)?电话|附件|注\d?|备注|(填表|填报)?说明)(\([^)]*\))?(:.*)?$|^\d{4}年\d{1,2}月(\d{1,2}日)?$`)
)

// body reads the rows under a header.
type body struct {
	s       *sheet
	h       *head
	unit    unit
	plan    *pingyi.Plan
	stated  bool
	dropped int
	notes   []Note
	faults  faults
	known   map[int]bool // the columns that have a heading, or have been noted

	tooLong bool            // over MaxRows: the rest is not looked at
	open    bool            // an activity is being read
	current pingyi.Activity // it
	at      row             // its first row
}

// kind says what a row under a header is.
type kind int

const (
	activityRow kind = iota
	moreRow          // goes on with the activity above: its name is merged
	totalRow
	asideRow // signatures, notes, subtotals, headings between activities
	spareRow // a running number with nothing beside it
)

func (b *body) kind(r row) kind {
	text, n := r.first()
	switch {
	case r.para():
		return asideRow
	case b.h.number >= 0 && !r.up(b.h.number) && runningNumber.MatchString(squeeze(r.at(b.h.number))):
		if n == 1 {
			return spareRow
		}
		return activityRow
	case r.up(b.h.columns[pingyi.FieldName]):
		return moreRow
	}
	label, _, _ := strings.Cut(squeeze(text), "(")
	switch strings.TrimRight(label, ":") {
	case "合计", "总计", "共计", "合计数", "总合计", "预算合计", "预算总计":
		return totalRow
	case "小计":
		return asideRow
	}
	if !b.h.paid(r) {
		if signature.MatchString(squeeze(text)) {
			return asideRow
		}
		if n == 1 { // one cell across the amounts heads a group of activities
			for col, c := range r.cells {
				if c.span > 1 && !blank(c.text) && col+c.span > b.h.columns[pingyi.FieldBudget] {
					return asideRow
				}
			}
		}
	}
	return activityRow
}

func (b *body) read(rows []row) {
	for _, r := range rows {
		if b.tooLong || b.faults.full() {
			return
		}
		switch b.kind(r) {
		case asideRow:
			text, _ := r.first()
			b.notes = append(b.notes, passedOver(b.s.place(r, -1), text))
		case totalRow:
			b.total(r)
		case moreRow:
			b.more(r)
		case activityRow:
			b.close()
			b.activity(r)
		}
	}
	b.close()
}

// passedOver says that a row which begins with text is no activity.
func passedOver(at pingyi.Place, text string) Note {
	short := pingyi.Excerpt(text, 20)
	return Note{at, "略过这一行“" + short + "”", "this row was passed over: " + strconv.Quote(short)}
}

// total reads the amount of a row 合计, which may have slipped to another column
// where cells are merged.
func (b *body) total(r row) {
	if b.stated {
		return
	}
	text, col := r.money(b.h.columns[pingyi.FieldBudget]), b.h.columns[pingyi.FieldBudget]
	if blank(text) {
		r.written(func(i int, c cell) {
			if _, err := b.amount(r.money(i)); err == nil {
				text, col = r.money(i), i
			}
		})
	}
	if blank(text) {
		b.notes = append(b.notes, Note{b.s.place(r, -1), "合计这一行没有金额，已略过", "the row of the total has no amount and was passed over"})
		return
	}
	a, err := b.amount(text)
	if err != nil {
		b.faults.add(b.wrong(err, r, col, pingyi.FieldStatedTotal, text))
		return
	}
	b.plan.StatedTotal, b.stated = &a, true
}

// wrong places an error at a cell, under its heading.
func (b *body) wrong(err error, r row, col int, f pingyi.Field, text string) error {
	p := b.s.place(r, col)
	p.Entry, p.Field, p.Text = f, pingyi.Excerpt(b.h.titles[f], 20), text
	return err.(*pingyi.Error).At(p)
}

// activity begins a new activity with r.
func (b *body) activity(r row) {
	r, err := b.fit(r)
	if err != nil {
		b.faults.add(err)
		return
	}
	b.outside(r)
	name, budget := b.h.columns[pingyi.FieldName], b.h.columns[pingyi.FieldBudget]
	if blank(r.at(name)) {
		text, _ := r.first()
		b.faults.add(b.wrong(pingyi.Errorf(pingyi.Invalid, "这一行有内容却没有活动名称，请补上名称，或删去这一行", "this row has text but no activity's name: enter one, or delete the row"),
			r, name, pingyi.FieldName, text))
		return
	}
	b.open, b.at = true, r
	b.current = pingyi.Activity{Name: r.at(name), Rubric: make(pingyi.Rubric, b.h.scale.Len())}
	b.texts(r, func(field *string, text string) { *field = text })
	if r.up(budget) {
		err = pingyi.Errorf(pingyi.Invalid, "几项活动合并了一个金额，请拆开单元格，分别填写", "several activities share one merged amount: split the cell and enter each")
	} else if blank(r.money(budget)) {
		err = pingyi.Errorf(pingyi.Invalid, "没有填预算数；如果没有预算，请填 0", "there is no amount: write 0 if there is none")
	} else {
		b.current.Budget, err = b.amount(r.money(budget))
	}
	if err != nil {
		b.faults.add(b.wrong(err, r, budget, pingyi.FieldBudget, r.money(budget)))
	}
}

// texts calls set for every text of an activity that has a column.
func (b *body) texts(r row, set func(field *string, text string)) {
	a := &b.current
	for _, f := range []struct {
		name pingyi.Field
		text *string
	}{{pingyi.FieldContent, &a.Content}, {pingyi.FieldGoal, &a.Goal}, {pingyi.FieldIndicator, &a.Indicator}} {
		if col, ok := b.h.columns[f.name]; ok && col < len(r.cells) {
			set(f.text, r.at(col))
		}
	}
	for t, col := range b.h.tiers {
		if col < len(r.cells) {
			set(&a.Rubric[t], r.at(col))
		}
	}
}

// more adds a row beside a merged name to the activity above.
func (b *body) more(r row) {
	if !b.open {
		return // the row of the name was wrong and has been reported
	}
	own := row{cells: make([]cell, len(r.cells))}
	r.written(func(col int, c cell) { own.cells[col] = c })
	b.texts(own, func(field *string, text string) {
		if *field != "" && text != "" {
			*field += "\n"
		}
		*field += text
	})
	if budget := b.h.columns[pingyi.FieldBudget]; !blank(own.money(budget)) {
		b.faults.add(b.wrong(pingyi.Errorf(pingyi.Invalid, "这项活动有不止一个金额，请合成一个，或给每个金额写上活动名称", "this activity has several amounts: add them up, or give each its own activity"),
			r, budget, pingyi.FieldBudget, own.money(budget)))
	}
}

// close cleans the activity being read and adds it to the plan.
func (b *body) close() {
	if !b.open {
		return
	}
	b.open = false
	a, n, err := b.current.Clean(b.h.scale)
	b.dropped += n
	if err != nil {
		e := err.(*pingyi.Error)
		col, ok := b.h.columns[e.Place.Entry]
		if t, is := b.h.scale.Parse(e.Place.Field); is {
			col, ok = b.h.tiers[t], true
		}
		if !ok {
			col = -1
		}
		b.faults.add(b.wrong(e, b.at, col, e.Place.Entry, ""))
	}
	if len(b.plan.Activities) == MaxRows {
		b.tooLong = true
		b.faults.add(pingyi.Errorf(pingyi.TooBig, "表格太长，一张表最多 %d 行", "the table is too long: at most %d rows", MaxRows).At(b.s.place(b.at, -1)))
		return
	}
	b.plan.Activities = append(b.plan.Activities, a)
}

// amount reads money in the unit of the table; an amount with a unit of its own
// keeps it.
func (b *body) amount(text string) (pingyi.Amount, error) {
	t := squeeze(text)
	if b.s.format == XLSX {
		t = exact(t, b.unit)
	}
	if b.unit == yuan && !strings.ContainsAny(t, "万元") {
		a, err := pingyi.ParseAmount(t + string(yuan))
		return a, err
	}
	return pingyi.ParseAmount(t)
}

// exact returns a spreadsheet's number without the noise of its binary form:
// 3485.5 may be stored as 3485.5000000000001. What lies within a thousandth of
// a 分 of a whole one is that one; anything else is left for the error to show.
func exact(number string, u unit) string {
	decimals := 6
	if u == yuan {
		decimals = 2
	}
	_, frac, _ := strings.Cut(number, ".")
	if len(frac) <= decimals && !strings.ContainsAny(number, "eE") {
		return number
	}
	f, err := strconv.ParseFloat(number, 64)
	if err != nil || f < 0 || f > 1e15 {
		return number
	}
	rounded := strconv.FormatFloat(f, 'f', decimals, 64)
	near, _ := strconv.ParseFloat(rounded, 64)
	tolerance := 1e-9
	if u == yuan {
		tolerance = 1e-5
	}
	// Above 2^53 units the noise alone is larger than that.
	if d := f - near; d > tolerance || d < -tolerance {
		return number
	}
	return rounded
}

// fit brings a row of a text file to the columns of the header. There each line
// is a cell, so that a name of several lines shows only in the amount's standing
// too low.
func (b *body) fit(r row) (row, error) {
	n, width := len(r.cells), b.h.width
	if b.s.format != TXT || n == width {
		return r, nil
	}
	name, budget := b.h.columns[pingyi.FieldName], b.h.columns[pingyi.FieldBudget]
	if extra := n - width; extra > 0 && name == budget-1 {
		_, err := b.amount(r.money(budget + extra))
		for i := range extra {
			if _, early := b.amount(r.money(budget + i)); early == nil {
				err = early
				extra = -1 // two lines could be the amount
				break
			}
		}
		if err == nil && extra > 0 {
			joined := r.cells[name]
			for _, c := range r.cells[name+1 : name+1+extra] {
				joined.text += "\n" + c.text
			}
			r.cells = append(append(append([]cell{}, r.cells[:name]...), joined), r.cells[budget+extra:]...)
			return r, nil
		}
	}
	text, _ := r.first()
	p := b.s.place(r, -1)
	p.Text = text
	return r, pingyi.Errorf(pingyi.Invalid, "从这一行起的一组有 %d 个单元格，应有 %d 个：每个单元格占一行，空单元格是只有一个制表符的行，两组之间空一行",
		"the group of lines that begins here has %d cells, it should have %d: one line for each cell, a line with only a tab for an empty one, an empty line between groups", n, width).At(p)
}

// outside finds text in columns without a heading. Right of the header of
// separated values it is refused, as an unquoted comma has pushed it there;
// elsewhere it is noted once.
func (b *body) outside(r row) {
	if b.known == nil {
		b.known = b.h.known()
	}
	r.written(func(col int, c cell) {
		switch {
		case b.known[col]:
		case (b.s.format == CSV || b.s.format == TSV) && col >= b.h.width:
			b.faults.add(b.wrong(pingyi.Errorf(pingyi.Invalid, "这一行比表头多出单元格，可能是内容里的分隔符没有加引号，请给该单元格加上双引号",
				"this row has more cells than the header: a separator within a text may lack its quotes, put the cell in double quotes"), r, col, "", c.text))
		default:
			b.known[col] = true
			p := b.s.place(r, col)
			p.Text = c.text
			b.notes = append(b.notes, Note{p, "这一列没有表头，已略过", "this column has no heading and was passed over"})
		}
	})
}
