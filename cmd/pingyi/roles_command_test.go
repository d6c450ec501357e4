package main

import (
	"bytes"
	"strings"
	"testing"

	"github.com/spf13/cobra"
	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/store/exchange"
	"pingyi/store/storetest"
	"pingyi/tui/sshd"
)

// errand is a remote command that is held against lines of the table of access: with all
// of them it has to pass, and the first that refuses says how.
type errand struct {
	args    string // $me is whoever gives it
	in      string // "plan", "large", "ballot", "r2's ballot", "key" or "result": what goes to its standard input; else as it is
	methods string
	only    string // states in which it makes sense; empty for all
	// Where the command itself says no to what the desk allows, and how.
	closed pingyi.Code // in a round that is closed
	owner  pingyi.Code // to the owner, who has nothing of their own
	all    pingyi.Code // to everybody
	// A command or flag that only the owner has is wrong use to others.
	owners bool
	wrong  bool // wrong use to everybody at the server
	asks   bool // wrong use to the owner, who has to say whose rating it is
}

func errands() []errand {
	return []errand{
		{args: "plan list", methods: "Plans"},
		{args: "plan list --json", methods: "Plans"},
		{args: "plan show", methods: "Plans Plan"},
		{args: "plan show --json --year 2016 --department 701", methods: "Plans Plan"},
		{args: "export --format csv", methods: "Plans Plan"},
		{args: "export --format xlsx", methods: "Plans Plan"},
		{args: "lint --json", methods: "Plans Plan"},
		{args: "import --dry-run --format json -", in: "plan", methods: "Preview"},
		{args: "import --format json -", in: "plan", methods: "File"},
		{args: "import --format json --remove -", in: "plan", methods: "File"},
		{args: "import --format json -", in: "large", methods: "File/large"},
		{args: "plan delete --year 2016 --department 701", methods: "DeletePlan"},
		{args: "sample", methods: "Plans Members", all: pingyi.State},
		{args: "member list --json", methods: "Members"},
		{args: "member add r7 --name r7 --role reviewer", methods: "AddMember"},
		{args: "member add m7 --name m7 --role admin", methods: "AddMember"},
		{args: "member add o7 --name o7 --role owner", wrong: true},
		{args: "member disable r2", methods: "DisableMember"},
		{args: "member disable $me", methods: "DisableMember", owner: pingyi.NotFound},
		{args: "member enable r2", methods: "EnableMember"},
		{args: "panel chair p1 c1", methods: "NameChair"},
		{args: "member invite r2", methods: "Invite/r2"},
		{args: "member invite $me --json", methods: "Invite/r2", owner: pingyi.Forbidden},
		{args: "member invite nobody", methods: "Invite/nobody"},
		{args: "member key list r2 --json", methods: "Credential/r2"},
		{args: "member key list nobody", methods: "Credential/nobody"},
		{args: "member key add r2", in: "key", methods: "AddKey/r2"},
		{args: "member key remove r2 " + storetest.KeyOf("r2").Fingerprint, methods: "RemoveKey/r2"},
		{args: "key list", methods: "Credential"},
		{args: "key add", in: "key", methods: "AddKey"},
		{args: "key remove SHA256:keyOf+$me", methods: "RemoveKey"},
		{args: "password", in: "correct horse battery\n", methods: "SetPassword"},
		{args: "settings", methods: "SaveSettings"},
		{args: "settings --language en --keymap vim", methods: "SaveSettings"},
		{args: "panel list --json", methods: "Panels"},
		{args: "panel create p7 --year 2016 --member r1", methods: "CreatePanel"},
		{args: "round open p1", methods: "OpenRound"},
		{args: "round open p1 --split", methods: "OpenRound/split"},
		{args: "round close p1 --reason 到期", methods: "CloseRound"},
		{args: "ballot p1", methods: "Paper", closed: pingyi.State},
		{args: "ballot p1 --format xlsx", methods: "Paper", closed: pingyi.State},
		{args: "rate --panel p1 1=中:改", methods: "Paper Rate", asks: true},
		{args: "rate --panel p1 1=abstain --json", methods: "Paper Rate", asks: true},
		{args: "rate --panel p1 --submit", methods: "Paper Submit", asks: true},
		{args: "rate --panel p1 --as r2 1=中:改", methods: "For/r2", only: "sealed open", owners: true},
		{args: "plan list --as r2", methods: "For/r2", owners: true},
		{args: "submit --draft", in: "ballot", methods: "FileBallot"},
		{args: "submit", in: "ballot", methods: "FileBallot Submit"},
		{args: "submit", in: "r2's ballot", methods: "FileBallot/r2"},
		{args: "keying", methods: "KeyingStatistics"},
		{args: "keying --json", methods: "KeyingStatistics"},
		{args: "turnout p1 --json", methods: "Turnout"},
		{args: "turnout p1", methods: "Turnout"},
		{args: "result p1", methods: "Result"},
		{args: "result p1 --round 1 --json", methods: "Result"},
		{args: "result p1 --format csv", methods: "Result"},
		{args: "verify -", in: "result", methods: "Result", only: "signed"},
		{args: "adjudicate p1 1=中 --reason 附件齐全", methods: "Result Adjudicate"},
		{args: "sign p1 --unsettled", methods: "Sign"},
		{args: "history", methods: "History"},
		{args: "history --panel p1 --json", methods: "History"},
		{args: "history --year 2016 --department 701 --activity 1", methods: "Plans Plan History"},
		{args: "verify --json", methods: "Verify"},
		{args: "dump -o dump", methods: "Dump", owners: true},
		{args: "who --json", methods: "Present"},
		{args: "version"}, {args: "help"}, {args: "keymap list"}, {args: "keymap show vim"},
		{args: "keymap check x", all: pingyi.Forbidden, owner: pingyi.NotFound},
		{args: "import --year 2016 /etc/passwd.txt", all: pingyi.Forbidden, owner: pingyi.NotFound},
		{args: "export -o /tmp/x", methods: "Plans Plan", all: pingyi.Forbidden, owner: "done"},
		{args: "serve", wrong: true}, {args: "restore dump", wrong: true}, {args: "completion bash", wrong: true},
		{args: "--data /tmp plan list", owners: true},
	}
}

