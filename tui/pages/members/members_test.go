package members_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/members"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

var now = time.Date(2017, 3, 2, 1, 30, 0, 0, time.UTC)

func fingerprint(of string) string {
	return "SHA256:" + (strings.ReplaceAll(of, "-", "/") + strings.Repeat("x", 43))[:43]
}

// env is that of a page with a server behind it whose codes and keys are plain to
// see.
func env(t *testing.T, desk *store.Desk, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	e := pagetest.Env(t, desk, l, w, h)
	e.Now = func() time.Time { return now }
	e.NewCode = func() (code, hash string) { return "k3f9-2mxa-qq7t-01bc", "hash" }
	e.SSHLine = func(member string) string { return "ssh -p 23234 " + member + "@pingyi.example" }
	e.ParseKey = func(line []byte) (pingyi.Key, error) {
		typ, rest, ok := strings.Cut(string(line), " ")
		if !ok {
			return pingyi.Key{}, pingyi.Errorf(pingyi.Invalid, "这不是公钥", "this is no public key")
		}
		return pingyi.Key{Type: typ, Fingerprint: fingerprint(rest), Comment: rest}, nil
	}
	return e
}

// seated is a committee some of whose members have ways in.
func seated(t *testing.T) *pagetest.Committee {
	t.Helper()
	r := pagetest.Seated(t, pagetest.Forestry())
	ctx := t.Context()
	password := func(id string) error { return r.Desk(id).SetPassword(ctx, "hash") }
	key := func(id, name string) error {
		return r.Owner.AddKey(ctx, id, pingyi.Key{Type: "ssh-ed25519", Fingerprint: fingerprint(name), Comment: name})
	}
	if err := errors.Join(key("r1", "r1-office"), key("r1", "r1-home"), password("r1"), password("c1"),
		r.Owner.Invite(ctx, "r2", "hash", now.Add(48*time.Hour)), r.Owner.Invite(ctx, "r3", "hash", now.Add(-time.Hour)),
		r.Owner.AddMember(ctx, pingyi.Member{ID: "a1", Name: "监督员甲", Role: pingyi.Auditor, Weight: 150}),
		r.Owner.AddMember(ctx, pingyi.Member{ID: "r8", Name: "r8", Role: pingyi.Reviewer}), r.Owner.DisableMember(ctx, "r8")); err != nil {
		t.Fatal(err)
	}
	return r
}

// sit opens the page at a desk, the member selected.
func sit(t *testing.T, desk *store.Desk, member string) *pagetest.Page {
	t.Helper()
	e := env(t, desk, pingyi.Zh, 80, 22)
	h := pagetest.Start(t, e, members.New(e))
	h.Type(member)
	h.Press("enter")
	if !strings.Contains(h.Screen(), "›"+member) {
		t.Fatalf("%s is not selected:\n%s", member, h.Screen())
	}
	return h
}

func last[T any](t *testing.T, h *pagetest.Page) T {
	t.Helper()
	v, ok := h.Last().(T)
	if !ok {
		t.Fatalf("asked %#v", h.Last())
	}
	return v
}

func credential(t *testing.T, r *pagetest.Committee, id string) pingyi.Credential {
	t.Helper()
	c, err := r.Owner.Credential(t.Context(), id)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name, as string
		l        pingyi.Lang
		w, h     int
	}{
		{name: "zh80", l: pingyi.Zh, w: 80, h: 22},
		{name: "en80", l: pingyi.En, w: 80, h: 22},
		{name: "zh120", l: pingyi.Zh, w: 120, h: 38},
		{name: "en120", l: pingyi.En, w: 120, h: 38},
		{name: "reviewer", as: "r1", l: pingyi.Zh, w: 80, h: 22},
	} {
		t.Run(c.name, func(t *testing.T) {
			r := seated(t)
			desk := r.Owner
			if c.as != "" {
				desk = r.Desk(c.as)
			}
			e := env(t, desk, c.l, c.w, c.h)
			h := pagetest.Start(t, e, members.New(e))
			h.Press("down", "down", "down") // r1
			golden.Equal(t, h.Screen())
			h.EverySize(func() {})
			h.Send(chooser.Chosen{Chooser: "members.what", Item: "add-key"})
			h.EverySize(func() {})
		})
	}
	t.Run("ascii", func(t *testing.T) {
		e := pagetest.ASCII(env(t, seated(t).Owner, pingyi.Zh, 60, 14))
		golden.Equal(t, pagetest.Start(t, e, members.New(e)).Screen())
	})
	t.Run("empty", func(t *testing.T) {
		e := env(t, pagetest.Record(t), pingyi.Zh, 80, 22)
		golden.Equal(t, pagetest.Start(t, e, members.New(e)).Screen())
	})
}

