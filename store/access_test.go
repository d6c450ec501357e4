package store_test

import (
	"context"
	"encoding/json"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/store/storetest"
)

// calls are what the lines of the table call, by the desk of id.
func calls(t *testing.T) map[string]func(ctx context.Context, d *store.Desk, id string) error {
	type call = func(ctx context.Context, d *store.Desk, id string) error
	k, activity := storetest.Activity().PlanKey, storetest.Activity()
	plan := storetest.Plan()
	plan.Activities = nil
	addKey := func(member string) call {
		return func(ctx context.Context, d *store.Desk, id string) error {
			if member != "" {
				id = member
			}
			return d.AddKey(ctx, id, pingyi.Key{Fingerprint: "SHA256:new", Type: "ssh-ed25519"})
		}
	}
	removeKey := func(member string) call {
		return func(ctx context.Context, d *store.Desk, id string) error {
			if member != "" {
				id = member
			}
			return d.RemoveKey(ctx, id, storetest.KeyOf(id).Fingerprint)
		}
	}
	credential := func(member string) call {
		return func(ctx context.Context, d *store.Desk, id string) error {
			if member != "" {
				id = member
			}
			_, err := d.Credential(ctx, id)
			return err
		}
	}
	invite := func(member string) call {
		return func(ctx context.Context, d *store.Desk, _ string) error {
			return d.Invite(ctx, member, "00", time.Date(2016, 4, 1, 0, 0, 0, 0, time.UTC))
		}
	}
	file := func(member string) call {
		return func(ctx context.Context, d *store.Desk, id string) error {
			f := pingyi.FilledBallot{Panel: storetest.Panel, Round: 1, Member: id}
			if member != "" {
				f.Member = member
			}
			if paper, err := d.BallotToFill(ctx, storetest.Panel); err == nil {
				f.Rev = paper.Rev
			}
			_, err := d.FileBallot(ctx, f)
			return err
		}
	}
	open := func(onlySplit bool) call {
		return func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.OpenRound(ctx, storetest.Panel, onlySplit)
			return err
		}
	}
	edited := func(ctx context.Context, d *store.Desk) string { // the command that changed the plan's stated total
		events, _ := d.History(ctx, store.HistoryFilter{})
		i := slices.IndexFunc(events, func(e pingyi.Event) bool { return e.Command == pingyi.CommandEditPlan })
		if i < 0 {
			return ""
		}
		return events[i].ID
	}
	return map[string]call{
		"Plans": func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Plans(ctx); return err },
		"Plan":  func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Plan(ctx, k); return err },
		"PlanSince": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.PlanSince(ctx, k, store.Seen{})
			return err
		},
		"Preview": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Preview(ctx, filed(storetest.Plan()))
			return err
		},
		"File": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.File(ctx, filed(storetest.Plan()))
			return err
		},
		"File/large": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.File(ctx, filed(largePlan("709", 100)))
			return err
		},
		"SavePlanHead": func(ctx context.Context, d *store.Desk, _ string) error {
			mine := plan
			mine.OverallGoal = "新"
			return d.SavePlanHead(ctx, plan, mine)
		},
		"DeletePlan": func(ctx context.Context, d *store.Desk, _ string) error { return d.DeletePlan(ctx, k) },
		"SaveActivity": func(ctx context.Context, d *store.Desk, _ string) error {
			base := storetest.Plan().Activities[0]
			base.ID = 1
			mine := base
			mine.Goal = "新"
			_, _, err := d.SaveActivity(ctx, k, base, mine)
			return err
		},
		"AddActivity": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.AddActivity(ctx, k, 0, pingyi.Activity{Name: "新"})
			return err
		},
		"SaveActivities": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.SaveActivities(ctx, k, store.Keying{Command: pingyi.CommandPaste, Edits: []store.ActivityEdit{{Mine: pingyi.Activity{Name: "新"}}}}, store.Keyed{})
			return err
		},
		"Undo": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Undo(ctx, edited(ctx, d))
			return err
		},
		"PreviewUndo": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.PreviewUndo(ctx, edited(ctx, d))
			return err
		},
		"DeleteActivity": func(ctx context.Context, d *store.Desk, _ string) error { return deleteNow(ctx, d, activity) },
		"Templates":      func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Templates(ctx); return err },
		"KeepTemplate": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.KeepTemplate(ctx, pingyi.Template{}, pingyi.Template{Name: "新", Scale: pingyi.DefaultScale(), Rubric: pingyi.Rubric{"新"}})
			return err
		},
		"DropTemplate": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.DropTemplate(ctx, storetest.Template())
		},
		"Wordings": func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Wordings(ctx); return err },
		"Mark":     func(ctx context.Context, d *store.Desk, _ string) error { return d.Mark(ctx, k) },
		"Unmark":   func(ctx context.Context, d *store.Desk, _ string) error { return d.Unmark(ctx, k) },
		"TakeOn":   func(ctx context.Context, d *store.Desk, _ string) error { return d.TakeOn(ctx, k) },
		"SecondEntry": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.SecondEntry(ctx, k)
			return err
		},
		"SaveSecondEntry": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.SaveSecondEntry(ctx, k, store.Keying{Command: pingyi.CommandEnter}, store.Keyed{})
			return err
		},
		"HandIn":     func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.HandIn(ctx, k); return err },
		"Comparison": func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Comparison(ctx, k); return err },
		"SettleAgain": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.SettleAgain(ctx, k, pingyi.Settlement{}, "")
		},
		"SettleDifference": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.SettleDifference(ctx, k, pingyi.Difference{}, "")
			return err
		},
		"RecordKeying": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.RecordKeying(ctx, pingyi.KeyingSession{Plan: k, Keystrokes: 1})
		},
		"KeyingStatistics": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.KeyingStatistics(ctx)
			return err
		},
		"Members": func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Members(ctx); return err },
		"AddMember": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.AddMember(ctx, pingyi.Member{ID: "r7", Name: "r7", Role: pingyi.Reviewer})
		},
		"DisableMember": func(ctx context.Context, d *store.Desk, _ string) error { return d.DisableMember(ctx, "r2") },
		"Panels":        func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Panels(ctx); return err },
		"EnableMember":  func(ctx context.Context, d *store.Desk, _ string) error { return d.EnableMember(ctx, "r2") },
		"NameChair":     func(ctx context.Context, d *store.Desk, _ string) error { return d.NameChair(ctx, "p1", "c1") },
		"CreatePanel": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.CreatePanel(ctx, pingyi.Panel{ID: "p7", Year: 2016, Members: []string{"r1"}})
		},
		"Judging":         func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Judging(ctx, k); return err },
		"OpenRound":       open(false),
		"OpenRound/split": open(true),
		"CloseRound": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.CloseRound(ctx, storetest.Panel, "到期")
			return err
		},
		"BallotToFill": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.BallotToFill(ctx, "p1")
			return err
		},
		"Paper": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Paper(ctx, storetest.Panel)
			return err
		},
		"Rate": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.Rate(ctx, storetest.Panel, []store.Marked{{Activity: activity, Mark: grade(1, "改")}})
		},
		"Submit": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Submit(ctx, storetest.Panel, "")
			return err
		},
		"FileBallot":    file(""),
		"FileBallot/r2": file("r2"),
		"Turnout": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Turnout(ctx, storetest.Panel)
			return err
		},
		"Result": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Result(ctx, storetest.Panel, 0, pingyi.En)
			return err
		},
		"Adjudicate": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.Adjudicate(ctx, storetest.Panel, pingyi.Adjudication{Activity: activity, Tier: 1, Reason: "附件齐全"})
		},
		"Sign": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Sign(ctx, storetest.Panel)
			return err
		},
		"History": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.History(ctx, store.HistoryFilter{})
			return err
		},
		"Verify": func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Verify(ctx); return err },
		"Dump": func(ctx context.Context, d *store.Desk, _ string) error {
			_, err := d.Dump(ctx, filepath.Join(t.TempDir(), "dump"))
			return err
		},
		"Credential": credential(""), "Credential/r2": credential("r2"), "Credential/nobody": credential("nobody"),
		"Invite/r2": invite("r2"), "Invite/nobody": invite("nobody"),
		"AddKey": addKey(""), "AddKey/r2": addKey("r2"),
		"RemoveKey": removeKey(""), "RemoveKey/r2": removeKey("r2"),
		"SetPassword": func(ctx context.Context, d *store.Desk, _ string) error { return d.SetPassword(ctx, "hash") },
		"SaveSettings": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.SaveSettings(ctx, pingyi.Settings{Lang: "en"})
		},
		"SaveDraft": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.SaveDraft(ctx, "rate/p1", json.RawMessage(`"写"`))
		},
		"ReviseDraft": func(ctx context.Context, d *store.Desk, _ string) error {
			return d.ReviseDraft(ctx, "rate/p1", func(json.RawMessage) (json.RawMessage, error) { return json.RawMessage(`"写"`), nil })
		},
		"Bookmarks":  func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Bookmarks(ctx); return err },
		"NoteOpened": func(ctx context.Context, d *store.Desk, _ string) error { return d.NoteOpened(ctx, k) },
		"PinPlan":    func(ctx context.Context, d *store.Desk, _ string) error { return d.PinPlan(ctx, k, true) },
		"DropDraft":  func(ctx context.Context, d *store.Desk, _ string) error { return d.DropDraft(ctx, "rate/p1") },
		"Present":    func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Present(ctx); return err },
		"HostKey":    func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.HostKey(ctx); return err },
		"SetHostKey": func(ctx context.Context, d *store.Desk, _ string) error { return d.SetHostKey(ctx, "SHA256:host") },
		"For/r2":     func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.For(ctx, "r2"); return err },
	}
}

