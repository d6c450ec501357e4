package exchange

import (
	"regexp"
	"slices"
	"strings"

	"pingyi"
)

// recognise makes plans of sheets. A sheet or table that is no plan is noted,
// unless nothing in the file is one.
func recognise(src Source, sheets []*sheet) ([]Import, error) {
	var imports []Import
	var notes []Note
	var all faults
	var near nearest
	for _, s := range sheets {
		found, passed, err := s.plans(src, &near)
		all = append(all, err...)
		imports = append(imports, found...)
		notes = append(notes, passed...)
		if all.full() {
			all = all[:maxErrors]
			break
		}
	}
	if len(all) > 0 {
		return nil, all.err()
	}
	if len(imports) == 0 {
		return nil, near.err()
	}
	if src.Department.Code != "" && len(imports) > 1 {
		return nil, tooManyFor(src.Department.Code, len(imports))
	}
	imports[0].Skipped = append(imports[0].Skipped, notes...)
	return imports, nil
}

func tooManyFor(code string, plans int) *pingyi.Error {
	return pingyi.Errorf(pingyi.Invalid, "文件里有 %[1]d 份计划，不能都算作部门 %[2]s，请去掉 --department", "the file has %[1]d plans, which cannot all be of department %[2]s: leave --department out",
		plans, code)
}

// nearest remembers the row that looked most like a header.
type nearest struct {
	known int
	place pingyi.Place
	text  string
}

func (n nearest) err() error {
	if n.known == 0 {
		return pingyi.Errorf(pingyi.Invalid, "没有找到绩效计划的表格：要有一行表头，其中有“职责活动”（或活动名称、项目名称）和“年度预算数”（或预算数、金额）两列",
			"no plan's table was found: there must be a header row with the columns 职责活动 (or 活动名称, 项目名称) and 年度预算数 (or 预算数, 金额)")
	}
	return pingyi.Errorf(pingyi.Invalid, "没有找到绩效计划的表头；最像的是这一行，但表头必须同时有“职责活动”（或活动名称、项目名称）和“年度预算数”（或预算数、金额）两列",
		"no plan's header was found; this row is the nearest, but a header needs both columns 职责活动 (or 活动名称, 项目名称) and 年度预算数 (or 预算数, 金额)").At(n.place).At(pingyi.Place{Text: n.text})
}

// plans reads every plan of one sheet.
func (s *sheet) plans(src Source, near *nearest) (imports []Import, notes []Note, all faults) {
	var heads []head
	for i := 0; i < len(s.rows); i++ {
		h, ok, known := s.headAt(i)
		if known > near.known {
			text, _ := s.rows[i].first()
			*near = nearest{known, s.place(s.rows[i], -1), text}
		}
		if ok {
			heads = append(heads, h)
			i = h.last
		}
	}
	if len(heads) == 0 {
		if s.name != "" {
			notes = append(notes, Note{pingyi.Place{Table: s.name}, "不是绩效计划，已略过", "is no plan and was passed over"})
		}
		return nil, notes, nil
	}
	from := 0
	for i := range heads {
		h := &heads[i]
		limit := len(s.rows)
		if i+1 < len(heads) {
			limit = heads[i+1].first
		}
		end := s.endOfBody(h, limit)
		above := s.items(from, h.first)
		below := []item{}
		if i+1 == len(heads) {
			below = s.items(end, len(s.rows))
		}
		im, passed, err := s.plan(src, h, above, below, s.rows[h.last+1:end])
		if all = append(all, err...); all.full() {
			return nil, nil, all
		}
		im.Skipped = passed
		imports = append(imports, im)
		from = end
	}
	return imports, notes, all
}

// endOfBody returns the row after the last that belongs to the table of h: where
// the next plan's goals or title begin, and nothing below has an amount any more.
func (s *sheet) endOfBody(h *head, limit int) int {
	if s.format == DOCX {
		return s.endOfTable(h, limit)
	}
	from := h.last + 1
	for i := from; i < limit; i++ {
		if h.paid(s.rows[i]) {
			from = i + 1
		}
	}
	for i := from; i < limit; i++ {
		if text, n := s.rows[i].first(); n <= 2 && opens(text) {
			return i
		}
	}
	return limit
}