func TestAnInvitationShowsItsCodeOnceWithTheLineToSend(t *testing.T) {
	r := seated(t)
	h := sit(t, r.Owner, "r4")
	h.Press("enter")
	list := last[page.Choose](t, h)
	if len(list.Items) != 3 || list.Items[0].ID != "invite" {
		t.Fatalf("offered %+v", list.Items)
	}
	h.Send(chooser.Chosen{Chooser: list.ID, Item: "invite"})
	q := last[page.Ask](t, h).Question
	for _, want := range []string{"k3f9-2mxa-qq7t-01bc", "2017-03-09 01:30", "ssh -p 23234 r4@pingyi.example"} {
		if !strings.Contains(q.Text, want) {
			t.Errorf("%q is not in:\n%s", want, q.Text)
		}
	}
	box := dialog.New(h.Env.Session, q, 80, 24)
	golden.Equal(t, box.View())
	h.Send(dialog.Answered{Question: q.ID, Choice: q.Choices[0].ID})
	if in := credential(t, r, "r4").Invitation; in == nil || !in.Expires.Equal(now.Add(7*24*time.Hour)) {
		t.Errorf("the record has %+v", in)
	}
	if s := h.Screen(); strings.Contains(s, "k3f9") || !strings.Contains(s, "邀请码至 2017-03-09 01:30") {
		t.Errorf("after it:\n%s", s)
	}
}

func TestWithoutAServerAnInvitationTellsToStartOne(t *testing.T) {
	r := seated(t)
	e := env(t, r.Owner, pingyi.En, 80, 22)
	e.SSHLine = nil
	h := pagetest.Start(t, e, members.New(e))
	h.Press("f2")
	h.Send(chooser.Chosen{Chooser: "members.what", Item: "invite"})
	if q := last[page.Ask](t, h).Question; !strings.Contains(q.Text, "pingyi serve") || !strings.Contains(q.Text, "k3f9") {
		t.Errorf("%s", q.Text)
	}
}

func TestAKeyIsPastedAndOneIsRemoved(t *testing.T) {
	r := seated(t)
	h := sit(t, r.Owner, "r1")
	h.Press("f2")
	if list := last[page.Choose](t, h); len(list.Items) != 4 {
		t.Errorf("offered %+v", list.Items)
	}
	h.Send(chooser.Chosen{Chooser: "members.what", Item: "add-key"})
	golden.Equal(t, h.Screen())
	h.Type("nonsense")
	h.Press("enter")
	if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("%v", err)
	}
	h.Press("ctrl+u")
	h.Type("ssh-ed25519 r1-field")
	h.Press("enter")
	last[page.Good](t, h)
	if _, _, shown := h.Page.Cursor(); shown || len(credential(t, r, "r1").Keys) != 3 || !strings.Contains(h.Screen(), "公钥 3") {
		t.Errorf("after it:\n%s", h.Screen())
	}

	h.Press("enter")
	h.Send(chooser.Chosen{Chooser: "members.what", Item: "keys"})
	keys := last[page.Choose](t, h)
	if len(keys.Items) != 3 || keys.Items[1].ID != fingerprint("r1-home") {
		t.Fatalf("%+v", keys.Items)
	}
	h.Send(chooser.Chosen{Chooser: keys.ID, Item: keys.Items[1].ID})
	q := last[page.Ask](t, h).Question
	if !strings.Contains(q.Text, fingerprint("r1-home")) || q.Choices[q.Selected].ID == "yes" {
		t.Errorf("%+v", q)
	}
	h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
	if c := credential(t, r, "r1"); len(c.Keys) != 2 || c.Has(fingerprint("r1-home")) {
		t.Errorf("the record has %+v", c.Keys)
	}
}

