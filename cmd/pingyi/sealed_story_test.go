package main

import (
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/store"
	"pingyi/store/storetest"
	"pingyi/tui/pages/activities"
	"pingyi/tui/pages/activityform"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/history"
	"pingyi/tui/pages/keying"
	"pingyi/tui/pages/members"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/panels"
	"pingyi/tui/pages/planform"
	"pingyi/tui/pages/plans"
	"pingyi/tui/pages/rate"
	"pingyi/tui/pages/result"
	settingspage "pingyi/tui/pages/settings"
	"pingyi/tui/pages/verify"
	"pingyi/tui/sshd"
)

// secrets are two things that r2 may secretly say: each is a command of r2, what
// follows "<" its standard input, and "draft" what stands in an editor.
type secrets struct {
	name     string
	later    bool // in a second round, on what stayed split
	one, two []string
}

// uneven reports whether the two are not in as many commands: then it is what there
// is at the end that has to be the same.
func (s secrets) uneven() bool { return len(s.one) != len(s.two) }

// steps are the commands after each of which there is something to compare.
func (s secrets) steps(story []string) (steps [][]string) {
	if s.uneven() {
		return [][]string{story}
	}
	for _, command := range story {
		steps = append(steps, []string{command})
	}
	return steps
}

// onlookers are all that r2 keeps a secret from: also how much they did, but for
// the owner, who may dump the record.
func (s secrets) onlookers() []string {
	return slices.DeleteFunc(storetest.Actors(), func(id string) bool { return s.uneven() && id == "owner" })
}

