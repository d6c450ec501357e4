package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/store/storetest"
	"pingyi/tui/pages/activities"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
)

// offers returns by which line of the table something is offered on a page; empty
// where it only shows something.
func offers(on string, a keymaps.Action, actor pingyi.Actor) string {
	changes := map[string]map[keymaps.Action]string{
		"plans": {keymaps.New: "File", keymaps.Import: "File", keymaps.OpenEdit: "SavePlanHead", keymaps.Delete: "DeletePlan",
			keymaps.Pin: "PinPlan", keymaps.Adjudicate: "Mark"},
		"activities": {keymaps.OpenEdit: "SaveActivity", keymaps.New: "AddActivity", keymaps.Delete: "DeleteActivity", keymaps.Import: "File",
			activities.OpenPlanForm: "SavePlanHead"},
		"panels":    {keymaps.New: "OpenRound", keymaps.Delete: "CloseRound", keymaps.OpenRate: "Rate"},
		"result":    {keymaps.Adjudicate: "Adjudicate", keymaps.Sign: "Sign"},
		"members":   {keymaps.New: "AddMember", keymaps.Open: "Invite/r2", keymaps.Delete: "DisableMember"},
		"verify":    {keymaps.TakeFirst: "SettleDifference", keymaps.TakeSecond: "SettleDifference", keymaps.OpenEdit: "SettleDifference"},
		"settings":  {keymaps.Open: "SaveSettings", keymaps.New: "AddKey", keymaps.Delete: "RemoveKey"},
		"history":   {keymaps.Undo: "Undo"},
		"plan form": {keymaps.Save: "SavePlanHead"},
		"activity form": {keymaps.Save: "SaveActivity", keymaps.NextRecord: "SaveActivity", keymaps.PreviousRecord: "SaveActivity",
			keymaps.TakeOffer: "SaveActivity", keymaps.NextOffer: "SaveActivity", keymaps.Templates: "KeepTemplate"},
		"rate": {keymaps.Submit: "Submit", keymaps.Comment: "Rate", keymaps.Score: "Rate", keymaps.Reason: "Rate", keymaps.Abstain: "Rate", keymaps.Recuse: "Rate",
			keymaps.Clear: "Rate", keymaps.Tier1: "Rate", keymaps.Tier2: "Rate", keymaps.Tier3: "Rate", keymaps.Tier4: "Rate"},
	}
	method := changes[on][a]
	if on == "grid" && !shows(a) && !walks(a) {
		method = "SaveActivities"
	}
	if actor.Member.Role == pingyi.Owner && (method == "Rate" || method == "Submit") { // a paper ballot
		return "For/r2"
	}
	return method
}

// shows are the actions that change nothing on any page that offers them, and go
// to another page at the most.
func shows(a keymaps.Action) bool {
	return slices.Contains([]keymaps.Action{keymaps.Open, keymaps.Filter, keymaps.Sort, keymaps.OpenResults, keymaps.OpenHistory, keymaps.NextFinding, keymaps.Export,
		keymaps.OpenRound, keymaps.OpenGrid, keymaps.Up, keymaps.Down, keymaps.PageUp, keymaps.PageDown, keymaps.Next, keymaps.Previous, keymaps.NextUnrated, keymaps.NextField, keymaps.Back}, a)
}

// walks are the actions of the grid that go about in it and change nothing; what else
// it has is keying.
func walks(a keymaps.Action) bool {
	return slices.Contains([]keymaps.Action{keymaps.Findings, keymaps.Jump, keymaps.Copy, keymaps.Mark, keymaps.SelectAll, keymaps.First, keymaps.Last}, a)
}