func TestAKeyThatIsSomebodysIsRefusedAndStaysToBeMended(t *testing.T) {
	r := seated(t)
	h := sit(t, r.Owner, "r4")
	h.Press("enter")
	h.Send(chooser.Chosen{Chooser: "members.what", Item: "add-key"})
	h.Type("ssh-ed25519 r1-home")
	h.Press("enter")
	if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Exists || !strings.Contains(h.Screen(), "ssh-ed25519 r1-home") {
		t.Errorf("%v\n%s", err, h.Screen())
	}
	h.Press("esc")
	last[page.Info](t, h)
	if len(credential(t, r, "r4").Keys) != 0 || strings.Contains(h.Screen(), "ssh-ed25519") {
		t.Errorf("after Esc:\n%s", h.Screen())
	}
}

func TestDisablingAsksFirstAndSaysWhatStays(t *testing.T) {
	r := seated(t)
	h := sit(t, r.Owner, "r5")
	h.Press("delete")
	q := last[page.Ask](t, h).Question
	if !strings.Contains(q.Text, "会话马上结束") || !strings.Contains(q.Text, "已经评的分和留痕都保留") || q.Choices[q.Selected].ID == "yes" {
		t.Errorf("%+v", q)
	}
	h.Send(dialog.Answered{Question: q.ID, Choice: "no"})
	if strings.Contains(h.Screen(), "r5 已停用") {
		t.Error("disabled against the answer")
	}
	h.Press("delete")
	h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
	last[page.Good](t, h)
	list, err := r.Owner.Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range list {
		if m.Disabled != (m.ID == "r5" || m.ID == "r8") {
			t.Errorf("%+v", m)
		}
	}
	for _, key := range []string{"delete", "enter", "f2"} {
		h.Press(key)
		if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.State {
			t.Errorf("%s on a disabled member: %v", key, err)
		}
	}
}

func TestOnesOwnDisablingIsWarnedOf(t *testing.T) {
	r := seated(t)
	if err := r.Owner.AddMember(t.Context(), pingyi.Member{ID: "m1", Name: "m1", Role: pingyi.Admin}); err != nil {
		t.Fatal(err)
	}
	h := sit(t, r.Desk("m1"), "m1")
	h.Press("delete")
	if q := last[page.Ask](t, h).Question; !strings.Contains(q.Text, "这是您自己") {
		t.Errorf("%s", q.Text)
	}
}

// Who may not manage members is neither offered it nor shown how others get in,
// but for who audits.
func TestOnlyWhatOneMayDoIsOffered(t *testing.T) {
	r := seated(t)
	for as, sees := range map[string]bool{"r1": false, "c1": false, "k1": false, "a1": true} {
		h := sit(t, r.Desk(as), "r2")
		if s := h.Screen(); strings.Contains(s, "邀请码") != sees || strings.Contains(s, "登录方式") != sees {
			t.Errorf("%s sees how r2 gets in, want %v:\n%s", as, sees, s)
		}
		if n := len(h.Page.Actions()); n != 1 {
			t.Errorf("%s is offered %+v", as, h.Page.Actions())
		}
		for _, key := range []string{"f7", "enter", "f2", "delete"} {
			h.Press(key)
			if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Forbidden {
				t.Errorf("%s presses %s: %v", as, key, err)
			}
		}
	}
	h := sit(t, r.Desk("r1"), "r1")
	if s := h.Screen(); !strings.Contains(s, "公钥 2、密码") {
		t.Errorf("r1 does not see their own ways in:\n%s", s)
	}
}

func TestTheMemberJustAddedIsSelected(t *testing.T) {
	r := seated(t)
	h := sit(t, r.Owner, "r2")
	h.Press("esc") // the filter
	h.Press("f7")
	if o := last[page.Open](t, h); o.Route != (page.MemberForm{}) {
		t.Fatalf("%#v", o)
	}
	if err := r.Owner.AddMember(t.Context(), pingyi.Member{ID: "b1", Name: "b1", Role: pingyi.Clerk}); err != nil {
		t.Fatal(err)
	}
	h.Send(page.Reload{})
	if !strings.Contains(h.Screen(), "›b1") {
		t.Errorf("\n%s", h.Screen())
	}
	if err := r.Owner.AddMember(t.Context(), pingyi.Member{ID: "a2", Name: "a2", Role: pingyi.Clerk}); err != nil {
		t.Fatal(err)
	}
	h.Send(page.Reload{}) // by somebody else
	if !strings.Contains(h.Screen(), "›b1") {
		t.Errorf("a reload moves the selection:\n%s", h.Screen())
	}
}
