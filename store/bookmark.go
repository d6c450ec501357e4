package store

import (
	"context"

	"pingyi"
	"pingyi/store/kv"
)

// Bookmarked are a member's [pingyi.Bookmarks] as a list shows them.
type Bookmarked struct {
	Pinned []PlanSummary // by year and code
	Recent []PlanSummary // the last opened first, those pinned among them
}

// Bookmarks returns the plans that the desk's actor pinned and last opened, of
// those that there are. Right: read-plans.
func (d *Desk) Bookmarks(ctx context.Context) (list Bookmarked, err error) {
	err = d.read(ctx, func(v *view) error {
		list = Bookmarked{}
		if err := v.actor.May(pingyi.ReadPlans, nil, nil); err != nil {
			return err
		}
		b, err := v.bookmarks(v.actor.Member.ID)
		if err != nil {
			return err
		}
		if list.Pinned, err = v.summaries(b.Pinned); err != nil {
			return err
		}
		list.Recent, err = v.summaries(b.Recent)
		return err
	})
	return list, err
}

// NoteOpened remembers, beside the journal, that the desk's actor opened plan k. It
// wakes nobody: who opens a plan has left the list that shows it. Right: read-plans.
func (d *Desk) NoteOpened(ctx context.Context, k pingyi.PlanKey) error {
	return d.reviseBookmarks(ctx, k, func(b pingyi.Bookmarks) (pingyi.Bookmarks, error) { return b.Open(k), nil })
}

// PinPlan pins plan k to the front of the lists of the desk's actor, or unpins it.
// [pingyi.TooBig] is for more than a member may have. Right: read-plans.
func (d *Desk) PinPlan(ctx context.Context, k pingyi.PlanKey, on bool) error {
	err := d.reviseBookmarks(ctx, k, func(b pingyi.Bookmarks) (pingyi.Bookmarks, error) { return b.Pin(k, on) })
	if err == nil {
		d.store.news.tell(d.actor.Member.ID)
	}
	return err
}

// reviseBookmarks reads, changes and writes in one transaction, so that two sessions
// of a member keep what the other did. Plans that are gone fall out.
func (d *Desk) reviseBookmarks(ctx context.Context, k pingyi.PlanKey, revise func(pingyi.Bookmarks) (pingyi.Bookmarks, error)) error {
	return d.quietly(ctx, func(t kv.Tx, actor pingyi.Actor) error {
		v := &view{Reader: t, actor: actor}
		if err := actor.May(pingyi.ReadPlans, nil, nil); err != nil {
			return err
		}
		if _, _, err := v.planHead(k); err != nil {
			return err
		}
		is, err := v.bookmarks(actor.Member.ID)
		if err != nil {
			return err
		}
		now, err := revise(is)
		if err != nil {
			return err
		}
		b, err := encode(now)
		if err != nil {
			return err
		}
		return t.Put([]byte(bookmarkKey(actor.Member.ID)), b)
	})
}

// bookmarks returns a member's bookmarks of the plans that there are.
func (v *view) bookmarks(member string) (pingyi.Bookmarks, error) {
	b, _, err := get[pingyi.Bookmarks](v, bookmarkKey(member))
	if err != nil {
		return b, err
	}
	b = b.Only(func(k pingyi.PlanKey) bool {
		if err != nil || pingyi.CheckCode(pingyi.NounDepartment, k.Department) != nil {
			return false
		}
		var there bool
		_, there, err = get[struct{}](v, planKey(k))
		return there
	})
	return b, err
}
