package look_test

import (
	"regexp"
	"testing"

	"charm.land/lipgloss/v2"

	"pingyi"
	"pingyi/tui/parts/look"
)

func styles(l look.Look) map[string]lipgloss.Style {
	m := map[string]lipgloss.Style{
		"title": l.Title(), "label": l.Label(), "muted": l.Muted(), "selected": l.Selected(), "header": l.Header(),
		"key": l.Key(), "error": l.Error(), "warning": l.Warning(), "good": l.Good(),
	}
	scale := pingyi.DefaultScale()
	for _, t := range append(scale.Best(), pingyi.NoTier) {
		m["tier "+scale.Name(t)] = l.Tier(scale, t)
	}
	return m
}

func TestWithoutColourNothingIsColoured(t *testing.T) {
	coloured := regexp.MustCompile(`\x1b\[(\d+;)*(3[0-8]|4[0-8]|9[0-7]|10[0-7])[;m]`)
	for _, dark := range []bool{false, true} {
		for name, s := range styles(look.Look{Dark: dark}) {
			if got := s.Render("x"); coloured.MatchString(got) {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
	if got := styles(look.Look{Color: true})["error"].Render("x"); !coloured.MatchString(got) {
		t.Errorf("with colour an error reads %q", got)
	}
}

func TestColoursAreTheTerminalsOwn(t *testing.T) {
	extended := regexp.MustCompile(`[34]8;[25];`)
	for _, dark := range []bool{false, true} {
		for name, s := range styles(look.Look{Color: true, Dark: dark}) {
			if got := s.Render("x"); extended.MatchString(got) {
				t.Errorf("%s: %q", name, got)
			}
		}
	}
}

func TestWarningsErrorsAndTheSelectionDifferWithoutColour(t *testing.T) {
	seen := map[string]string{}
	for _, name := range []string{"error", "warning", "selected", "good"} {
		got := styles(look.Look{})[name].Render("x")
		if other, ok := seen[got]; ok {
			t.Errorf("%s looks like %s", name, other)
		}
		seen[got] = name
	}
}

func TestASCIIMarksAreASCII(t *testing.T) {
	l := look.Look{ASCII: true}
	b := l.Border()
	for _, s := range []string{l.Marker(), l.Check(), l.Dissent(), l.Above(), l.Below(), b.Top, b.Left, b.TopLeft, b.BottomRight} {
		for _, r := range s {
			if r >= 0x7f {
				t.Errorf("%q is not ASCII", s)
			}
		}
	}
}
