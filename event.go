package pingyi

import (
	"fmt"
	"strings"
	"time"
)

// Event is one entry of the record's history as a person reads it.
type Event struct {
	Rev     uint64    `json:"rev,omitempty"` // from 1; 0 while a sealed round hides what came between
	ID      string    `json:"-"`             // of the command, or the first of several, by which it can be undone; random, it tells nothing
	At      time.Time `json:"at"`
	Member  string    `json:"member"`       // with whose rights
	By      string    `json:"by,omitempty"` // by whose hand, when another's
	From    string    `json:"from"`         // the terminal or address
	Command string    `json:"command"`      // what was asked: "import", "rate", …
	Changes []Change  `json:"changes"`
}

// Change is what an event did to one record.
type Change struct {
	Subject Subject       `json:"subject"`
	Fields  []FieldChange `json:"fields"`
	Made    bool          `json:"made,omitempty"` // it was not there before
	Gone    bool          `json:"gone,omitempty"` // it is not there after
}

// Subject names a record. Which fields are set depends on its Noun.
type Subject struct {
	Noun       Noun   `json:"noun"`
	Year       int    `json:"year,omitempty"`
	Department string `json:"department,omitempty"`
	Activity   int    `json:"activity,omitempty"` // its ID, not its number
	Panel      string `json:"panel,omitempty"`
	Round      int    `json:"round,omitempty"`
	Member     string `json:"member,omitempty"`
	Template   int    `json:"template,omitempty"`
	Row        int    `json:"row,omitempty"` // of a second entry, the ID there; of settlements, its number
}

// FieldChange is one field before and after. An absent value is empty; text is
// as stored, anything else as JSON.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}

// Title returns the field's heading: for a criterion with its tier.
func (f FieldChange) Title(l Lang) string {
	if tier, ok := strings.CutPrefix(f.Field, string(FieldCriteria)+"."); ok {
		return FieldCriteria.Title(l) + l.Of("·", " ") + tier
	}
	switch f.Field {
	case "stage":
		return l.Of("复核进度", "Stage of verification")
	case "marked_by":
		return l.Of("标记人", "Marked by")
	case "first":
		return l.Of("第一次录入", "First entry")
	case "second":
		return l.Of("二次录入", "Second entry")
	case "chosen":
		return l.Of("选定", "Chosen")
	case "first_by":
		return l.Of("第一次录入人", "First entry by")
	case "second_by":
		return l.Of("二次录入人", "Second entry by")
	case "settled":
		return l.Of("已核对的差异", "Differences settled")
	case "first_errors":
		return l.Of("第一次录入的错", "Errors of the first entry")
	case "second_errors":
		return l.Of("二次录入的错", "Errors of the second entry")
	case "field":
		return l.Of("字段", "Field")
	case "plan":
		return l.Of("绩效计划", "Plan")
	case "second_entry":
		return l.Of("哪一次录入", "Entry")
	case "began":
		return l.Of("开始", "Began")
	case "ended":
		return l.Of("结束", "Ended")
	case "records":
		return l.Of("行数", "Rows")
	case "cells":
		return l.Of("格数", "Cells")
	case "keystrokes":
		return l.Of("击键数", "Keystrokes")
	case "corrections":
		return l.Of("更正数", "Corrections")
	case "active":
		return l.Of("净用时", "Time at work")
	case "template_name":
		return l.Of("模板名称", "Template name")
	case "member_name":
		return l.Of("姓名", "Name")
	case "order":
		return l.Of("活动次序（编号）", "Order of activities (ids)")
	case "kind":
		return l.Of("评分", "Rating")
	case "tier":
		return l.Of("档次", "Tier")
	case "score":
		return l.Of("分数", "Score")
	case "role":
		return l.Of("角色", "Role")
	case "weight":
		return l.Of("权重", "Weight")
	case "disabled":
		return l.Of("停用", "Disabled")
	case "year":
		return l.Of("年度", "Year")
	case "departments":
		return l.Of("部门", "Departments")
	case "members":
		return l.Of("成员", "Members")
	case "chair":
		return l.Of("组长", "Chair")
	case "quorum":
		return l.Of("法定人数", "Quorum")
	case "rule":
		return l.Of("合并规则", "Merge rule")
	case "marks":
		return l.Of("评分方式", "Marks")
	case "open":
		return l.Of("公开", "Open")
	case "closed":
		return l.Of("已结束", "Closed")
	case "reason":
		return l.Of("理由", "Reason")
	case "scale":
		return l.Of("等级", "Scale")
	case "submitted_at":
		return l.Of("已提交的部门", "Departments submitted")
	case "only":
		return l.Of("本轮只评的活动", "Activities asked for")
	case "signature":
		return l.Of("签署", "Signature")
	case "rubric":
		return l.Of("所依据的评价标准（摘要）", "Rubric it was given by (digest)")
	case "by":
		return l.Of("裁定人", "By")
	case "keys":
		return l.Of("公钥", "Public keys")
	case "password":
		return l.Of("密码", "Password")
	case "invitation":
		return l.Of("邀请码", "Invitation")
	case "host_key":
		return l.Of("主机公钥指纹", "Host key fingerprint")
	}
	return Field(f.Field).Title(l)
}

