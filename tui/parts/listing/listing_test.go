package listing_test

import (
	"slices"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi/keymaps"
	"pingyi/tui/parts/listing"
	"pingyi/tui/parts/match"
	"pingyi/tui/parts/session"
	"pingyi/tui/parts/table"
)

// fruit is a list of names in the order given.
func fruit(t *testing.T, order ...int) listing.Model {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	names := []string{"苹果", "桃", "梨", "樱桃"}
	m := listing.New(session.Session{Keys: keys})
	m.SetColumns([]table.Column{{Width: 10}}, func(i int) []string { return []string{names[i]} })
	m.SetSize(60, 60, 5)
	m.SetItems(match.New(names), order, 0)
	return m
}

func typed(m *listing.Model, text string) {
	for _, r := range text {
		m.Type(tea.KeyPressMsg{Code: r, Text: string(r)})
	}
}

func TestTextBeginsAFilterThatKeepsTheSelection(t *testing.T) {
	m := fruit(t, 0, 1, 2, 3)
	m.Select(3)
	typed(&m, "t")
	if m.Selected() != 3 || len(m.Shown()) != 2 || !m.Typing() || !strings.Contains(m.Head()[0], "2/4") {
		t.Errorf("selected %d of %v, head %q", m.Selected(), m.Shown(), m.Head())
	}
	typed(&m, "x")
	if m.Selected() != -1 {
		t.Errorf("of nothing shown %d is selected", m.Selected())
	}
	if !m.Act(keymaps.Back) || m.Filtered() || m.Selected() != 3 {
		t.Errorf("without the filter %d is selected", m.Selected())
	}
	if m.Act(keymaps.Back) {
		t.Error("Back did something else than take the filter away")
	}
}

func TestWhatIsJustWhatWasTypedComesFirstAndIsSelected(t *testing.T) {
	m := fruit(t, 0, 3, 2, 1)
	m.Select(3)
	typed(&m, "桃")
	if m.Selected() != 1 || !slices.Equal(m.Shown(), []int{1, 3}) {
		t.Errorf("selected %d of %v", m.Selected(), m.Shown())
	}
}

func TestAnEmptyFilterOffersTheWordsThatThereAre(t *testing.T) {
	m := fruit(t, 0, 1, 2, 3)
	stone, pome := match.Word{Zh: "核果", En: "stone"}, match.Word{Zh: "仁果", En: "pome"}
	items := []match.Item{{Text: "苹果", Words: []match.Word{pome}}, {Text: "桃", Words: []match.Word{stone}}, {Text: "樱桃", Words: []match.Word{stone}}}
	m.SetItems(match.NewItems(items), []int{0, 1, 2}, 0)
	m.SetSize(80, 80, 5)
	if m.Act(keymaps.Filter); !strings.Contains(m.Head()[0], "；核果 2、仁果 1 ") {
		t.Errorf("head %q", m.Head())
	}
	typed(&m, "heguo")
	if !slices.Equal(m.Shown(), []int{1, 2}) || strings.Contains(m.Head()[0], "仁果") {
		t.Errorf("%v, head %q", m.Shown(), m.Head())
	}
	for w := range 60 { // however narrow
		m.SetSize(w, 60, 5)
		m.Act(keymaps.Back)
		m.Act(keymaps.Filter)
		m.Head()
	}
}

func TestAnItemStaysSelectedInAnotherOrderAndItsPlaceWhenItIsGone(t *testing.T) {
	m := fruit(t, 0, 1, 2, 3)
	m.Act(keymaps.Down)
	names := match.New([]string{"苹果", "桃", "梨", "樱桃"})
	m.SetItems(names, []int{3, 2, 1, 0}, m.Selected())
	if m.Selected() != 1 {
		t.Errorf("%d is selected in another order", m.Selected())
	}
	m.SetItems(names, []int{0, 1, 2, 3}, -1)
	if m.Selected() != 2 {
		t.Errorf("%d is selected, not what stands third now", m.Selected())
	}
}

func TestAnEmptyListHasNothingToFilter(t *testing.T) {
	m := fruit(t, 0, 1, 2, 3)
	m.SetItems(match.New(nil), nil, -1)
	typed(&m, "x")
	if m.Act(keymaps.Filter) || m.Typing() || m.Selected() != -1 {
		t.Error("a filter begins")
	}
}

func TestAPasteGoesIntoAFilterThatIsBeingTypedOnly(t *testing.T) {
	m := fruit(t, 0, 1, 2, 3)
	m.Type(tea.PasteMsg{Content: "梨"})
	if m.Filtered() {
		t.Error("a paste began a filter")
	}
	m.Act(keymaps.Filter)
	m.Type(tea.PasteMsg{Content: "梨"})
	if m.Act(keymaps.Accept); m.Typing() || !m.Filtered() || m.Selected() != 2 {
		t.Errorf("typing %v, %d selected", m.Typing(), m.Selected())
	}
}
