package tui_test

import (
	"fmt"
	"image/color"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"
	"github.com/charmbracelet/x/ansi"

	"pingyi"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/wire"
)

var (
	enter = tea.KeyPressMsg{Code: tea.KeyEnter}
	right = tea.KeyPressMsg{Code: tea.KeyRight}
	esc   = tea.KeyPressMsg{Code: tea.KeyEscape}
)

// filling is a workstation with an activity's form open, the caret behind its name.
func filling(t *testing.T, lang pingyi.Lang) tea.Model {
	t.Helper()
	env, _ := workstation(t, lang)
	root := still(env, page.Activities{Key: key})
	m := settle(t, root, root.Init())
	return settle(t, m, page.Send(page.Open{Route: page.ActivityForm{Key: key, ID: 1}}))
}

func shownBy(m tea.Model) string { return ansi.Strip(m.View().Content) }

// has fails where the screen lacks a text, or shows one that it must not, with a !
// before it.
func has(t *testing.T, m tea.Model, texts ...string) {
	t.Helper()
	screen := shownBy(m)
	for _, text := range texts {
		without, not := strings.CutPrefix(text, "!")
		if strings.Contains(screen, without) == not {
			t.Errorf("%s:\n%s", text, screen)
		}
	}
}

func burst(t *testing.T, m tea.Model, text string) tea.Model {
	t.Helper()
	return settle(t, m, page.Send(wire.Burst{Text: text}))
}

func TestABurstIsWhatItIsSaidToBe(t *testing.T) {
	t.Parallel()
	const question, text = "是粘贴的吗？", "及抚育\t12.5"
	for answer, c := range map[string]struct {
		keys []tea.KeyPressMsg
		want []string
	}{
		"paste":             {[]tea.KeyPressMsg{enter}, []string{"荒山造林及抚育 12.5", "100.00 "}},
		"keys":              {[]tea.KeyPressMsg{right, enter}, []string{"荒山造林及抚育", "!荒山造林及抚育 ", "100.0012.5"}},
		"drop":              {[]tea.KeyPressMsg{right, right, enter}, []string{"荒山造林", "!抚育", "!12.5"}},
		"back, which drops": {[]tea.KeyPressMsg{esc}, []string{"荒山造林", "!抚育", "!12.5"}},
	} {
		t.Run(answer, func(t *testing.T) {
			t.Parallel()
			m := burst(t, filling(t, pingyi.Zh), text)
			has(t, m, question, "一下子来了 1 行、8 个字", "“及抚育 12.5”", "粘贴", "按键", "不要", "!荒山造林及抚育")
			m = press(t, m, c.keys...)
			has(t, m, append(c.want, "!"+question)...)
		})
	}
}

// Nobody types so much while a line stands still: it is not taken for keys.
func TestALongBurstIsNoKeys(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("及抚育\t", 2000)
	m := burst(t, filling(t, pingyi.Zh), long)
	has(t, m, "是粘贴的吗？", "8000 个字", "“及抚育 及抚育", "整段放在光标处", "粘贴", "不要", "!按键")
	has(t, press(t, m, enter), "8004 字", "!是粘贴的吗")
	env, _ := workstation(t, pingyi.Zh)
	root := still(env, page.Panels{})
	m = burst(t, settle(t, root, root.Init()), long)
	has(t, m, "是粘贴的吗？", "没有可以打字的地方", "不要", "!按键", "!整段")
	has(t, press(t, m, enter), "!是粘贴的吗")
}

// What waits for an answer has a bound: higher for who keys tables in.
func TestABurstHasABound(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		member string
		most   int
	}{"owner": {"", 4 << 20}, "reviewer": {"r1", 1 << 20}} {
		env, desk := workstation(t, pingyi.Zh)
		if c.member != "" {
			own, err := desk.For(t.Context(), c.member)
			if err != nil {
				t.Fatal(err)
			}
			env.Desk = own
		}
		if most := tui.MaxPaste(env.Desk.Actor()); most != c.most {
			t.Errorf("%s: %d bytes", name, most)
		}
		root := still(env, page.Panels{})
		m := settle(t, root, root.Init())
		m = burst(t, m, strings.Repeat("x", c.most-5))
		m = burst(t, m, strings.Repeat("y", 5))
		has(t, m, fmt.Sprintf("%d 个字", c.most), "!超过")
		m = burst(t, m, "z")
		has(t, m, fmt.Sprintf("%d 个字", c.most), fmt.Sprintf("超过 %d KiB", c.most>>10))
	}
}

