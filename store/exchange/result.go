package exchange

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pingyi"
)

// WriteResult writes a result to be read, printed or sorted; nothing reads it
// back. Whether it is signed, by whom, with which digest and journal revision,
// stands in every format. What was written in words is in the language it was
// tabulated in; the headings are in l. The JSON form is [pingyi.Result]'s own and
// not to be had here. Equal results give equal bytes.
func WriteResult(format Format, r pingyi.Result, l pingyi.Lang) ([]byte, error) {
	switch format {
	case CSV:
		return writeResultCSV(r, ',', l)
	case TSV:
		return writeResultCSV(r, '\t', l)
	case XLSX:
		return writeResultSheets(r, l)
	case TXT:
		return writeResultText(r, l), nil
	case DOCX:
		return writeResultDocument(r, l)
	}
	return nil, pingyi.Errorf(pingyi.Invalid, "评审结果不能这样写成“%s”，可用的有 %s", "a result cannot be written as %q here: use one of %s",
		pingyi.Excerpt(string(format), 20), list([]Format{CSV, TSV, TXT, XLSX, DOCX}))
}

// resultHead returns what is said of a result as a whole, a paragraph each.
func resultHead(r pingyi.Result, l pingyi.Lang) []string {
	closed := l.Of("本轮尚未结束，以下不是最后结果", "the round is still open, so this is not final")
	if r.Closed {
		closed = l.Of("本轮已结束", "the round is closed")
	}
	head := []string{
		fmt.Sprintf(l.Of("评审结果　评审组 %s　第 %d 轮", "Result of panel %s, round %d"), r.Panel, r.Round),
		fmt.Sprintf(l.Of("合并规则：%s；%s", "Merge rule: %s; %s"), r.Rule.In(l), closed),
	}
	return append(append(head, signedBy(r.Signature, l)...), agreementText(r.Agreement, l))
}

// signedBy says who has signed, or plainly that nobody has.
func signedBy(s *pingyi.Signature, l pingyi.Lang) []string {
	if s == nil {
		return []string{l.Of("未签署", "Not signed")}
	}
	return []string{
		fmt.Sprintf(l.Of("签署人：%s", "Signed by: %s"), s.By),
		fmt.Sprintf(l.Of("留痕号：%d", "Journal revision: %d"), s.Rev),
		fmt.Sprintf(l.Of("结果摘要（SHA-256）：%s", "Digest (SHA-256): %s"), s.Digest),
	}
}

func agreementText(a pingyi.Agreement, l pingyi.Lang) string {
	return fmt.Sprintf(l.Of("一致程度：%s（Krippendorff α %s，Fleiss κ %s，Kendall W %s）", "Agreement: %s (Krippendorff α %s, Fleiss κ %s, Kendall W %s)"),
		a.In(l), figure(a.Alpha, l), figure(a.Kappa, l), figure(a.W, l))
}

func figure(f *float64, l pingyi.Lang) string {
	if f == nil {
		return l.Of("无", "n/a")
	}
	return strconv.FormatFloat(*f, 'f', 3, 64)
}

// tallyText counts the ratings by tier, best first: "优3 良3 中1 差0".
func tallyText(ar pingyi.ActivityResult) string {
	parts := make([]string, 0, len(ar.Tally))
	for _, v := range slices.Backward(ar.Tally) {
		parts = append(parts, v.Name+v.Value)
	}
	return strings.Join(parts, " ")
}

// gradeText is the panel's own grade as screens show it: "良+", "—".
func gradeText(ar pingyi.ActivityResult) string {
	if ar.Grade == nil {
		return "—"
	}
	return *ar.Grade + strings.Replace(ar.Mark, "-", "−", 1)
}

func nameOr(grade *string) string {
	if grade == nil {
		return "—"
	}
	return *grade
}

// share is what part of a department's budget has a grade: "优 25% 良 75%".
func share(d pingyi.DepartmentResult) string {
	parts := make([]string, 0, len(d.Share))
	for _, v := range d.Share {
		f, _ := strconv.ParseFloat(strings.Trim(v.Value, `"`), 64)
		parts = append(parts, v.Name+" "+strconv.FormatFloat(f*100, 'f', 2, 64)+"%")
	}
	return strings.Join(parts, " ")
}

// resultColumn is one thing that is told of an activity.
type resultColumn struct {
	head string
	text func(pingyi.ActivityResult) string
}

