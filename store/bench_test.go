package store_test

import (
	"context"
	"fmt"
	"path/filepath"
	"testing"

	"pingyi"
	"pingyi/store"
)

// fileMany files plans of ten activities each, and returns the record's owner.
func fileMany(b *testing.B, dir string, plans int) (*store.Store, *store.Desk) {
	b.Helper()
	s := open(b, dir)
	d := s.OwnerDesk("bench")
	for i := range plans {
		p := largePlan(fmt.Sprintf("%04d", i), 10)
		if _, err := d.File(context.Background(), filed(p)); err != nil {
			b.Fatal(err)
		}
	}
	return s, d
}

// 1,000 plans of 10 activities, on the disk that the system's temporary files
// are on.
func BenchmarkFile(b *testing.B) {
	for i := range b.N {
		s, _ := fileMany(b, filepath.Join(b.TempDir(), fmt.Sprint(i)), 1000)
		must(b, s.Close())
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/10000-activities")
}

func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	s, _ := fileMany(b, dir, 1000)
	must(b, s.Close())
	b.ResetTimer()
	for range b.N {
		s := open(b, dir)
		if _, err := s.OwnerDesk("bench").Plans(context.Background()); err != nil {
			b.Fatal(err)
		}
		b.StopTimer()
		must(b, s.Close())
		b.StartTimer()
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/open-and-list")
}

// A panel of seven judges 100 plans of 10 activities.
func BenchmarkResultAndVerify(b *testing.B) {
	ctx := context.Background()
	s, d := fileMany(b, b.TempDir(), 100)
	defer s.Close()
	var seven []string
	for i := range 7 {
		id := fmt.Sprintf("r%d", i+1)
		seven = append(seven, id)
		must(b, d.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	must(b, d.AddMember(ctx, pingyi.Member{ID: "c1", Name: "c1", Role: pingyi.Chair}))
	must(b, d.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: seven, Chair: "c1"}))
	_, err := d.OpenRound(ctx, "p1", false)
	must(b, err)
	for i, id := range seven {
		r := as(b, d, id)
		for p := range 100 {
			var marks []store.Marked
			for a := range 10 {
				k := pingyi.PlanKey{Year: 2016, Department: fmt.Sprintf("%04d", p)}
				marks = append(marks, store.Marked{Activity: act(k, a+1), Mark: grade(pingyi.Tier((i+p*a)%4), "")})
			}
			must(b, r.Rate(ctx, "p1", marks))
		}
		_, err := r.Submit(ctx, "p1", "")
		must(b, err)
	}
	_, err = d.CloseRound(ctx, "p1", "")
	must(b, err)
	b.Run("result", func(b *testing.B) {
		for range b.N {
			if res, err := d.Result(ctx, "p1", 0, pingyi.Zh); err != nil || len(res.Activities) != 1000 {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/7000-ratings")
	})
	c1 := as(b, d, "c1")
	_, err = c1.Sign(ctx, "p1")
	must(b, err)
	b.Run("signed result", func(b *testing.B) { // held against its digest
		for range b.N {
			if _, err := d.Result(ctx, "p1", 0, pingyi.En); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/7000-ratings")
	})
	b.Run("verify", func(b *testing.B) {
		for range b.N {
			if _, err := d.Verify(ctx); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/verify")
	})
}
