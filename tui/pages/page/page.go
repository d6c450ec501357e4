// Package page is what the root model and the screens agree on: what a screen
// is, what it is handed, and the messages by which it asks for what only the
// root can do.
package page

import (
	"context"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/status"
)

// Page is one screen. The root draws a title line above it and a status line
// below; everything between is the page's.
type Page interface {
	// Init returns the command that loads what the page shows.
	Init() tea.Cmd

	// Update takes keys, pastes, the messages of this package that are addressed
	// to pages ([Size], [Session], [Do], [Reload], dialog.Answered), and its own.
	// It does no I/O.
	Update(tea.Msg) (Page, tea.Cmd)

	// View returns exactly as many lines as the page has rows, none wider than
	// its columns.
	View() string

	// Cursor returns where the real cursor stands, in cells from the page's own
	// upper left corner; shown is false where nothing is being typed.
	Cursor() (x, y int, shown bool)

	// Title is the page's part of the title line.
	Title() string

	// Place is where keys pressed on the page are looked up first.
	Place() keymaps.Place

	// Actions are the actions of the page, the most useful first: the status
	// line mentions as many as have room, the palette offers them all.
	Actions() []status.Hint

	// Unsaved reports whether leaving would lose what was typed.
	Unsaved() bool
}

// Parting is a page that may have something to say to whoever leaves it, though
// nothing would be lost.
type Parting interface {
	// Parting returns it under a title; empty for nothing.
	Parting() (title, text string)
}

// Legend is a page that draws signs which need a word.
type Legend interface {
	// Signs returns them, in the order in which they are explained.
	Signs() []Sign
}

// Sign is what a page draws, and what it says.
type Sign struct{ Mark, Means string }

// Env is what every page is handed. It is a value.
type Env struct {
	Session session.Session
	Desk    *store.Desk
	W, H    int            // the page's columns and rows
	Zone    *time.Location // in which times are shown; nil is UTC

	// Tick sends a message after a time; nil is tea.Tick.
	Tick func(time.Duration, func(time.Time) tea.Msg) tea.Cmd

	// ReadFile reads a file where the person sits, WriteFile writes a new one;
	// both are nil where the person has none here.
	ReadFile  func(name string) ([]byte, error)
	WriteFile func(name string, data []byte) error
	// LoadSample fills an empty record with the sample.
	LoadSample func(context.Context, *store.Desk) error

	// Now is the time by which an invitation's end is reckoned; nil is time.Now.
	Now func() time.Time
	// NewCode makes an invitation's code, and the hash of it that the record keeps;
	// SSHLine is what a member types to get in. Each is nil where that is not known,
	// such as SSHLine without a server.
	NewCode func() (code, hash string)
	SSHLine func(member string) string
	// ParseKey reads a public key as it stands in a file; HashPassword makes of a
	// password what the record keeps, which takes a moment. Both say what is wrong
	// with what they are given, and are nil where the door is out of reach.
	ParseKey     func(line []byte) (pingyi.Key, error)
	HashPassword func(password string) (hash string, err error)
}

// When returns a time as screens show it.
func (e Env) When(t time.Time) string {
	zone := e.Zone
	if zone == nil {
		zone = time.UTC
	}
	return t.In(zone).Format("2006-01-02 15:04")
}

// Size tells a page how much room it has now.
type Size struct{ W, H int }

// Session tells a page that its person changed language or look.
type Session struct{ session.Session }

// Do asks a page for an action as if its key had been pressed: the palette.
type Do struct{ Action keymaps.Action }

// Reload tells a page that the record changed, or that it is on top again: it
// loads anew, without losing its place or what is being typed.
type Reload struct{}

// Resume tells a page that its person has chosen to go on with the draft that lies
// there for it.
type Resume struct{}

// Left tells a page, before [Reload], which plan the page above it was about that is
// gone; the zero key is none.
type Left struct{ Plan pingyi.PlanKey }

// Flush tells a page that its person is about to be gone: what is typed and not
// saved is written to its draft at once.
type Flush struct{}

// Presence tells a page that somebody came, went or turned to something else.
type Presence struct{}

// At tells the root what the person is at, for others to see; the zero Subject is
// nothing in particular.
type At struct {
	Subject pingyi.Subject
	Editing bool // rather than looking
}

// Settle asks the root to take the member's settings from now on.
type Settle struct{ Settings pingyi.Settings }

// Open asks the root to show another page above this one.
type Open struct{ Route Route }

// Close asks the root to go back to the page below.
type Close struct{}

// Good, Info and Fail ask for a message in the status line, until the next key.
type (
	Good struct{ Text string }
	Info struct{ Text string }
	Fail struct{ Err error }
)

// Failure returns the command that says what went wrong, none where nothing did.
func Failure(err error) tea.Cmd {
	if err == nil {
		return nil
	}
	return Send(Fail{err})
}

// Clip asks the root to keep a text that was copied, and to put it on the clipboard
// of the terminal if that takes it; Done says so.
type Clip struct{ Text, Done string }

// PasteClip asks the root for what was copied last, which comes as a tea.PasteMsg.
type PasteClip struct{}

// Ask asks the root to put a question over the page, which then gets the
// dialog.Answered.
type Ask struct{ Question dialog.Question }

// Choose asks the root to put a list over the page, which then gets the
// chooser.Chosen.
type Choose struct {
	ID    string
	Title string
	Items []Choice
}

// Choice is one item of a Choose.
type Choice struct{ ID, Title, Hint string }

// Route names a page and what it is about.
type Route interface{ route() }

// The routes.
type (
	Plans      struct{}
	PlanForm   struct{ Key *pingyi.PlanKey } // nil for a new plan
	Import     struct{}
	Activities struct {
		Key pingyi.PlanKey
		ID  int // the activity to select; 0 for the first
	}
	Grid struct {
		Key    pingyi.PlanKey
		ID     int  // the activity to go to; 0 for the first
		Second bool // what is keyed the second time, rather than the plan
	}
	ActivityForm struct {
		Key pingyi.PlanKey
		ID  int // 0 for a new activity
		No  int // of a new one: its number; 0 for the last
	}
	Panels struct{}
	Rate   struct {
		Panel  string
		Member string             // whose paper ballot the owner enters; empty for one's own
		At     pingyi.ActivityKey // the activity to begin with; the zero key for the first that is to be rated
	}
	Result     struct{ Panel string }
	Verify     struct{ Key pingyi.PlanKey } // two entries of a plan
	Keying     struct{}                     // the statistics of keying
	Members    struct{}
	MemberForm struct{} // for a new member
	Settings   struct{}
	History    struct{ Filter store.HistoryFilter }
	Help       struct {
		Place   keymaps.Place // where it was asked for
		Title   string        // of the page there
		Actions []status.Hint // of that page
		Signs   []Sign        // likewise
	}
)

func (Plans) route()        {}
func (PlanForm) route()     {}
func (Import) route()       {}
func (Activities) route()   {}
func (Grid) route()         {}
func (ActivityForm) route() {}
func (Panels) route()       {}
func (Rate) route()         {}
func (Result) route()       {}
func (Verify) route()       {}
func (Keying) route()       {}
func (Members) route()      {}
func (MemberForm) route()   {}
func (Settings) route()     {}
func (History) route()      {}
func (Help) route()         {}

// Send returns a command that yields msg.
func Send(msg tea.Msg) tea.Cmd { return func() tea.Msg { return msg } }
