package grid

import (
	"cmp"
	"context"
	"crypto/sha256"
	"encoding/json"
	"fmt"
	"slices"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/grid/sheet"
	"pingyi/tui/pages/page"
)

// leaf is a part of the draft: rows, as many as one draft holds, and in the last part
// what is being typed.
type leaf struct {
	Rows  []sheet.Kept `json:"rows"`
	Typed *typed       `json:"typed,omitempty"`
}

// typed is a text that is being typed into a cell, by where that stands in the plan.
type typed struct {
	Row    int    `json:"row"`
	Column int    `json:"column"`
	Text   string `json:"text"`
}

// keeping is how the page stands with its draft, which lies in numbered parts.
type keeping struct {
	me     *token
	desk   *store.Desk
	timer  draft.Timer
	key    pingyi.PlanKey
	second bool

	known   bool                // the drafts have been read: before that none is written
	parts   int                 // there are, or may be
	writing int                 // times that are not done yet
	done    chan struct{}       // closed when the last of these is
	again   bool                // something changed while it was being written
	wrote   [][sha256.Size]byte // what the parts say, where that is known
	found   []leaf
	wanted  bool // its person has chosen already to go on with it
	at      time.Time
}

func newKeeping(env page.Env, key pingyi.PlanKey, second bool) keeping {
	return keeping{me: new(token), desk: env.Desk, timer: draft.NewTimer(env), key: key, second: second}
}

func (k keeping) part(i int) string { return draft.GridPart(k.key, k.second, i) }

// kept is what came of reading (drafts) or writing (parts) the draft.
type kept struct {
	me     *token
	drafts []store.Draft
	read   bool
	parts  int
	wrote  [][sha256.Size]byte
	err    error
}

func (k keeping) load() tea.Cmd {
	return func() tea.Msg {
		list, err := k.desk.Drafts(context.Background())
		list = slices.DeleteFunc(list, func(d store.Draft) bool { return !draft.OfGrid(d.Object, k.key, k.second) })
		return kept{me: k.me, drafts: list, read: true, err: err}
	}
}

// touch sees to it that the draft is written soon, or goes.
func (k *keeping) touch() tea.Cmd { return k.timer.Start() }

// updateDraft writes the draft when its time has come.
func (m Model) updateDraft(msg draft.Msg) (page.Page, tea.Cmd) {
	if !m.draft.timer.Rang(msg) {
		return m, nil
	}
	cmd := m.keep()
	return m, cmd
}

// keep writes the draft, in the background, unless that is under way: then it is done
// after that.
func (m *Model) keep() tea.Cmd {
	if m.draft.writing > 0 {
		m.draft.again = true
		return nil
	}
	return m.keepNow()
}

// keepNow writes the draft of whoever may be about to be gone: what is being written
// then does not have the last words.
func (m *Model) keepNow() tea.Cmd {
	if m.sheet == nil || !m.draft.known || m.draft.found != nil {
		return nil
	}
	leaves := m.leaves()
	if len(leaves) == 0 && m.draft.parts == 0 {
		return nil
	}
	k, done := m.draft, make(chan struct{})
	m.draft.writing, m.draft.again, m.draft.done = k.writing+1, false, done
	m.draft.parts = max(k.parts, len(leaves))
	return func() tea.Msg {
		defer close(done)
		if k.writing > 0 {
			<-k.done
			k.wrote = nil
		}
		return k.write(leaves)
	}
}

// write writes the parts that say something else than they did: of thousands of rows
// one is being typed in. One that is too large keeps none of the others from it.
func (k keeping) write(leaves []leaf) tea.Msg {
	done := kept{me: k.me, parts: max(k.parts, len(leaves))}
	var wrote [][sha256.Size]byte
	for i, l := range leaves {
		data, err := json.Marshal(l)
		sum := sha256.Sum256(data)
		if err == nil && (i >= len(k.wrote) || k.wrote[i] != sum) {
			err = k.desk.SaveDraft(context.Background(), k.part(i), data)
		}
		if pingyi.CodeOf(err) == pingyi.TooBig { // what it said stands in another by now
			err = cmp.Or(k.desk.DropDraft(context.Background(), k.part(i)), err)
		}
		done.err = cmp.Or(done.err, err)
		wrote = append(wrote, sum)
	}
	for i := len(leaves); i < k.parts; i++ {
		done.err = cmp.Or(done.err, k.desk.DropDraft(context.Background(), k.part(i)))
	}
	if done.err == nil {
		done.parts, done.wrote = len(leaves), wrote
	}
	return done
}

// leafBytes is how many bytes of text go into one part.
const leafBytes = store.MaxDraft / 3

