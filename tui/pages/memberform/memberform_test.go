package memberform_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/memberform"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/golden"
)

func open(t *testing.T, desk *store.Desk) *pagetest.Page {
	t.Helper()
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	return pagetest.Start(t, env, memberform.New(env))
}

func members(t *testing.T, desk *store.Desk) []pingyi.Member {
	t.Helper()
	list, err := desk.Members(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return list
}

func failed(t *testing.T, h *pagetest.Page) pingyi.Code {
	t.Helper()
	f, ok := h.Last().(page.Fail)
	if !ok {
		t.Fatalf("asked %#v", h.Last())
	}
	return pingyi.CodeOf(f.Err)
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
	}{{"zh80", pingyi.Zh, 80, 22}, {"en80", pingyi.En, 80, 22}, {"zh120", pingyi.Zh, 120, 38}, {"en120", pingyi.En, 120, 38}} {
		t.Run(c.name, func(t *testing.T) {
			env := pagetest.Env(t, pagetest.Record(t), c.l, c.w, c.h)
			h := pagetest.Start(t, env, memberform.New(env))
			h.Type("r 1") // a blank too many
			h.Press("tab", "tab")
			golden.Equal(t, h.Screen())
			h.EverySize(func() {})
		})
	}
}

func TestAMemberIsAddedWithTheRoleThatKeysChoose(t *testing.T) {
	desk := pagetest.Record(t)
	h := open(t, desk)
	h.Type("ｃ１")
	h.Press("enter")
	h.Type("李组长")
	h.Press("down", "right")
	if !strings.Contains(h.Screen(), "›3 组长") || !strings.Contains(h.Screen(), "组长：开启、结束轮次") {
		t.Errorf("\n%s", h.Screen())
	}
	h.Press("tab", "backspace")
	h.Type("１.5")
	h.Press("ctrl+s")
	want := pingyi.Member{ID: "c1", Name: "李组长", Role: pingyi.Chair, Weight: 150}
	if list := members(t, desk); len(list) != 1 || list[0] != want {
		t.Fatalf("the record has %+v\n%s", list, h.Screen())
	}
	n := len(h.Asked)
	if _, ok := h.Asked[n-2].(page.Close); !ok || h.Page.Unsaved() {
		t.Errorf("the form does not close: %#v", h.Asked)
	}
	if g, ok := h.Last().(page.Good); !ok || !strings.Contains(g.Text, "c1（组长）") {
		t.Errorf("%#v", h.Last())
	}
}

func TestWhatIsWrongIsSaidAtItsField(t *testing.T) {
	desk := pagetest.Record(t)
	h := open(t, desk)
	for _, c := range []struct {
		do   func()
		says string
	}{
		{func() {}, "请填写代号"},
		{func() { h.Type("owner") }, "记录所有者的代号"},
		{func() { h.Press("ctrl+u"); h.Type("r1") }, "姓名要有 1 至 40 个字"},
		{func() { h.Type("r1"); h.Press("tab", "tab", "ctrl+u"); h.Type("0") }, "权重“0”不对"},
	} {
		c.do()
		h.Press("ctrl+s")
		if code := failed(t, h); code != pingyi.Invalid || !strings.Contains(h.Screen(), c.says) {
			t.Errorf("%s; want %q:\n%s", code, c.says, h.Screen())
		}
	}
	if list := members(t, desk); len(list) != 0 {
		t.Errorf("the record has %+v", list)
	}
}

func TestAnIDThatIsTakenIsSaidAtTheID(t *testing.T) {
	desk := pagetest.Record(t)
	if err := desk.AddMember(t.Context(), pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer}); err != nil {
		t.Fatal(err)
	}
	h := open(t, desk)
	h.Type("r1")
	h.Press("tab")
	h.Type("又一个")
	h.Press("ctrl+s")
	if code := failed(t, h); code != pingyi.Exists || !strings.Contains(h.Screen(), "已经有了") || !h.Page.Unsaved() {
		t.Errorf("%s\n%s", code, h.Screen())
	}
	if x, y, shown := h.Page.Cursor(); !shown || y != 2 {
		t.Errorf("the cursor is at %d,%d", x, y)
	}
}

func TestWhoMayNotManageMembersAddsNone(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	h := open(t, r.Desk("k1"))
	h.Type("r9")
	h.Press("tab")
	h.Type("r9")
	h.Press("ctrl+s")
	if code := failed(t, h); code != pingyi.Forbidden {
		t.Errorf("%s", code)
	}
}

func TestWhatWasTypedIsOfferedAgain(t *testing.T) {
	desk := pagetest.Record(t)
	h := open(t, desk)
	h.Type("r1")
	h.Press("tab", "tab", "1") // a clerk
	h.Tick()
	h = open(t, desk)
	if !strings.Contains(h.Screen(), "发现未保存的草稿") {
		t.Fatalf("\n%s", h.Screen())
	}
	h.Press("1")
	h.Press("shift+tab")
	h.Type("r1")
	h.Press("ctrl+s")
	if list := members(t, desk); len(list) != 1 || list[0].Role != pingyi.Clerk {
		t.Errorf("the record has %+v", list)
	}
	if list, err := desk.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("drafts are left: %v, %v", list, err)
	}
}

func TestLeavingKeepsTheDraft(t *testing.T) {
	desk := pagetest.Record(t)
	h := open(t, desk)
	h.Type("r1")
	h.Press("esc")
	if _, ok := h.Last().(page.Close); !ok || !h.Page.Unsaved() {
		t.Errorf("%#v", h.Last())
	}
	if list, err := desk.Drafts(t.Context()); err != nil || len(list) != 1 {
		t.Errorf("drafts: %v, %v", list, err)
	}
}
