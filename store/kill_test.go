package store_test

import (
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// writePart adds activities to plan 701, one command each, numbered in their
// names, files plan 702, in several transactions, again and again under a new
// name, and r1's ballot with another comment each time. It prints each once it is acknowledged, and has no end.
func writePart(args []string) error {
	ctx := context.Background()
	s, err := store.Open(args[0], store.Options{})
	if err != nil {
		return err
	}
	d := s.OwnerDesk("writer")
	small, large, err := written(ctx, d)
	if err != nil {
		return err
	}
	ballots, err := writtenBallot(ctx, d)
	if err != nil {
		return err
	}
	for {
		for range 7 {
			if _, err := d.AddActivity(ctx, key701, 0, pingyi.Activity{Name: fmt.Sprint(small + 1)}); err != nil {
				return err
			}
			small++
			fmt.Println("small", small)
		}
		if _, err := d.File(ctx, filed(numbered(large+1))); err != nil {
			return err
		}
		large++
		fmt.Println("large", large)
		if err := fileNumbered(ctx, d, ballots+1); err != nil {
			return err
		}
		ballots++
		fmt.Println("ballot", ballots)
	}
}

// fileNumbered files r1's ballot of the panel p1, every comment of which is n.
func fileNumbered(ctx context.Context, owner *store.Desk, n int) error {
	d, err := owner.For(ctx, "r1")
	if err != nil {
		return err
	}
	paper, err := d.BallotToFill(ctx, "p1")
	if err != nil {
		return err
	}
	f := pingyi.FilledBallot{Panel: "p1", Round: paper.Round.No, Member: "r1", Rev: paper.Rev}
	for _, a := range paper.Plans[0].Activities {
		f.Answers = append(f.Answers, pingyi.Answer{Activity: act(paper.Plans[0].Key(), a.ID), Mark: "良", Comment: fmt.Sprint(n)})
	}
	_, err = d.FileBallot(ctx, f)
	return err
}

// writtenBallot returns which of r1's ballots is there, and an error when it is
// not of one piece.
func writtenBallot(ctx context.Context, owner *store.Desk) (n int, err error) {
	d, err := owner.For(ctx, "r1")
	if err != nil {
		return 0, err
	}
	paper, err := d.Paper(ctx, "p1")
	if err != nil || len(paper.Ballot.Ratings) == 0 {
		return 0, err
	}
	for _, r := range paper.Ballot.Ratings {
		if r.Comment != paper.Ballot.Ratings[0].Comment || len(paper.Ballot.Ratings) != len(paper.Plans[0].Activities) {
			return 0, fmt.Errorf("the ballot is of two pieces: %+v", paper.Ballot.Ratings)
		}
	}
	_, err = fmt.Sscan(paper.Ballot.Ratings[0].Comment, &n)
	return n, err
}

// numbered is plan 702 as filed the nth time: every field says so.
func numbered(n int) pingyi.Plan {
	text := fmt.Sprint(n)
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "702", Name: text}}
	for i := range 100 {
		p.Activities = append(p.Activities, pingyi.Activity{Name: fmt.Sprint(i), Goal: strings.Repeat(text+" ", 20)})
	}
	return p
}

// written returns up to which number both plans were written, and an error when
// anything before is missing, or plan 702 is not of one piece.
func written(ctx context.Context, d *store.Desk) (small, large int, err error) {
	p, err := d.Plan(ctx, key701)
	if err != nil {
		return 0, 0, err
	}
	for i, a := range p.Activities {
		if a.Name != fmt.Sprint(i+1) {
			return 0, 0, fmt.Errorf("activity %d is called %s", i+1, a.Name)
		}
	}
	q, err := d.Plan(ctx, key702)
	if pingyi.CodeOf(err) == pingyi.NotFound {
		return len(p.Activities), 0, nil
	}
	if err != nil {
		return 0, 0, err
	}
	if _, err := fmt.Sscan(q.Department.Name, &large); err != nil {
		return 0, 0, err
	}
	want, _, err := numbered(large).Clean()
	if err != nil {
		return 0, 0, err
	}
	for i, a := range q.Activities {
		if !a.Equal(want.Activities[i]) {
			return 0, 0, fmt.Errorf("filing %d has %s in activity %d", large, a.Goal, i+1)
		}
	}
	if len(q.Activities) != len(want.Activities) {
		return 0, 0, fmt.Errorf("filing %d has %d activities", large, len(q.Activities))
	}
	return len(p.Activities), large, nil
}

func TestWhatWasAcknowledgedSurvivesFiftyKills(t *testing.T) {
	kills := 50
	if testing.Short() || racing {
		kills = 10
	}
	ctx, dir := t.Context(), t.TempDir() // a disk: what takes time there is the commit
	s := open(t, dir)
	owner := s.OwnerDesk("test")
	_, err := owner.File(ctx, filed(pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701"}}))
	must(t, err)
	judged := samplePlan()
	judged.Department.Code = "703"
	_, err = owner.File(ctx, filed(judged))
	must(t, err)
	must(t, owner.AddMember(ctx, members[0]))
	must(t, owner.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Departments: []string{"703"}, Members: []string{"r1"}}))
	opens(t, owner, "p1", false)
	must(t, s.Close())
	r := rand.New(rand.NewPCG(50, 1))
	var small, large, ballots, beyond int
	for kill := range kills {
		c, acks := start(t, "write", dir)
		for left := 1 + r.IntN(30); acks.Scan(); left-- {
			var what string
			var n int
			if _, err := fmt.Sscan(acks.Text(), &what, &n); err != nil {
				t.Fatalf("the writer says %q, %v", acks.Text(), err)
			}
			switch what {
			case "small":
				small = n
			case "large":
				large = n
			default:
				ballots = n
			}
			if left == 1 { // what it acknowledges until it is dead counts too
				must(t, c.Process.Kill())
			}
		}
		if err := c.Wait(); err == nil || err.Error() != "signal: killed" {
			t.Fatalf("kill %d: the writer ended by itself: %v, %s", kill, err, c.Stderr)
		}
		s := open(t, dir)
		d := s.OwnerDesk("test")
		gotSmall, gotLarge, err := written(ctx, d)
		must(t, err)
		gotBallots, err := writtenBallot(ctx, d)
		must(t, err)
		if gotSmall < small || gotLarge < large || gotBallots < ballots || gotSmall > small+1 || gotLarge > large+1 || gotBallots > ballots+1 {
			t.Fatalf("kill %d: %d, %d and %d were acknowledged, %d, %d and %d are there", kill, small, large, ballots, gotSmall, gotLarge, gotBallots)
		}
		if gotSmall > small || gotLarge > large || gotBallots > ballots {
			beyond++
		}
		small, large, ballots = gotSmall, gotLarge, gotBallots
		_, err = d.Verify(ctx)
		must(t, err)
		must(t, s.Close())
	}
	t.Logf("%d kills: %d activities, %d large filings and %d ballots, none missing; %d times one more than acknowledged", kills, small, large, ballots, beyond)
}
