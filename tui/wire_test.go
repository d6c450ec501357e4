package tui_test

import (
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/store/exchange"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
	"pingyi/tui/wire"
)

// The sample plan, as it is read from a file that names no year.
const (
	sampleFile = "360-education.txt"
	sampleYear = 2016
)

var samplePlan = pingyi.PlanKey{Year: sampleYear, Department: "360"}

// committee is a record with the sample plan and plans of other departments, and a
// panel that rates the sample if open says so.
func committee(t *testing.T, others int, open bool) *store.Store {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("../../shared/samples", sampleFile))
	if err != nil {
		if os.Getenv("CI") != "" {
			t.Fatalf("the shared samples must be there in CI: %v", err)
		}
		t.Skipf("the shared samples are not beside this checkout: %v", err)
	}
	imports, err := exchange.Read(exchange.Source{Name: sampleFile, Year: sampleYear}, data)
	if err != nil {
		t.Fatal(err)
	}
	s, must := inMemory(t)
	desk := s.OwnerDesk("test")
	plan := imports[0].Plan
	all := func(pingyi.Field) bool { return true }
	for i := range others {
		other := plan
		other.Department = pingyi.Department{Code: fmt.Sprint(100 + i), Name: fmt.Sprintf("第%d局", i+1)}
		_, err = desk.File(t.Context(), store.Filing{Plan: other, Has: all})
		must(err)
	}
	_, err = desk.File(t.Context(), store.Filing{Plan: plan, Has: all})
	must(err)
	for _, id := range []string{"r1", "r2"} {
		must(desk.AddMember(t.Context(), pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	if open {
		must(desk.CreatePanel(t.Context(), pingyi.Panel{ID: "p1", Year: sampleYear, Members: []string{"r1", "r2"}}))
		_, err = desk.OpenRound(t.Context(), "p1", false)
		must(err)
	}
	return s
}

// onLine is a workstation at 80×24, in Chinese and colour, at the far end of a line
// whose bytes are counted.
type onLine struct {
	t       *testing.T
	m       tea.Model
	painter wire.Painter
	shown   *wire.Frame
	sent    int // by the last step
	own     int // of it: the bytes of the characters in the cells that changed, in the first frame those that are not blank
}

func drawnFor(t *testing.T, desk *store.Desk, first page.Route) *onLine {
	t.Helper()
	return drawnAs(t, desk, first, look.Look{Color: true, Dark: true})
}

func drawnAs(t *testing.T, desk *store.Desk, first page.Route, as look.Look) *onLine {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	env := page.Env{Session: session.Session{Lang: pingyi.Zh, Keys: keys, Look: as}, Desk: desk}
	l := &onLine{t: t, m: still(env, first)}
	l.m = settle(t, l.m, l.m.Init())
	l.m = settle(t, l.m, page.Send(tea.WindowSizeMsg{Width: 80, Height: 24}))
	l.frame()
	return l
}

// press is a step: a key, and all that comes of it, each frame of which is sent.
func (l *onLine) press(k tea.KeyPressMsg) {
	l.t.Helper()
	l.sent, l.own = 0, 0
	m, cmd := l.m.Update(k)
	l.m = m
	l.frame()
	l.m = settle(l.t, l.m, cmd)
	l.frame()
}

// types is a step like press, whose drafts are kept later: that is not waited for.
func (l *onLine) types(r rune) {
	l.sent, l.own = 0, 0
	l.m, _ = l.m.Update(tea.KeyPressMsg{Code: r, Text: string(r)})
	l.frame()
}

// frame sends what changed.
func (l *onLine) frame() {
	v := l.m.View()
	f := wire.Draw(v.Content, 80, 24, wire.Widths{}, wire.Colors16)
	if v.Cursor != nil {
		f.Cursor = wire.Cursor{X: v.Cursor.X, Y: v.Cursor.Y, Shown: true}
	}
	b := l.painter.Paint(nil, f)
	l.sent += len(b)
	if testing.Verbose() {
		l.t.Logf("%q", b)
	}
	for i, c := range f.Cells {
		if l.shown == nil && c.Text != " " || l.shown != nil && c.Text != l.shown.Cells[i].Text {
			l.own += len(c.Text)
		}
	}
	l.shown = f
}

// within fails where a step cost more than its own bytes, of which own says whether
// they count, and extra.
func (l *onLine) within(step string, own bool, extra int) {
	l.t.Helper()
	most := extra
	if own {
		most += l.own
	}
	l.t.Logf("%s: %d bytes, %d its own: %+d", step, l.sent, l.own, l.sent-l.own)
	if l.sent > most {
		l.t.Errorf("%s takes %d bytes; %d are allowed", step, l.sent, most)
	}
}

var (
	up   = tea.KeyPressMsg{Code: tea.KeyUp}
	down = tea.KeyPressMsg{Code: tea.KeyDown}
)

func TestAListCostsFewBytesOnTheLine(t *testing.T) {
	l := drawnFor(t, committee(t, 0, false).OwnerDesk("test"), page.Activities{Key: samplePlan})
	l.within("the first paint", true, 400)
	for n := 2; n <= 10; n++ {
		l.press(down)
		l.within(fmt.Sprintf("down to activity %d", n), true, 40)
	}
	for n := 9; n >= 1; n-- {
		l.press(up)
		l.within(fmt.Sprintf("up to activity %d", n), true, 40)
	}
	l.sent = 0
	if l.frame(); l.sent > 0 {
		t.Errorf("%d bytes are sent while nothing happens", l.sent)
	}
}

func TestAListWithoutDetailsCostsFewBytesOnTheLine(t *testing.T) {
	l := drawnFor(t, committee(t, 40, false).OwnerDesk("test"), page.Plans{})
	scrolled := 0
	for n := range 40 {
		before := l.shown.Row(3)
		l.press(down)
		if slices.Equal(l.shown.Row(3)[1:], before[1:]) || n == 0 { // without their marks
			l.within(fmt.Sprintf("down %d", n+1), false, 40)
			continue
		}
		scrolled++
		l.within(fmt.Sprintf("down %d, scrolling", n+1), false, 220)
	}
	if scrolled < 10 {
		t.Errorf("the list scrolled %d times", scrolled)
	}
}

func TestAHanziCostsFewBytesOnTheLine(t *testing.T) {
	for name, at := range map[string]page.Route{"name": page.ActivityForm{Key: samplePlan, ID: 1}, "new": page.ActivityForm{Key: samplePlan}} {
		l := drawnFor(t, committee(t, 0, false).OwnerDesk("test"), at)
		for _, r := range "促进优质均衡" {
			l.types(r)
			l.within(name+": "+string(r), false, 16)
		}
	}
}

// What is offered is drawn once, and stands while one types towards it.
func TestAnOfferCostsFewBytesOnTheLine(t *testing.T) {
	l := drawnFor(t, committee(t, 0, false).OwnerDesk("test"), page.ActivityForm{Key: samplePlan})
	for range 5 {
		l.press(tea.KeyPressMsg{Code: tea.KeyTab})
	}
	for i, r := range []rune("工程提前完工，设备") {
		l.types(r)
		switch i {
		case 0: // brings what the form has to say of a criterion alone
		case 1:
			l.within("the offer comes: "+string(r), true, 40)
		default:
			l.within("towards the offer: "+string(r), false, 16)
		}
	}
}

func TestRatingCostsFewBytesOnTheLine(t *testing.T) {
	desk, err := committee(t, 0, true).Door().Desk(t.Context(), "r1", "ssh:10.0.0.7")
	if err != nil {
		t.Fatal(err)
	}
	l := drawnFor(t, desk, page.Rate{Panel: "p1"})
	sent, own := 0, 0
	for n := range 10 {
		key := rune('1' + n%4)
		l.press(tea.KeyPressMsg{Code: key, Text: string(key)})
		l.within(fmt.Sprintf("rating activity %d", n+1), true, 60)
		sent, own = sent+l.sent, own+l.own
	}
	for _, k := range []tea.KeyPressMsg{{Code: 's', Mod: tea.ModCtrl}, {Code: tea.KeyEnter}} {
		l.press(k)
		sent, own = sent+l.sent, own+l.own
	}
	if !strings.Contains(l.m.View().Content, "10优✓") && !strings.Contains(l.m.View().Content, "10良✓") {
		t.Errorf("the ballot is not submitted:\n%s", l.m.View().Content)
	}
	l.sent, l.own = sent, own
	l.within("rating ten and submitting", true, 1200)
	l.press(tea.KeyPressMsg{Code: tea.KeyF2})
	for _, r := range "依据充分，数据完整。" {
		l.types(r)
		l.within("in a comment: "+string(r), false, 16)
	}
}