// endOfTable is endOfBody in a document. A table that someone has cut in two
// goes on where the next has as many columns, no header and an amount at once.
func (s *sheet) endOfTable(h *head, limit int) int {
	end, table := h.last+1, h.table
	for i := end; i < limit; i++ {
		r := s.rows[i]
		if !r.para() && r.table != table && len(r.cells) == h.width && h.paid(r) {
			table = r.table
		}
		if r.table == table {
			end = i + 1
		}
	}
	return end
}

// paid reports whether an amount stands where it should.
func (h *head) paid(r row) bool {
	_, err := pingyi.ParseAmount(r.money(h.columns[pingyi.FieldBudget]))
	return err == nil
}

// items lists what is written in some rows, in reading order.
func (s *sheet) items(from, to int) []item {
	var items []item
	for _, r := range s.rows[from:max(from, to)] {
		r.written(func(col int, c cell) { items = append(items, item{text: c.text, row: r, col: col}) })
	}
	return items
}

// plan makes one plan of a header, what stands around it and the rows under it.
func (s *sheet) plan(src Source, h *head, above, below []item, rows []row) (Import, []Note, faults) {
	all := h.faults
	pre := readPreamble(above)
	after := readPreamble(below)
	for _, f := range []pingyi.Field{pingyi.FieldOverallGoal, pingyi.FieldDutyGoals} {
		if pre.has[f] || !after.has[f] {
			continue
		}
		if pre.has[f] = true; f == pingyi.FieldOverallGoal {
			pre.overall = after.overall
		} else {
			pre.duty = after.duty
		}
	}
	im := Import{Has: map[pingyi.Field]bool{}, Table: s.place(s.rows[h.first], -1).Table}
	for f := range h.columns {
		im.Has[f] = true
	}
	im.Has[pingyi.FieldCriteria] = h.tiers != nil
	for _, f := range []pingyi.Field{pingyi.FieldOverallGoal, pingyi.FieldDutyGoals} {
		im.Has[f] = pre.has[f]
	}
	p := pingyi.Plan{Scale: h.scale, OverallGoal: pre.overall, DutyGoals: pre.duty}
	var named bool
	var err error
	if p.Department, named, err = department(src, pre); err != nil {
		all.add(err.(*pingyi.Error).At(pingyi.Place{Table: im.Table}))
	}
	im.Has[pingyi.FieldDepartment] = named
	if p.Year, err = s.year(src, pre); err != nil {
		all.add(err.(*pingyi.Error).At(pingyi.Place{Table: im.Table}))
	}
	b := body{s: s, h: h, plan: &p, unit: pre.unit}
	if h.unit != "" {
		b.unit = h.unit
	}
	if b.unit != "" && b.unit != wan && b.unit != yuan {
		at := s.place(s.rows[h.first], h.columns[pingyi.FieldBudget])
		if pre.unitAt != nil && h.unit == "" {
			at = s.place(pre.unitAt.row, pre.unitAt.col)
		}
		all.add(pingyi.Errorf(pingyi.Invalid, "金额单位“%s”不能直接导入，请换算成万元或元", "amounts in %s cannot be imported: convert them to 万元 or 元", string(b.unit)).At(at))
	}
	if len(all) == 0 {
		b.read(rows)
	}
	all = append(all, b.faults...)
	if len(all) > 0 {
		return im, nil, all
	}
	if len(p.Activities) == 0 && pre.department.Code == "" {
		// A plan that was exported before it had any says at least whose it is.
		at := s.place(s.rows[h.first], h.columns[pingyi.FieldName])
		return im, nil, faults{pingyi.Errorf(pingyi.Invalid, "表头下面没有一项活动，请先填好再导入", "there is no activity below the headings: fill the table in first").At(at)}
	}
	im.Has[pingyi.FieldStatedTotal] = p.StatedTotal != nil
	acts := p.Activities
	p.Activities = nil
	clean, n, err := p.Clean()
	if err != nil {
		return im, nil, faults{err.(*pingyi.Error).At(pingyi.Place{Table: im.Table})}
	}
	clean.Activities = acts
	im.Plan, im.Dropped = clean, n+b.dropped
	return im, append(s.unused(h, above, below), b.notes...), nil
}

