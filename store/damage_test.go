package store_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io/fs"
	"maps"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// fillPart makes the record to be damaged: plans, a closed round and an open
// one, drafts and many edits, part of it in tables and part still in the log,
// for it says "filled" and waits to be killed.
func fillPart(args []string) error {
	edits, err := strconv.Atoi(args[1])
	if err != nil {
		return err
	}
	ctx := context.Background()
	for run := range 2 {
		s, err := store.Open(args[0], store.Options{})
		if err != nil {
			return err
		}
		d := s.OwnerDesk("test")
		if run == 0 {
			if err := begin(ctx, d); err != nil {
				return err
			}
		}
		for i := range edits / 2 {
			p, err := d.Plan(ctx, key701)
			if err != nil {
				return err
			}
			a := p.Activities[i%len(p.Activities)]
			a.Goal = fmt.Sprintf("第 %d 次改：%x", i, sha256.Sum256([]byte{byte(i), byte(run)}))
			if _, _, err := d.SaveActivity(ctx, key701, p.Activities[i%len(p.Activities)], a); err != nil {
				return err
			}
		}
		if run == 0 {
			err = s.Close()
		} else {
			err = d.SaveDraft(ctx, "plan/2016/701", []byte(`"写到一半"`))
		}
		if err != nil {
			return err
		}
	}
	fmt.Println("filled")
	select {}
}

func begin(ctx context.Context, d *store.Desk) error {
	for _, p := range []pingyi.Plan{samplePlan(), largePlan("702", 90)} {
		if _, err := d.File(ctx, filed(p)); err != nil {
			return err
		}
	}
	for _, m := range members {
		if err := d.AddMember(ctx, m); err != nil {
			return err
		}
	}
	if err := d.CreatePanel(ctx, pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1", "r2", "r3"}, Chair: "c1"}); err != nil {
		return err
	}
	for range 2 {
		if _, err := d.OpenRound(ctx, "p1", false); err != nil {
			return err
		}
		for i, id := range []string{"r1", "r2"} {
			r, err := d.For(ctx, id)
			if err != nil {
				return err
			}
			if err := r.Rate(ctx, "p1", mark(1, because(pingyi.Tier(i), "评语"))); err != nil {
				return err
			}
			if _, err := r.Submit(ctx, "p1", ""); err != nil {
				return err
			}
		}
		if _, err := d.CloseRound(ctx, "p1", "到期"); err != nil {
			return err
		}
	}
	c1, err := d.For(ctx, "c1")
	if err != nil {
		return err
	}
	if err := c1.Adjudicate(ctx, "p1", pingyi.Adjudication{Activity: act(key701, 2), Tier: 2, Reason: "附件齐全"}); err != nil {
		return err
	}
	if err := d.CreatePanel(ctx, pingyi.Panel{ID: "p2", Year: 2016, Departments: []string{"701"}, Members: []string{"r1"}, Chair: "c1"}); err != nil {
		return err
	}
	if _, err := d.OpenRound(ctx, "p2", false); err != nil {
		return err
	}
	if _, err := d.CloseRound(ctx, "p2", "到期"); err != nil {
		return err
	}
	if _, err := c1.Sign(ctx, "p2"); err != nil {
		return err
	}
	if err := errors.Join(d.AddKey(ctx, "r1", key("one")), d.Invite(ctx, "r1", "code", expires), d.SetHostKey(ctx, "SHA256:host")); err != nil {
		return err
	}
	_, err = d.OpenRound(ctx, "p1", false)
	return err
}

// What may come of opening a damaged record, besides that the process ends with
// a message, and what may not.
const (
	harmless = "all there"
	warned   = "all there, with a warning"
	reported = "reported"
	died     = "the process died"
	lossTold = "a draft is lost, with a warning"
	silent   = "SILENT"
)

// hurt is one way to damage a file: a bit flipped, or the file cut.
type hurt struct {
	at  int
	bit int // -1 to cut
}

// hurts returns ways to damage a file of which used bytes hold something: at as
// many places, a bit flipped and the file cut.
func hurts(name string, used, places int) (all []hurt) {
	r := rand.New(rand.NewPCG(uint64(used), uint64(len(name))))
	// Beginnings and ends are where lengths and names are.
	at := []int{0, min(7, used-1), min(9, used-1), min(21, used-1), used - 1, max(0, used-5)}
	for len(at) < places {
		at = append(at, r.IntN(used))
	}
	tried := map[hurt]bool{} // a small file has fewer
	for _, p := range at[:places] {
		for _, h := range []hurt{{p, r.IntN(8)}, {p, -1}} {
			if !tried[h] {
				tried[h] = true
				all = append(all, h)
			}
		}
	}
	return all
}

// damagePart takes a sound record, the name of one of its files, a number of
// places, which of their hurts to begin with, and the digest of what shows; it
// damages copies and prints what comes of each.
func damagePart(args []string) error {
	name, want := args[1], args[4]
	places, err := strconv.Atoi(args[2])
	if err != nil {
		return err
	}
	from, err := strconv.Atoi(args[3])
	if err != nil {
		return err
	}
	files, err := filesOf(args[0])
	if err != nil {
		return err
	}
	sound := files[name]
	all := hurts(name, len(sound.data), places)
	// What a refused record leaves in memory is left behind with the process.
	for i, h := range all[from:min(len(all), from+50)] {
		hurt := file{sound.data[:h.at], h.at}
		if h.bit >= 0 {
			hurt = file{bytes.Clone(sound.data), sound.size}
			hurt.data[h.at] ^= 1 << h.bit
		}
		files[name] = hurt
		outcome, err := openHurt(files, want)
		if err != nil {
			return err
		}
		fmt.Println(from+i, outcome)
	}
	return nil
}

