package store_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
)

func key(name string) pingyi.Key {
	return pingyi.Key{Fingerprint: "SHA256:" + name, Type: "ssh-ed25519", Comment: name}
}

var expires = time.Date(2016, 3, 8, 9, 0, 0, 0, time.UTC)

func TestAKeyIsOneMembersUntilItIsRemoved(t *testing.T) {
	ctx := t.Context()
	s, owner := inMemory(t)
	populate(t, owner)
	r1, r2, door := as(t, owner, "r1"), as(t, owner, "r2"), s.Door()
	whose := func(name, want string) {
		t.Helper()
		m, err := door.ByKey(ctx, "SHA256:"+name)
		if want == "" {
			refused(t, pingyi.NotFound, err)
			return
		}
		must(t, err)
		if m.ID != want {
			t.Errorf("the key %s is %s's, want %s's", name, m.ID, want)
		}
	}
	whose("a/b+c", "")
	must(t, r1.AddKey(ctx, "r1", key("a/b+c")))
	must(t, r1.AddKey(ctx, "r1", key("a/b")))
	must(t, r2.AddKey(ctx, "r2", key("A/b+c"))) // another: case counts
	whose("a/b+c", "r1")
	whose("A/b+c", "r2")
	whose("a_b-c", "r1")
}

func TestAKeyIsRemovedByItsMemberOrWhoeverManagesMembers(t *testing.T) {
	ctx := t.Context()
	s, owner := inMemory(t)
	populate(t, owner)
	r1, r2, m1, door := as(t, owner, "r1"), as(t, owner, "r2"), as(t, owner, "m1"), s.Door()
	must(t, r1.AddKey(ctx, "r1", key("one")))
	for _, d := range []*store.Desk{r1, r2, m1} {
		refused(t, pingyi.Exists, d.AddKey(ctx, d.Actor().Member.ID, key("one")))
	}
	refused(t, pingyi.Invalid, r1.AddKey(ctx, "r1", pingyi.Key{Fingerprint: "one", Type: "ssh-rsa"}))
	refused(t, pingyi.NotFound, r2.RemoveKey(ctx, "r2", "SHA256:one"))
	refused(t, pingyi.NotFound, m1.RemoveKey(ctx, "r2", "SHA256:one"))
	refused(t, pingyi.NotFound, r1.RemoveKey(ctx, "r1", "SHA256:\x1b[2J"))
	must(t, r1.RemoveKey(ctx, "r1", "SHA256:one"))
	if _, err := door.ByKey(ctx, "SHA256:one"); pingyi.CodeOf(err) != pingyi.NotFound {
		t.Errorf("it lets in all the same: %v", err)
	}
	must(t, r2.AddKey(ctx, "r2", key("one")))
	must(t, m1.DisableMember(ctx, "r2"))
	if _, err := door.ByKey(ctx, "SHA256:one"); pingyi.CodeOf(err) != pingyi.NotFound {
		t.Errorf("the disabled are let in: %v", err)
	}
	refused(t, pingyi.Forbidden, r2.RemoveKey(ctx, "r2", "SHA256:one"))
	refused(t, pingyi.State, m1.AddKey(ctx, "r2", key("two")))
	refused(t, pingyi.State, m1.Invite(ctx, "r2", "code", expires))
	must(t, m1.RemoveKey(ctx, "r2", "SHA256:one")) // theirs no longer, and free
	must(t, r1.AddKey(ctx, "r1", key("one")))
	_, err := owner.Verify(ctx)
	must(t, err)
}

func TestAMemberHasOnlySoManyKeys(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	r1 := as(t, owner, "r1")
	for i := range pingyi.MaxKeys {
		must(t, r1.AddKey(ctx, "r1", key(fmt.Sprint(i))))
	}
	refused(t, pingyi.TooBig, r1.AddKey(ctx, "r1", key("more")))
	refused(t, pingyi.TooBig, owner.AddKey(ctx, "r1", key("more")))
	must(t, r1.RemoveKey(ctx, "r1", "SHA256:0"))
	must(t, r1.AddKey(ctx, "r1", key("more")))
	c, err := r1.Credential(ctx, "r1")
	must(t, err)
	if len(c.Keys) != pingyi.MaxKeys || !c.Has("SHA256:more") || c.Has("SHA256:0") {
		t.Errorf("%+v", c.Keys)
	}
}

