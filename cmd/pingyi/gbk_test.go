package main

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/terminal"
)

// township is a record with a plan that has what no GBK terminal can show, and with
// r1 who rates it.
func township(t *testing.T, settings pingyi.Settings) func(owner *store.Desk) {
	return func(owner *store.Desk) {
		office(t)(owner)
		key := pingyi.PlanKey{Year: 2025, Department: "901"}
		plan, err := owner.Plan(t.Context(), key)
		if err == nil {
			changed := plan.Activities[0]
			changed.Name = "“优”质……馆舍"
			changed.Indicator = "表情😀与罕见字㐀"
			_, _, err = owner.SaveActivity(t.Context(), key, plan.Activities[0], changed)
		}
		var own *store.Desk
		if err == nil {
			own, err = owner.For(t.Context(), "r1")
		}
		if err == nil && settings != (pingyi.Settings{}) {
			err = own.SaveSettings(t.Context(), settings)
		}
		if err != nil {
			t.Fatal(err)
		}
	}
}

// ways are those by which a terminal is known to speak GBK.
var ways = map[string]struct {
	user     string
	mute     bool
	settings pingyi.Settings
}{
	"probe":   {user: "r1"},
	"name":    {user: "r1+gbk", mute: true},
	"setting": {user: "r1", mute: true, settings: pingyi.Settings{Encoding: "gbk"}},
}

func TestTheScreensOnAGBKTerminal(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, newKeyring(t), township(t, way.settings))
			term, raw := h.from(foreign{gbk: true, mute: way.mute}, "r1", way.user, "xterm")
			term.See(">p1", "评审组")
			term.Type(terminal.Enter)
			term.See(">1", "评价标准", "质", "馆舍", "表情〓与罕见字〓")
			term.Type(terminal.F2)
			term.See("评语（第 1 项）")
			if strings.ContainsAny(term.Text(), "─│┌┐└┘›?") || !strings.Contains(term.Text(), "---") {
				t.Errorf("the borders are not of ASCII:\n%s", term.Text())
			}
			term.Type("依据“充分”，用㐀字")
			term.See("用〓字")
			term.Type(terminal.Ctrl('s'))
			term.See("评语已存为草稿")
			term.Type("1")
			term.See(">2", "评价标准（")
			if got, want := h.kept(), "依据“充分”，用㐀字"; got != want {
				t.Errorf("kept is %q, not %q", got, want)
			}
			h.close()
			term.Ended()
			if !strings.Contains(term.Text(), "服务器正在停止；已保存的和草稿都在，请稍后重新登录") {
				t.Errorf("the last words are not to be read:\n%s", term.Text())
			}
			if strings.Contains(raw.String(), "服务器") {
				t.Error("they are in UTF-8")
			}
		})
	}
}

// What the server itself has to say on a terminal that it only found out about is to
// be read as well.
func TestADisabledMemberReadsWhyOnAGBKTerminal(t *testing.T) {
	for name, way := range ways {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, newKeyring(t), township(t, way.settings))
			term, _ := h.from(foreign{gbk: true, mute: way.mute}, "r1", way.user, "xterm")
			term.See(">p1")
			h.must("owner", "", "member", "disable", "r1")
			term.Ended()
			if !strings.Contains(term.Text(), "您的账号已被停用") {
				t.Errorf("it ends with\n%s", term.Text())
			}
		})
	}
}

func TestTheDialogueOnAGBKTerminal(t *testing.T) {
	for name, c := range map[string]struct {
		user, term string
		settings   pingyi.Settings
	}{
		"name":    {"r1+gbk", "dumb", pingyi.Settings{}},
		"setting": {"r1", "xterm", pingyi.Settings{Encoding: "gbk", Screen: "lines"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := openHouse(t, newKeyring(t), township(t, c.settings))
			term, raw := h.from(foreign{gbk: true}, "r1", c.user, c.term)
			term.See("馆舍", "表情〓与罕见字〓", "评分（")
			term.Type("1：依据“充分”\x7f，\b用㐀字\r")
			term.See("用〓字", "第 2 项")
			if got, want := h.kept(), "依据“充分用㐀字"; got != want {
				t.Errorf("kept is %q, not %q", got, want)
			}
			h.close()
			term.Ended()
			if !strings.Contains(term.Text(), "服务器正在停止") {
				t.Errorf("the last words are not to be read:\n%s", term.Text())
			}
			if strings.Contains(raw.String(), "馆舍") {
				t.Error("it speaks UTF-8")
			}
		})
	}
}

// A command on a terminal is read there; what goes into a file or a pipe is UTF-8,
// whatever the terminal is.
func TestCommandsOnAGBKTerminal(t *testing.T) {
	h := openHouse(t, newKeyring(t), township(t, pingyi.Settings{Encoding: "gbk"}))
	piped := h.must("r1", "", "plan", "show", "--year", "2025", "--department", "901")
	if !strings.Contains(piped, "表情😀与罕见字㐀") {
		t.Errorf("into a pipe goes %q", piped)
	}
	for _, user := range []string{"r1", "r1+gbk"} {
		term, raw := h.from(foreign{gbk: true}, "r1", user, "xterm", "settings", "--line", "thin")
		term.Ended()
		if !strings.Contains(term.Text(), "终端编码") || !strings.Contains(term.Text(), "已保存，下次登录起用") || strings.Contains(raw.String(), "终端编码") {
			t.Errorf("%s reads\n%s", user, term.Text())
		}
		term, _ = h.from(foreign{gbk: true}, "r1", user, "xterm", "没有这个")
		term.Ended()
		if !strings.Contains(term.Text(), "不认识“ 没有这个” ") {
			t.Errorf("%s is told\n%s", user, term.Text())
		}
		term, _ = h.from(foreign{gbk: true}, "r1", user, "xterm", "password")
		term.See("新密码：")
		term.Type("好密码好密码好密码\r")
		term.See("新密码：*********\n", "再输一次：")
		term.Type("好密码好密码好密码\r")
		term.Ended()
		if !strings.Contains(term.Text(), "r1 的密码已改") {
			t.Errorf("%s is told\n%s", user, term.Text())
		}
	}
	term, raw := h.from(foreign{}, "r1", "r1+utf8", "xterm", "settings")
	term.Ended()
	if !strings.Contains(raw.String(), "终端编码") {
		t.Errorf("on a terminal in UTF-8 it reads\n%s", term.Text())
	}
}
