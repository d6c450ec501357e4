package settings_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/settings"
	"pingyi/tui/parts/chooser"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
)

func fingerprint(of string) string { return "SHA256:" + (of + strings.Repeat("x", 43))[:43] }

func env(t *testing.T, desk *store.Desk, l pingyi.Lang, w, h int) page.Env {
	t.Helper()
	e := pagetest.Env(t, desk, l, w, h)
	e.ParseKey = func(line []byte) (pingyi.Key, error) {
		typ, rest, ok := strings.Cut(string(line), " ")
		if !ok {
			return pingyi.Key{}, pingyi.Errorf(pingyi.Invalid, "这不是公钥", "this is no public key")
		}
		return pingyi.Key{Type: typ, Fingerprint: fingerprint(rest), Comment: rest}, nil
	}
	e.HashPassword = func(password string) (string, error) {
		if len(password) < 8 {
			return "", pingyi.Errorf(pingyi.Invalid, "密码太短", "the password is too short")
		}
		return "hash of " + password, nil
	}
	return e
}

// sit opens the page of r1, who has one key.
func sit(t *testing.T) (*pagetest.Page, *store.Desk) {
	t.Helper()
	r := pagetest.Seated(t, pagetest.Forestry())
	desk := r.Desk("r1")
	if err := desk.AddKey(t.Context(), "r1", pingyi.Key{Type: "ssh-ed25519", Fingerprint: fingerprint("office"), Comment: "r1@office"}); err != nil {
		t.Fatal(err)
	}
	e := env(t, desk, pingyi.Zh, 80, 22)
	return pagetest.Start(t, e, settings.New(e)), desk
}

func last[T any](t *testing.T, h *pagetest.Page) T {
	t.Helper()
	v, ok := h.Last().(T)
	if !ok {
		t.Fatalf("asked %#v", h.Last())
	}
	return v
}

// choose opens the list of the row with a title and takes one of its items.
func choose(t *testing.T, h *pagetest.Page, title, item string) {
	t.Helper()
	h.Press("home")
	for range 20 {
		if strings.Contains(h.Screen(), "›"+title) {
			h.Press("enter")
			h.Send(chooser.Chosen{Chooser: last[page.Choose](t, h).ID, Item: item})
			return
		}
		h.Press("down")
	}
	t.Fatalf("no row %s:\n%s", title, h.Screen())
}

