package pingyi

// Noun is a word of the trade that a sentence names in either language.
type Noun string

// The nouns that sentences are built with.
const (
	NounDepartment   Noun = "department"
	NounPlan         Noun = "plan"
	NounActivity     Noun = "activity"
	NounMember       Noun = "member"
	NounPanel        Noun = "panel"
	NounRound        Noun = "round"
	NounRating       Noun = "rating"
	NounBallot       Noun = "ballot"
	NounAdjudication Noun = "adjudication"
	NounCredential   Noun = "credential"
	NounServer       Noun = "server"
	NounTemplate     Noun = "template"
	NounVerification Noun = "verification"
	NounSecond       Noun = "second entry"
	NounSettlement   Noun = "settlement"
	NounKeying       Noun = "keying session"
)

// In returns the word in l.
func (n Noun) In(l Lang) string {
	if l == En {
		return string(n)
	}
	switch n {
	case NounDepartment:
		return "部门"
	case NounPlan:
		return "绩效计划"
	case NounActivity:
		return "职责活动"
	case NounMember:
		return "成员"
	case NounPanel:
		return "评审组"
	case NounRound:
		return "轮次"
	case NounRating:
		return "评分"
	case NounBallot:
		return "评分表"
	case NounAdjudication:
		return "裁定"
	case NounCredential:
		return "登录方式"
	case NounServer:
		return "服务器"
	case NounTemplate:
		return "评价标准模板"
	case NounVerification:
		return "复核"
	case NounSecond:
		return "二次录入"
	case NounSettlement:
		return "差异核对"
	case NounKeying:
		return "录入统计"
	}
	return string(n)
}
