package result

import (
	"fmt"
	"strconv"
	"strings"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/cells"
	"pingyi/tui/parts/tier"
)

// low tells pages on which what stands below the table is kept short.
func (m Model) low() bool { return m.env.H < 18 }

// foot is what stands below the table: the selected activity, then the
// departments, the signature and the agreement, or the line that is being typed.
func (m Model) foot() []string {
	if !m.ready() {
		return nil
	}
	if m.line.Open() {
		return m.line.View()
	}
	lines := m.selectedLines()
	department := ""
	if a, ok := m.activity(); ok {
		department = a.Department
	}
	most := 3 // departments; of more, that of the selected activity is shown
	if m.low() {
		most = 1
	}
	for _, d := range m.res.Departments {
		if len(m.res.Departments) <= most || d.Code == department {
			lines = append(lines, m.departmentLine(d))
		}
	}
	return append(append(lines, m.signature()...), m.agreement()...)
}

// above is what of the foot stays in sight while a line is typed below it.
func (m Model) above() []string {
	if m.low() || m.ruling.Activity.ID == 0 {
		return []string{""}
	}
	return append(m.selectedLines(), "")
}

// selectedLines tells of the selected activity, after an empty line, in as many
// lines for each of them, as far as possible: so the list above keeps its height.
func (m Model) selectedLines() []string {
	a, ok := m.activity()
	if !ok {
		return []string{"", m.lang().Of("没有符合的；删去几个字再试", "nothing matches: delete a few characters")}
	}
	lines := append([]string{"", m.headline(a)}, m.counts(a)...)
	lines = append(lines, m.wrap(m.lang().Of("过程 ", "Working: ")+a.Working)...)
	usual := 5
	if m.env.W >= 110 {
		usual = 4
	}
	if m.ruled {
		usual++
	}
	comments := m.commentLines()
	if a.Adjudication != nil {
		lines = append(lines, m.oneLine(m.rulingText(*a.Adjudication)))
	}
	for len(lines) < usual {
		lines = append(lines, "")
	}
	lines = append(lines, m.someComments(a, comments)...)
	for len(lines) < usual+comments {
		lines = append(lines, "")
	}
	return lines
}

// headline names an activity and its grade: "3. 森林防火  良 → 裁 优  ◆分歧".
func (m Model) headline(a pingyi.ActivityResult) string {
	l, s, looks := m.lang(), m.env.Session, m.env.Session.Look
	grade := m.gradeShown(a)
	if m.res.Round > 1 {
		grade += looks.Muted().Render(fmt.Sprintf(l.Of("（第 %d 轮所评）", " (rated in round %d)"), a.Round))
	}
	if a.Dissent {
		grade += "  " + looks.Warning().Render(looks.Dissent()+l.Of("分歧", "split"))
	}
	name := cells.Visible(fmt.Sprintf("%d. %s", a.No, a.Name))
	return looks.Title().Render(s.Measure.Truncate(name, max(10, m.env.W-s.Measure.Width(grade)-2))) + "  " + grade
}

// gradeShown is the panel's own grade, and the chair's beside it.
func (m Model) gradeShown(a pingyi.ActivityResult) string {
	l, s := m.lang(), m.env.Session
	grade := s.Look.Muted().Render(l.Of("无等级", "no grade"))
	if a.Grade != nil {
		grade = tier.Grade(s, m.scale, a.Consensus.Grade, a.Mark)
	}
	if a.Adjudication != nil {
		arrow := " → "
		if s.Look.ASCII {
			arrow = " > "
		}
		grade += arrow + l.Of("裁 ", "chair: ") + tier.Name(s, m.scale, a.FinalTier)
	}
	return grade
}

// counts says how many have rated, by what, and how that compares.
func (m Model) counts(a pingyi.ActivityResult) []string {
	l := m.lang()
	text := fmt.Sprintf(l.Of("已评 %d/%d，弃权 %d，回避 %d", "%d of %d rated, %d abstained, %d recused"), a.Submitted, a.Assigned-a.Recused, a.Abstained, a.Recused)
	if !a.Quorum {
		text += l.Of("，不足法定人数 ", ", short of the quorum of ") + strconv.Itoa(a.Consensus.Need)
	}
	if a.Stale > 0 {
		text += fmt.Sprintf(l.Of("，其中 %d 个评分之后标准有改动", ", %d of them by criteria that were changed since"), a.Stale)
	}
	if a.Rank > 0 {
		text += fmt.Sprintf(l.Of("；按评审组等级的名次 %d", "; rank by the panel's grades %d"), a.Rank)
	}
	return m.wrap(text)
}

func (m Model) rulingText(r pingyi.Ruling) string {
	return fmt.Sprintf(m.lang().Of("裁定 %s（%s）：%s", "Adjudicated %s by %s: %s"), r.Grade, r.By, r.Reason)
}

