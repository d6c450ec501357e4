package pingyi_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

func TestParseWeightReadsTwoDecimals(t *testing.T) {
	for in, want := range map[string]pingyi.Weight{"1": 100, "1.5": 150, "０。０１": 1, "100": 100_00, " 2.25 ": 225} {
		if w, err := pingyi.ParseWeight(in); err != nil || w != want {
			t.Errorf("%q: %d, %v", in, w, err)
		}
	}
	for _, in := range []string{"", "0", "0.00", "100.01", "-1", "+1", "1.", ".5", "1.234", "1,5", "x", "1.重", "99999999999999999999"} {
		if w, err := pingyi.ParseWeight(in); w != 0 || pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q: %d, %v", in, w, err)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		w := pingyi.Weight(rapid.IntRange(1, 100_00).Draw(t, "weight"))
		text, err := w.MarshalText()
		var back pingyi.Weight
		if err != nil || back.UnmarshalText(text) != nil || back != w {
			t.Fatalf("%d became %d through %q, %v", w, back, text, err)
		}
	})
}

func TestParseRoleKnowsCodesAndTitles(t *testing.T) {
	for _, r := range pingyi.Roles() {
		for _, s := range []string{string(r), r.In(pingyi.Zh)} {
			if got, err := pingyi.ParseRole(s); err != nil || got != r {
				t.Errorf("%q: %s, %v", s, got, err)
			}
		}
		if r.In(pingyi.Zh) == r.In(pingyi.En) {
			t.Errorf("%s has one title", r)
		}
	}
	// Nobody becomes the owner by being called so.
	for _, s := range []string{"owner", "记录所有者", "", "root"} {
		if r, err := pingyi.ParseRole(s); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q: %s, %v", s, r, err)
		}
	}
}

func TestMemberCleanRefuses(t *testing.T) {
	for name, spoil := range map[string]func(*pingyi.Member){
		"no id":              func(m *pingyi.Member) { m.ID = "" },
		"the owner's id":     func(m *pingyi.Member) { m.ID = "owner" },
		"a blank in the id":  func(m *pingyi.Member) { m.ID = "r 1" },
		"hanzi in the id":    func(m *pingyi.Member) { m.ID = "评委" },
		"no name":            func(m *pingyi.Member) { m.Name = "　" },
		"a long name":        func(m *pingyi.Member) { m.Name = strings.Repeat("名", 41) },
		"a control in names": func(m *pingyi.Member) { m.Name = "r\x1b1" },
		"no role":            func(m *pingyi.Member) { m.Role = "" },
		"the owner's role":   func(m *pingyi.Member) { m.Role = pingyi.Owner },
		"a weight below 0":   func(m *pingyi.Member) { m.Weight = -1 },
		"a weight above 100": func(m *pingyi.Member) { m.Weight = 100_01 },
	} {
		m := pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer}
		spoil(&m)
		if _, err := m.Clean(); pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%s is not refused: %v", name, err)
		}
	}
	_, err := pingyi.Member{ID: "r1", Name: "r\x1b1", Role: pingyi.Reviewer}.Clean()
	if zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En); !strings.HasPrefix(zh, "成员姓名“r�1”") || !strings.HasPrefix(en, `the member's name "r�1"`) {
		t.Errorf("the field is not named: %q, %q", zh, en)
	}
	m, err := pingyi.Member{ID: "r1", Name: " 评委\n一 ", Role: pingyi.Reviewer}.Clean()
	if err != nil || m.Name != "评委 一" || m.Weight.String() != "1" {
		t.Errorf("%+v, %v", m, err)
	}
}

func TestActorNamesBothHands(t *testing.T) {
	if s := (pingyi.Actor{Member: pingyi.Member{ID: "r1"}, By: "owner"}).String(); s != "r1 (owner)" {
		t.Error(s)
	}
	if s := pingyi.OwnerActor().String(); s != "owner" {
		t.Error(s)
	}
}