func secretPairs() []secrets {
	return []secrets{
		{"two grades", false, []string{"rate --panel p1 1=优:很好", "rate --panel p1 2=优", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=差:差得远，理由有三，说来话长", "rate --panel p1 2=中:再议", "rate --panel p1 --submit"}},
		{"a grade, an abstention or a recusal", false, []string{"rate --panel p1 1=优 2=良", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=abstain 2=recuse", "rate --panel p1 --submit"}},
		{"all recused or all graded", false, []string{"rate --panel p1 1=recuse 2=recuse --submit"}, []string{"rate --panel p1 1=优 2=差 --submit"}},
		{"a draft, or one taken back", false, []string{"rate --panel p1 1=优 2=优", "rate --panel p1 1=良"}, []string{"rate --panel p1 1=优 2=优", "rate --panel p1 1=clear 2=clear"}},
		{"a draft or an abstention that is not sent", false, []string{"rate --panel p1 1=优"}, []string{"rate --panel p1 1=abstain"}},
		{"one rated or both, not sent", false, []string{"rate --panel p1 1=优"}, []string{"rate --panel p1 1=优 2=差"}},
		{"a ballot file", false, []string{"submit --draft < 优", "submit < 良"}, []string{"submit --draft < 差", "submit < 中"}},
		{"changed again after it was sent", false, []string{"rate --panel p1 1=优 2=优 --submit", "rate --panel p1 1=差", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=优 2=优 --submit", "rate --panel p1 2=中", "rate --panel p1 --submit"}},
		{"a second round: changed or left", true, []string{"rate --panel p1 1=优 --reason 看了附件", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=差", "rate --panel p1 --submit"}},
		{"a second round: two changes", true, []string{"rate --panel p1 1=优:好 --reason 看了附件", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=中:仍有三处未完工 --reason 附件不实，说来话长", "rate --panel p1 --submit"}},
		{"a second round: a change or an abstention", true, []string{"rate --panel p1 1=良 --reason 看了附件", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=abstain --reason 说不准", "rate --panel p1 --submit"}},
		{"nothing or a mark", false, nil, []string{"rate --panel p1 1=优"}},
		{"one command or four, and a comment begun or none", false, []string{"rate --panel p1 1=优"},
			[]string{"rate --panel p1 1=差", "rate --panel p1 2=中:再议", "draft 理由有三", "rate --panel p1 2=clear", "rate --panel p1 1=良"}},
		{"submitted after one change or after four", false, []string{"rate --panel p1 1=优 2=优", "rate --panel p1 --submit"},
			[]string{"rate --panel p1 1=差", "rate --panel p1 2=中", "draft 理由有三", "rate --panel p1 1=良", "submit --draft < 差", "rate --panel p1 --submit"}},
		{"a second round: nothing or three changes", true, nil,
			[]string{"rate --panel p1 1=优 --reason 看了附件", "draft 理由有三", "rate --panel p1 1=差 --reason 附件不实", "rate --panel p1 1=良 --reason 看了附件"}},
		{"a second round: a draft with a reason or without", true, []string{"rate --panel p1 1=良 --reason 看了附件"}, []string{"rate --panel p1 1=良"}},
	}
}

// begin brings a house to the round in which r2 has a secret.
func (s secrets) begin(h *house) {
	h.must("owner", "", "round", "open", "p1")
	if s.later {
		h.must("r1", "", strings.Fields("rate --panel p1 1=优:好 2=良 --submit")...)
		h.must("r2", "", strings.Fields("rate --panel p1 1=差:不好 2=良 --submit")...)
		h.must("c3", "", strings.Fields("rate --panel p1 1=良 2=良 --submit")...)
		h.must("c1", "", "round", "close", "p1")
		h.must("c1", "", "round", "open", "p1", "--split")
		h.must("r1", "", strings.Fields("rate --panel p1 1=良 --reason 再看 --submit")...)
		return
	}
	h.must("r1", "", strings.Fields("rate --panel p1 1=良:好 2=良 --submit")...)
	h.must("c3", "", strings.Fields("rate --panel p1 1=优")...)
}

// do has r2 give a command.
func (h *house) do(command string) {
	h.t.Helper()
	if text, drafted := strings.CutPrefix(command, "draft "); drafted {
		k := storetest.Activity()
		object := fmt.Sprintf("%s%s/1/%d/%s/%d", store.RatingDrafts, storetest.Panel, k.Year, k.Department, k.ID)
		if err := h.desk("r2").SaveDraft(h.t.Context(), object, fmt.Appendf(nil, "{\"comment\":%q}", text)); err != nil {
			h.t.Fatal(err)
		}
		return
	}
	args, mark, piped := strings.Cut(command, " < ")
	in := ""
	if piped {
		in = marked(h.must("r2", "", "ballot", "p1"), mark)
	}
	h.must("r2", in, strings.Fields(args)...)
}

// marked fills in every mark of a ballot.
func marked(ballot, mark string) string {
	return regexp.MustCompile(`(?m)^((?:评分|Mark)\s*[:：]).*$`).ReplaceAllString(ballot, "$1 "+mark)
}

// proofHash is the hash in what verify says: it is over all of the record, and so
// differs by its nature, and tells nothing. It is all that is left out: the clock
// stands still, and keys and ids are the same in both records.
var proofHash = regexp.MustCompile(`(hash"?:? "?)[0-9a-f]{64}`)

// proofCount is the number of entries in what verify says. Whoever may verify is
// told it in so many words; nobody is by anything else.
var proofCount = regexp.MustCompile(`("rev": |: )\d+( journal entries|,)`)

// uncounted leaves the number of entries out of what verify said.
func (to heard) uncounted() {
	for what, said := range to {
		if _, args, _ := strings.Cut(what, ": "); args == "verify" || args == "verify --json" {
			to[what] = proofCount.ReplaceAllString(said, "$1…$2")
		}
	}
}

// probe has the onlooker send their ballot as if it were of every revision that
// there may be: none of them tells what others did.
func (h *house) probe(onlooker string, to heard) {
	h.t.Helper()
	ballot := h.must(onlooker, "", "ballot", storetest.Panel)
	for rev := range 70 {
		to.note(h, onlooker, fmt.Sprint("revision ", rev), "submit --draft", regexp.MustCompile(`rev=\d+`).ReplaceAllString(ballot, fmt.Sprint("rev=", rev)))
	}
}

// heard is everything that a member got, by what it was got by.
type heard map[string]string

// look has the onlooker give every command that tells something and changes
// nothing.
func (h *house) look(onlooker, when string, to heard) {
	h.t.Helper()
	for _, r := range errands() {
		if !tells(r.args) {
			continue
		}
		to.note(h, onlooker, when, r.args, "")
	}
	for _, more := range []string{"panel list", "member list", "who", "verify", "plan show --json", "ballot p1 --format txt", "result p1 --round 1", "result p1 --round 2",
		"result p1 --format json", "result p2", "turnout p2", "history --json", "history --limit 1", "history --json --year 2016 --department 701 --activity 1", "dialogue"} {
		to.note(h, onlooker, when, more, "1\n1\n2\n3\nl\nv\nq\n3\nq\nq\n")
	}
}

func (to heard) note(h *house, onlooker, when, args, in string) {
	h.t.Helper()
	a := h.run(onlooker, in, strings.Fields(strings.ReplaceAll(args, "$me", onlooker))...)
	to[when+": "+args] = proofHash.ReplaceAllString(fmt.Sprintf("%s\n%s\n%d", a.out, a.errs, a.status), "$1…")
}

// tells picks the commands that only tell. For another member only the owner
// writes, who then is that member: what is r2's is not a secret from r2.
func tells(args string) bool {
	word, _, _ := strings.Cut(args, " ")
	return slices.Contains(strings.Fields("plan export lint member panel key keying settings ballot turnout result history verify who version help keymap"), word) &&
		!strings.Contains(args, "--as") && !strings.HasPrefix(args, "verify -") == !strings.HasPrefix(args, "verify - ") &&
		!slices.ContainsFunc(strings.Fields("delete add disable invite remove create --language"), func(w string) bool { return slices.Contains(strings.Fields(args), w) })
}

// try has the onlooker try everything that might tell by how it is refused, or by
// what comes of it. What is left out makes codes or hashes by chance, ends the
// round, or is r2's own.
func (h *house) try(onlooker string, in map[string]func(string) string, to heard) {
	h.t.Helper()
	for _, r := range errands() {
		switch {
		case tells(r.args), strings.Contains(r.args, "--as"), strings.Contains(r.args, "invite"), strings.Contains(r.args, "password"),
			strings.Contains(r.args, "round close"), strings.Contains(r.args, "disable"), r.in == "large":
			continue
		}
		input := r.in
		if make := in[r.in]; make != nil {
			input = make(onlooker)
		}
		to.note(h, onlooker, "trying", r.args, input)
	}
}

// desk is the onlooker's desk, without the door.
func (h *house) desk(id string) *store.Desk {
	h.t.Helper()
	if id == "owner" {
		return h.owner
	}
	d, err := h.store.Door().Desk(h.t.Context(), id, "ssh:127.0.0.1")
	if err != nil {
		h.t.Fatal(err)
	}
	return d
}

// env is what pages are handed at the server, with nothing left to chance.
func (h *house) env(id string, w, rows int) page.Env {
	h.t.Helper()
	env := pagetest.Env(h.t, h.desk(id), pingyi.Zh, w, rows)
	env.Now = func() time.Time { return time.Date(2016, 3, 1, 9, 0, 0, 0, time.UTC) }
	env.NewCode = func() (string, string) { return "ABCD-EFGH", strings.Repeat("0", 64) }
	env.SSHLine = func(member string) string { return sshLine("pingyi.example:23234", member) }
	env.ParseKey = sshd.ParseKey
	env.HashPassword = func(string) (string, error) { return "$argon2id$", nil }
	return env
}

// routes are the pages, by how they are called here: all of them, whether or not
// the member can get there.
func routes(env page.Env) map[string]page.Page {
	k := storetest.Activity().PlanKey
	all := map[string]page.Page{
		"plans":            plans.New(env),
		"plan form":        planform.New(env, &k),
		"activities":       activities.New(env, k, 0),
		"grid":             grid.New(env, k, false),
		"activity form":    activityform.New(env, k, 1, 0),
		"panels":           panels.New(env),
		"result":           result.New(env, storetest.Panel),
		"result of p2":     result.New(env, "p2"),
		"members":          members.New(env),
		"settings":         settingspage.New(env),
		"history":          history.New(env, store.HistoryFilter{}),
		"history of p1":    history.New(env, store.HistoryFilter{Panel: storetest.Panel}),
		"history of no. 1": history.New(env, store.HistoryFilter{Year: k.Year, Department: k.Department, Activity: 1}),
		"rate":             rate.New(env, storetest.Panel, ""),
		"verify":           verify.New(env, k),
		"keying":           keying.New(env),
	}
	if env.Desk.Actor().Member.Role == pingyi.Owner {
		delete(all, "settings")
		all["rate"] = rate.New(env, storetest.Panel, "r1")
	}
	return all
}

// watching are the pages that an onlooker has open all the while.
func (h *house) watching(onlooker string) map[string]*pagetest.Page {
	h.t.Helper()
	env, open := h.env(onlooker, 80, 22), map[string]*pagetest.Page{}
	for name, p := range routes(env) {
		open[name] = pagetest.Start(h.t, env, p)
	}
	return open
}

// glance notes every cell of every open page, its styles included, and what it
// offers, after it has heard that the record has changed.
func glance(open map[string]*pagetest.Page, when string, to heard) {
	for name, p := range open {
		p.Asked = nil
		p.Send(page.Reload{}, page.Presence{})
		seen := func(what string) {
			p.Screen()
			x, y, shown := p.Page.Cursor()
			to[when+": page "+name+what] = fmt.Sprintf("%s\n%d,%d %t\n%v\n%s", p.Page.View(), x, y, shown, p.Page.Actions(), asked(p))
		}
		seen("")
		if slices.Contains([]string{"plan form", "activity form", "grid", "rate", "settings"}, name) { // where keys write
			continue
		}
		for _, key := range []string{"down", "end", "f3", "f4", "f5", "f6", "f9", "up", "home"} {
			p.Press(key)
			seen(" after " + key)
		}
	}
}

// asked is what a page has asked of the root since it was last looked at.
func asked(p *pagetest.Page) string {
	var all []string
	for _, msg := range p.Asked {
		switch msg := msg.(type) {
		case page.Open:
			all = append(all, fmt.Sprintf("open %T", msg.Route))
		case page.Fail:
			all = append(all, pingyi.Explain(msg.Err, pingyi.Zh))
		default:
			all = append(all, fmt.Sprintf("%T %+v", msg, msg))
		}
	}
	return strings.Join(all, "\n")
}

// compare says where two members' hearing differs.
func compare(t *testing.T, who string, one, two heard) {
	t.Helper()
	if len(one) != len(two) || len(one) == 0 {
		t.Errorf("%s heard %d things and %d", who, len(one), len(two))
	}
	for _, what := range slices.Sorted(maps.Keys(one)) {
		a, b := one[what], two[what]
		if a == b {
			continue
		}
		i := 0
		for i < min(len(a), len(b)) && a[i] == b[i] {
			i++
		}
		from := max(0, i-150)
		t.Errorf("%s can tell by %s:\n%q\n--- or ---\n%q", who, what, a[from:min(len(a), i+80)], b[from:min(len(b), i+80)])
	}
}