// commentLines is how many lines the foot has for comments.
func (m Model) commentLines() int {
	switch {
	case m.low() || !m.commented:
		return 0
	case m.env.H < 30:
		return 1
	}
	return 6
}

// someComments shows what members wrote in at most so many lines, one each, and
// how to see the whole of it.
func (m Model) someComments(a pingyi.ActivityResult, room int) []string {
	l, n := m.lang(), len(a.Comments)
	if n == 0 || room == 0 {
		return nil
	}
	title := fmt.Sprintf(l.Of("评语 %d 条（不署名，按 %s 看全文）", "%d comments (unsigned, %s shows all)"), n, m.hint(keymaps.Open))
	if room == 1 {
		return []string{m.oneLine(title + l.Of("：", ": ") + a.Comments[0])}
	}
	lines := []string{m.env.Session.Look.Label().Render(title)}
	for _, c := range a.Comments[:min(n, room-1)] {
		lines = append(lines, m.oneLine(m.bullet()+c))
	}
	return lines
}

func (m Model) bullet() string {
	if m.env.Session.Look.ASCII {
		return "- "
	}
	return "· "
}

// oneLine shows text as far as it fits into a line.
func (m Model) oneLine(text string) string {
	return m.env.Session.Measure.Truncate(strings.ReplaceAll(cells.Visible(text), "\n", " "), m.env.W)
}

// signature says who has signed, where the history has it, and what: the whole
// digest where there is room for it.
func (m Model) signature() []string {
	sig := m.res.Signature
	if sig == nil {
		return nil
	}
	l, measure := m.lang(), m.env.Session.Measure
	text := cells.Visible(fmt.Sprintf(l.Of("已签署：%s，留痕第 %d 号，摘要 ", "Signed by %s, entry %d of the history, digest "), sig.By, sig.Rev))
	digest := cells.Visible(sig.Digest)
	if m.env.W < 110 && len(digest) > 24 {
		cut := "…"
		if measure.ASCII {
			cut = ".."
		}
		digest = digest[:16] + cut + digest[len(digest)-8:]
	}
	return measure.Wrap(text+digest, m.env.W)
}

// departmentLine is a department's grade, with the share of its budget in each
// tier.
func (m Model) departmentLine(d pingyi.DepartmentResult) string {
	l, s := m.lang(), m.env.Session
	grade := l.Of("无等级", "no grade")
	if d.Grade != nil {
		grade = tier.Name(s, m.scale, d.Tier)
	}
	var shares []string
	rest := 1.0
	for _, t := range m.scale.Best() {
		if f := share(d.Share.Get(m.scale.Name(t))); f > 0 {
			shares, rest = append(shares, m.scale.Name(t)+" "+percent(f)), rest-f
		}
	}
	if len(shares) > 0 && rest >= 0.0005 { // more than what rounding leaves
		shares = append(shares, l.Of("无等级 ", "no grade ")+percent(rest))
	}
	right := "  " + grade + "  " + strings.Join(shares, " ")
	if len(shares) > 0 {
		right += l.Of("（按预算）", " of the budget")
	}
	return s.Look.Label().Render(l.Of("部门 ", "Dept. ")) + m.shorten(d.Code+" "+d.Name, s.Measure.Width(right)+6) + right
}

// shorten truncates text so that others columns are left.
func (m Model) shorten(text string, others int) string {
	return m.env.Session.Measure.Truncate(cells.Visible(text), max(10, m.env.W-others))
}

// share reads a share as the result gives it, 0 where there is none.
func share(quoted string) float64 {
	f, _ := strconv.ParseFloat(strings.Trim(quoted, `"`), 64)
	return f
}

func percent(f float64) string { return strconv.FormatFloat(100*f, 'f', 1, 64) + "%" }

// agreement is how far the raters agree, 1 being wholly.
func (m Model) agreement() []string {
	l, a := m.lang(), m.res.Agreement
	none := l.Of("无（评分不足）", "n/a (too few ratings)")
	if m.unanimous() {
		none = l.Of("无（全体一致）", "n/a (unanimous)")
	}
	figure := func(f *float64) string {
		if f == nil {
			return none
		}
		return strconv.FormatFloat(*f, 'f', 3, 64)
	}
	text := l.Of("一致程度：", "Agreement: ") + a.In(l) +
		fmt.Sprintf("  Krippendorff α %s  Fleiss κ %s  Kendall W %s", figure(a.Alpha), figure(a.Kappa), figure(a.W))
	return m.wrap(text)
}

// unanimous reports whether every rating of the round is of one tier.
func (m Model) unanimous() bool {
	total := make([]int, m.scale.Len())
	for _, a := range m.res.Activities {
		if a.Round != m.res.Round { // it stands from before
			continue
		}
		for t, n := range a.Consensus.Tally {
			total[t] += n
		}
	}
	tiers := 0
	for _, n := range total {
		if n > 0 {
			tiers++
		}
	}
	return tiers == 1
}