func openHurt(files map[string]file, want string) (outcome string, err error) {
	dir, err := os.MkdirTemp(filepath.Dir(os.Args[1]), "hurt")
	if err != nil {
		return "", err
	}
	defer os.RemoveAll(dir)
	for name, f := range files {
		path := filepath.Join(dir, name)
		err := errors.Join(os.MkdirAll(filepath.Dir(path), 0o700),
			os.WriteFile(path, f.data, 0o600), os.Truncate(path, int64(f.size)))
		if err != nil {
			return "", err
		}
	}
	// The engine would take time to set its reserve aside again.
	reserve := filepath.Join(dir, "record", "reserve")
	if err := errors.Join(os.WriteFile(reserve, nil, 0o600), os.Truncate(reserve, 16<<20)); err != nil {
		return "", err
	}
	var warnings []*pingyi.Error
	s, err := store.Open(dir, store.Options{Warn: func(w *pingyi.Error) { warnings = append(warnings, w) }})
	if err != nil {
		return reported, nil
	}
	defer s.Close()
	return outcomeOf(s, want, len(warnings) > 0), nil
}

// outcomeOf verifies and reads the whole record.
func outcomeOf(s *store.Store, want string, warning bool) string {
	d := s.OwnerDesk("test")
	if _, err := d.Verify(context.Background()); err != nil {
		return reported
	}
	all, record := shownToAll(d)
	wantAll, wantRecord, _ := strings.Cut(want, "+")
	switch {
	case all == wantAll && warning:
		return warned
	case all == wantAll:
		return harmless
	case record == wantRecord && warning:
		return lossTold
	}
	return silent
}

// shownToAll returns digests of all that the owner can read, and of that without
// drafts, which the journal does not account for.
func shownToAll(owner *store.Desk) (all, record string) {
	digest := func(text string) string { return fmt.Sprintf("%x", sha256.Sum256([]byte(text))) }
	return digest(shown(owner)), digest(shown(owner, "drafts"))
}

// file is what comes before the zeros at a file's end, of which logs are mostly
// made, and its whole size.
type file struct {
	data []byte
	size int
}

// filesOf returns the files below dir, without the reserve, which holds nothing.
func filesOf(dir string) (map[string]file, error) {
	files := map[string]file{}
	err := filepath.WalkDir(dir, func(path string, e fs.DirEntry, err error) error {
		if err != nil || e.IsDir() || e.Name() == "reserve" {
			return err
		}
		name, err := filepath.Rel(dir, path)
		if err == nil {
			var data []byte
			data, err = os.ReadFile(path)
			files[name] = file{bytes.TrimRight(data, "\x00"), len(data)}
		}
		return err
	})
	return files, err
}

func TestDamageOfAnyFileIsReportedOrHarmless(t *testing.T) {
	edits, places := 240, 200
	if testing.Short() || racing {
		edits, places = 60, 6
	}
	top := fast(t)
	sound := filepath.Join(top, "sound")
	c, out := start(t, "fill", sound, fmt.Sprint(edits))
	if !out.Scan() || out.Text() != "filled" {
		t.Fatalf("filling says %q", out.Text())
	}
	must(t, c.Process.Kill())
	_ = c.Wait() // killed
	files, err := filesOf(sound)
	must(t, err)
	want := soundness(t, sound, top)
	for _, name := range slices.Sorted(maps.Keys(files)) {
		size := len(files[name].data)
		if size == 0 {
			continue // nothing in it could be lost
		}
		outcomes := map[string]int{}
		all := hurts(name, size, places)
		for i := 0; i < len(all); {
			c, out := start(t, "damage", sound, name, fmt.Sprint(places), fmt.Sprint(i), want)
			first := i
			for out.Scan() {
				no, outcome, _ := strings.Cut(out.Text(), " ")
				if no != fmt.Sprint(i) {
					t.Fatalf("%s: %s", name, out.Text())
				}
				if outcomes[outcome]++; outcome == silent {
					t.Errorf("%s: %+v of %d bytes: something is lost or altered, and nothing said so", name, all[i], size)
				}
				i++
			}
			if err := c.Wait(); err != nil {
				if c.ProcessState.Exited() && len(c.Stderr.(*lastOf).text) == 0 {
					t.Fatalf("%s: %+v: the process ended with %v and without a message", name, all[i], err)
				}
				outcomes[died]++
				i++
			} else if i == first {
				t.Fatalf("%s: nothing was tried from %d on", name, i)
			}
		}
		t.Logf("%-20s %8d bytes: %v", name, size, outcomes)
	}
}

// soundness returns the digests of what the undamaged record shows, from a copy.
func soundness(t *testing.T, sound, top string) string {
	t.Helper()
	dir := filepath.Join(top, "copy")
	must(t, os.CopyFS(dir, os.DirFS(sound)))
	s := open(t, dir)
	_, err := s.OwnerDesk("test").Verify(t.Context())
	must(t, err)
	all, record := shownToAll(s.OwnerDesk("test"))
	must(t, s.Close())
	return all + "+" + record
}
