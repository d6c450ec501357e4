package linear

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"time"

	"pingyi"
	"pingyi/store"
)

// pauseFor is how long after the first key that is not kept the line is written:
// with the writing itself it is on disk within a second, at two writes a second.
const pauseFor = 500 * time.Millisecond

// draft is the line about an activity that is not done yet, as it is kept beside
// the journal. Only a terminal has one: elsewhere nobody is typing.
type draft struct {
	on     bool // what is being typed is kept
	object string
	// before stands before what is typed where it is kept, so that it means the same
	// at the prompt for a rating: there alone it is offered again.
	before string
	wrote  string           // what the record has of it
	due    <-chan time.Time // when it is written next; nil: nothing new was typed
	failed bool             // the person knows that it is not kept
}

// lines is what is kept of an activity: a line of each session that the member
// was cut off in, so that none writes over another's.
type lines struct {
	Lines []string `json:"lines"`
}

// object names the draft of the line about an activity. It has no round: a line
// that a round ended over is offered in the next one.
func (b *ballot) object(k pingyi.ActivityKey) string {
	return fmt.Sprintf("linear/%s/%d/%s/%d", b.panel, k.Year, k.Department, k.ID)
}

// revise puts now in the place of what this session wrote before. It is done even
// where the dialogue is told to end: that is when it matters.
func (d *dialogue) revise(object, now string, wrote ...string) error {
	return d.Desk.ReviseDraft(context.WithoutCancel(d.ctx), object, func(data json.RawMessage) (json.RawMessage, error) {
		var is lines
		if data != nil && json.Unmarshal(data, &is) != nil {
			is = lines{} // nobody can read it
		}
		is.Lines = slices.DeleteFunc(is.Lines, func(l string) bool { return l == now || slices.Contains(wrote, l) })
		if now != "" {
			is.Lines = append(is.Lines, now)
		}
		if len(is.Lines) == 0 {
			return nil, nil
		}
		return json.Marshal(is)
	})
}

// typed returns what is to be kept of the line under way.
func (d *dialogue) typed() string {
	text := d.editor.Unfinished()
	if text == "" {
		return ""
	}
	return d.draft.before + text
}

// touch sees to it that what was typed is written soon.
func (d *dialogue) touch() {
	if d.draft.on && d.draft.due == nil && !d.draft.failed && d.typed() != d.draft.wrote {
		d.draft.due = d.After(pauseFor)
	}
}

// keep writes the line under way, or takes what is kept of it away when nothing is
// left of it.
func (d *dialogue) keep() {
	d.draft.due = nil
	now := d.typed()
	if !d.draft.on || now == d.draft.wrote {
		return
	}
	if err := d.revise(d.draft.object, now, d.draft.wrote); err != nil {
		d.unkept(err)
		return
	}
	d.draft.wrote = now
}

// kept reports whether all that was typed of the line is in the record.
func (d *dialogue) kept() bool { return d.draft.on && d.typed() == d.draft.wrote }

// unkept says why a line is not kept, once.
func (d *dialogue) unkept(err error) {
	if code := pingyi.CodeOf(err); d.Log != nil && (code == pingyi.Internal || code == pingyi.Damaged) {
		d.Log(err)
	}
	if !d.draft.failed {
		d.draft.failed = true
		d.interrupt(err)
	}
}

// forget takes away what is kept of the line: it is done, or was given up.
func (d *dialogue) forget() {
	wrote := d.draft.wrote
	d.draft.due, d.draft.wrote = nil, ""
	if wrote == "" {
		return
	}
	if err := d.revise(d.draft.object, "", wrote); err != nil {
		d.unkept(err)
	}
}

// leaveOff keeps a line that was entered and is not done, unless it is a bare
// command.
func (b *ballot) leaveOff(line string) {
	if c, arg := parse(line, b.item().scale); !b.Echo || c != none && arg == "" {
		return
	}
	if err := b.revise(b.draft.object, line, b.draft.wrote); err != nil {
		b.unkept(err)
	}
}

// compose asks for a line about the item that the person is at and keeps what is
// typed of it until [dialogue.forget], or until it asks for the next one about it.
func (b *ballot) compose(prompt, before string) (string, error) {
	b.draft.on, b.draft.object, b.draft.before = b.Echo, b.object(b.item().key), before
	b.draft.due, b.draft.failed = nil, false
	defer func() { b.draft.on, b.draft.due = false, nil }()
	return b.ask(prompt)
}

// settle keeps the comment that waits for the rating of an item as a line that
// would write it anew, or forgets it once it waits no more. The line that said so
// is done with it.
func (b *ballot) settle(key pingyi.ActivityKey) {
	now := ""
	if text := b.waiting[key]; text != "" {
		now = b.commentCommand() + text
	}
	if !b.Echo || now == "" && b.held[key] == "" {
		return
	}
	if err := b.revise(b.object(key), now, b.held[key], b.draft.wrote); err != nil {
		b.unkept(err)
		return
	}
	b.held[key], b.draft.wrote = now, ""
}

func (b *ballot) commentCommand() string { return b.of("评语：", "comment: ") }

// drop says which comments had no rating to be saved with, and forgets them, but
// for what is kept of them: that is offered again.
func (b *ballot) drop() {
	for _, k := range slices.SortedFunc(maps.Keys(b.waiting), pingyi.ActivityKey.Compare) {
		if line := b.held[k]; line != "" {
			b.left[k] = append(b.left[k], line)
			b.say(b.of("没有评分，评语留作草稿：", "Without a rating this comment is kept as a draft: ") + b.waiting[k])
			continue
		}
		b.say(b.of("没有评分，评语没有保存：", "Without a rating this comment was not saved: ") + b.waiting[k])
	}
	clear(b.waiting)
	clear(b.held)
}

// recall reads what was left of lines in an earlier dialogue, and returns the
// first item that there is some of, or -1.
func (b *ballot) recall() (int, error) {
	if !b.Echo {
		return -1, nil
	}
	list, err := b.Desk.Drafts(b.ctx)
	if err != nil {
		return -1, err
	}
	first := -1
	for i, it := range b.items {
		at := slices.IndexFunc(list, func(d store.Draft) bool { return d.Object == b.object(it.key) })
		var found lines
		if at < 0 || json.Unmarshal(list[at].Data, &found) != nil || len(found.Lines) == 0 {
			continue
		}
		if b.left[it.key] = found.Lines; first < 0 {
			first = i
		}
	}
	return first, nil
}

// offer says what was left of lines about the item that the person is at, and
// asks about each. One that is taken up stands in the next line, to be gone on
// with: nothing is done before Enter is pressed there.
func (b *ballot) offer() error {
	key := b.item().key
	for len(b.left[key]) > 0 {
		text := b.left[key][0]
		b.say(b.of("上次在这一项没有写完：", "Not finished last time, on this activity: ") + text)
		answer, err := b.ask(b.of("回车：接着写；-：丢弃：", "Enter to go on with it, - to discard it: "))
		if err != nil {
			return err
		}
		word := plain(answer)
		switch {
		case word == "":
			b.editor.Put(text)
			b.draft.wrote = text
		case word == "-":
			if err := b.revise(b.object(key), "", text); err != nil {
				return err
			}
			b.say(b.of("已丢弃。", "Discarded."))
		case commandOf(word) == quit:
			return errBack
		default:
			continue
		}
		b.left[key] = b.left[key][1:]
		if word == "" {
			return nil
		}
	}
	return nil
}