// No secret, hashed or not, comes back out of a desk: not from the credential, nor
// from the history, whoever asks; and who may not see how others come in sees no
// entry of it.
func TestHistoryAndDesksShowNoSecret(t *testing.T) {
	ctx := t.Context()
	s, owner := inMemory(t)
	populate(t, owner)
	door := s.Door()
	secrets := []string{"HASH-OF-THE-CODE", "HASH-OF-A-SECOND", "ARGON-ONE", "ARGON-TWO", "ARGON-THREE"}
	must(t, owner.Invite(ctx, "r1", secrets[0], expires))
	must(t, owner.Invite(ctx, "r1", secrets[1], expires.Add(time.Hour)))
	must(t, door.Redeem(ctx, "r1", secrets[1], secrets[2], "192.0.2.7"))
	r1 := as(t, owner, "r1")
	must(t, r1.SetPassword(ctx, secrets[3]))
	must(t, owner.Invite(ctx, "r1", secrets[0], expires))
	must(t, r1.AddKey(ctx, "r1", key("one"))) // uses the invitation up
	must(t, owner.Invite(ctx, "r1", secrets[0], expires))
	must(t, owner.AddKey(ctx, "r1", key("two"))) // the administrator's doing does not
	must(t, owner.RemoveKey(ctx, "r1", "SHA256:two"))
	must(t, as(t, owner, "r2").SetPassword(ctx, secrets[4]))
	c, err := r1.Credential(ctx, "r1")
	must(t, err)
	if c.Password != "•••" || c.Invitation == nil || c.Invitation.Hash != "" || !c.Invitation.Expires.Equal(expires) || !slices.Equal(c.Keys, []pingyi.Key{key("one")}) {
		t.Errorf("%+v, %+v", c, c.Invitation)
	}
	commands := map[string]int{}
	for id, sees := range map[string]string{"owner": "r1 r2", "m1": "r1 r2", "a1": "r1 r2", "r1": "r1", "r2": "r2", "c1": "", "k1": "", "r9": ""} {
		d := as(t, owner, id)
		events, err := d.History(ctx, store.HistoryFilter{})
		must(t, err)
		b, err := json.Marshal(events)
		must(t, err)
		everything := string(b) + shown(d)
		for _, secret := range secrets {
			if strings.Contains(everything, secret) {
				t.Errorf("%s is shown %s", id, secret)
			}
		}
		whose := map[string]bool{}
		for _, e := range events {
			for _, c := range e.Changes {
				if c.Subject.Noun == pingyi.NounCredential {
					whose[c.Subject.Member] = true
					if id == "a1" {
						commands[e.Command]++
					}
				}
			}
		}
		for _, m := range members {
			if whose[m.ID] != slices.Contains(strings.Fields(sees), m.ID) {
				t.Errorf("%s sees of how %s comes in: %t", id, m.ID, whose[m.ID])
			}
		}
	}
	if got := fmt.Sprint(commands); got != fmt.Sprint(map[string]int{"invite member": 4, "take up invitation": 1, "set password": 2, "add key": 2, "remove key": 1}) {
		t.Errorf("the auditor sees %s", got)
	}
}

// atTime returns a record whose clock stands where now says.
func atTime(t *testing.T, now *time.Time) (*store.Door, *store.Desk) {
	t.Helper()
	s := store.On(engineInMemory(t), store.Options{Now: func() time.Time { return *now }})
	owner := s.OwnerDesk("test")
	populate(t, owner)
	return s.Door(), owner
}

func TestAnInvitationLetsInOnceBeforeItExpires(t *testing.T) {
	ctx, now := t.Context(), expires.Add(-time.Hour)
	door, owner := atTime(t, &now)
	var words string
	wrong := func(what string, err error) {
		t.Helper()
		refused(t, pingyi.Forbidden, err)
		if words == "" {
			words = err.Error()
		}
		if err.Error() != words {
			t.Errorf("%s is told apart: %q, not %q", what, err.Error(), words)
		}
	}
	redeem := func(member, code string) error { return door.Redeem(ctx, member, code, "argon", "192.0.2.7") }
	wrong("not invited", redeem("r1", "code"))
	refused(t, pingyi.Invalid, owner.Invite(ctx, "r1", "", expires))
	must(t, owner.Invite(ctx, "r1", "old", expires))
	must(t, owner.Invite(ctx, "r1", "code", expires))
	must(t, owner.Invite(ctx, "r2", "two", expires))
	before, err := owner.Verify(ctx)
	must(t, err)
	wrong("a code replaced", redeem("r1", "old"))
	wrong("another's code", redeem("r1", "two"))
	wrong("for another", redeem("r2", "code"))
	wrong("no code", redeem("r1", ""))
	wrong("nobody", redeem("x1", "code"))
	wrong("no name", redeem("../r1", "code"))
	wrong("the owner", redeem("owner", "code"))
	now = expires
	wrong("expired", redeem("r1", "code"))
	after, err := owner.Verify(ctx)
	must(t, err)
	if before != after {
		t.Error("a refusal left something")
	}
	now = expires.Add(-time.Nanosecond)
	must(t, redeem("r1", "code"))
	_, c, err := door.Credential(ctx, "r1")
	must(t, err)
	if c.Password != "argon" || c.Invitation != nil {
		t.Errorf("%+v", c)
	}
	wrong("used", redeem("r1", "code"))
	events, err := as(t, owner, "r1").History(ctx, store.HistoryFilter{Limit: 1})
	must(t, err)
	if e := events[0]; e.Member != "r1" || e.From != "192.0.2.7" || e.By != "" || e.Command != pingyi.CommandRedeem {
		t.Errorf("%+v", e)
	}
	must(t, owner.DisableMember(ctx, "r2"))
	wrong("disabled", redeem("r2", "two"))
}

