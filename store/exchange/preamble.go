package exchange

import (
	"regexp"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"pingyi"
)

// item is one paragraph, or one cell, above a table.
type item struct {
	text string
	row  row
	col  int
	used bool // it told something
}

// preamble is what stands above a table.
type preamble struct {
	department pingyi.Department
	years      []int // of every title
	unit       unit
	overall    string
	duty       []string
	has        map[pingyi.Field]bool

	yearAt, unitAt *item // yearAt is the last
}

var (
	overallHead = regexp.MustCompile(`^(?:[（(]?[一二12][)）、.．]+)?(?:部门|年度|单位)*总体(?:绩效)?目标[ 　]*(?:[:：]|$)`)
	dutyHead    = regexp.MustCompile(`^(?:[（(]?[一二三123][)）、.．]+)?(?:部门)?职责(?:活动)?(?:分类)?(?:绩效)?目标[ 　]*(?:[:：]|$)`)
	unitOnly    = regexp.MustCompile(`^\(?(?:金额|货币|计量)?单位:(?:人民币)?([亿百千]?万?元)\)?$`)
	unitAtEnd   = regexp.MustCompile(`[ 　(（]+(?:金额|货币|计量)?单位[:：][ 　]*(?:人民币)?([亿百千]?万?元)[ 　)）]*$`)
	codeLabel   = regexp.MustCompile(`^(?:部门|单位|预算单位|预算部门)(?:编码|代码|编号)[ 　]*[:：][ 　]*(.*)$`)
	nameLabel   = regexp.MustCompile(`^(?:填报|编制|预算|申报|主管)?(?:部门|单位)(?:名称)?(?:[(（](?:盖章|公章|签章)[)）])?[ 　]*[:：][ 　]*(.*)$`)
	nameWithin  = regexp.MustCompile(`[ 　]+(?:填报|编制|预算|申报)?(?:部门|单位)名称[ 　]*[:：][ 　]*`)
	leadingCode = regexp.MustCompile(`^([A-Za-z0-9][A-Za-z0-9._-]{0,31})[ 　]*([^A-Za-z0-9._ 　-].*)?$`)
	plainUnit   = regexp.MustCompile(`^(\d{3,12})[ 　]*([^\P{Han}所个名项次人年月日万元家处座间套台辆批场][\p{Han}（）()·]*(?:局|委|办|部|厅|院|会|中心|学校|中学|小学|幼儿园|站|所|队|馆|处|科|室|社|府|镇|乡|公司|法院|庭|团|校|人大|政协|妇联|工商联|文联|残联|科协|台|园|场|厂|组))$`)
	yearIn      = regexp.MustCompile(`(\d{4})\s*年`)
	titleEnd    = regexp.MustCompile(`(?:表|情况|一览)$`)
	yearTitle   = regexp.MustCompile(`^\d{4}年.*(?:表|计划|情况|目标|方案|明细|预算|一览)$|\d{4}年.*(?:绩效|预算|部门).*(?:表|计划|情况|目标|方案|明细|预算|一览)$`)
	numbered    = regexp.MustCompile(`^(?:[（(]?[0-9一二三四五六七八九十]{1,3}[)）、.．]|[①-⑳])`)
)

// literal is the apostrophe behind which exports write what would be taken for
// something else.
const literal = "'"

// readPreamble reads the items above a table: the goals, the department, the
// unit and the year. What it makes nothing of stays unused.
func readPreamble(items []item) preamble {
	p := preamble{has: map[pingyi.Field]bool{}}
	var section pingyi.Field
	var overall, duty []string
	literally := false // some duty goal stands behind an apostrophe
	fresh := false     // nothing has been read since the section's heading
	for i := range items {
		it := &items[i]
		if rest, ok := strings.CutPrefix(it.text, literal); ok && section != "" {
			if it.used, fresh = true, false; section == pingyi.FieldOverallGoal {
				overall = append(overall, rest)
			} else {
				literally = true
				duty = append(duty, rest)
			}
			continue
		}
		var inDuty []string // the lines of this item that belong to a duty goal
		for line := range strings.SplitSeq(it.text, "\n") {
			bare := strings.Trim(line, " \u3000\t\u00a0")
			switch m, f := sectionHead(bare); {
			case f != "":
				section, fresh, it.used = f, true, true
				p.has[f] = true
				if bare = bare[m:]; blank(bare) {
					continue
				}
				line = bare
			case p.about(bare, it), title(bare) && !(fresh && section != "" && !yearIn.MatchString(bare)):
				p.readYear(bare, it)
				section = ""
				continue
			case section == "" || fresh && blank(line):
				continue
			}
			it.used, fresh = true, false
			if section == pingyi.FieldOverallGoal {
				overall = append(overall, line)
			} else {
				inDuty = append(inDuty, line)
			}
		}
		if len(inDuty) > 0 {
			duty = append(duty, strings.Join(inDuty, "\n"))
		}
	}
	p.overall = strings.Join(overall, "\n")
	p.duty = duty
	if !literally {
		if goals, ok := splitGoals(strings.Join(duty, "\n")); ok {
			p.duty = goals
		}
	}
	return p
}

