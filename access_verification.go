package pingyi

import "cmp"

// Who does what in the second keying of a plan, beside the rights of May. Marking a
// plan, and taking the mark off, takes edit-plans and no more: see below for who is
// left out.
//
//	                   keyed some of the first   keys the second   others who may edit plans
//	take it on                                          -                     x
//	see the first               x                 not meanwhile               x
//	see the second      once it is handed in            x           once it is handed in
//	key the second                                      x
//	take the mark off           x                 not meanwhile               x
//	settle, and settle anew                             x                     x
//
// Nobody sees the second entry before it is handed in, whoever audits included: it
// is worth something only as long as nobody can have told one keyer what the other
// wrote. (Whoever may dump the record has everything anyway; and what a second keyer
// saw before taking it on, nobody can take back.) Who keyed the first entry does not
// settle what was found wrong in it; the second keyer may, as a verifier does in a
// census office, because there need not be a third person in the house.

// MayMark decides whether the actor may mark a plan to be keyed again. The error is
// [Forbidden], or [State] where that is under way.
func (a Actor) MayMark(v Verification) error {
	if err := a.May(EditPlans, nil, nil); err != nil {
		return err
	}
	if v.Under() {
		return Errorf(State, "这份计划已经在复核", "this plan is being verified already")
	}
	return nil
}

// MayTakeOn decides whether the actor may key a marked plan the second time: the
// error is [Forbidden], or [State] at another stage.
func (a Actor) MayTakeOn(v Verification) error {
	if err := a.May(EditPlans, nil, nil); err != nil {
		return err
	}
	switch {
	case v.Stage != VerificationMarked:
		return Errorf(State, "这份计划没有在等二次录入", "this plan is not waiting to be keyed again")
	case v.Keyed(a.Member.ID):
		return Errorf(Forbidden, "第一次录入有您的份，二次录入要由别人来做", "you keyed some of the first entry: somebody else has to key the second")
	}
	return nil
}

// MayKeySecond decides whether the actor may key the second entry and hand it in.
// The error is [Forbidden], or [State] at another stage.
func (a Actor) MayKeySecond(v Verification) error {
	if err := a.May(EditPlans, nil, nil); err != nil {
		return err
	}
	switch {
	case v.Stage != VerificationKeying:
		return Errorf(State, "这份计划没有在二次录入", "this plan is not being keyed again")
	case v.Second != a.Member.ID:
		return Errorf(Forbidden, "二次录入由 %s 在做", "%s is keying this plan again", v.Second)
	}
	return nil
}

// MayUnmark decides whether the actor may take the mark off a plan, and with it the
// second entry. The error is [Forbidden], [Sealed], or [State] where there is no
// mark.
func (a Actor) MayUnmark(v Verification) error {
	if err := a.May(EditPlans, nil, nil); err != nil {
		return err
	}
	if !v.Under() {
		return Errorf(State, "这份计划没有在复核", "this plan is not being verified")
	}
	return a.SeesFirst(v)
}

// MaySettle decides whether the actor may settle differences between the entries.
// The error is [Forbidden], or [State] at another stage.
func (a Actor) MaySettle(v Verification) error {
	if err := a.May(EditPlans, nil, nil); err != nil {
		return err
	}
	switch {
	case v.Stage != VerificationHandedIn:
		return Errorf(State, "这份计划没有两次录入可以核对", "this plan has no two entries to settle")
	case v.Keyed(a.Member.ID):
		return Errorf(Forbidden, "第一次录入有您的份，差异要由别人来定", "you keyed some of the first entry: somebody else has to settle the differences")
	}
	return nil
}

// MaySettleAgain decides whether the actor may choose otherwise where entries differed,
// until the plan changes after it was verified. The error is [Forbidden], or [State]
// at another stage.
func (a Actor) MaySettleAgain(v Verification) error {
	switch v.Stage {
	case VerificationDone:
		v.Stage = VerificationHandedIn
	case VerificationChanged:
		return cmp.Or(a.May(EditPlans, nil, nil), error(Errorf(State, "复核后计划又有改动：要再改，请直接改计划", "the plan has changed since it was verified: change it there")))
	}
	return a.MaySettle(v)
}

// SeesFirst decides whether the actor, who may read plans, may see and change the
// first entry, or anything that tells of it: the error is [Sealed] for whoever keys
// the second. v is the zero Verification of a plan that is not marked.
func (a Actor) SeesFirst(v Verification) error {
	if v.Stage == VerificationKeying && v.Second == a.Member.ID {
		return Errorf(Sealed, "您正在二次录入这份计划，交表之前看不到第一次录入", "you are keying this plan again: the first entry is sealed to you until you hand yours in")
	}
	return nil
}

// SeesSecond decides whether the actor, who may read plans, may see the second
// entry: the error is [Sealed] before it is handed in, for all but who keys it.
func (a Actor) SeesSecond(v Verification) error {
	if v.Stage == VerificationKeying && v.Second != a.Member.ID {
		return Errorf(Sealed, "二次录入交表之前，只有录入的人看得到", "until the second entry is handed in, only who keys it sees it")
	}
	return nil
}

// SeesKeying reports whether the actor, who may read the statistics of keying at
// all, sees those of member: clerks their own, the others everybody's.
func (a Actor) SeesKeying(member string) bool {
	return a.Member.Role != Clerk || a.Member.ID == member
}

// SeesSession is SeesKeying for a session in a plan whose verification is v: the
// figures of another's tell how many rows an entry has, and are sealed with it.
func (a Actor) SeesSession(s KeyingSession, v Verification) bool {
	sees := a.SeesFirst
	if s.Second {
		sees = a.SeesSecond
	}
	return a.SeesKeying(s.Member) && (a.Member.ID == s.Member || sees(v) == nil)
}
