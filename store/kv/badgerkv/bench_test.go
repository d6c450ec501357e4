package badgerkv_test

import (
	"context"
	"fmt"
	"os"
	"strings"
	"testing"

	"pingyi/store/kv"
)

func BenchmarkCommit(b *testing.B) {
	for _, writers := range []int{1, 16} {
		b.Run(fmt.Sprintf("writers=%d", writers), func(b *testing.B) {
			e := openDir(b, b.TempDir())
			defer e.Close()
			value := entryOf(1)
			b.SetParallelism(writers)
			b.ResetTimer()
			run := func(i int, w string) {
				err := e.Update(context.Background(), func(tx kv.Tx) error {
					return tx.Put(fmt.Appendf(nil, "%s/%d", w, i), value)
				})
				if err != nil {
					b.Error(err)
				}
			}
			if writers == 1 {
				for i := range b.N {
					run(i, "w")
				}
			} else {
				b.RunParallel(func(pb *testing.PB) {
					for i := 0; pb.Next(); i++ {
						run(i, fmt.Sprintf("%p", pb))
					}
				})
			}
			b.ReportMetric(float64(b.N)/b.Elapsed().Seconds(), "commits/s")
		})
	}
}

// BenchmarkOpen opens, reads whole and closes the record of 1,000 plans and
// 10,000 activities of 1.5 KB with its journal of twice that, and prints what
// that leaves of the process in memory.
func BenchmarkOpen(b *testing.B) {
	dir := b.TempDir()
	e := openDir(b, dir)
	const activities = 10000
	for i := 0; i < activities; i += 10 {
		err := e.Update(context.Background(), func(tx kv.Tx) error {
			for n := i; n < i+10; n++ {
				entry := entryOf(n)
				if err := tx.Put(fmt.Appendf(nil, "a/%05d", n), entry); err != nil {
					return err
				}
				if err := tx.Put(fmt.Appendf(nil, "j/%05d", n), append(entry, entry...)); err != nil {
					return err
				}
			}
			return tx.Put(fmt.Appendf(nil, "p/%04d", i/10), entryOf(i))
		})
		if err != nil {
			b.Fatal(err)
		}
	}
	if err := e.Close(); err != nil {
		b.Fatal(err)
	}
	for _, read := range []string{"", "p/", "a/"} {
		b.Run("read="+read, func(b *testing.B) {
			for b.Loop() {
				e := openDir(b, dir)
				n := 0
				if read != "" {
					err := e.View(context.Background(), func(r kv.Reader) error {
						from, to := kv.Prefix([]byte(read))
						return r.Scan(from, to, func(_, _ []byte) error { n++; return nil })
					})
					if err != nil {
						b.Fatal(err)
					}
				}
				b.StopTimer()
				b.ReportMetric(resident(b), "MiB-resident")
				if err := e.Close(); err != nil {
					b.Fatal(err)
				}
				b.StartTimer()
			}
		})
	}
}

// resident returns the resident memory of this process in MiB, 0 where the
// system does not tell.
func resident(b *testing.B) float64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	_, rest, _ := strings.Cut(string(status), "VmRSS:")
	var kib float64
	if _, err := fmt.Sscan(rest, &kib); err != nil {
		b.Fatal(err)
	}
	return kib / 1024
}