// In lets an error sentence name the field in either language.
func (f FieldChange) In(l Lang) string { return f.Title(l) }

// Texts returns the values before and after as people read them: codes in words.
func (f FieldChange) Texts(l Lang) (before, after string) {
	return fieldText(f.Field, f.Before, l), fieldText(f.Field, f.After, l)
}

func fieldText(field, value string, l Lang) string {
	switch field {
	case "kind":
		switch Kind(value) {
		case Graded:
			return l.Of("评等级", "graded")
		case Abstained:
			return l.Of("弃权", "abstained")
		case Recused:
			return l.Of("回避", "recused")
		}
	case "role":
		return Role(value).In(l)
	case "rule":
		return Rule(value).In(l)
	case "marks":
		switch Marks(value) {
		case MarkTier:
			return l.Of("评等级", "tiers")
		case MarkScore:
			return l.Of("打分数", "scores")
		}
	case "stage":
		return VerificationStage(value).In(l)
	case "field":
		if value == wholeRow {
			return l.Of("整行", "the whole row")
		}
		return FieldChange{Field: value}.Title(l)
	case "second_entry":
		if value == "true" {
			return l.Of("二次录入", "second")
		}
		return l.Of("第一次录入", "first")
	case "disabled", "open", "closed":
		switch value {
		case "true":
			return l.Of("是", "yes")
		case "false":
			return l.Of("否", "no")
		}
	}
	return value
}

// In names the record in a sentence: "2016 年度部门 360 的第 3 号职责活动".
func (s Subject) In(l Lang) string {
	plan := fmt.Sprintf(l.Of(" %d 年度部门 %s ", "department %[2]s, %[1]d"), s.Year, s.Department)
	round := fmt.Sprintf(l.Of("评审组 %s 第 %d 轮", "panel %s, round %d"), s.Panel, s.Round)
	switch s.Noun {
	case NounPlan:
		return strings.TrimSpace(plan) + l.Of(" 的绩效计划", ": plan")
	case NounActivity:
		return strings.TrimSpace(plan) + fmt.Sprintf(l.Of(" 第 %d 号活动", ": activity (id %d)"), s.Activity)
	case NounMember:
		return l.Of("成员 ", "member ") + s.Member
	case NounPanel:
		return l.Of("评审组 ", "panel ") + s.Panel
	case NounRound:
		return round
	case NounBallot:
		return round + l.Of("，评分表：", ", ballot of ") + s.Member
	case NounAdjudication:
		return round + fmt.Sprintf(l.Of("，对%s第 %d 号活动的裁定", ", adjudication of %s, activity (id %d)"), plan, s.Activity)
	case NounCredential:
		return l.Of("登录方式：", "ways in of ") + s.Member
	case NounServer:
		return l.Of("服务器", "the server")
	case NounVerification:
		return strings.TrimSpace(plan) + l.Of(" 的复核", ": verification")
	case NounSecond:
		return strings.TrimSpace(plan) + fmt.Sprintf(l.Of(" 的二次录入第 %d 号", ": second entry, activity (id %d)"), s.Row)
	case NounSettlement:
		return strings.TrimSpace(plan) + fmt.Sprintf(l.Of(" 的第 %d 处差异", ": difference %d"), s.Row)
	case NounKeying:
		return l.Of("录入统计：", "keying of ") + s.Member
	case NounTemplate:
		return fmt.Sprintf(l.Of("第 %d 号评价标准模板", "rubric template %d"), s.Template)
	case NounRating:
		return round + fmt.Sprintf(l.Of("，%s 对%s第 %d 号活动的评分", ", rating by %s of %s, activity (id %d)"), s.Member, plan, s.Activity)
	}
	return string(s.Noun)
}

