package sshd_test

import (
	"errors"
	"io"
	"net"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/tui/sshd"
)

func TestAKeyIsItsMembersUnderAnyNameButAnothers(t *testing.T) {
	h := open(t, sshd.Config{})
	r1 := h.keyed("r1")
	for user, in := range map[string]bool{"r1": true, "Administrator": true, "R1": true, "": true, "r2": false, "c1": false, "owner": false} {
		c, err := h.dialAs(user, gossh.PublicKeys(r1))
		if (err == nil) != in {
			t.Errorf("as %q: %v", user, err)
		}
		if err != nil {
			continue
		}
		if out, _, status := run(t, c, "who"); out != "r1 [\"who\"]\n" || status != 0 {
			t.Errorf("as %q: %q, %d", user, out, status)
		}
	}
	must(t, h.owner.DisableMember(t.Context(), "r2"))
	if _, err := h.dialAs("r2", gossh.PublicKeys(r1)); err == nil {
		t.Error("r1's key lets in under the name of a disabled member")
	}
	if _, err := h.dialAs("r1", gossh.PublicKeys(newKey(t))); err == nil {
		t.Error("anybody's key lets in")
	}
}

func TestADisabledMemberIsNotLetIn(t *testing.T) {
	h := open(t, sshd.Config{})
	r1 := h.keyed("r1")
	h.password("r1", "correct horse")
	must(t, h.owner.DisableMember(t.Context(), "r1"))
	for _, auth := range []gossh.AuthMethod{gossh.PublicKeys(r1), says(nil, "correct horse")} {
		if _, err := h.dialAs("r1", auth); err == nil {
			t.Error("let in")
		}
	}
}

// offered is a key that is offered without being held: it is not r1's to sign
// with.
type offered struct {
	gossh.Signer
	public gossh.PublicKey
}

func (o offered) PublicKey() gossh.PublicKey { return o.public }

func TestAKeyThatIsOnlyOfferedIsNobody(t *testing.T) {
	h := open(t, sshd.Config{})
	r1 := h.keyed("r1")
	h.password("r2", "correct horse")
	if _, err := h.dialAs("r1", gossh.PublicKeys(offered{newKey(t), r1.PublicKey()})); err == nil {
		t.Fatal("another's signature lets r1 in")
	}
	// The client offers r1's key, cannot sign, and goes on with r2's password.
	cannot := offered{unsigning{newKey(t)}, r1.PublicKey()}
	c, err := h.dialAs("r2", gossh.PublicKeys(cannot), says(nil, "correct horse"))
	must(t, err)
	if out, _, _ := run(t, c, "who"); !strings.HasPrefix(out, "r2 ") {
		t.Errorf("is %q", out)
	}
}

// metadata is a connection that says another user name with each attempt.
type metadata struct {
	gossh.ConnMetadata
	user string
}

func (m metadata) User() string         { return m.user }
func (m metadata) RemoteAddr() net.Addr { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 1), Port: 4711} }
func (m metadata) LocalAddr() net.Addr  { return &net.TCPAddr{IP: net.IPv4(192, 0, 2, 2), Port: 22} }

// A connection offers r1's key, which it does not hold, and goes on under another
// name. What the offer was answered leaves no trace.
func TestTheNameMayChangeWithinOneHandshake(t *testing.T) {
	h := open(t, sshd.Config{})
	r1 := h.keyed("r1")
	h.password("r2", "correct horse")
	here, there := net.Pipe()
	defer here.Close()
	defer there.Close()
	at := h.server.HandshakeOf(t.Context(), here)
	perms, err := at.PublicKeyCallback(metadata{user: "Administrator"}, r1.PublicKey())
	must(t, err)
	if who := perms.Extensions["member@pingyi"]; who != "r1" {
		t.Fatalf("the key is %q's", who)
	}
	perms, err = at.KeyboardInteractiveCallback(metadata{user: "r2"}, func(string, string, []string, []bool) ([]string, error) { return []string{"correct horse"}, nil })
	must(t, err)
	if who := perms.Extensions["member@pingyi"]; who != "r2" || len(perms.Extensions) != 3 {
		t.Errorf("%v", perms.Extensions)
	}
	perms, err = at.PublicKeyCallback(metadata{user: "r2"}, r1.PublicKey())
	must(t, err)
	if _, err = at.VerifiedPublicKeyCallback(metadata{user: "r2"}, r1.PublicKey(), perms, "ssh-ed25519"); err == nil {
		t.Error("r1's key is good for r2 after r2's password")
	}
	if _, err = at.KeyboardInteractiveCallback(metadata{user: "r1"}, func(string, string, []string, []bool) ([]string, error) { return []string{"correct horse"}, nil }); err == nil {
		t.Error("r2's password is good for r1 after r1's key")
	}
}

