package tui_test

import (
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/terminal"
)

// No letter is needed but for what is typed: the way from the list to the code.
func TestAMemberIsAddedAndInvitedByKeysAlone(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	env.NewCode = func() (code, hash string) { return "k3f9-2mxa-qq7t-01bc", strings.Repeat("a", 64) }
	env.SSHLine = func(member string) string { return "ssh " + member + "@pingyi.example" }
	term := open(t, env, page.Members{}, 80, 24)
	term.See("›r1")
	term.Type(terminal.F7 + "c1" + terminal.Enter + "李组长" + terminal.Enter + "3")
	term.See("›3 组长")
	term.Type(terminal.Ctrl('s'))
	term.See("已添加成员 c1（组长）")
	term.See("›c1")
	term.Type(terminal.Enter)
	term.See("查找：")
	term.Type(terminal.Enter) // the first: an invitation
	term.See("k3f9-2mxa-qq7t-01bc")
	term.See("ssh c1@pingyi.example")
	term.Type(terminal.Enter)
	term.Until(func(s string) bool { return !strings.Contains(s, "k3f9") && strings.Contains(s, "邀请码至") }, "still shows the code")
	if c, err := desk.Credential(t.Context(), "c1"); err != nil || c.Invitation == nil {
		t.Errorf("the record has %+v, %v", c, err)
	}
	term.Type(terminal.Ctrl('q'))
	term.Ended()
}

func TestAMembersLanguageChangesAsItIsChosen(t *testing.T) {
	env, _ := login(t)
	term := open(t, env, page.Settings{}, 80, 24)
	term.See("›语言")
	term.Type(terminal.Enter)
	term.See("查找：")
	term.Type("english" + terminal.Enter)
	term.See("saved: Language, English")
	term.See("›Language")
	if s, err := env.Desk.Settings(t.Context()); err != nil || s.Lang != "en" {
		t.Errorf("kept %+v, %v", s, err)
	}
	term.Type(terminal.Ctrl('q'))
	term.Ended()
}
