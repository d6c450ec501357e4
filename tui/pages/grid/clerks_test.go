package grid_test

import (
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/store/storetest"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
)

var parksKey = pingyi.PlanKey{Year: 2016, Department: "820"}

// two drives the grids of two clerks at the plan of Parks: of the owner, and of k1.
func two(t *testing.T) (desk *store.Desk, mine, theirs *pagetest.Page) {
	t.Helper()
	desk = pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	if err := desk.AddMember(t.Context(), pingyi.Member{ID: "k1", Name: "k1", Role: pingyi.Clerk}); err != nil {
		t.Fatal(err)
	}
	k1, err := desk.For(t.Context(), "k1")
	if err != nil {
		t.Fatal(err)
	}
	start := func(d *store.Desk) *pagetest.Page {
		env := pagetest.Env(t, d, pingyi.Zh, 80, 22)
		return pagetest.Start(t, env, grid.New(env, parksKey, false))
	}
	return desk, start(desk), start(k1)
}

func parksOf(t *testing.T, desk *store.Desk) []pingyi.Activity {
	t.Helper()
	return stored(t, desk, parksKey).Activities
}

// fill types the cells of the row to come, from the first on.
func fill(p *pagetest.Page, texts ...string) {
	p.Press("ctrl+end", "down", "home")
	for _, text := range texts {
		p.Type(text)
		p.Press("tab")
	}
}

func TestWhatOthersAddDoesNotMoveTheHands(t *testing.T) {
	desk, mine, theirs := two(t)
	mine.Press("ctrl+end", "down")
	mine.Type("我的")
	fill(theirs, "别人的", "5")
	mine.Send(page.Reload{})
	mine.Press("tab")
	mine.Type("7")
	mine.Press("tab")
	acts := parksOf(t, desk)
	if len(acts) != 7 || acts[5].Name != "别人的" || acts[5].Budget.String() != "5.00" || acts[6].Name != "我的" || acts[6].Budget.String() != "7.00" {
		t.Errorf("stored %v", acts[5:])
	}
	mine.Press("enter")
	at(t, mine, "+", "职责活动")
	fill(theirs, "又一项", "6")
	mine.Send(page.Reload{})
	at(t, mine, "+", "职责活动") // still at what is to come
}

func TestAPasteThatIsLookedAtStaysWhileOthersKey(t *testing.T) {
	desk, mine, theirs := two(t)
	mine.Press("ctrl+end", "down")
	mine.Send(tea.PasteMsg{Content: "甲\t1\r\n乙\t2\r\n"})
	fill(theirs, "别人的", "5")
	mine.Send(page.Reload{})
	if s := mine.Screen(); !strings.Contains(s, "甲") || !strings.Contains(s, "乙") {
		t.Errorf("what is looked at is out of sight:\n%s", s)
	}
	mine.Press("enter")
	if got := names(t, parksOf(t, desk)[5:]); got != "别人的 甲 乙" {
		t.Errorf("stored %s", got)
	}
}

func TestARowDeletedWhileSomebodyTypesInItKeepsTheText(t *testing.T) {
	desk, mine, theirs := two(t)
	mine.Press("down", "f2")
	mine.Type("（二期）")
	theirs.Press("down", "ctrl+w")
	mine.Send(page.Reload{})
	if len(parksOf(t, desk)) != 4 || !strings.Contains(mine.Screen(), "老城公园改造（二期）") {
		t.Errorf("%v\n%s", parksOf(t, desk), mine.Screen())
	}
	mine.Press("enter")
	acts := parksOf(t, desk)
	if names(t, acts) != "街头公园建设 老城公园改造（二期） 行道树养护 绿地保洁 苗圃更新" || acts[1].Content != pagetest.Parks().Activities[1].Content {
		t.Errorf("stored %s: %v", names(t, acts), acts)
	}
	// Where nothing was typed, the row goes.
	mine.Press("ctrl+home", "f2")
	theirs.Send(page.Reload{})
	theirs.Press("ctrl+home", "ctrl+w")
	mine.Send(page.Reload{})
	mine.Press("esc")
	if got := names(t, parksOf(t, desk)); got != "老城公园改造（二期） 行道树养护 绿地保洁 苗圃更新" || strings.Contains(mine.Screen(), "街头公园建设") {
		t.Errorf("stored %s:\n%s", got, mine.Screen())
	}
}

func TestACellThatBothChangedIsSettledThreeWays(t *testing.T) {
	for key, want := range map[string]string{"1": "我的目标", "2": "他们的目标", "3": "我的目标，改过"} {
		desk, mine, theirs := two(t)
		theirs.Press("right", "right", "right")
		theirs.Type("他们的目标")
		theirs.Press("enter")
		mine.Press("right", "right", "right")
		mine.Type("我的目标")
		mine.Press("enter")
		if got := parksOf(t, desk)[0].Goal; got != "他们的目标" {
			t.Fatalf("stored %q", got)
		}
		mine.Press("up")
		if s := mine.Screen(); !strings.Contains(s, "≠") || !strings.Contains(s, "别人同时改了这一格") {
			t.Errorf("nothing is marked:\n%s", s)
		}
		mine.Press("f2")
		if s := mine.Screen(); !strings.Contains(s, "1 我改的") || !strings.Contains(s, "我的目标") || !strings.Contains(s, "2 对方改的") || !strings.Contains(s, "他们的目标") {
			t.Errorf("not side by side:\n%s", s)
		}
		mine.Press("esc", "f2", key)
		if key == "3" {
			mine.Type("，改过")
			mine.Press("enter")
		}
		if got := parksOf(t, desk)[0].Goal; got != want || strings.Contains(mine.Screen(), "≠别") {
			t.Errorf("%s settles it for %q:\n%s", key, got, mine.Screen())
		}
	}
}

