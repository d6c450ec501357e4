package store_test

import (
	"errors"
	"fmt"
	"sync"
	"testing"

	"pingyi"
	"pingyi/store"
)

func TestEightAtOnceLoseNothing(t *testing.T) {
	times := 40
	if testing.Short() || racing {
		times = 10
	}
	ctx := t.Context()
	s := open(t, fast(t))
	defer s.Close()
	owner := s.OwnerDesk("test")
	populate(t, owner)
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2", "r3", "r9"}}))
	_, err := owner.OpenRound(ctx, "p1", false)
	must(t, err)
	before, err := owner.Verify(ctx)
	must(t, err)
	woken, stop := owner.Wake()
	defer stop()

	var all sync.WaitGroup
	failed := make(chan error, 100)
	work := func(do func() error) {
		all.Go(func() {
			if err := do(); err != nil {
				failed <- err
			}
		})
	}
	for i, id := range []string{"r1", "r2", "r3", "r9"} {
		d := as(t, owner, id)
		work(func() error { // rates, saves a draft and submits
			for n := range times {
				err := errors.Join(d.Rate(ctx, "p1", mark(1+n%2, grade(pingyi.Tier((n+i)%4), fmt.Sprint(n)))),
					d.SaveDraft(ctx, "rate/p1", fmt.Append(nil, n)))
				if err != nil {
					return err
				}
			}
			_, err := d.Submit(ctx, "p1", "")
			return err
		})
	}
	base, err := owner.Plan(ctx, key702)
	must(t, err)
	for i := range 3 {
		d := as(t, owner, "k1")
		work(func() error { // edits a field of their own, always from the same base
			for n := range times {
				mine := base.Activities[0]
				fields := []*string{&mine.Content, &mine.Goal, &mine.Indicator}
				last := base.Activities[0]
				if n > 0 {
					*[]*string{&last.Content, &last.Goal, &last.Indicator}[i] = fmt.Sprint(n - 1)
				}
				*fields[i] = fmt.Sprint(n)
				_, _, err := d.SaveActivity(ctx, key702, last, mine)
				if err != nil {
					return err
				}
			}
			return nil
		})
	}
	work(func() error { // adds, and reads it all back meanwhile
		for n := range times {
			if _, err := owner.AddActivity(ctx, key702, 0, pingyi.Activity{Name: fmt.Sprint(n)}); err != nil {
				return err
			}
			if n%5 == 0 {
				if _, err := owner.Verify(ctx); err != nil {
					return err
				}
			}
		}
		return nil
	})
	all.Wait()
	close(failed)
	for err := range failed {
		t.Error(err)
	}
	<-woken
	after, err := owner.Verify(ctx) // the journal has no gaps
	must(t, err)
	if want := before.Rev + uint64(times*4+4+times*3+times); after.Rev != want {
		t.Errorf("%d entries, want %d", after.Rev, want)
	}
	p, err := owner.Plan(ctx, key702)
	must(t, err)
	last := fmt.Sprint(times - 1)
	if a := p.Activities[0]; len(p.Activities) != 2+times || a.Content != last || a.Goal != last || a.Indicator != last {
		t.Errorf("%d activities, the first %+v", len(p.Activities), a)
	}
	turnout, err := owner.Turnout(ctx, "p1")
	must(t, err)
	for _, m := range turnout {
		if m.Done != 2 {
			t.Errorf("%+v", m)
		}
	}
}

// Of several who file one large plan at once, one is told to try again or all
// agree; never is it of two pieces.
func TestALargePlanFiledBySeveralAtOnceIsOneOfTheirs(t *testing.T) {
	ctx := t.Context()
	rounds := 10
	if testing.Short() || racing {
		rounds = 3
	}
	for range rounds {
		_, owner := inMemory(t)
		var all sync.WaitGroup
		errs := make([]error, 4)
		for i := range errs {
			all.Go(func() { _, errs[i] = owner.File(ctx, store.Filing{Plan: numbered(i), Has: everything, Remove: true}) })
		}
		all.Wait()
		filed := 0
		for _, err := range errs {
			if err == nil {
				filed++
			} else if pingyi.CodeOf(err) != pingyi.Conflict {
				t.Errorf("%v", err)
			}
		}
		_, err := owner.Verify(ctx)
		must(t, err)
		p, err := owner.Plan(ctx, key702)
		if filed == 0 && pingyi.CodeOf(err) == pingyi.NotFound {
			continue
		}
		must(t, err)
		for i, a := range p.Activities {
			var n int
			if _, err := fmt.Sscan(p.Department.Name, &n); err != nil || a.Goal != numbered(n).Activities[i].Goal[:len(a.Goal)] || a.Goal == "" {
				t.Fatalf("filing %s has %q in activity %d", p.Department.Name, a.Goal, i+1)
			}
		}
	}
}
