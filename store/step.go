package store

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"

	"pingyi"
	"pingyi/store/kv"
)

// step is what somebody did to one plan at once, and to nothing else: a command, or
// what took several transactions.
type step struct {
	command string
	plan    pingyi.PlanKey
	parts   []part // as they were done
}

// part is what one transaction of a step did.
type part struct {
	writes   []write // but for that of the index
	old, new index   // where it wrote none both are zero
}

// step finds what the command id is, or is a part of, if that can be undone. It asks
// for the right to edit plans.
func (v *view) step(id string) (s step, err error) {
	if err := v.actor.May(pingyi.EditPlans, nil, nil); err != nil {
		return s, err
	}
	entries, err := v.parts(id)
	if err != nil {
		return s, err
	}
	s.command = entries[0].Command
	for _, e := range entries {
		if err := s.add(e); err != nil {
			return s, err
		}
	}
	s.fold()
	return s, nil
}

// parts returns the entries of the step that the command id is a part of, the oldest
// first. One of several transactions is looked for in all of the journal since it was
// begun: others may have come between.
func (v *view) parts(id string) (entries []entry, err error) {
	rev, found, err := get[uint64](v, commandKey(id))
	if err != nil {
		return nil, err
	}
	if !found {
		return nil, pingyi.Errorf(pingyi.NotFound, "没有这条留痕", "there is no such entry")
	}
	e, _, err := get[entry](v, journalKey(rev))
	if err != nil || e.Of == "" {
		return []entry{e}, err
	}
	if rev, _, err = get[uint64](v, commandKey(e.Of)); err != nil {
		return nil, err
	}
	of := fmt.Appendf(nil, `"of":%q`, e.Of)
	_, to := kv.Prefix([]byte(journalPart))
	err = v.Scan([]byte(journalKey(rev)), to, func(key, b []byte) error {
		if !bytes.Contains(b, of) { // most of what came since is about something else
			return nil
		}
		var other entry
		if err := decode(string(key), b, &other); err != nil {
			return err
		}
		if other.Of == e.Of {
			entries = append(entries, other)
		}
		return nil
	})
	if err == nil && len(entries) == 0 {
		err = damaged("留痕 %s 说的那一步不在留痕中", "the step that the entry %s is a part of is not in the journal", id)
	}
	return entries, err
}

// add makes an entry the last part, if it can be undone.
func (s *step) add(e entry) error {
	var p part
	foreign := pingyi.Errorf(pingyi.State, "“%s”不是对一份计划内容的改动，不能在这里撤销", "%q did not change what a plan says, and is not undone here", title(e.Command))
	if e.Command == sweeping || e.Command == pingyi.CommandImportPart {
		return foreign
	}
	for _, w := range e.Writes {
		if under(w.Key, verificationPart) || under(w.Key, keyersPart) {
			continue // what undoing has to say of these, it says itself
		}
		head, rest, _ := strings.Cut(w.Key, "/")
		head += "/"
		subject, ok := subjectOf(w.Key)
		if head == indexPart {
			subject, ok = subjectOf(planPart + rest)
		}
		k := pingyi.PlanKey{Year: subject.Year, Department: subject.Department}
		if s.plan == (pingyi.PlanKey{}) {
			s.plan = k
		}
		whole := absent(w.Before) || absent(w.After)
		switch head {
		case actPart:
			whole = false
			p.writes = append(p.writes, w)
		case planPart:
			p.writes = append(p.writes, w)
		case indexPart:
			if err := errors.Join(decode(w.Key, orNull(w.Before), &p.old), decode(w.Key, orNull(w.After), &p.new)); err != nil {
				return err
			}
			whole = whole || p.old.Gen != p.new.Gen
		default:
			ok = false
		}
		switch {
		case !ok || k != s.plan:
			return foreign
		case whole:
			return pingyi.Errorf(pingyi.State, "这一步新建、删除或整份替换了计划，不能撤销；请重新导入或删除", "this made, deleted or replaced the plan as a whole and is not undone: import it anew, or delete it")
		}
	}
	if s.plan == (pingyi.PlanKey{}) {
		return foreign
	}
	s.parts = append(s.parts, p)
	return nil
}

// title names a command in either language.
type title string

// In lets an error sentence name the command.
func (t title) In(l pingyi.Lang) string { return pingyi.CommandTitle(string(t), l) }

// fold makes what several parts did to one record the doing of the last of them: what
// was changed and then deleted comes back as it was before both. Where somebody else
// came between they stay apart.
func (s *step) fold() {
	last := map[string]*write{}
	for _, p := range s.parts {
		for i := range p.writes {
			w := &p.writes[i]
			if before := last[w.Key]; before != nil && bytes.Equal(before.After, w.Before) {
				w.Before = before.Before
				before.After = before.Before
			}
			last[w.Key] = w
		}
	}
	for i := range s.parts {
		p := &s.parts[i]
		p.writes = slices.DeleteFunc(p.writes, func(w write) bool {
			return bytes.Equal(w.Before, w.After) || absent(w.Before) && absent(w.After)
		})
	}
}

// absent reports whether a journal entry says that there is nothing.
func absent(v json.RawMessage) bool { return v == nil || string(v) == "null" }

// undo takes the step back from its last part on; do runs each transaction of that.
func (s step) undo(do func(func(*editing) error) error) (Undoing, error) {
	u := Undoing{Command: pingyi.UndoCommand(s.command)}
	of := ""
	for _, p := range slices.Backward(s.parts) {
		for full := true; full; { // what is undone already is passed over the next time
			var now Undoing
			part := of
			err := do(func(e *editing) error {
				now = Undoing{}
				err := e.undo(&now, p)
				if full = err == errFull; err != nil && !full {
					return err
				}
				if part = of; len(now.Changes) > 0 && (full || of != "" || len(s.parts) > 1) {
					part = e.t.partOf(of)
				}
				return nil
			})
			if err != nil && !errors.Is(err, errUnmirrored) {
				return u, err
			}
			of = part
			u.Changes = append(u.Changes, now.Changes...)
			if !full {
				u.Left = append(u.Left, now.Left...)
			}
			if err != nil {
				return u, err
			}
		}
	}
	if len(u.Changes) == 0 {
		return u, pingyi.Errorf(pingyi.State, "这一步改的内容后来都又改过或已经改回，没有可撤销的", "all that this did has been changed since, or back: nothing is left to undo")
	}
	return u, nil
}
