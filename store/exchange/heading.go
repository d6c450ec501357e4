package exchange

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"pingyi"
)

// squeeze returns text as headings are compared: without blanks, full-width
// forms of ASCII made plain.
func squeeze(text string) string {
	return strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) {
			return -1
		}
		return r
	}, pingyi.HalfWidth(text))
}

// unit is the money a column counts in; "" is not stated.
type unit string

const (
	wan  unit = "万元"
	yuan unit = "元"
)

// column says what a heading stands for.
type column struct {
	field pingyi.Field // "" is a column a plan has no place for
	number,
	criteria, // the group above the tiers
	weak bool // a word so general that a sharper heading goes before it
	unit unit
}

var (
	yearPrefix = regexp.MustCompile(`^(\d{4}年度?|本年度?)`)
	moneyIn    = regexp.MustCompile(`^(单位:)?(人民币)?(亿|百万|万|千|百)?元$`)
)

// longestHeading is in bytes; what is longer is a text, and not looked into.
const longestHeading = 150

// columnOf reads the heading of a column. A word in parentheses is no part of
// it but may give the unit: 预算金额（万元）.
func columnOf(text string) column {
	var c column
	if len(text) > longestHeading {
		return c
	}
	t := squeeze(text)
	if name, rest, ok := strings.Cut(t, "("); ok {
		if inside, after, closed := strings.Cut(rest, ")"); closed {
			t = name + after
			if moneyIn.MatchString(inside) {
				c.unit = unit(strings.TrimPrefix(strings.TrimPrefix(inside, "单位:"), "人民币"))
			}
		}
	}
	t = strings.Trim(t, ":*'\"")
	switch t = yearPrefix.ReplaceAllString(t, ""); t {
	case "序号", "编号", "行号", "项目序号", "活动序号":
		c.number = true
	case "职责活动", "职责活动名称", "活动名称", "项目名称", "工作活动", "工作活动名称", "预算项目", "预算项目名称", "职责-活动", "职责活动(项目)":
		c.field = pingyi.FieldName
	case "名称", "活动", "项目":
		c.field, c.weak = pingyi.FieldName, true
	case "年度预算数", "预算数", "预算金额", "年度预算", "年初预算数", "年初预算", "预算资金", "预算额", "资金预算", "部门预算数", "预算安排", "预算安排数":
		c.field = pingyi.FieldBudget
	case "预算", "金额", "资金", "资金额":
		c.field, c.weak = pingyi.FieldBudget, true
	case "内容描述", "工作内容", "活动内容", "活动描述", "活动内容描述", "主要内容", "工作内容描述", "项目内容":
		c.field = pingyi.FieldContent
	case "内容", "描述":
		c.field, c.weak = pingyi.FieldContent, true
	case "绩效目标", "活动目标", "工作目标", "活动绩效目标", "年度绩效目标", "项目绩效目标":
		c.field = pingyi.FieldGoal
	case "目标":
		c.field, c.weak = pingyi.FieldGoal, true
	case "绩效指标", "评价指标", "活动绩效指标", "考核指标":
		c.field = pingyi.FieldIndicator
	case "指标":
		c.field, c.weak = pingyi.FieldIndicator, true
	case "评价标准", "评分标准", "绩效标准", "绩效评价标准", "考核标准", "标准":
		c.criteria = true
	}
	return c
}

var bareNumber = regexp.MustCompile(`^[0-9][0-9.,]*$`)

// head is the recognised header of a table.
type head struct {
	first, last int // its rows within the sheet
	table       int
	columns     map[pingyi.Field]int
	titles      map[pingyi.Field]string // as the file spells them
	number      int                     // the column 序号; -1 is none
	scale       pingyi.Scale
	tiers       []int // the column of each tier; nil where the table has no criteria
	unit        unit  // of the amounts, where the heading gives it
	width       int
	extra       []int // columns with a heading of no use here
	faults      faults
}

// known returns the columns that have a heading.
func (h *head) known() map[int]bool {
	known := map[int]bool{h.number: true}
	for _, col := range h.columns {
		known[col] = true
	}
	for _, col := range slices.Concat(h.tiers, h.extra) {
		known[col] = true
	}
	return known
}

