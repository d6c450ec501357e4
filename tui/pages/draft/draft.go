// Package draft keeps what is being typed on disk until it is saved, and offers
// it again to who opens the same thing anew.
package draft

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/session"
)

// Form is what is kept of a form that has not been saved. Base is what was being
// changed, as it was read: by it saving sees what others changed since.
type Form[B any] struct {
	Base  B        `json:"base"`
	Texts []string `json:"texts"`
	Focus int      `json:"focus"`
}

// Model is how a form stands with the draft of object.
type Model[B any] struct {
	desk   *store.Desk
	timer  Timer
	object string

	known  bool // the drafts have been read: before that none is written
	saving bool // one is being written
	kept   bool // there is one

	offered *Form[B] // found on opening, and neither taken nor discarded yet
	wanted  bool     // its person has chosen already to go on with it
	at      time.Time
}

// New returns the draft of object, which [Model.Load] reads.
func New[B any](env page.Env, object string) Model[B] {
	return Model[B]{desk: env.Desk, timer: NewTimer(env), object: object}
}

type (
	loaded struct {
		object string
		list   []store.Draft
		err    error
	}
	kept struct {
		object string
		err    error
	}
	dropped struct{ err error }
)

func (m Model[B]) send(what func() any) tea.Cmd {
	me := m.timer.me
	return func() tea.Msg { return Msg{me, what()} }
}

// Load looks for a draft.
func (m Model[B]) Load() tea.Cmd {
	desk, object := m.desk, m.object
	return m.send(func() any {
		list, err := desk.Drafts(context.Background())
		return loaded{object, list, err}
	})
}

// Save writes v as the draft of object.
func Save(d *store.Desk, object string, v any) error {
	data, err := json.Marshal(v)
	if err != nil {
		return err
	}
	return d.SaveDraft(context.Background(), object, data)
}

// Find reads the draft of object in list into v, and returns when it was written;
// ok is false where there is none that v can hold.
func Find(list []store.Draft, object string, v any) (at time.Time, ok bool) {
	i := slices.IndexFunc(list, func(d store.Draft) bool { return d.Object == object })
	if i < 0 || json.Unmarshal(list[i].Data, v) != nil {
		return time.Time{}, false
	}
	return list[i].At, true
}

// Update takes a message. form is what is typed now, and unsaved whether it is
// anywhere but here. After it there may be something to [Model.Offer].
func (m *Model[B]) Update(msg Msg, form Form[B], unsaved bool) tea.Cmd {
	if msg.of != m.timer.me {
		return nil
	}
	if m.timer.Rang(msg) {
		return m.keep(form, unsaved)
	}
	switch msg := msg.what.(type) {
	case loaded:
		if msg.object != m.object {
			return nil
		}
		m.known = true
		var found Form[B]
		if at, ok := Find(msg.list, m.object, &found); ok {
			m.offered, m.at, m.kept = &found, at, true
		}
		return page.Failure(msg.err)
	case kept:
		// If everything was saved meanwhile, it goes again: only here, so that
		// dropping never overtakes writing.
		m.saving = false
		switch {
		case msg.err != nil:
			return page.Failure(msg.err)
		case msg.object != m.object:
			return m.drop(msg.object)
		}
		m.kept = true
		return m.Settle(unsaved)
	case dropped:
		return page.Failure(msg.err)
	}
	return nil
}

func (m Model[B]) drop(object string) tea.Cmd {
	desk := m.desk
	return m.send(func() any { return dropped{desk.DropDraft(context.Background(), object)} })
}

// Touch is called after every change of text: it sees to it that a draft is
// written soon, or that one which has become needless goes.
func (m *Model[B]) Touch(unsaved bool) tea.Cmd {
	if !unsaved {
		return m.Settle(unsaved)
	}
	return m.timer.Start()
}

// State says that what is typed is being saved, or is not saved and how to. Of text
// so new that its draft is not begun nothing is said yet: the first character's echo
// would be the dearer for it.
func (m Model[B]) State(s session.Session, saving, unsaved bool) string {
	switch {
	case saving:
		return s.Look.Muted().Render(s.Lang.Of("正在保存……", "saving…"))
	case unsaved && (m.saving || m.kept || !m.timer.running):
		key := s.Keys.Hint(keymaps.Form, keymaps.Save, s.Lang)
		return s.Look.Warning().Render(s.Lang.Of("未保存（"+key+" 保存）", "not saved ("+key+" saves)"))
	}
	return ""
}

