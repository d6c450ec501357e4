package pingyi

import "slices"

// Right is something that an actor may or may not do.
type Right string

// The rights.
const (
	ReadPlans     Right = "read-plans"
	EditPlans     Right = "edit-plans" // enter, import, change and delete
	ManageMembers Right = "manage-members"
	ReadMembers   Right = "read-members"
	ManagePanels  Right = "manage-panels"
	ReadPanels    Right = "read-panels"
	RunRounds     Right = "run-rounds" // open and close
	Rate          Right = "rate"       // one's own ballot: read it, mark it, submit it
	ReadTurnout   Right = "read-turnout"
	ReadResults   Right = "read-results"
	ReadHistory   Right = "read-history" // which entries: see [Actor.Sees]
	SeePresence   Right = "see-presence" // who is in, and at what: see [Actor.SeesPresent]
	Adjudicate    Right = "adjudicate"   // settle what a closed round left split
	SignResult    Right = "sign-result"
	ReadKeying    Right = "read-keying" // whose: see [Actor.SeesSession]
	OwnAccess     Right = "own-access"  // one's own keys, password and settings
	ServeRecord   Right = "serve-record"
	VerifyRecord  Right = "verify-record"
	DumpRecord    Right = "dump-record" // a dump holds everything: drafts and sealed ratings too
)

// In names the right in a sentence: "may not …".
func (r Right) In(l Lang) string {
	switch r {
	case ReadPlans:
		return l.Of("查看绩效计划", "read plans")
	case EditPlans:
		return l.Of("修改绩效计划", "change plans")
	case ManageMembers:
		return l.Of("管理成员", "manage members")
	case ReadMembers:
		return l.Of("查看成员", "see the members")
	case ManagePanels:
		return l.Of("管理评审组", "manage panels")
	case ReadPanels:
		return l.Of("查看评审组", "see the panels")
	case RunRounds:
		return l.Of("开启或结束轮次", "open or close rounds")
	case Rate:
		return l.Of("在该评审组评分", "rate in this panel")
	case ReadTurnout:
		return l.Of("查看提交情况", "see who has submitted")
	case ReadResults:
		return l.Of("查看该评审组的结果", "see this panel's results")
	case ReadHistory:
		return l.Of("查看留痕", "read the history")
	case SeePresence:
		return l.Of("查看谁在线", "see who is in")
	case Adjudicate:
		return l.Of("在该评审组裁定", "adjudicate in this panel")
	case SignResult:
		return l.Of("签署该评审组的结果", "sign this panel's result")
	case ReadKeying:
		return l.Of("查看录入统计", "read the statistics of keying")
	case OwnAccess:
		return l.Of("有自己的登录方式和设置", "have ways in and settings of one's own")
	case ServeRecord:
		return l.Of("开启服务", "serve the record")
	case VerifyRecord:
		return l.Of("核验记录", "verify the record")
	case DumpRecord:
		return l.Of("备份记录", "back up the record")
	}
	return string(r)
}

// roles returns who has a right at all. Rate, RunRounds, ReadTurnout,
// ReadResults, Adjudicate and SignResult also depend on the panel; see May.
func (r Right) roles() []Role {
	switch r {
	case ReadPlans, ReadMembers, ReadPanels, ReadHistory, ReadResults:
		return []Role{Clerk, Reviewer, Chair, Auditor, Admin, Owner}
	case EditPlans:
		return []Role{Clerk, Admin, Owner}
	case ManageMembers, ManagePanels:
		return []Role{Admin, Owner}
	case RunRounds:
		return []Role{Chair, Admin, Owner}
	case ReadTurnout:
		return []Role{Chair, Auditor, Admin, Owner}
	case Rate:
		return []Role{Reviewer, Chair}
	case SeePresence:
		return []Role{Clerk, Chair, Auditor, Admin, Owner}
	case Adjudicate, SignResult:
		return []Role{Chair}
	case ReadKeying:
		return []Role{Clerk, Auditor, Admin, Owner}
	case OwnAccess:
		return Roles()
	case ServeRecord:
		return []Role{Owner}
	case VerifyRecord:
		return []Role{Auditor, Admin, Owner}
	case DumpRecord:
		return []Role{Owner}
	}
	return nil
}