func kept(t *testing.T, desk *store.Desk) pingyi.Settings {
	t.Helper()
	s, err := desk.Settings(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func ways(t *testing.T, desk *store.Desk) pingyi.Credential {
	t.Helper()
	c, err := desk.Credential(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func TestScreen(t *testing.T) {
	for _, c := range []struct {
		name string
		l    pingyi.Lang
		w, h int
	}{{"zh80", pingyi.Zh, 80, 22}, {"en80", pingyi.En, 80, 22}, {"zh120", pingyi.Zh, 120, 38}, {"en120", pingyi.En, 120, 38}} {
		t.Run(c.name, func(t *testing.T) {
			h, _ := sit(t)
			h.Speak(c.l)
			h.Resize(c.w, c.h)
			h.Press("down")
			golden.Equal(t, h.Screen())
			h.EverySize(func() {})
			h.Press("f7")
			h.EverySize(func() {})
		})
	}
	t.Run("password", func(t *testing.T) {
		h, _ := sit(t)
		h.Press("down", "down", "down", "down", "down", "down", "down", "down", "enter")
		h.Type("一句话")
		golden.Equal(t, h.Screen())
	})
	t.Run("ascii", func(t *testing.T) {
		r := pagetest.Seated(t, pagetest.Forestry())
		e := pagetest.ASCII(env(t, r.Desk("r1"), pingyi.Zh, 60, 14))
		h := pagetest.Start(t, e, settings.New(e))
		golden.Equal(t, h.Screen())
	})
}

func TestWhatIsChosenIsKeptAtOnceBesideTheRest(t *testing.T) {
	h, desk := sit(t)
	for _, c := range []struct{ title, item, says string }{
		{"键位", "numpad", "已保存：键位，numpad"}, {"框线", "ascii", "已保存：框线，普通字符"}, {"颜色", "off", "已保存：颜色，关"},
		{"界面", "lines", "下次登录起用"}, {"框线", "", "已保存：框线，随终端（下次登录起用）"},
		{"终端编码", "gbk", "已保存：终端编码，GBK（GB18030）（下次登录起用）"}, {"线路", "thin", "已保存：线路，窄（下次登录起用）"}, {"标点宽度", "", "随终端（下次登录起用）"}, {"语言", "en", "saved: Language, English"},
	} {
		choose(t, h, c.title, c.item)
		if g := last[page.Good](t, h); !strings.Contains(g.Text, c.says) {
			t.Errorf("%s %s: %q, want %q", c.title, c.item, g.Text, c.says)
		}
		if s, ok := h.Asked[len(h.Asked)-2].(page.Settle); !ok || s.Settings != kept(t, desk) {
			t.Errorf("%s %s: the root is asked %#v", c.title, c.item, h.Asked[len(h.Asked)-2])
		}
	}
	if got, want := kept(t, desk), (pingyi.Settings{Lang: "en", Keymap: "numpad", Colors: "off", Screen: "lines", Encoding: "gbk", Line: "thin"}); got != want {
		t.Errorf("kept %+v, want %+v", got, want)
	}
}

func TestWhatAnotherSessionChoseStays(t *testing.T) {
	h, desk := sit(t)
	if err := desk.SaveSettings(t.Context(), pingyi.Settings{Colors: "off"}); err != nil {
		t.Fatal(err)
	}
	choose(t, h, "键位", "vim")
	if got := kept(t, desk); got != (pingyi.Settings{Colors: "off", Keymap: "vim"}) {
		t.Errorf("kept %+v", got)
	}
}

func TestAnOwnKeymapIsOfferedToWhoHasOneAndCanBeComeBackTo(t *testing.T) {
	h, desk := sit(t)
	h.Press("down", "enter")
	if items := last[page.Choose](t, h).Items; len(items) != 3 {
		t.Errorf("without one: %+v", items)
	}
	own := pingyi.Settings{Keymap: pingyi.OwnKeymap, Bindings: "base = \"vim\"\n"}
	if err := desk.SaveSettings(t.Context(), own); err != nil {
		t.Fatal(err)
	}
	h.Send(page.Reload{})
	if !strings.Contains(h.Screen(), "自己的键位文件") {
		t.Errorf("\n%s", h.Screen())
	}
	choose(t, h, "键位", "default")
	choose(t, h, "键位", pingyi.OwnKeymap)
	if got := kept(t, desk); got != own {
		t.Errorf("kept %+v", got)
	}
}

func TestAPasswordIsTypedTwiceAndNeverShown(t *testing.T) {
	h, desk := sit(t)
	h.Press("down", "down", "down", "down", "down", "down", "down", "down", "enter")
	h.Press("enter")
	if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("nothing typed: %v", err)
	}
	again := func(first, second string) {
		t.Helper()
		for _, text := range []string{first, second} {
			h.Type(text)
			if s := h.Screen(); strings.Contains(s, text) || !strings.Contains(s, strings.Repeat("•", len(text))) {
				t.Errorf("typing shows:\n%s", s)
			}
			h.Press("enter")
		}
	}
	again("correct horse", "correct house")
	if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Invalid || !strings.Contains(h.Screen(), "新密码：") || ways(t, desk).Password != "" {
		t.Errorf("they differ: %v\n%s", err, h.Screen())
	}
	again("horse", "horse")
	if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Invalid || ways(t, desk).Password != "" {
		t.Errorf("too short: %v", err)
	}
	h.Press("enter")
	again("correct horse", "correct horse")
	last[page.Good](t, h)
	if ways(t, desk).Password == "" || !strings.Contains(h.Screen(), "已设") {
		t.Errorf("\n%s", h.Screen())
	}
	h.Press("enter")
	h.Type("half a pass")
	h.Press("esc")
	h.Press("enter", "esc")
	if last[page.Info](t, h); strings.Contains(h.Screen(), "•") {
		t.Errorf("what was typed stays:\n%s", h.Screen())
	}
}

func TestAKeyIsAddedAndRemoved(t *testing.T) {
	h, desk := sit(t)
	h.Press("f7")
	h.Type("nonsense")
	h.Press("enter")
	if err := last[page.Fail](t, h).Err; pingyi.CodeOf(err) != pingyi.Invalid {
		t.Errorf("%v", err)
	}
	h.Press("ctrl+u")
	h.Type("ssh-ed25519 home")
	h.Press("enter")
	last[page.Good](t, h)
	if c := ways(t, desk); len(c.Keys) != 2 || !strings.Contains(h.Screen(), "home") {
		t.Fatalf("%+v\n%s", c, h.Screen())
	}
	for _, key := range []string{"delete", "enter"} { // one key after the other
		h.Press("home", "down", "down", "down", "down", "down", "down", "down", "down", "down", key)
		q := last[page.Ask](t, h).Question
		if q.Choices[q.Selected].ID == "yes" {
			t.Errorf("%+v", q)
		}
		if only := strings.Contains(q.Text, "唯一的登录方式"); only != (key == "enter") {
			t.Errorf("of %d keys: %s", len(ways(t, desk).Keys), q.Text)
		}
		h.Send(dialog.Answered{Question: q.ID, Choice: "no"})
		before := len(ways(t, desk).Keys)
		h.Send(dialog.Answered{Question: q.ID, Choice: "yes"})
		last[page.Good](t, h)
		if n := len(ways(t, desk).Keys); n != before-1 {
			t.Errorf("%d keys of %d", n, before)
		}
	}
}

func TestWithoutADoorThereIsNothingToDoAboutIt(t *testing.T) {
	r := pagetest.Seated(t, pagetest.Forestry())
	e := pagetest.Env(t, r.Desk("r1"), pingyi.Zh, 80, 22)
	h := pagetest.Start(t, e, settings.New(e))
	h.Press("f7")
	if s := h.Screen(); strings.Contains(s, "密码") || strings.Contains(s, "公钥") {
		t.Errorf("\n%s", s)
	}
}

func TestTheOwnerHasNoSettings(t *testing.T) {
	e := env(t, pagetest.Record(t), pingyi.Zh, 80, 22)
	h := pagetest.Start(t, e, settings.New(e))
	h.Press("enter", "f7", "delete")
	if s := h.Screen(); !strings.Contains(s, "不能有自己的登录方式和设置") || len(h.Asked) != 0 {
		t.Errorf("asked %#v\n%s", h.Asked, s)
	}
}
