package draft_test

import (
	"reflect"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/draft"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

type form = draft.Form[string]

func typed(text string) form { return form{Base: "读到的", Texts: []string{text}} }

func open(t *testing.T) (page.Env, draft.Model[string]) {
	t.Helper()
	env := pagetest.Env(t, pagetest.Record(t), pingyi.Zh, 80, 22)
	return env, draft.New[string](env, "form/1")
}

// deliver runs a command and hands what comes of it, and of that, to m.
func deliver(t *testing.T, m *draft.Model[string], cmd tea.Cmd, f form, unsaved bool) {
	t.Helper()
	if cmd == nil {
		return
	}
	switch msg := cmd().(type) {
	case draft.Msg:
		deliver(t, m, m.Update(msg, f, unsaved), f, unsaved)
	case page.Fail:
		t.Error(msg.Err)
	}
}

func kept(t *testing.T, env page.Env) []store.Draft {
	t.Helper()
	list, err := env.Desk.Drafts(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func TestDroppingNeverOvertakesWriting(t *testing.T) {
	env, m := open(t)
	deliver(t, &m, m.Load(), typed(""), false)
	writing := m.Leave(typed("新"), true)
	if m.Settle(false) != nil {
		t.Fatal("a drop is on its way beside the writing")
	}
	deliver(t, &m, writing, typed("新"), false) // it was saved meanwhile
	if list := kept(t, env); len(list) != 0 {
		t.Errorf("left behind: %v", list)
	}
}

func TestNothingIsWrittenOverADraftThatIsNotReadYet(t *testing.T) {
	env, m := open(t)
	if err := draft.Save(env.Desk, "form/1", typed("昨天的")); err != nil {
		t.Fatal(err)
	}
	if cmd := m.Leave(typed("今天的"), true); cmd != nil {
		t.Error("written before the drafts were read")
	}
	deliver(t, &m, m.Load(), typed("今天的"), true)
	if cmd := m.Offer([]string{"今天的"}, true); cmd != nil || !m.Offered() {
		t.Fatal("not offered")
	}
	if cmd := m.Leave(typed("今天的"), true); cmd != nil {
		t.Error("written before the offer was answered")
	}
	if got := m.Take(); !reflect.DeepEqual(got, typed("昨天的")) {
		t.Errorf("offered %v", got)
	}
}

func TestADraftThatSaysTheSameOrIsOfOtherFieldsIsDroppedInSilence(t *testing.T) {
	for _, texts := range [][]string{{"甲"}, {"甲", "乙"}} {
		env, m := open(t)
		if err := draft.Save(env.Desk, "form/1", form{Texts: texts}); err != nil {
			t.Fatal(err)
		}
		deliver(t, &m, m.Load(), typed("甲"), false)
		deliver(t, &m, m.Offer([]string{"甲"}, false), typed("甲"), false)
		if list := kept(t, env); m.Offered() || len(list) != 0 {
			t.Errorf("%v: offered %v, kept %v", texts, m.Offered(), list)
		}
	}
}

func TestTheMessagesOfAnotherDraftAreNotTaken(t *testing.T) {
	env, m := open(t)
	if err := draft.Save(env.Desk, "form/1", typed("甲")); err != nil {
		t.Fatal(err)
	}
	other := draft.New[string](env, "form/1")
	deliver(t, &m, other.Load(), typed(""), false)
	if m.Offered() {
		t.Error("took what another one found")
	}
}