type unsigning struct{ gossh.Signer }

func (unsigning) Sign(io.Reader, []byte) (*gossh.Signature, error) {
	return nil, errors.New("no key at hand")
}

func TestThePlainPasswordMethodIsNotOffered(t *testing.T) {
	h := open(t, sshd.Config{})
	h.password("r1", "correct horse")
	_, err := h.dialAs("r1", gossh.Password("correct horse"))
	if err == nil || !strings.Contains(err.Error(), "[none]") {
		t.Errorf("%v", err)
	}
	c, err := h.dialAs("r1", says(nil, "correct horse"))
	must(t, err)
	if out, _, _ := run(t, c, ""); out != "r1 []\n" {
		t.Errorf("%q", out)
	}
}

// allocates returns how much memory do asks for.
func allocates(do func()) uint64 {
	var before, after runtime.MemStats
	runtime.ReadMemStats(&before)
	do()
	runtime.ReadMemStats(&after)
	return after.TotalAlloc - before.TotalAlloc
}

func TestEveryFailureLooksTheSame(t *testing.T) {
	h := open(t, sshd.Config{Limits: sshd.Limits{Tries: 2}, After: func(time.Duration) <-chan time.Time { return time.After(0) }})
	h.password("r1", "correct horse")
	h.invite("r2", time.Hour)
	h.invite("c1", -time.Hour)
	must(t, h.owner.AddMember(t.Context(), pingyi.Member{ID: "r3", Name: "停用", Role: pingyi.Reviewer}))
	h.password("r3", "correct horse")
	must(t, h.owner.DisableMember(t.Context(), "r3"))
	var first []string
	for _, user := range []string{"r1", "r2", "c1", "r3", "nobody", "owner", "", strings.Repeat("x", 5000)} {
		var asked []string
		var err error
		worked := allocates(func() { _, err = h.dialAs(user, gossh.PublicKeys(newKey(t)), says(&asked, "wrong horse")) })
		if err == nil {
			t.Fatalf("%q was let in", user)
		}
		// One password is worked on, which takes 19 MiB, whoever it is.
		if worked < 19<<20 || worked > 30<<20 {
			t.Errorf("%.20q: %d bytes", user, worked)
		}
		got := append(slices.Clone(asked), err.Error())
		if first == nil {
			first = got
		}
		if !slices.Equal(got, first) || len(asked) != 1 {
			t.Errorf("%.20q: %q, not %q", user, got, first)
		}
	}
}

// asked is a key whose holder notes that they were asked to sign: that the key was
// taken when it was offered.
type asked struct {
	gossh.Signer
	times *int
}

func (a asked) Sign(io.Reader, []byte) (*gossh.Signature, error) {
	*a.times++
	return nil, errors.New("not held")
}

// Whoever knows a member's public key, which is on many a web page, does not learn
// from offering it which names there are.
func TestOfferingAKeyTellsNoNames(t *testing.T) {
	h := open(t, sshd.Config{})
	r1 := h.keyed("r1")
	must(t, h.owner.DisableMember(t.Context(), "c1"))
	for _, k := range []struct {
		name string
		key  gossh.Signer
		want int // signatures asked for
	}{{"r1's", r1, 1}, {"the owner's", h.key, 1}, {"nobody's", newKey(t), 0}} {
		for _, user := range []string{"r1", "r2", "c1", "owner", "nobody", ""} {
			times := 0
			if _, err := h.dialAs(user, gossh.PublicKeys(asked{k.key, &times})); err == nil {
				t.Fatalf("%s key, not held, lets in as %q", k.name, user)
			}
			if times != k.want {
				t.Errorf("%s key as %q: %d signatures are asked for, not %d", k.name, user, times, k.want)
			}
		}
	}
}

func TestTheOwnerComesByTheOwnersKeyOnly(t *testing.T) {
	h := open(t, sshd.Config{})
	c := h.in("owner", h.key)
	if out, _, _ := run(t, c, "who"); !strings.HasPrefix(out, "owner ") {
		t.Errorf("%q", out)
	}
	if _, err := h.dialAs("r1", gossh.PublicKeys(h.key)); err == nil {
		t.Error("the owner's key lets r1 in")
	}
}

// elsewhere is a connection that seems to come from another machine.
type elsewhere struct {
	net.Conn
	from net.Addr
}

func (e elsewhere) RemoteAddr() net.Addr { return e.from }

type far struct {
	net.Listener
	from string
}

func (f far) Accept() (net.Conn, error) {
	c, err := f.Listener.Accept()
	if err != nil {
		return nil, err
	}
	return elsewhere{c, &net.TCPAddr{IP: net.ParseIP(f.from), Port: 4711}}, nil
}