// withoutRight are the methods that anybody may call who has a desk: they give
// what is one's own, or nothing of the record.
const withoutRight = " Actor Arrive Drafts Settings Wake WakePresence "

func TestEachMethodOfTheDeskIsInTheTable(t *testing.T) {
	in, all := map[string]bool{}, calls(t)
	for _, c := range storetest.Access() {
		name, _, _ := strings.Cut(c.Method, "/")
		in[name] = true
		if all[c.Method] == nil {
			t.Errorf("nothing calls %s", c.Method)
		}
	}
	for m := range reflect.TypeFor[*store.Desk]().Methods() {
		if !in[m.Name] && !strings.Contains(withoutRight, " "+m.Name+" ") {
			t.Errorf("the table of access does not say who may call %s", m.Name)
		}
	}
}

// The table is walked through the desk: role, method, object and state of the
// round. Who is refused leaves the record as it was.
func TestAccessThroughTheDeskIsAsTheTableSays(t *testing.T) {
	cells := map[string][]storetest.Case{} // by method and state
	for _, c := range storetest.Access() {
		cells[c.Method+" "+c.State] = append(cells[c.Method+" "+c.State], c)
	}
	for name, cell := range cells {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			ctx, call := t.Context(), calls(t)[cell[0].Method]
			made := func() *store.Desk {
				_, owner := inMemory(t)
				storetest.Make(t, owner, cell[0].State)
				return owner
			}
			owner := made()
			before, err := owner.Verify(ctx)
			must(t, err)
			fresh := true
			try := func(c storetest.Case) {
				t.Helper()
				if err := call(ctx, as(t, owner, c.Actor), c.Actor); pingyi.CodeOf(err) != c.Want {
					t.Errorf("by %s: %q (%v), want %q", c.Actor, pingyi.CodeOf(err), err, c.Want)
				}
				after, err := owner.Verify(ctx)
				must(t, err)
				fresh = after == before
			}
			for _, c := range cell {
				if c.Want != "" {
					if try(c); !fresh {
						t.Fatalf("%s, who is refused, changed the record", c.Actor)
					}
				}
			}
			for _, c := range cell {
				if c.Want == "" {
					if !fresh {
						owner = made()
					}
					try(c)
				}
			}
		})
	}
}