// want returns the exit status that the table asks for, and the kind of error.
func (r errand) want(cells map[string]pingyi.Code, state, actor string) (int, pingyi.Code) {
	switch {
	case r.wrong, r.owners && actor != "owner", r.asks && actor == "owner":
		return 2, pingyi.Invalid
	}
	for _, m := range strings.Fields(r.methods) {
		if code := cells[m+" "+state+" "+actor]; code != "" {
			return 1, code
		}
	}
	code := r.all
	if actor == "owner" && r.owner != "" {
		code = r.owner
	} else if state == "closed" || state == "signed" {
		if r.closed != "" {
			code = r.closed
		}
	}
	if code == "" || code == "done" {
		return 0, ""
	}
	return 1, code
}

// inputs are what commands are given on standard input, by name.
func inputs(t *testing.T, keys keyring) map[string]func(actor string) string {
	t.Helper()
	file := func(p pingyi.Plan) string {
		var b bytes.Buffer
		if err := exchange.Write(&b, exchange.JSON, []pingyi.Plan{p}); err != nil {
			t.Fatal(err)
		}
		return b.String()
	}
	plan, large := storetest.Plan(), storetest.Plan()
	plan.Scale, large.Scale = pingyi.DefaultScale(), pingyi.DefaultScale()
	plan.Activities[0].Goal = "新"
	large.Department.Code, large.Activities = "709", nil
	for range 100 {
		large.Activities = append(large.Activities, pingyi.Activity{Name: "项目" + strings.Repeat("甲", len(large.Activities)+1), Content: strings.Repeat("长", 2000)})
	}
	h := inState(t, keys, "sealed")
	ballot := func(member string) string {
		d, err := h.owner.For(t.Context(), "r1")
		if err != nil {
			t.Fatal(err)
		}
		paper, err := d.BallotToFill(t.Context(), storetest.Panel)
		if err != nil {
			t.Fatal(err)
		}
		paper.Ballot.Member = member
		b, err := exchange.WriteBallot(exchange.TXT, paper, pingyi.Zh, "")
		if err != nil {
			t.Fatal(err)
		}
		return string(b)
	}
	pub, _ := signer(t)
	signed := inState(t, keys, "signed").must("owner", "", "result", "p1", "--json")
	return map[string]func(string) string{
		"plan":        func(string) string { return file(plan) },
		"large":       func(string) string { return file(large) },
		"ballot":      ballot,
		"r2's ballot": func(string) string { return ballot("r2") },
		"key":         func(string) string { return string(gossh.MarshalAuthorizedKey(pub.PublicKey())) },
		"result":      func(string) string { return signed },
	}
}