// leaves is what is in the sheet alone, and being typed, in parts.
func (m Model) leaves() []leaf {
	var leaves []leaf
	size := leafBytes
	for _, row := range m.sheet.Kept() {
		n := 100
		for _, text := range append(row.Base, row.Texts...) {
			n += len(text) + 10
		}
		if size+n > leafBytes {
			leaves, size = append(leaves, leaf{}), 0
		}
		size += n
		last := &leaves[len(leaves)-1]
		last.Rows = append(last.Rows, row)
	}
	if e := m.entry; e != nil && e.edit.Changed() {
		if size >= leafBytes { // there is none yet, or it is full
			leaves = append(leaves, leaf{})
		}
		at := slices.Index(m.sheet.Rows(), e.row)
		if at < 0 {
			at = len(m.sheet.Rows())
		}
		leaves[len(leaves)-1].Typed = &typed{at, e.column, e.edit.Value()}
	}
	return leaves
}

// takeKept takes what came of reading or writing the draft.
func (m Model) takeKept(msg kept) (page.Page, tea.Cmd) {
	if msg.err != nil {
		if !msg.read {
			m.draft.writing--
			m.draft.wrote = nil
		}
		return m, page.Send(page.Fail{Err: msg.err})
	}
	if !msg.read {
		if m.draft.writing--; m.draft.writing > 0 {
			return m, nil
		}
		if m.draft.parts, m.draft.wrote = msg.parts, msg.wrote; m.draft.again {
			cmd := m.keepNow()
			return m, cmd
		}
		return m, nil
	}
	m.draft.known, m.draft.parts = true, len(msg.drafts)
	slices.SortStableFunc(msg.drafts, func(a, b store.Draft) int { return len(a.Object) - len(b.Object) })
	for _, d := range msg.drafts {
		var l leaf
		if json.Unmarshal(d.Data, &l) == nil {
			m.draft.found = append(m.draft.found, l)
			m.draft.at = d.At
		}
	}
	return m.offerDraft()
}

// offerDraft shows a draft that was found, once the plan is here, or goes on with one
// that was asked for. One that was being saved when it was kept is none.
func (m Model) offerDraft() (page.Page, tea.Cmd) {
	switch found := m.draft.found; {
	case m.sheet == nil || found == nil:
	case found[len(found)-1].Typed == nil && m.sheet.Holds(rowsOf(found)):
		return m.discard()
	case m.draft.wanted:
		return m.resume()
	}
	m.resize()
	return m, nil
}

// answerDraft takes what is pressed while the draft is offered. The digits stand on
// the screen, so they are typed and no keys of a keymap.
func (m Model) answerDraft(a keymaps.Action, k tea.KeyPressMsg) (page.Page, tea.Cmd) {
	switch digit := pingyi.HalfWidth(k.Text); {
	case a == keymaps.Back:
		return m, page.Send(page.Close{})
	case digit == "2":
		l, rows := m.env.Session.Lang, len(rowsOf(m.draft.found))
		return m, draft.AskDiscard(l, fmt.Sprintf(l.Of("草稿里有 %d 行没有存进记录的内容，丢弃了就找不回来。", "The draft has %d row(s) that are not in the record: discarded they are gone."), rows))
	case digit == "1" || a == keymaps.Accept:
		return m.resume()
	}
	return m, page.Send(page.Info{Text: m.env.Session.Lang.Of("先说草稿怎么办：按 1 继续编辑，按 2 丢弃", "first the draft: 1 goes on editing it, 2 discards it")})
}

// discard lets the draft that was found go.
func (m Model) discard() (page.Page, tea.Cmd) {
	m.draft.found = nil
	m.resize()
	cmd := m.keep()
	return m, cmd
}

// resume goes on where the draft was left.
func (m Model) resume() (page.Page, tea.Cmd) {
	found := m.draft.found
	m.draft.found, m.draft.wanted = nil, false
	var typing tea.Cmd
	if m.entry != nil { // what was typed before the draft was found
		typing = m.accept()
	}
	if err := m.sheet.Resume(rowsOf(found)); err != nil {
		return m, page.Send(page.Fail{Err: err})
	}
	cmd := tea.Batch(typing, m.stepped())
	m.frame.content = contentWidths(m.env.Session.Measure, m.sheet)
	m.resize()
	if t := found[len(found)-1].Typed; t != nil && t.Column >= 0 && t.Column < len(m.sheet.Columns()) {
		m.goTo(t.Row, t.Column)
		m.open(t.Text)
		return m, tea.Batch(cmd, m.tellPlace())
	}
	return m, cmd
}

func rowsOf(leaves []leaf) (rows []sheet.Kept) {
	for _, l := range leaves {
		rows = append(rows, l.Rows...)
	}
	return rows
}

// draftNotice is the line that offers the draft.
func (m Model) draftNotice() string {
	s, at := m.env.Session, m.env.When(m.draft.at)
	return s.Look.Warning().Render(s.Measure.Truncate(s.Lang.Of("发现未保存的草稿（"+at+"）：1 继续编辑  2 丢弃",
		"An unsaved draft was found ("+at+"): 1 go on editing it  2 discard"), m.env.W))
}