// sectionHead tells a heading of the goals and how long it is.
func sectionHead(line string) (length int, f pingyi.Field) {
	if m := overallHead.FindString(line); m != "" {
		return len(m), pingyi.FieldOverallGoal
	}
	if m := dutyHead.FindString(line); m != "" {
		return len(m), pingyi.FieldDutyGoals
	}
	return 0, ""
}

// about reads a line that names the unit or the department.
func (p *preamble) about(line string, it *item) bool {
	if utf8.RuneCountInString(line) > pingyi.MaxName {
		return false
	}
	if m := unitOnly.FindStringSubmatch(squeeze(line)); m != nil {
		p.unit, p.unitAt, it.used = unit(m[1]), it, true
		return true
	}
	if m := codeLabel.FindStringSubmatch(line); m != nil {
		value := m[1]
		if at := nameWithin.FindStringIndex(value); at != nil {
			p.name(value[at[1]:], it)
			value = value[:at[0]]
		}
		p.department.Code, it.used = strings.Trim(pingyi.HalfWidth(p.cutUnit(value, it)), " "), true
		return true
	}
	if m := nameLabel.FindStringSubmatch(line); m != nil {
		p.name(m[1], it)
		return true
	}
	if m := plainUnit.FindStringSubmatch(p.cutUnit(line, nil)); m != nil {
		p.cutUnit(line, it)
		p.department, it.used = pingyi.Department{Code: m[1], Name: m[2]}, true
		p.has[pingyi.FieldDepartment] = true
		return true
	}
	return false
}

// name takes the value of a label: a name, or a code and a name.
func (p *preamble) name(value string, it *item) {
	it.used = true
	p.has[pingyi.FieldDepartment] = true
	if rest, ok := strings.CutPrefix(value, literal); ok {
		p.department.Name = rest
		return
	}
	value = strings.Trim(p.cutUnit(value, it), " \u3000")
	if m := leadingCode.FindStringSubmatch(value); m != nil && strings.ContainsAny(m[1], "0123456789") {
		p.department = pingyi.Department{Code: m[1], Name: m[2]}
		p.has[pingyi.FieldDepartment] = m[2] != ""
		return
	}
	p.department.Name = value
}

// cutUnit takes a unit at the end of a line off it; with an item it is kept.
func (p *preamble) cutUnit(line string, it *item) string {
	m := unitAtEnd.FindStringSubmatchIndex(line)
	if m == nil {
		return line
	}
	if it != nil {
		p.unit, p.unitAt = unit(line[m[2]:m[3]]), it
	}
	return line[:m[0]]
}

// title reports whether a line is the title of a table rather than one more of
// the goals: short, no sentence, not numbered, and ending as titles of forms do.
func title(line string) bool {
	return utf8.RuneCountInString(line) <= 40 && !strings.ContainsAny(line, "。；，,;：:、") && !numbered.MatchString(line) &&
		strings.IndexFunc(line, unicode.IsLetter) >= 0 && (titleEnd.MatchString(squeeze(line)) || yearTitle.MatchString(squeeze(line)))
}

// readYear takes the year from a title.
func (p *preamble) readYear(line string, it *item) {
	if !title(line) {
		return
	}
	it.used = true
	if m := yearIn.FindStringSubmatch(pingyi.HalfWidth(line)); m != nil {
		year, _ := strconv.Atoi(m[1])
		p.years, p.yearAt = append(p.years, year), it
	}
}

// opens reports whether a row below a table begins what belongs to the next.
func opens(text string) bool {
	text, _, _ = strings.Cut(text, "\n")
	bare := strings.Trim(text, " \u3000")
	if _, f := sectionHead(bare); f != "" {
		return true
	}
	return codeLabel.MatchString(bare) || plainUnit.MatchString(bare) || title(bare) && yearIn.MatchString(bare)
}
