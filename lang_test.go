package pingyi_test

import (
	"testing"

	"pingyi"
)

func TestParseLangReadsTagsAndLocales(t *testing.T) {
	for in, want := range map[string]pingyi.Lang{
		"zh": pingyi.Zh, "zh_CN.UTF-8": pingyi.Zh, "zh-Hans": pingyi.Zh, "ZH": pingyi.Zh,
		"en": pingyi.En, "en_US.UTF-8": pingyi.En, "C": pingyi.En, "C.UTF-8": pingyi.En, "POSIX": pingyi.En,
	} {
		if l, ok := pingyi.ParseLang(in); !ok || l != want {
			t.Errorf("%q: %s, %v", in, l, ok)
		}
	}
	for _, in := range []string{"", "fr", "fr_FR.UTF-8", "中文", "zhx"} {
		if l, ok := pingyi.ParseLang(in); ok || l != pingyi.Zh {
			t.Errorf("%q: %s, %v", in, l, ok)
		}
	}
}

func TestNounsHaveBothLanguages(t *testing.T) {
	for _, n := range []pingyi.Noun{pingyi.NounDepartment, pingyi.NounPlan, pingyi.NounActivity, pingyi.NounMember, pingyi.NounPanel, pingyi.NounRound, pingyi.NounRating} {
		if n.In(pingyi.Zh) == n.In(pingyi.En) || n.In(pingyi.En) != string(n) {
			t.Errorf("%s is called %q and %q", n, n.In(pingyi.Zh), n.In(pingyi.En))
		}
	}
}
