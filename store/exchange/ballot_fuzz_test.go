package exchange_test

import (
	"errors"
	"fmt"
	"runtime"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store/exchange"
)

// FuzzReadBallot holds the reader of ballots to this, whatever it is given: it
// does not panic, its errors are for people and say where, and no answer comes
// twice or from nowhere.
func FuzzReadBallot(f *testing.F) {
	for _, p := range []pingyi.Paper{firstPaper(), secondPaper()} {
		for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
			text := written(f, exchange.TXT, p, l)
			f.Add(text)
			f.Add([]byte(strings.ReplaceAll(string(text), "# ", "#\u3000")))
		}
		f.Add(written(f, exchange.XLSX, p, pingyi.Zh))
	}
	f.Add([]byte("# pingyi panel=p round=1 member=r rev=1\n# 2016/1/1 0123456789abcdef\n评分【（优]：】\n评语\n'#\n理由:'|\n"))
	f.Fuzz(func(t *testing.T, data []byte) {
		b, err := exchange.ReadBallot("b", data)
		if err != nil {
			wantForPeople(t, err)
			wantPlaced(t, err)
		}
		if err == nil && b.Panel == "" || b.Panel == "" && len(b.Answers) > 0 {
			t.Fatalf("read without a heading: %+v, %v", b, err)
		}
		seen := map[pingyi.ActivityKey]bool{}
		for _, a := range b.Answers {
			if seen[a.Activity] || a.Line < 1 || a.Activity.ID < 1 || len(a.Rubric) != 16 {
				t.Fatalf("an answer %+v", a)
			}
			seen[a.Activity] = true
		}
	})
}

// wantPlaced holds every error of a file to naming it.
func wantPlaced(t *testing.T, err error) {
	t.Helper()
	if all, ok := err.(interface{ Unwrap() []error }); ok {
		for _, e := range all.Unwrap() {
			wantPlaced(t, e)
		}
		return
	}
	if e, ok := errors.AsType[*pingyi.Error](err); !ok || e.Place.File != "b" {
		t.Fatalf("an error without a place: %v", err)
	}
}

func TestHostileBallotsAreReadInBoundedSpace(t *testing.T) {
	const heading = "# pingyi panel=p round=1 member=r rev=1\n"
	const entry = "# 2016/1/1 0123456789abcdef\n"
	many := func(n int) string {
		var b strings.Builder
		for i := range n {
			fmt.Fprintf(&b, "# 2016/1/%d 0123456789abcdef\n评分：优\n", i+1)
		}
		return b.String()
	}
	for name, c := range map[string]struct {
		text    string
		answers int
	}{
		"lines that cannot be read": {strings.Repeat("# x\n", 1<<18), 0},
		"nested brackets":           {entry + "评分：" + strings.Repeat("[", 2<<20) + strings.Repeat("]", 2<<20), 0},
		"brackets behind brackets":  {entry + "评分：优" + strings.Repeat("] ", 2<<20), 0},
		"colons":                    {entry + "评分：" + strings.Repeat(": ", 2<<20), 0},
		"apostrophes":               {entry + "评语：\n" + strings.Repeat("'", 4<<20), 0},
		"places to fill":            {entry + strings.Repeat("评分：\n", 1<<18), 0},
		"blank lines":               {entry + "评语：" + strings.Repeat("\n", 4<<20) + "完", 0},
		"long marks":                {strings.Repeat(entry+"评分："+strings.Repeat("[", 30_000)+strings.Repeat("] ", 15_000)+"\n", 25), 1},
		"many entries":              {many(100_000) + "（完）\n", 100_000},
		"too many entries":          {many(300_100), 0},
	} {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		b, err := exchange.ReadBallot("b", []byte(heading+c.text))
		runtime.ReadMemStats(&after)
		if mb := (after.TotalAlloc - before.TotalAlloc) >> 20; mb > 500 || len(b.Answers) != c.answers {
			t.Errorf("%s: %d MB allocated, at most 500; %d answers, want %d; %.200v", name, mb, len(b.Answers), c.answers, err)
		} else {
			t.Logf("%s: %d MB", name, mb)
		}
		if err != nil {
			wantPlaced(t, err)
		}
	}
}