// resultColumns tells everything of an activity, each thing on its own.
func resultColumns(l pingyi.Lang) []resultColumn {
	count := func(n func(pingyi.ActivityResult) int) func(pingyi.ActivityResult) string {
		return func(ar pingyi.ActivityResult) string { return strconv.Itoa(n(ar)) }
	}
	ruling := func(text func(pingyi.Ruling) string) func(pingyi.ActivityResult) string {
		return func(ar pingyi.ActivityResult) string {
			if ar.Adjudication == nil {
				return ""
			}
			return text(*ar.Adjudication)
		}
	}
	return []resultColumn{
		{pingyi.FieldDepartment.Title(l), func(ar pingyi.ActivityResult) string { return ar.Department }},
		{l.Of("序号", "No."), count(func(ar pingyi.ActivityResult) int { return ar.No })},
		{pingyi.FieldName.Title(l), func(ar pingyi.ActivityResult) string { return ar.Name }},
		{pingyi.FieldBudget.Title(l) + l.Of("（万元）", " (万元)"), func(ar pingyi.ActivityResult) string { return ar.Budget.String() }},
		{l.Of("最终等级", "Final grade"), func(ar pingyi.ActivityResult) string { return nameOr(ar.Final) }},
		{l.Of("评审组等级", "Panel's grade"), gradeText},
		{l.Of("均值", "Mean"), func(ar pingyi.ActivityResult) string {
			if ar.Score == nil {
				return ""
			}
			return strconv.FormatFloat(*ar.Score, 'f', -1, 64)
		}},
		{l.Of("裁定等级", "Settled as"), ruling(func(r pingyi.Ruling) string { return r.Grade })},
		{l.Of("裁定理由", "Settled because"), ruling(func(r pingyi.Ruling) string { return r.Reason })},
		{l.Of("裁定人", "Settled by"), ruling(func(r pingyi.Ruling) string { return r.By })},
		{l.Of("评分轮次", "Rated in round"), count(func(ar pingyi.ActivityResult) int { return ar.Round })},
		{l.Of("票数", "Tally"), tallyText},
		{l.Of("分歧", "Dissent"), func(ar pingyi.ActivityResult) string {
			if ar.Dissent {
				return l.Of("有", "yes")
			}
			return l.Of("无", "no")
		}},
		{l.Of("按评审组等级的名次", "Rank by the panel's grades"), func(ar pingyi.ActivityResult) string {
			if ar.Rank == 0 {
				return ""
			}
			return strconv.Itoa(ar.Rank)
		}},
		{l.Of("评委人数", "Assigned"), count(func(ar pingyi.ActivityResult) int { return ar.Assigned })},
		{l.Of("已评", "Rated"), count(func(ar pingyi.ActivityResult) int { return ar.Submitted })},
		{l.Of("弃权", "Abstained"), count(func(ar pingyi.ActivityResult) int { return ar.Abstained })},
		{l.Of("回避", "Recused"), count(func(ar pingyi.ActivityResult) int { return ar.Recused })},
		{l.Of("按旧标准评的", "By old criteria"), count(func(ar pingyi.ActivityResult) int { return ar.Stale })},
		{l.Of("计算过程", "Working"), func(ar pingyi.ActivityResult) string { return ar.Working }},
		{l.Of("评语（不署名）", "Comments (unsigned)"), func(ar pingyi.ActivityResult) string { return numberedLines(ar.Comments) }},
	}
}

// numberedLines tells several texts apart in one cell.
func numberedLines(texts []string) string {
	lines := make([]string, len(texts))
	for i, text := range texts {
		lines[i] = text
		if len(texts) > 1 {
			lines[i] = fmt.Sprintf("%d. %s", i+1, text)
		}
	}
	return strings.Join(lines, "\n")
}

// resultTable has one row of texts for each activity, and departmentTable one for
// each department; the first is of headings.
func resultTable(r pingyi.Result, l pingyi.Lang) [][]string {
	columns := resultColumns(l)
	rows := make([][]string, 1, len(r.Activities)+1)
	for _, c := range columns {
		rows[0] = append(rows[0], c.head)
	}
	for _, ar := range r.Activities {
		row := make([]string, len(columns))
		for i, c := range columns {
			row[i] = c.text(ar)
		}
		rows = append(rows, row)
	}
	return rows
}

func departmentTable(r pingyi.Result, l pingyi.Lang) [][]string {
	rows := [][]string{{pingyi.FieldDepartment.Title(l), l.Of("名称", "Name"), pingyi.FieldBudget.Title(l) + l.Of("（万元）", " (万元)"), l.Of("部门等级", "Department's grade"), l.Of("各档预算占比", "Share of the budget")}}
	for _, d := range r.Departments {
		rows = append(rows, []string{d.Code, d.Name, d.Budget.String(), nameOr(d.Grade), share(d)})
	}
	return rows
}