func TestTheOwnerIsOnThisMachine(t *testing.T) {
	h := open(t, sshd.Config{})
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	h.addr = l.Addr().String()
	go h.server.Serve(far{l, "192.0.2.7"})
	if _, err := h.dialAs("owner", gossh.PublicKeys(h.key)); err == nil {
		t.Error("the owner was let in from another machine")
	}
	r1 := h.keyed("r1")
	if out, _, _ := run(t, h.in("r1", r1), "who"); !strings.HasPrefix(out, "r1 ") {
		t.Errorf("%q", out)
	}
}

func TestAnInvitationSetsAPassword(t *testing.T) {
	h := open(t, sshd.Config{})
	code := h.invite("r1", time.Hour)
	var asked []string
	typed := " " + strings.ToUpper(strings.ReplaceAll(code, "-", "")) + " "
	c, err := h.dialAs("r1", says(&asked, typed, "short", "short", "correct horse", "another horse", "correct horse", "correct horse"))
	must(t, err)
	if len(asked) != 4 || !strings.Contains(asked[2], "至少") || !strings.Contains(asked[2], "at least") || !strings.Contains(asked[3], "不一样") || !strings.Contains(asked[3], "not the same") {
		t.Errorf("%q", asked)
	}
	if out, _, _ := run(t, c, "who"); !strings.HasPrefix(out, "r1 ") {
		t.Errorf("%q", out)
	}
	if _, err := h.dialAs("r1", says(nil, code)); err == nil {
		t.Error("the code lets in twice")
	}
	if _, err := h.dialAs("r1", says(nil, "correct horse")); err != nil {
		t.Errorf("the password: %v", err)
	}
}

func TestAnInvitationThatIsNotTheirsOrExpiredLetsNobodyIn(t *testing.T) {
	h := open(t, sshd.Config{})
	code, late := h.invite("r1", time.Hour), h.invite("r2", -time.Second)
	for user, code := range map[string]string{"r2": late, "c1": code, "nobody": code} {
		var asked []string
		if _, err := h.dialAs(user, says(&asked, code, "correct horse", "correct horse")); err == nil || len(asked) != 1 {
			t.Errorf("%s: %v after %q", user, err, asked)
		}
	}
}

func TestAPasswordIsChosenInThreeTries(t *testing.T) {
	h := open(t, sshd.Config{Limits: sshd.Limits{Tries: 1}})
	code := h.invite("r1", time.Hour)
	var asked []string
	if _, err := h.dialAs("r1", says(&asked, code, "a", "b", "c", "c", "d", "e")); err == nil || len(asked) != 4 {
		t.Errorf("%v after %q", err, asked)
	}
	if _, err := h.dialAs("r1", says(nil, code, "correct horse", "correct horse")); err != nil {
		t.Errorf("the code is used up: %v", err)
	}
}

func TestOneOfTwoConnectionsUsesAnInvitation(t *testing.T) {
	h := open(t, sshd.Config{})
	code := h.invite("r1", time.Hour)
	at := make(chan struct{}, 2)
	proceed := make(chan struct{})
	result := make(chan error, 2)
	for range 2 {
		go func() {
			rounds := 0
			_, err := h.dialAs("r1", gossh.KeyboardInteractive(func(_, _ string, questions []string, _ []bool) ([]string, error) {
				switch rounds++; rounds {
				case 1:
					return []string{code}, nil
				case 2:
					at <- struct{}{}
					<-proceed
					return []string{"correct horse", "correct horse"}, nil
				}
				return nil, errors.New("asked again")
			}))
			result <- err
		}()
	}
	within(t, "the first", at)
	within(t, "the second", at)
	close(proceed)
	one, two := within(t, "a login", result), within(t, "a login", result)
	if (one == nil) == (two == nil) {
		t.Errorf("%v and %v", one, two)
	}
}

func TestWhoeverSetsNoPasswordIsInvitedOnlyUntilTheInvitationIsUsed(t *testing.T) {
	visits := make(chan sshd.Visit, 4)
	h := open(t, sshd.Config{Run: visitor(visits)})
	code := h.invite("r1", time.Hour)
	c, err := h.dialAs("r1", says(nil, code, "", ""))
	must(t, err)
	s, err := c.NewSession()
	must(t, err)
	must(t, s.Start("wait"))
	v := within(t, "a visit", visits)
	if !v.Invited {
		t.Error("not known as invited")
	}
	k, err := sshd.ParseKey(gossh.MarshalAuthorizedKey(newKey(t).PublicKey()))
	must(t, err)
	must(t, v.Desk.AddKey(t.Context(), "r1", k))
	within(t, "the end of the connection", ended(c))
	if _, err := h.dialAs("r1", says(nil, code)); err == nil {
		t.Error("the code lets in twice")
	}
}