// lineOf returns the line of the table in which stands what a member has done.
func lineOf(e pingyi.Event, actor string) string {
	if strings.HasPrefix(e.Command, "undo ") || strings.HasPrefix(e.Command, "redo ") {
		return "Undo"
	}
	if pingyi.IsKeying(e.Command) {
		return "SaveActivities"
	}
	about := ""
	if s := e.Changes[0].Subject; s.Noun == pingyi.NounCredential && s.Member != actor {
		about = "/r2"
	}
	return map[string]string{
		pingyi.CommandImport: "File", pingyi.CommandEditPlan: "SavePlanHead", pingyi.CommandDeletePlan: "DeletePlan",
		pingyi.CommandAddActivity: "AddActivity", pingyi.CommandEditActivity: "SaveActivity", pingyi.CommandDeleteActivity: "DeleteActivity",
		pingyi.CommandMark: "Mark", pingyi.CommandUnmark: "Unmark", pingyi.CommandTakeOn: "TakeOn", pingyi.CommandRecordKeying: "RecordKeying",
		pingyi.CommandKeepTemplate: "KeepTemplate", pingyi.CommandDropTemplate: "DropTemplate",
		pingyi.CommandAddMember: "AddMember", pingyi.CommandDisableMember: "DisableMember", pingyi.CommandCreatePanel: "CreatePanel",
		pingyi.CommandOpenRound: "OpenRound", pingyi.CommandCloseRound: "CloseRound", pingyi.CommandRate: "Rate", pingyi.CommandSubmit: "Submit",
		pingyi.CommandAdjudicate: "Adjudicate", pingyi.CommandSign: "Sign", pingyi.CommandInvite: "Invite/r2",
		pingyi.CommandAddKey: "AddKey" + about, pingyi.CommandRemoveKey: "RemoveKey" + about, pingyi.CommandSetPassword: "SetPassword",
	}[e.Command]
}

// walker presses keys as one member, in one state of the record.
type walker struct {
	*testing.T
	cells        map[string]pingyi.Code
	state, actor string
	key          string // a public key, to be pasted
	house        *house // without a server
	rev          uint64
	seen         map[string]int  // how many events there were at first, by who sees them
	next         map[string]bool // pages that the one at hand goes to
	did          map[string]bool // lines of the table that were done
}

// anew makes the record anew, as the table speaks of it.
func (w *walker) anew() {
	w.Helper()
	if w.house != nil {
		w.house.store.Close()
	}
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		w.Fatal(err)
	}
	w.house = &house{t: w, store: s, owner: s.OwnerDesk("test")}
	storetest.Make(w, w.house.owner, w.state)
	w.rev = w.head()
	w.seen = map[string]int{}
	for _, id := range []string{"owner", w.actor, "r1"} {
		w.seen[id] = len(w.events(id))
	}
}

// events is the history as a member sees it; of one who has disabled themselves
// it is empty.
func (w *walker) events(id string) []pingyi.Event {
	w.Helper()
	events, err := w.house.desk(id).History(w.Context(), store.HistoryFilter{})
	if err != nil && pingyi.CodeOf(err) != pingyi.Forbidden {
		w.Fatal(err)
	}
	return events
}

// head is the revision of the record.
func (w *walker) head() uint64 {
	w.Helper()
	p, err := w.house.owner.Verify(w.Context())
	if err != nil {
		w.Fatal(err)
	}
	return p.Rev
}

// done returns what was done since the record was made, as whoever did it sees it:
// of a sealed paper ballot the owner does not, but its member does.
func (w *walker) done() (done []pingyi.Event) {
	w.Helper()
	for _, id := range []string{"owner", w.actor, "r1"} {
		events := w.events(id)
		for i, e := range events {
			isNew := e.Rev > w.rev
			if e.Rev == 0 { // under seal it has no number, but the newest come first
				isNew = i < len(events)-w.seen[id]
			}
			known := slices.ContainsFunc(done, func(o pingyi.Event) bool { return e.Rev > 0 && o.Rev == e.Rev })
			if isNew && !known {
				done = append(done, e)
			}
		}
	}
	return done
}

func (w *walker) start(name string) *pagetest.Page {
	env := w.house.env(w.actor, 80, 22)
	return pagetest.Start(w, env, routes(env)[name])
}