// The table of access is walked through remote commands: role, command, object and
// state of the round. What is refused leaves the record as it was, to the hash.
func TestAccessThroughRemoteCommandsIsAsTheTableSays(t *testing.T) {
	words, keys := readSentences(t), newKeyring(t)
	in := inputs(t, keys)
	cells := map[string]pingyi.Code{}
	for _, c := range storetest.Access() {
		cells[c.Method+" "+c.State+" "+c.Actor] = c.Want
	}
	for _, state := range storetest.States() {
		if testing.Short() && state != "sealed" {
			continue
		}
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			h := inState(t, keys, state)
			before := h.proof()
			again := func() {
				h.close()
				h = inState(t, keys, state)
				before = h.proof()
			}
			try := func(r errand, actor string) {
				args := strings.Fields(strings.ReplaceAll(r.args, "$me", actor))
				input := r.in
				if make := in[r.in]; make != nil {
					input = make(actor)
				}
				status, code := r.want(cells, state, actor)
				a := h.run(actor, input, args...)
				got := pingyi.Code("")
				if a.status != 0 {
					got = words.codeOf(a.errs)
				}
				if a.status != status || status == 1 && got != code {
					t.Errorf("%s by %s: %d %q, want %d %q: %s", r.args, actor, a.status, got, status, code, a.errs)
				}
			}
			for _, r := range errands() {
				if r.only != "" && !strings.Contains(r.only, state) {
					continue
				}
				for _, actor := range storetest.Actors() {
					if status, _ := r.want(cells, state, actor); status == 0 {
						continue
					}
					try(r, actor)
					if h.proof() != before {
						t.Errorf("%s by %s, who is refused, changed the record", r.args, actor)
						again()
					}
				}
			}
			for _, r := range errands() {
				if r.only != "" && !strings.Contains(r.only, state) {
					continue
				}
				for _, actor := range storetest.Actors() {
					if status, _ := r.want(cells, state, actor); status != 0 {
						continue
					}
					try(r, actor)
					if h.proof() != before {
						again()
					}
				}
			}
		})
	}
}

// Every command of the tree is walked: one that is added has to say who may.
func TestEachCommandIsHeldAgainstTheTable(t *testing.T) {
	a := &app{visit: &sshd.Visit{Desk: inState(t, newKeyring(t), "none").owner}, files: noFiles{}, getenv: func(string) string { return "" }}
	var all func(c *cobra.Command, path string)
	all = func(c *cobra.Command, path string) {
		for _, sub := range c.Commands() {
			name := strings.TrimSpace(path + " " + sub.Name())
			all(sub, name)
			if sub.HasSubCommands() || name == "dialogue" { // which TestTheDialogue… walks
				continue
			}
			walked := false
			for _, r := range errands() {
				walked = walked || strings.HasPrefix(r.args+" ", name+" ")
			}
			if !walked {
				t.Errorf("nothing says who may give the command %s", name)
			}
		}
	}
	all(a.root(), "")
}