func TestAnInvitedDeskEndsWithItsInvitation(t *testing.T) {
	ctx, now := t.Context(), expires.Add(-time.Hour)
	door, owner := atTime(t, &now)
	invited := func(id, code string) *store.Desk {
		t.Helper()
		must(t, owner.Invite(ctx, id, code, expires))
		d, err := door.InvitedDesk(ctx, id, code, "192.0.2.7")
		must(t, err)
		return d
	}
	late, replaced, disabled := invited("r1", "one"), invited("r2", "two"), invited("r3", "three")
	for id, code := range map[string]string{"r1": "two", "r2": "", "c1": "one"} {
		_, err := door.InvitedDesk(ctx, id, code, "192.0.2.7")
		refused(t, pingyi.Forbidden, err)
	}
	must(t, owner.Invite(ctx, "r2", "another", expires))
	refused(t, pingyi.Forbidden, replaced.AddKey(ctx, "r2", key("two")))
	must(t, owner.DisableMember(ctx, "r3"))
	refused(t, pingyi.Forbidden, disabled.AddKey(ctx, "r3", key("three")))
	now = expires
	refused(t, pingyi.Forbidden, late.SetPassword(ctx, "argon"))
}

func TestTwoAtOnceWithOneInvitationLetOneIn(t *testing.T) {
	ctx, now := t.Context(), expires.Add(-time.Hour)
	door, owner := atTime(t, &now)
	must(t, owner.Invite(ctx, "r1", "code", expires))
	errs := make(chan error)
	for i := range 8 {
		go func() { errs <- door.Redeem(ctx, "r1", "code", fmt.Sprint("argon", i), "192.0.2.7") }()
	}
	in := 0
	for range 8 {
		if err := <-errs; err == nil {
			in++
		} else if pingyi.CodeOf(err) != pingyi.Forbidden {
			t.Error(err)
		}
	}
	if in != 1 {
		t.Errorf("%d were let in", in)
	}
}

func TestTheDoorOpensNoDeskOfTheDisabled(t *testing.T) {
	ctx := t.Context()
	s, owner := inMemory(t)
	populate(t, owner)
	door := s.Door()
	d, err := door.Desk(ctx, "r1", "192.0.2.7")
	must(t, err)
	if d.Actor().Member.ID != "r1" || d.Actor().By != "" {
		t.Errorf("%+v", d.Actor())
	}
	must(t, owner.DisableMember(ctx, "r1"))
	for _, id := range []string{"r1", "x1", "owner"} {
		_, err := door.Desk(ctx, id, "192.0.2.7")
		refused(t, pingyi.NotFound, err)
		_, _, err = door.Credential(ctx, id)
		refused(t, pingyi.NotFound, err)
	}
	_, err = d.Plans(ctx)
	refused(t, pingyi.Forbidden, err)
	enabled, err := door.Enabled(ctx)
	must(t, err)
	if enabled["r1"] || !enabled["r2"] || len(enabled) != len(members) {
		t.Errorf("%v", enabled)
	}
}

func TestTheHostKeyIsNotedForTheOwner(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	if f, err := owner.HostKey(ctx); err != nil || f != "" {
		t.Errorf("%q, %v", f, err)
	}
	must(t, owner.SetHostKey(ctx, "SHA256:host"))
	if f, err := owner.HostKey(ctx); err != nil || f != "SHA256:host" {
		t.Errorf("%q, %v", f, err)
	}
	events, err := owner.History(ctx, store.HistoryFilter{})
	must(t, err)
	if e := events[0]; len(events) != 1 || e.Changes[0].Subject.Noun != pingyi.NounServer || e.Changes[0].Fields[0] != (pingyi.FieldChange{Field: "host_key", After: "SHA256:host"}) {
		t.Errorf("%+v", events)
	}
	_, err = owner.Verify(ctx)
	must(t, err)
}