// follow says yes to whatever the page asks, i-th choices where it has some, and
// fills in what it wants filled in. It returns how many choices there were.
func (w *walker) follow(p *pagetest.Page, i int) (choices int) {
	for range 5 { // questions follow from questions
		asked := p.Asked
		p.Asked = nil
		for _, msg := range asked {
			switch msg := msg.(type) {
			case page.Open:
				w.next[pageOf(msg.Route)] = true
			case page.Ask:
				p.Send(dialog.Answered{Question: msg.Question.ID, Choice: msg.Question.Choices[0].ID})
			case page.Choose:
				if choices = max(choices, len(msg.Items)); len(msg.Items) > 0 {
					p.Send(chooser.Chosen{Chooser: msg.ID, Item: msg.Items[min(i, len(msg.Items)-1)].ID})
				}
			}
		}
		if _, _, typing := p.Page.Cursor(); typing {
			text := "改"
			if strings.Contains(p.Screen(), "ssh-ed25519") {
				text = w.key
			}
			p.Type(text)
			p.Press("enter", "ctrl+s")
		}
		p.Tick()
		if len(p.Asked) == 0 {
			return choices
		}
	}
	return choices
}

// pageOf names the page of a route as [routes] does.
func pageOf(r page.Route) string {
	switch r.(type) {
	case page.Plans:
		return "plans"
	case page.PlanForm:
		return "plan form"
	case page.Activities:
		return "activities"
	case page.Grid:
		return "grid"
	case page.ActivityForm:
		return "activity form"
	case page.Panels:
		return "panels"
	case page.Result:
		return "result"
	case page.Members:
		return "members"
	case page.Settings:
		return "settings"
	case page.History:
		return "history"
	case page.Rate:
		return "rate"
	case page.Verify:
		return "verify"
	case page.Keying:
		return "keying"
	}
	return fmt.Sprintf("%T", r)
}

// judge holds what was done since the last look against the table.
func (w *walker) judge(what string) {
	w.Helper()
	if w.head() == w.rev {
		return
	}
	done := w.done()
	if len(done) == 0 {
		w.Errorf("%s, %s: %s does what nobody can see in the history", w.actor, w.state, what)
	}
	for _, e := range done {
		line := lineOf(e, w.actor)
		w.did[line] = true
		code, known := w.cells[line+" "+w.state+" "+w.actor]
		if by := e.Member; w.actor == "owner" && by == "r1" {
			code, known = "", true // whose paper ballot the owner enters
		}
		if code != "" || !known {
			w.Errorf("%s, %s: %s does %q, which the table has as %q", w.actor, w.state, what, e.Command, code)
		}
	}
	w.anew()
}

// walk presses every key of the keymap on a page and follows where it leads, and
// then does what the page offers as the palette would.
func (w *walker) walk(name string, keys []string) {
	p := w.start(name)
	try := func(what string, do func()) {
		for i, n := 0, 1; i < n; i++ {
			before := p.Page.Place()
			do()
			p.Screen()
			disturbed := len(p.Asked) > 0 || p.Page.Place() != before
			n = min(9, max(n, w.follow(p, i)))
			on := w.house
			w.judge(fmt.Sprintf("%s on %s", what, name))
			if disturbed || w.house != on {
				p = w.start(name)
			}
		}
	}
	for _, key := range keys {
		try(key, func() { p.Press(key) })
	}
	p = w.start(name)
	for _, h := range p.Page.Actions() {
		try(string(h.Action), func() { p.Send(page.Do{Action: h.Action}) })
	}
}