// keep writes the draft.
func (m *Model[B]) keep(form Form[B], unsaved bool) tea.Cmd {
	switch {
	case !unsaved || m.offered != nil:
		return nil
	case m.saving || !m.known:
		return m.timer.Start()
	}
	m.saving = true
	desk, object := m.desk, m.object
	return m.send(func() any { return kept{object, Save(desk, object, form)} })
}

// Leave writes the draft at once: who leaves finds the last words in it too.
func (m *Model[B]) Leave(form Form[B], unsaved bool) tea.Cmd {
	if !m.known || m.saving {
		return nil
	}
	return m.keep(form, unsaved)
}

// Settle drops the draft of a form in which nothing is unsaved.
func (m *Model[B]) Settle(unsaved bool) tea.Cmd {
	if unsaved || !m.kept || m.saving || m.offered != nil {
		return nil
	}
	m.kept = false
	return m.drop(m.object)
}

// Rename is called when what was new has been saved and has a name of its own.
// The draft of the new one goes.
func (m *Model[B]) Rename(object string) tea.Cmd {
	cmd := m.Settle(false)
	m.object, m.kept = object, false
	return cmd
}

// Turn turns to the draft of another object, which it looks for.
func (m *Model[B]) Turn(object string) tea.Cmd {
	m.object, m.known, m.kept, m.offered = object, false, false, nil
	return m.Load()
}

// Offer compares a draft that was found with a form's texts, once these are
// there. One that says the same, or is of other fields, is dropped in silence.
func (m *Model[B]) Offer(texts []string, unsaved bool) tea.Cmd {
	d := m.offered
	if d == nil || len(d.Texts) == len(texts) && !slices.Equal(d.Texts, texts) {
		return nil
	}
	return m.Discard(unsaved)
}

// Offered reports whether a draft was found and the person has to choose.
func (m Model[B]) Offered() bool { return m.offered != nil }

// GoOn says that the draft is to be gone on with once it is found, without asking.
func (m *Model[B]) GoOn() { m.wanted = true }

// Wanted reports whether the draft was found that is to be gone on with.
func (m Model[B]) Wanted() bool { return m.offered != nil && m.wanted }

// Notice is the line that offers the draft.
func (m Model[B]) Notice(env page.Env) string {
	s, at := env.Session, env.When(m.at)
	return s.Look.Warning().Render(s.Measure.Truncate(s.Lang.Of("发现未保存的草稿（"+at+"）：1 继续编辑  2 丢弃",
		"An unsaved draft was found ("+at+"): 1 go on editing it  2 discard"), env.W))
}

// Answer is what a key says to the offer. The digits stand on the screen, so they
// are typed and no keys of a keymap; a is what k does at [keymaps.Dialog].
func (m Model[B]) Answer(a keymaps.Action, k tea.KeyPressMsg) (goOn, discard bool) {
	digit := pingyi.HalfWidth(k.Text)
	return m.Offered() && (digit == "1" || a == keymaps.Accept), m.Offered() && digit == "2"
}

// Take returns the draft that was offered, to go on where it was left.
func (m *Model[B]) Take() Form[B] {
	d := *m.offered
	m.offered, m.wanted = nil, false
	return d
}

// AskedDiscard is the question whether a draft is to go, see [AskDiscard].
const AskedDiscard = "draft.discard"

// AskDiscard asks whether a draft is to go: a 2 may have been meant for the text.
func AskDiscard(l pingyi.Lang, what string) tea.Cmd {
	return page.Send(page.Ask{Question: dialog.Question{ID: AskedDiscard, Title: l.Of("丢弃草稿", "Discard the draft"), Selected: 1, Text: what,
		Choices: []dialog.Choice{{ID: "yes", Label: l.Of("丢弃", "discard")}, {ID: "no", Label: l.Of("留着", "keep it")}}}})
}

// Discarded reports whether an answer is that the draft is to go.
func Discarded(a dialog.Answered) bool { return a.Question == AskedDiscard && a.Choice == "yes" }

// Discard forgets the draft that was offered. What was typed before it was found
// is written in its place.
func (m *Model[B]) Discard(unsaved bool) tea.Cmd {
	m.offered, m.kept = nil, false
	return tea.Batch(m.drop(m.object), m.Touch(unsaved))
}
