package grid_test

import (
	"context"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"pgregory.net/rapid"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/session"
)

// hands are a clerk at the grid whose commands are run late, and whose answers come
// later still, both in any order: as at the far end of a slow server.
type hands struct {
	tb    testing.TB
	t     *rapid.T
	id    string
	open  func() page.Page
	page  page.Page
	desk  *store.Desk
	waits []tea.Cmd // not begun
	came  []tea.Msg // done in the record, and not told yet
	rings []tea.Msg // of timers
	clip  string
	said  string // last, in the status line
	ran   int    // commands since the last key
}

// rung is what a timer yields.
type rung struct{ msg tea.Msg }

// most is how many commands may follow from one step, whatever it was.
const most = 300

// begin opens the page.
func (h *hands) begin() {
	h.page = h.open()
	h.hold(h.page.Init())
	h.settle()
}

// comeBack leaves the page as a line does that is cut off, and goes on from the draft.
func (h *hands) comeBack() {
	h.settle()
	h.send(page.Flush{})
	h.settle()
	h.rings = nil
	h.begin()
	if h.page.Place() == keymaps.Dialog {
		h.press("1")
	}
}

func (h *hands) hold(cmd tea.Cmd) {
	if cmd != nil {
		h.waits = append(h.waits, cmd)
	}
}

func (h *hands) send(msg tea.Msg) {
	var cmd tea.Cmd
	h.page, cmd = h.page.Update(msg)
	h.hold(cmd)
	h.page.View()
}

// run does a command in the record; what comes of it is not told yet.
func (h *hands) run(i int) {
	cmd := h.waits[i]
	h.waits = append(h.waits[:i:i], h.waits[i+1:]...)
	if h.ran++; h.ran > most {
		h.t.Fatalf("%s: the commands come to no end; %q", h.id, h.said)
	}
	msg := cmd()
	switch msg := msg.(type) {
	case nil:
	case rung:
		h.rings = append(h.rings, msg.msg)
	case page.Good:
		h.said = msg.Text
	case page.Info:
		h.said = msg.Text
	case page.Fail:
		h.said = pingyi.Explain(msg.Err, pingyi.Zh)
		if pingyi.CodeOf(msg.Err) == pingyi.Internal {
			h.t.Fatalf("%s: %v", h.id, msg.Err)
		}
	case page.Clip:
		h.clip = msg.Text
	case page.PasteClip:
		if h.clip != "" {
			h.came = append(h.came, tea.PasteMsg{Content: h.clip})
		}
	case page.Close:
		h.t.Fatalf("%s: the page is left; %q", h.id, h.said)
	case page.At, page.Open, page.Choose, page.Ask:
	default:
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
			for i := range v.Len() {
				h.hold(v.Index(i).Interface().(tea.Cmd))
			}
			return
		}
		h.came = append(h.came, msg)
	}
}

// tell hands the page an answer.
func (h *hands) tell(i int) {
	msg := h.came[i]
	h.t.Logf("%s hears %T", h.id, msg)
	h.came = append(h.came[:i:i], h.came[i+1:]...)
	h.send(msg)
}

// settle lets all that is under way come to its end.
func (h *hands) settle() {
	h.ran = 0
	for len(h.waits)+len(h.came) > 0 {
		for len(h.waits) > 0 {
			h.run(0)
		}
		if len(h.came) > 0 {
			h.tell(0)
		}
	}
}

// ring lets the timers end, whose drafts are then on disk.
func (h *hands) ring() {
	rings := h.rings
	h.rings = nil
	for _, msg := range rings {
		h.send(msg)
	}
}

func (h *hands) press(keys ...string) {
	for _, k := range keys {
		h.ran = 0
		h.t.Logf("%s presses %s", h.id, k)
		h.send(pagetest.Key(h.tb, k))
	}
}