// What came to the cell while it was being typed into stands beside it too.
func TestATextThatCameWhileAnotherWasTypedIsAClash(t *testing.T) {
	desk, mine, theirs := two(t)
	mine.Press("f2")
	mine.Type("甲")
	theirs.Press("f2")
	theirs.Type("乙")
	theirs.Press("enter")
	mine.Send(page.Reload{})
	mine.Press("enter", "up")
	if s := mine.Screen(); !strings.Contains(s, "≠") || parksOf(t, desk)[0].Name != "街头公园建设乙" {
		t.Errorf("stored %q:\n%s", parksOf(t, desk)[0].Name, s)
	}
}

// Two who change different cells of a row do not get in each other's way.
func TestRowsAreMergedCellByCell(t *testing.T) {
	desk, mine, theirs := two(t)
	theirs.Press("right")
	theirs.Type("1")
	theirs.Press("enter")
	mine.Type("新名称")
	mine.Press("enter")
	if a := parksOf(t, desk)[0]; a.Name != "新名称" || a.Budget.String() != "1.00" {
		t.Errorf("stored %v", a)
	}
	if s := mine.Screen(); !strings.Contains(s, " 1.00") || strings.Contains(s, "≠ 新") {
		t.Errorf("drawn\n%s", s)
	}
	mine.Press("ctrl+z") // takes nothing of theirs back
	if a := parksOf(t, desk)[0]; a.Name != "街头公园建设" || a.Budget.String() != "1.00" {
		t.Errorf("undone, stored %v", a)
	}
}

func TestARowThatSomebodyFillsInIsMarked(t *testing.T) {
	desk, mine, theirs := two(t)
	k1, err := desk.For(t.Context(), "k1")
	if err != nil {
		t.Fatal(err)
	}
	tell, leave := k1.Arrive()
	defer leave()
	theirs.Press("down", "f2")
	if !theirs.At.Editing || theirs.At.Subject.Activity != 2 {
		t.Fatalf("k1 is told to be at %+v", theirs.At)
	}
	tell(theirs.At.Subject, theirs.At.Editing)
	mine.Send(page.Presence{})
	mine.Press("down")
	if s := mine.Screen(); !strings.Contains(s, "k1 正在填这一行") {
		t.Errorf("drawn\n%s", s)
	}
	theirs.Press("esc")
	tell(theirs.At.Subject, theirs.At.Editing)
	mine.Send(page.Presence{})
	if s := mine.Screen(); strings.Contains(s, "k1 正在填这一行") {
		t.Errorf("drawn\n%s", s)
	}
}

// Whoever may read a plan and not change it reads it in the grid: no key is offered that
// would change it, and each that is pressed is refused with a sentence.
func TestWhoMayNotEditIsHereToRead(t *testing.T) {
	may := map[string]bool{}
	for _, c := range storetest.Access() {
		if c.Method == "SaveActivities" && c.State == "none" {
			may[c.Actor] = c.Want == ""
		}
	}
	s, err := store.OpenMemory(store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	owner := s.OwnerDesk("test")
	storetest.Make(t, owner, "none")
	before := stored(t, owner, storetest.Activity().PlanKey)
	for _, actor := range storetest.Actors() {
		desk := owner
		if actor != "owner" {
			if desk, err = owner.For(t.Context(), actor); err != nil {
				t.Fatal(err)
			}
		}
		env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
		p := pagetest.Start(t, env, grid.New(env, storetest.Activity().PlanKey, false))
		edits := false
		for _, h := range p.Page.Actions() {
			edits = edits || h.Action == keymaps.OpenEdit || h.Action == keymaps.Paste || h.Action == keymaps.Undo
		}
		if edits != may[actor] {
			t.Errorf("%s is offered to edit: %t", actor, edits)
		}
		if may[actor] {
			continue
		}
		refused := func(what string) {
			t.Helper()
			if f, ok := p.Last().(page.Fail); !ok || pingyi.CodeOf(f.Err) != pingyi.Forbidden {
				t.Errorf("%s: %s asks %#v", actor, what, p.Last())
			}
			p.Asked = nil
		}
		p.Type("改")
		refused("typing")
		p.Send(tea.PasteMsg{Content: "甲\t1\r\n"})
		refused("a paste")
		for _, key := range []string{"f2", "delete", "f6", "ctrl+d", "ctrl+e", "f7", "ctrl+k", "alt+down", "ctrl+w", "ctrl+z", "ctrl+x", "ctrl+v", "ctrl+r", "ctrl+s"} {
			p.Press(key)
			refused(key)
		}
		if p.Press("down", "right", "f4", "f5", "ctrl+c"); p.Page.Place() != keymaps.Grid {
			t.Errorf("%s gets to %s", actor, p.Page.Place())
		}
	}
	if after := stored(t, owner, storetest.Activity().PlanKey); names(t, after.Activities) != names(t, before.Activities) {
		t.Errorf("the plan is now %v", after)
	}
}