// unused notes the columns, and the tables and lines around, that told nothing.
func (s *sheet) unused(h *head, above, below []item) []Note {
	var notes []Note
	for _, col := range h.extra {
		text := ""
		for _, r := range s.rows[h.first : h.last+1] {
			if text == "" {
				text = r.at(col)
			}
		}
		notes = append(notes, Note{s.place(s.rows[h.first], col), "计划里没有“" + pingyi.Excerpt(text, 20) + "”这一栏，已略过", "a plan has no column \"" + pingyi.Excerpt(text, 20) + "\", it was passed over"})
	}
	told := map[int]bool{0: true, h.table: true}
	for _, it := range append(above, below...) {
		told[it.row.table] = told[it.row.table] || it.used
	}
	for _, it := range append(above, below...) {
		switch {
		case !told[it.row.table]:
			told[it.row.table] = true
			notes = append(notes, Note{s.place(row{table: it.row.table}, -1), "不是绩效计划，已略过", "is no plan and was passed over"})
		case !it.used && (it.row.para() || it.row.table == h.table):
			notes = append(notes, Note{s.place(it.row, -1), "略过“" + pingyi.Excerpt(it.text, 20) + "”", "passed over: \"" + pingyi.Excerpt(it.text, 20) + "\""})
		}
	}
	return notes
}

// year settles the year of a plan: of several titles the one nearest the table
// counts, unless the caller names the year of another.
func (s *sheet) year(src Source, pre preamble) (int, error) {
	switch n := len(pre.years); {
	case n == 0 && src.Year == 0:
		return 0, pingyi.Errorf(pingyi.Invalid, "文件里没有写明年度，请指明年度，如 2016（命令行用 --year 2016）", "the file does not state its year: give one, such as 2016 (on the command line --year 2016)")
	case n == 0 || slices.Contains(pre.years, src.Year):
		return src.Year, nil
	case src.Year == 0:
		return pre.years[n-1], nil
	default:
		return 0, otherYear(pre.years[n-1], src.Year).At(s.place(pre.yearAt.row, pre.yearAt.col)).At(pingyi.Place{Text: pre.yearAt.text})
	}
}

func otherYear(found, asked int) *pingyi.Error {
	return pingyi.Errorf(pingyi.Invalid, "文件写的是 %d 年度，要导入的是 %d 年度，请改正其中一个", "the file is for %d, the import for %d: mend one of them", found, asked)
}

var (
	codeInName = regexp.MustCompile(`^([0-9]{2,12})(.*)$`)
	nameInName = regexp.MustCompile(`^[-_ 　]?(\p{Han}{2,30})$`)
	noOrgan    = regexp.MustCompile(`计划|预算|绩效|年|表|目标`)
	yearLike   = regexp.MustCompile(`^(19|20)[0-9]{2}$`)
)

// department settles whose plan it is: what the caller says goes before what the
// table says, and that before the beginning of the file's name. named tells
// whether the name is known too.
func department(src Source, pre preamble) (d pingyi.Department, named bool, err error) {
	d, named = pre.department, pre.has[pingyi.FieldDepartment]
	if d.Code == "" {
		if byName, ok := departmentOf(src.Name); ok {
			d.Code = byName.Code
			if !named {
				d.Name, named = byName.Name, byName.Name != ""
			}
		}
	}
	if o := src.Department; o.Code != "" {
		if d.Code != "" && d.Code != o.Code {
			d.Name, named = "", false
		}
		d.Code = o.Code
		if o.Name != "" {
			d.Name, named = o.Name, true
		}
	}
	if d.Code == "" {
		return d, false, pingyi.Errorf(pingyi.Invalid, "看不出是哪个部门的计划，请用 --department 指明部门编码，如 --department 360，或在表格上方写“360深泽县教育局”这样的一行",
			"it does not say which department's plan this is: give the code with --department, such as --department 360, or write a line such as 360深泽县教育局 above the table")
	}
	return d, named, pingyi.CheckCode(pingyi.NounDepartment, d.Code)
}

// departmentOf reads a code, and perhaps a name, at the beginning of a file's
// name: 360-education.csv, 360深泽县教育局.csv. A year is no code.
func departmentOf(fileName string) (pingyi.Department, bool) {
	stem, _, _ := strings.Cut(base(fileName), ".")
	m := codeInName.FindStringSubmatch(stem)
	if m == nil || yearLike.MatchString(m[1]) {
		return pingyi.Department{}, false
	}
	d := pingyi.Department{Code: m[1]}
	if n := nameInName.FindStringSubmatch(m[2]); n != nil && !noOrgan.MatchString(n[1]) {
		d.Name = n[1]
	}
	return d, true
}