// headAt recognises a header that begins with row i: one row, or two of which
// the second names the tiers. known counts the headings understood, to find the
// likeliest row where none will do.
func (s *sheet) headAt(i int) (h head, ok bool, known int) {
	r := s.rows[i]
	h = head{first: i, last: i, table: r.table, number: -1, columns: map[pingyi.Field]int{}, titles: map[pingyi.Field]string{}}
	if r.para() || s.numeric(r) {
		return h, false, 0
	}
	if s.format == TXT {
		h.width = len(r.cells)
	}
	group := -1
	var tiers []tierHeading
	weak := map[pingyi.Field]bool{}
	r.written(func(col int, c cell) {
		h.width = max(h.width, col+max(1, c.span))
		if t, ok := tierOf(c.text); ok {
			t.col = col
			tiers = append(tiers, t)
			return
		}
		what := columnOf(c.text)
		switch before, twice := h.columns[what.field]; {
		case what.number && h.number < 0:
			h.number = col
			known++
		case what.criteria && group < 0:
			group = col
			known++
		case what.field == "":
			h.extra = append(h.extra, col)
		case twice && weak[what.field] == what.weak:
			h.faults.add(pingyi.Errorf(pingyi.Invalid, "与第 %[1]d 列都像“%[2]s”，请改掉其中一个列名", "this and column %[1]d both look like %[2]q: rename one of them",
				before+1, what.field).At(s.place(r, col)).At(pingyi.Place{Field: pingyi.Excerpt(c.text, 20)}))
		case twice && what.weak:
			h.extra = append(h.extra, col)
		default:
			if twice {
				h.extra = append(h.extra, before)
			}
			h.columns[what.field], h.titles[what.field], weak[what.field] = col, c.text, what.weak
			if what.field == pingyi.FieldBudget {
				h.unit = what.unit
			}
			known++
		}
	})
	_, name := h.columns[pingyi.FieldName]
	_, budget := h.columns[pingyi.FieldBudget]
	if !name || !budget {
		return h, false, known
	}
	if len(tiers) == 0 {
		tiers = s.tiersBelow(&h, group)
	}
	if len(tiers) == 0 && group >= 0 {
		h.faults.add(pingyi.Errorf(pingyi.Invalid, "“评价标准”下面没有“优、良、中、差”的列名，请补上", "there are no tiers 优 良 中 差 under the criteria heading: add them").At(s.place(r, group)))
	}
	if len(tiers) > 0 {
		var err error
		if h.scale, h.tiers, err = scaleOf(tiers); err != nil {
			h.faults.add(err.(*pingyi.Error).At(s.place(s.rows[h.last], -1)))
		}
	} else {
		h.scale = pingyi.DefaultScale()
	}
	return h, true, known
}

// numeric reports whether a number stands in r, as none does in a header.
func (s *sheet) numeric(r row) bool {
	found := false
	r.written(func(_ int, c cell) {
		found = found || len(c.text) < 40 && bareNumber.MatchString(squeeze(c.text))
	})
	return found
}

// tiersBelow reads the row under the header as the names of the tiers, if it is
// nothing else.
func (s *sheet) tiersBelow(h *head, group int) []tierHeading {
	if h.last+1 >= len(s.rows) {
		return nil
	}
	r := s.rows[h.last+1]
	if r.table != h.table && s.format != TXT {
		return nil
	}
	var tiers []tierHeading
	only := true
	r.written(func(col int, c cell) {
		t, ok := tierOf(c.text)
		only = only && ok
		t.col = col
		tiers = append(tiers, t)
	})
	if !only || len(tiers) < 2 {
		return nil
	}
	// A text file may have lost the empty lines before the tiers, and never had
	// any for the columns that 评价标准 spans.
	if s.format == TXT && group >= 0 {
		if tiers[0].col == 0 && group > 0 {
			for i := range tiers {
				tiers[i].col += group
			}
		}
		h.shift(group, len(tiers)-1)
	}
	h.last++
	h.width = max(h.width, tiers[len(tiers)-1].col+1)
	if s.format == TXT {
		h.width = max(h.width, len(r.cells))
	}
	return tiers
}

// shift moves the columns right of col by n.
func (h *head) shift(col, n int) {
	for f, c := range h.columns {
		if c > col {
			h.columns[f] = c + n
		}
	}
	for i, c := range h.extra {
		if c > col {
			h.extra[i] = c + n
		}
	}
	if h.number > col {
		h.number += n
	}
	if h.width > col+1 {
		h.width += n
	}
}