// The commands that change the record, as the journal names them.
const (
	CommandImport         = "import"
	CommandImportPart     = "import (part)" // of a plan too large for one transaction
	CommandEditPlan       = "edit plan"
	CommandDeletePlan     = "delete plan"
	CommandAddActivity    = "add activity"
	CommandEditActivity   = "edit activity"
	CommandDeleteActivity = "delete activity"
	CommandMark           = "mark for verification"
	CommandUnmark         = "unmark"
	CommandTakeOn         = "take on second keying"
	CommandHandIn         = "hand in second entry"
	CommandSettleEntries  = "settle difference"
	CommandRecordKeying   = "record keying"
	CommandKeepTemplate   = "keep template"
	CommandDropTemplate   = "drop template"
	CommandAddMember      = "add member"
	CommandDisableMember  = "disable member"
	CommandEnableMember   = "enable member"
	CommandCreatePanel    = "create panel"
	CommandNameChair      = "name chair"
	CommandOpenRound      = "open round"
	CommandCloseRound     = "close round"
	CommandRate           = "rate"
	CommandSubmit         = "submit"
	CommandFileBallot     = "file ballot"
	CommandAdjudicate     = "adjudicate"
	CommandSign           = "sign result"
	CommandInvite         = "invite member"
	CommandRedeem         = "take up invitation"
	CommandAddKey         = "add key"
	CommandRemoveKey      = "remove key"
	CommandSetPassword    = "set password"
	CommandHostKey        = "make host key"
)

// CommandTitle returns a command of the journal in words.
func CommandTitle(command string, l Lang) string {
	if l == En {
		return command
	}
	if undone, ok := strings.CutPrefix(command, undoing); ok {
		return "撤销：" + CommandTitle(undone, l)
	}
	if redone, ok := strings.CutPrefix(command, redoing); ok {
		return "重做：" + CommandTitle(redone, l)
	}
	if title := keyingTitle(command); title != "" {
		return title
	}
	switch command {
	case CommandImport:
		return "导入计划"
	case CommandImportPart:
		return "导入计划（分批）"
	case CommandEditPlan:
		return "修改计划"
	case CommandDeletePlan:
		return "删除计划"
	case CommandAddActivity:
		return "新增活动"
	case CommandEditActivity:
		return "修改活动"
	case CommandDeleteActivity:
		return "删除活动"
	case CommandMark:
		return "标为复核"
	case CommandUnmark:
		return "取消复核"
	case CommandTakeOn:
		return "承担二次录入"
	case CommandHandIn:
		return "二次录入交表"
	case CommandSettleEntries:
		return "核对差异"
	case CommandRecordKeying:
		return "录入统计"
	case CommandKeepTemplate:
		return "保存模板"
	case CommandDropTemplate:
		return "删除模板"
	case CommandAddMember:
		return "添加成员"
	case CommandDisableMember:
		return "停用成员"
	case CommandEnableMember:
		return "恢复成员"
	case CommandCreatePanel:
		return "设立评审组"
	case CommandNameChair:
		return "任命组长"
	case CommandOpenRound:
		return "开启轮次"
	case CommandCloseRound:
		return "结束轮次"
	case CommandRate:
		return "评分"
	case CommandSubmit:
		return "提交评分"
	case CommandFileBallot:
		return "交回评分表"
	case CommandAdjudicate:
		return "裁定"
	case CommandSign:
		return "签署结果"
	case CommandInvite:
		return "邀请成员"
	case CommandRedeem:
		return "使用邀请码"
	case CommandAddKey:
		return "添加公钥"
	case CommandRemoveKey:
		return "移除公钥"
	case CommandSetPassword:
		return "设置密码"
	case CommandHostKey:
		return "生成主机密钥"
	}
	return command
}