// Whoever has come by an invitation may add a key of their own or set a password,
// whatever their role, and the one who does it first has used it up.
func TestAnInvitationIsForAKeyOrAPasswordOnly(t *testing.T) {
	ctx := t.Context()
	made := func() (*store.Door, *store.Desk) {
		s, owner := inMemory(t)
		storetest.Make(t, owner, "closed")
		for _, id := range storetest.Actors()[1:] {
			must(t, owner.Invite(ctx, id, "code of "+id, expires))
		}
		return s.Door(), owner
	}
	door, owner := made()
	before, err := owner.Verify(ctx)
	must(t, err)
	all := calls(t)
	all["Drafts"] = func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Drafts(ctx); return err }
	all["Settings"] = func(ctx context.Context, d *store.Desk, _ string) error { _, err := d.Settings(ctx); return err }
	all["AddKey/nobody"] = func(ctx context.Context, d *store.Desk, _ string) error { return d.AddKey(ctx, "nobody", key("new")) }
	for _, id := range storetest.Actors()[1:] {
		d, err := door.InvitedDesk(ctx, id, "code of "+id, "192.0.2.7")
		must(t, err)
		for name, call := range all {
			if name != "AddKey" && name != "SetPassword" {
				if err := call(ctx, d, id); pingyi.CodeOf(err) != pingyi.Forbidden {
					t.Errorf("%s by %s, invited: %v", name, id, err)
				}
			}
		}
	}
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after {
		t.Error("what was refused changed the record")
	}
	for _, first := range []string{"AddKey", "SetPassword"} {
		door, _ = made()
		one, err := door.InvitedDesk(ctx, "r1", "code of r1", "192.0.2.7")
		must(t, err)
		two, err := door.InvitedDesk(ctx, "r1", "code of r1", "192.0.2.8")
		must(t, err)
		must(t, all[first](ctx, one, "r1"))
		for _, d := range []*store.Desk{one, two} {
			refused(t, pingyi.Forbidden, d.AddKey(ctx, "r1", key("second")))
			refused(t, pingyi.Forbidden, d.SetPassword(ctx, "second"))
		}
		_, err = door.InvitedDesk(ctx, "r1", "code of r1", "192.0.2.9")
		refused(t, pingyi.Forbidden, err)
	}
}

// Whoever is disabled may do nothing at all.
func TestADisabledMemberHasNoRightThroughTheDesk(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	storetest.Make(t, owner, "closed")
	for _, id := range storetest.Actors()[1:] {
		must(t, owner.DisableMember(ctx, id))
	}
	for name, call := range calls(t) {
		for _, id := range storetest.Actors()[1:] {
			if err := call(ctx, as(t, owner, id), id); pingyi.CodeOf(err) != pingyi.Forbidden {
				t.Errorf("%s by %s, disabled: %v", name, id, err)
			}
		}
	}
}
