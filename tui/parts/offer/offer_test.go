package offer_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/tui/parts/offer"
	"pingyi/tui/parts/session"
)

func texts(all ...string) []offer.Text {
	list := make([]offer.Text, len(all))
	for i, t := range all {
		list[i] = offer.Text{Text: t, Times: len(all) - i}
	}
	return list
}

func TestWhatIsOfferedBeginsAsTypedTheMostFrequentFirst(t *testing.T) {
	x := offer.New(texts("完成率达到 95% 以上", "满意度达到 90% 以上", "完成率 90%", "长效机制健全", "校长培训合格率 100%", "重复发放为零", "wc 改造完成"))
	for typed, want := range map[string][]string{
		"":        nil,
		"完":       nil,
		"w":       nil,
		"完成":      {"完成率达到 95% 以上", "完成率 90%"},
		"完成率达":    {"完成率达到 95% 以上"},
		"完成率9":    {"完成率 90%"},
		"wc":      {"wc 改造完成", "完成率达到 95% 以上", "完成率 90%"},
		"wcldd":   {"完成率达到 95% 以上"},
		"ＷＣＬ":     {"完成率达到 95% 以上", "完成率 90%"},
		"wanch":   {"完成率达到 95% 以上", "完成率 90%"},
		"完cl9":    {"完成率 90%"},
		"cxjz":    {"长效机制健全"}, // in a word the reading is known,
		"zxjz":    nil,
		"xz":      {"校长培训合格率 100%"},
		"xc":      nil,
		"cfff":    {"重复发放为零"},
		"达到":      nil, // in the middle of a text
		"完成率 90%": nil, // all that there is
	} {
		var got []string
		for _, found := range x.Find(typed) {
			got = append(got, found.Text)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q offers %q, want %q", typed, got, want)
		}
	}
}

// Of what has several readings, each finds it where no word says which it is.
func TestEveryReadingOffers(t *testing.T) {
	x := offer.New(texts("曾都区达标", "行数准确", "率先完成"))
	for typed, want := range map[string]string{"zd": "曾都区达标", "cd": "曾都区达标", "hs": "行数准确", "xs": "行数准确", "lx": "率先完成", "sx": "率先完成"} {
		if !slices.ContainsFunc(x.Find(typed), func(f offer.Text) bool { return f.Text == want }) {
			t.Errorf("%q does not offer %q", typed, want)
		}
	}
}

func TestNothingIsOfferedWithoutAnIndex(t *testing.T) {
	var m offer.Model
	m.Type("完成率", nil)
	if _, ok := m.Text(); ok || m.Line(session.Session{}, 40) != "" || !m.Act(keymaps.NextOffer) {
		t.Error("something is offered of nothing")
	}
}

func TestWhatIsInTheFirstIndexIsOfferedFirst(t *testing.T) {
	s := keyed(t)
	recent, all := offer.New(texts("完成率 70%", "完成率 90%")), offer.New(texts("完成率 90%", "完成率 80%"))
	var m offer.Model
	m.Type("完成", recent, all)
	var got []string
	for range 3 {
		text, _ := m.Text()
		got = append(got, text)
		m.Act(keymaps.NextOffer)
	}
	if want := []string{"完成率 70%", "完成率 90%", "完成率 80%"}; !slices.Equal(got, want) || m.Line(s, 40) != "F9 完成率 70% 1/3" {
		t.Errorf("offers %q, want %q", got, want)
	}
}

func keyed(t testing.TB) session.Session {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	return session.Session{Keys: keys, Lang: pingyi.Zh}
}

func TestTheOfferStaysWhileOneTypesTowardsIt(t *testing.T) {
	s := keyed(t)
	x := offer.New(texts("完成率达到 95% 以上", "完成率达到 90% 以上\n资料齐全"))
	var m offer.Model
	m.Type("完成", x)
	if got, want := m.Line(s, 40), "F9 完成率达到 95% 以上 1/2"; got != want {
		t.Errorf("the line is %q, want %q", got, want)
	}
	m.Act(keymaps.NextOffer)
	second := m.Line(s, 40)
	if want := "F9 完成率达到 90% 以上 资料齐全 2/2"; second != want {
		t.Errorf("the line is %q, want %q", second, want)
	}
	for _, typed := range []string{"完成率", "完成率达", "完成率达到"} {
		if m.Type(typed, x); m.Line(s, 40) != second {
			t.Errorf("at %q the line is %q", typed, m.Line(s, 40))
		}
	}
	m.Act(keymaps.NextOffer)
	m.Act(keymaps.PreviousOffer)
	m.Type("完成率达到 9", x)
	if text, _ := m.Text(); text != "完成率达到 90% 以上\n资料齐全" {
		t.Errorf("offers %q", text)
	}
	if w := s.Measure.Width(m.Line(s, 20)); w > 20 {
		t.Errorf("%d columns of 20", w)
	}
}

// Whatever was typed of a text, the text is among what is offered, if there are few
// enough; and nothing is that begins otherwise.
func TestATextIsOfferedByItsBeginning(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		all := rapid.SliceOfNDistinct(rapid.StringMatching(`[完成率达到满意度9%a-c ]{2,80}`), 1, 8, rapid.ID).Draw(t, "texts")
		all = slices.DeleteFunc(all, func(s string) bool { return strings.TrimSpace(s) != s })
		if len(all) == 0 {
			t.Skip("all of blanks")
		}
		text := []rune(rapid.SampledFrom(all).Draw(t, "text"))
		typed := string(text[:rapid.IntRange(0, len(text)).Draw(t, "typed")])
		found := offer.New(texts(all...)).Find(typed)
		has := slices.ContainsFunc(found, func(f offer.Text) bool { return f.Text == string(text) })
		if want := len([]rune(typed)) >= 2 && typed != string(text); has != want {
			t.Fatalf("%q offers %v: %q is among it: %v", typed, found, string(text), has)
		}
	})
}

// The most that a record gives, of criteria as long as they are, a key at a time.
func BenchmarkAKeyOverTwoThousandTexts(b *testing.B) {
	var all []string
	for i := range 2000 {
		all = append(all, fmt.Sprintf("完成第 %d 项任务，资料齐全，群众满意度达到百分之九十以上，没有发生安全事故", i))
	}
	x := offer.New(texts(all...))
	x.Find("wc")
	b.ResetTimer()
	for b.Loop() {
		x.Find("wcd")
	}
}

func BenchmarkReady(b *testing.B) {
	for _, n := range []int{50, 2000} {
		var all []string
		for i := range n {
			all = append(all, fmt.Sprintf("完成第 %d 项任务，资料齐全，群众满意度达到百分之九十以上，没有发生安全事故", i))
		}
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			for b.Loop() {
				offer.New(texts(all...)).Ready()
			}
		})
	}
}