func (h *hands) typed(text string) {
	h.t.Logf("%s types %s", h.id, text)
	for _, r := range text {
		h.send(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

// line types a line below the grid, which a key asks for.
func (h *hands) line(key, text string) {
	if key != "" {
		h.press(key)
	}
	if h.page.Place() == keymaps.Palette {
		h.typed(text)
		h.press("enter")
	}
}

func (h *hands) sheet() *sheet.Sheet { return h.page.(grid.Model).Sheet() }

// texts are all texts that the hands see in the sheet, of a clash both, and how often.
func (h *hands) texts() map[string]int {
	s, all := h.sheet(), map[string]int{}
	for _, row := range s.Copy(sheet.Area{Rows: s.Rows(), To: len(s.Columns())}) {
		for _, text := range row {
			all[text]++
		}
	}
	for _, c := range s.Clashes() {
		all[c.Theirs]++
	}
	return all
}

// free ends what is under way on the screen: a cell that is filled in, a paste that is
// looked at, a choice, a block.
func (h *hands) free() {
	if h.page.(grid.Model).Filling() || h.page.Place() != keymaps.Grid {
		h.press("esc")
	}
	h.press("ctrl+a", "esc")
}

// paste pastes what another program copied.
func (h *hands) paste(text string) {
	h.t.Logf("%s pastes %q", h.id, text)
	h.await(func() { h.send(tea.PasteMsg{Content: text}) })
}

// await waits for what something brings, as the root does: the next key is for that.
func (h *hands) await(do func()) {
	waited, told := len(h.waits), len(h.came)
	do()
	for len(h.waits) > waited || len(h.came) > told {
		for len(h.waits) > waited {
			h.run(waited)
		}
		if len(h.came) > told {
			h.tell(told)
		}
	}
}

// goTo brings the cursor to a cell by its keys.
func (h *hands) goTo(row, column int) {
	h.press("ctrl+home", "home")
	for range row {
		h.press("down")
	}
	for range column {
		h.press("right")
	}
}

// mend settles what two have changed for the other's text, and takes out the rows and
// texts that the record would refuse.
func (h *hands) mend() {
	for range 500 {
		s := h.sheet()
		if all := s.Clashes(); len(all) > 0 {
			h.goTo(slices.Index(s.Rows(), all[0].Row), all[0].Column)
			h.press("f2", "2")
			continue
		}
		row := slices.IndexFunc(s.Rows(), func(r sheet.Row) bool { return s.ID(r) == 0 })
		if row < 0 {
			break
		}
		h.goTo(row, 0)
		h.press("ctrl+w")
		h.settle()
	}
	s := h.sheet()
	for i, row := range slices.Clone(s.Rows()) {
		for column := range s.Columns() {
			if s.Check(row, column) != nil {
				h.goTo(i, column)
				h.typed("1")
				h.press("enter")
			}
		}
	}
}

// rows are the rows of the sheet as [recorded] has those of the record.
func (h *hands) rows() (rows []string) {
	s := h.sheet()
	for _, texts := range s.Copy(sheet.Area{Rows: s.Rows(), To: len(s.Columns())}) {
		slices.Reverse(texts[5:])
		rows = append(rows, strings.Join(texts, "|"))
	}
	return rows
}

// office is a record with clerks at one plan.
type office struct {
	engine kv.Engine
	owner  *store.Desk
	key    pingyi.PlanKey
	clerks []*hands
}

// staff opens the grid for clerks on a plan of n activities.
func staff(tb testing.TB, t *rapid.T, clerks, n int) *office {
	engine, err := badgerkv.OpenMemory()
	if err != nil {
		t.Fatal(err)
	}
	must := func(err error) {
		if err != nil {
			t.Fatal(err)
		}
	}
	ctx := context.Background()
	o := &office{engine: engine, owner: store.On(engine, store.Options{}).OwnerDesk("test")}
	plan := pagetest.Parks()
	plan.Activities = plan.Activities[:n]
	o.key = plan.Key()
	_, err = o.owner.File(ctx, store.Filing{Plan: plan, Has: func(pingyi.Field) bool { return true }})
	must(err)
	keys, err := keymaps.Load("default")
	must(err)
	for i := range clerks {
		id := fmt.Sprint("k", i+1)
		must(o.owner.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Clerk}))
		desk, err := o.owner.For(ctx, id)
		must(err)
		h := &hands{tb: tb, t: t, id: id, desk: desk}
		env := page.Env{Session: session.Session{Lang: pingyi.Zh, Keys: keys}, Desk: desk, W: 80, H: 22,
			Tick: func(_ time.Duration, fn func(time.Time) tea.Msg) tea.Cmd {
				return func() tea.Msg { return rung{fn(time.Time{})} }
			},
			Now: func() time.Time { return time.Time{} }}
		h.open = func() page.Page { return grid.New(env, o.key, false) }
		h.begin()
		o.clerks = append(o.clerks, h)
	}
	return o
}

func (o *office) close() { o.engine.Close() }

func (o *office) plan(t *rapid.T) pingyi.Plan {
	p, err := o.owner.Plan(context.Background(), o.key)
	if err != nil {
		t.Fatal(err)
	}
	return p
}

// recorded are the rows of the record as texts.
func recorded(p pingyi.Plan) (rows []string) {
	for _, a := range p.Activities {
		rows = append(rows, strings.Join(append([]string{a.Name, a.Budget.String(), a.Content, a.Goal, a.Indicator}, a.Rubric...), "|"))
	}
	return rows
}

// onDisk are all drafts of a desk, as they lie on disk.
func onDisk(t *rapid.T, d *store.Desk) string {
	list, err := d.Drafts(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	var all strings.Builder
	for _, d := range list {
		all.WriteString(strings.ReplaceAll(string(d.Data), `\n`, "\n"))
	}
	return all.String()
}