// More of what is asked about is part of it, and asked about with it.
func TestASecondBurstJoinsTheFirst(t *testing.T) {
	t.Parallel()
	m := burst(t, filling(t, pingyi.Zh), "及抚育、")
	m = burst(t, m, "补植")
	has(t, m, "一下子来了 1 行、6 个字", "“及抚育、补植”")
	m = press(t, m, enter)
	has(t, m, "荒山造林及抚育、补植", "!是粘贴的吗")
	if m = press(t, m, tea.KeyPressMsg{Code: '甲', Text: "甲"}); !strings.Contains(shownBy(m), "荒山造林及抚育、补植甲") {
		t.Errorf("asked again:\n%s", shownBy(m))
	}
}

func TestABurstWaitsForTheAnswerToAnotherQuestion(t *testing.T) {
	t.Parallel()
	changed := press(t, filling(t, pingyi.Zh), tea.KeyPressMsg{Code: '新', Text: "新"}, esc)
	has(t, changed, "还没有保存")
	waits := burst(t, changed, "及抚育")
	has(t, waits, "还没有保存", "!是粘贴的吗")
	m := press(t, waits, esc) // stay
	has(t, m, "是粘贴的吗", "!还没有保存")
	has(t, press(t, m, enter), "荒山造林新及抚育", "!是粘贴的吗")

	// Where the question is withdrawn with its language, it waits no more.
	m = settle(t, waits, page.Send(page.Settle{Settings: pingyi.Settings{Lang: "en"}}))
	has(t, m, "Was this pasted?", "!Not saved")
	has(t, press(t, m, enter), "荒山造林新及抚育")
}

// What is asked anew, in another language or in other colours, is the same.
func TestNothingOfABurstIsLostWithTheLanguage(t *testing.T) {
	t.Parallel()
	m := burst(t, filling(t, pingyi.Zh), "及抚育、")
	m = settle(t, m, page.Send(page.Settle{Settings: pingyi.Settings{Lang: "en"}}))
	has(t, m, "Was this pasted?", "1 lines, 4 characters came at once", "!是粘贴的吗")
	m = settle(t, m, page.Send(tea.BackgroundColorMsg{Color: color.White}))
	m = burst(t, m, "补植")
	has(t, m, "Was this pasted?", "6 characters")
	has(t, press(t, m, enter), "荒山造林及抚育、补植", "!Was this pasted?")
}

// A burst that comes while what a key asks for is being done is for what that brings.
func TestABurstDoesNotOvertakeTheKeyBeforeIt(t *testing.T) {
	t.Parallel()
	env, _ := workstation(t, pingyi.Zh)
	root := still(env, page.Activities{Key: key})
	m := settle(t, root, root.Init())
	m, opening := m.Update(tea.KeyPressMsg{Code: tea.KeyF2})
	m, _ = m.Update(wire.Burst{Text: "及抚育"})
	has(t, m, "!是粘贴的吗")
	m = settle(t, m, opening)
	has(t, m, "是粘贴的吗", "职责活动 第 1 项")
	has(t, press(t, m, enter), "荒山造林及抚育")
}

func TestWhatTheLineHasToSay(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		msg    tea.Msg
		zh, en string
	}{
		{wire.PasteCut{Max: 64 << 10}, "粘贴的内容超过 64 KiB，只收下了前面的部分", "more than 64 KiB were pasted, and only their beginning was taken"},
		{wire.Unreadable{Bytes: 3}, "有 3 个字节认不出是什么字，没有收下", "3 bytes make no characters and were dropped"},
		{wire.Stalled{For: 12*time.Second + 700*time.Millisecond}, "线路停了 12 秒，现在通了", "the line stood still for 12 seconds"},
	} {
		for lang, want := range map[pingyi.Lang]string{pingyi.Zh: c.zh, pingyi.En: c.en} {
			m := settle(t, filling(t, lang), page.Send(tea.WindowSizeMsg{Width: 160, Height: 24}))
			m = settle(t, m, page.Send(c.msg))
			has(t, m, want)
			m, _ = m.Update(tea.KeyPressMsg{Code: '甲', Text: "甲"})
			has(t, m, "!"+want)
		}
	}
}