// offered holds what the page offers at first against the table.
func (w *walker) offered(name string) {
	p := w.start(name)
	for _, h := range p.Page.Actions() {
		line := offers(name, h.Action, w.house.desk(w.actor).Actor())
		if h.Action == keymaps.OpenRate && line == "" {
			// It goes to the panels, for whoever rates in one, if not in this.
			if role := w.house.desk(w.actor).Actor().Member.Role; role == pingyi.Reviewer || role == pingyi.Chair || role == pingyi.Owner {
				continue
			}
			w.Errorf("%s, %s: %s offers to rate", w.actor, w.state, name)
			continue
		}
		if code := w.cells[line+" "+w.state+" "+w.actor]; code == pingyi.Forbidden || code == pingyi.Sealed || line == "" && !shows(h.Action) && !(name == "grid" && walks(h.Action)) {
			w.Errorf("%s, %s: %s offers %q (%s), which the table has as %q", w.actor, w.state, name, h.Label, h.Action, code)
		}
	}
}

// The table of access is walked through the pages: every key of the keymap and every
// action offered, followed with yes to every question. What comes of it in the
// record is what the table allows, and nothing that it forbids is offered on a
// page that the member gets to.
func TestAccessThroughTheScreensIsAsTheTableSays(t *testing.T) {
	cells := map[string]pingyi.Code{}
	for _, c := range storetest.Access() {
		cells[c.Method+" "+c.State+" "+c.Actor] = c.Want
	}
	k, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	var keys []string
	for _, i := range keymaps.Actions() {
		if slices.Contains([]keymaps.Action{keymaps.OpenHelp, keymaps.OpenPalette, keymaps.Language, keymaps.Quit}, i.Action) {
			continue // the root takes them
		}
		for _, key := range k.Keys(i.Place, i.Action) {
			if !slices.Contains(keys, key) && i.Place != keymaps.Edit {
				keys = append(keys, key)
			}
		}
	}
	pub, _ := signer(t)
	pasted := strings.TrimSpace(string(gossh.MarshalAuthorizedKey(pub.PublicKey())))
	for _, state := range storetest.States() {
		if testing.Short() && state != "sealed" {
			continue
		}
		t.Run(state, func(t *testing.T) {
			t.Parallel()
			did := map[string]bool{}
			for _, actor := range storetest.Actors() {
				w := &walker{T: t, cells: cells, state: state, actor: actor, key: pasted, did: did}
				w.anew()
				reached := []string{"plans", "panels", "members", "history", "settings"}
				all := routes(w.house.env(actor, 80, 22))
				goesTo := map[string]map[string]bool{}
				for name := range all {
					w.next = map[string]bool{}
					w.walk(name, keys)
					goesTo[name] = w.next
				}
				for i := 0; i < len(reached); i++ {
					for next := range goesTo[reached[i]] {
						if !slices.Contains(reached, next) {
							reached = append(reached, next)
						}
					}
					if all[reached[i]] != nil {
						w.offered(reached[i])
					}
				}
				w.house.store.Close()
			}
			for _, line := range []string{"SaveActivity", "SaveActivities", "Undo", "AddKey/r2", "RemoveKey/r2", "DisableMember", "Invite/r2"} {
				if !did[line] { // whoever may do something gets to do it
					t.Errorf("%s was never done", line)
				}
			}
		})
	}
}

// In a record without a plan the page asks where to begin: only of those who may.
func TestWhoMayNotEnterPlansFindsNoWayToBegin(t *testing.T) {
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	h := &house{t: t, store: s, owner: s.OwnerDesk("test")}
	for id, role := range map[string]pingyi.Role{"r1": pingyi.Reviewer, "c1": pingyi.Chair, "a1": pingyi.Auditor} {
		if err := h.owner.AddMember(t.Context(), pingyi.Member{ID: id, Name: id, Role: role}); err != nil {
			t.Fatal(err)
		}
		env := h.env(id, 80, 22)
		p := pagetest.Start(t, env, routes(env)["plans"])
		for _, key := range []string{"down", "enter", "up", "enter", "1", "2", "f7", "f9", "delete"} {
			p.Press(key)
		}
		for _, msg := range p.Asked {
			if _, refused := msg.(page.Fail); !refused {
				t.Errorf("%s gets to %#v", id, msg)
			}
		}
	}
}
