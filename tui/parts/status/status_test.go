package status_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/charmbracelet/x/ansi"
	"pgregory.net/rapid"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/status"
)

func line(t *testing.T, l pingyi.Lang, w int) status.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	m := status.New(session.Session{Lang: l, Keys: keys})
	m.SetSize(w)
	m.SetHints(
		status.Hint{Place: keymaps.Global, Action: keymaps.OpenHelp, Label: l.Of("帮助", "help")},
		status.Hint{Place: keymaps.List, Action: keymaps.OpenEdit, Label: l.Of("修改", "edit")},
		status.Hint{Place: keymaps.Form, Action: keymaps.Save, Label: l.Of("保存", "save")},
	)
	return m
}

func TestHintsDropFromTheRightWhenNarrow(t *testing.T) {
	for w, want := range map[int]string{
		31: "F1 帮助  F2 修改  Ctrl+S 保存  ",
		28: "F1 帮助  F2 修改            ",
		10: "F1 帮助   ",
		5:  "     ",
	} {
		if got := ansi.Strip(line(t, pingyi.Zh, w).View()); got != want {
			t.Errorf("%d columns: %q, want %q", w, got, want)
		}
	}
}

func TestAMessageCoversTheLastHintsAndMovesNone(t *testing.T) {
	m := line(t, pingyi.En, 40)
	m.Good("saved")
	if got, want := ansi.Strip(m.View()), "F1 help  F2 edit  Ctrl+S save    ✓ saved"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	m.Bad(pingyi.Errorf(pingyi.State, "本轮已经结束", "the round is closed"))
	if got, want := ansi.Strip(m.View()), "F1 help  F2 edit   ! the round is closed"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
	m.Clear()
	if got, want := ansi.Strip(m.View()), "F1 help  F2 edit  Ctrl+S save           "; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestAnUnknownErrorShowsNoDetails(t *testing.T) {
	m := line(t, pingyi.En, 200)
	m.Bad(errors.New("badger: value log truncated"))
	if got := ansi.Strip(m.View()); !strings.Contains(got, "  ! internal error") || strings.Contains(got, "badger") {
		t.Errorf("%q", got)
	}
}

func TestTheLineIsExactlyAsWideAsTheScreen(t *testing.T) {
	base := line(t, pingyi.Zh, 80)
	rapid.Check(t, func(t *rapid.T) {
		m, w := base, rapid.IntRange(1, 120).Draw(t, "w")
		m.SetSize(w)
		text := rapid.SampledFrom([]string{"", "已保存", "第一行\n第二行\x1b[2J", "这句话很长，长到一行里放不下，后面的按键提示也没有地方了"}).Draw(t, "text")
		rapid.SampledFrom([]func(string){m.Info, m.Good}).Draw(t, "kind")(text)
		if got := ansi.StringWidth(m.View()); got != w {
			t.Fatalf("%d columns, want %d: %q", got, w, m.View())
		}
	})
}