// May decides whether the actor has a right, for the rights that concern a panel
// in round r of it; both may be nil for the others. It is the only place that
// decides, and the record asks it inside the transaction. The error is
// [Forbidden] or [Sealed].
//
//	right          clerk reviewer chair auditor admin owner
//	read-plans       x      x       x      x      x     x
//	edit-plans       x                            x     x
//	manage-members                                x     x
//	read-members     x      x       x      x      x     x
//	manage-panels                                 x     x
//	read-panels      x      x       x      x      x     x
//	run-rounds                    own             x     x
//	rate                   seat   seat
//	read-turnout                  own      x      x     x
//	read-results     c     c/s     c/o    c/o    c/o   c/o
//	read-history     x      x       x      x      x     x
//	see-presence     x               x      x      x     x
//	adjudicate                    own
//	sign-result                   own
//	read-keying      x                     x      x     x
//	own-access       x      x       x      x      x
//	serve-record                                        x
//	verify-record                          x      x     x
//	dump-record                                         x
//
// own: the panel's chair; seat: a rating member of the panel; c: the round is
// closed; s, o: or the panel is an open one and the member sits in it or is its
// chair (s), or whoever (o). A disabled member has no right.
func (a Actor) May(right Right, p *Panel, r *Round) error {
	m := a.Member
	refuse := Errorf(Forbidden, "%s（%s）不能%s", "%s (%s) may not %s", m.ID, m.Role, right)
	if m.Disabled || !slices.Contains(right.roles(), m.Role) {
		return refuse
	}
	chairs := p != nil && p.Chair == m.ID
	switch right {
	case RunRounds, ReadTurnout, Adjudicate, SignResult:
		if m.Role == Chair && !chairs {
			return refuse
		}
	case Rate:
		if p == nil || !p.Seats(m.ID) {
			return refuse
		}
	case ReadResults:
		if p == nil || r == nil {
			return refuse
		}
		if p.Secret(*r) {
			return Errorf(Sealed, "评审组 %s 第 %d 轮尚未结束，评分封存中；请先结束本轮再看结果",
				"round %[2]d of panel %[1]s is still open and its ratings are sealed: close the round first", p.ID, r.No)
		}
		if !r.Closed && (m.Role == Clerk || m.Role == Reviewer && !p.Seats(m.ID) && !chairs) {
			return refuse
		}
	}
	return nil
}

// MayChangeAccess decides whether the actor may change how member proves who they
// are: their own ways in, and everybody's who manages members. The error is
// [Forbidden].
func (a Actor) MayChangeAccess(member string) error {
	if member == a.Member.ID {
		return a.May(OwnAccess, nil, nil)
	}
	return a.May(ManageMembers, nil, nil)
}

// MayEver reports whether there could be a panel in which the actor has the right. A
// screen offers no key for what would be refused in every one.
func (a Actor) MayEver(right Right) bool {
	return !a.Member.Disabled && slices.Contains(right.roles(), a.Member.Role)
}

// Sees reports whether the actor may see an entry about a rating or ballot of
// member in round r of panel p: their own always; somebody else's never before
// the round closes in a sealed panel, and after that only whoever audits or
// keeps the record. Members learn the others' marks as tallies, unsigned.
func (a Actor) Sees(member string, p Panel, r Round) bool {
	if a.Member.ID == member && !a.Member.Disabled {
		return true
	}
	if p.Secret(r) {
		return false
	}
	switch a.Member.Role {
	case Auditor, Admin, Owner:
		return !a.Member.Disabled
	}
	return false
}

// SeesCredential reports whether the actor may see how member proves who they
// are, secrets aside: their own, and whoever audits or keeps the record.
func (a Actor) SeesCredential(member string) bool {
	switch a.Member.Role {
	case Auditor, Admin, Owner:
		return !a.Member.Disabled
	}
	return a.Member.ID == member && !a.Member.Disabled
}

// SeesPresent reports whether the actor, who may see presence at all, is told
// that member is in and what they are at: clerks learn it of who enters plans,
// chairs of who sits in a panel of theirs, whoever audits or keeps the record of
// everybody.
func (a Actor) SeesPresent(member Member, panels []Panel) bool {
	switch a.Member.Role {
	case Auditor, Admin, Owner:
		return true
	case Clerk:
		return slices.Contains(EditPlans.roles(), member.Role)
	case Chair:
		return slices.ContainsFunc(panels, func(p Panel) bool { return p.Chair == a.Member.ID && p.Seats(member.ID) })
	}
	return false
}

// SeesAt reports whether the actor, who is told that somebody is in, is told that
// they are at s: of the work of another's panel a chair is not.
func (a Actor) SeesAt(s Subject, panels []Panel) bool {
	return a.Member.Role != Chair || s.Panel == "" ||
		slices.ContainsFunc(panels, func(p Panel) bool { return p.ID == s.Panel && p.Chair == a.Member.ID })
}
