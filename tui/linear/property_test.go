package linear_test

import (
	"bytes"
	"context"
	"slices"
	"strings"
	"testing"
	"testing/iotest"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/linear"
	"pingyi/tui/pages/pagetest"
)

// However the line cuts up what is typed, the dialogue is the same.
func TestAnySplitOfReadsGivesTheSameDialogue(t *testing.T) {
	input := "１：“好”\r\n回避\r是\rc 管护\x7f护到人\r\x1b[A2\r\x1b[200~l\x1b[201~\rs\ry\rq\r"
	var outs []string
	for _, one := range []bool{false, true} {
		r := pagetest.Convened(t, nil)
		var out bytes.Buffer
		c := linear.Config{Desk: r.Desk("r1"), In: strings.NewReader(input), Out: &out, Echo: true}
		if one {
			c.In = iotest.OneByteReader(c.In)
		}
		if err := linear.Run(context.Background(), c); err != nil {
			t.Fatal(err)
		}
		outs = append(outs, out.String())
		want(t, r.Desk("r1"), "优已提交““好”” 回避 良已提交“管护到人”")
	}
	if outs[0] != outs[1] {
		t.Errorf("%q\n\nis not\n\n%q", outs[1], outs[0])
	}
}

func TestNothingTypedCrashesItOrSubmitsWithoutAYes(t *testing.T) {
	ctx := context.Background()
	words := []string{"1", "2", "３", "4", "5", "0", "优", "良：还行", "a", "r", "弃权", "回避", "是", "y", "n", "no", "1y", "", "b", "go 3", "到9", "go", "c", "c 话", "评语：话", "-", "理由", "理由：有",
		"撤回", "s", "提交", "l", "v", "?", "q", "\x03", "\x04", "\x15", "\x1b[A", "\u202e", "\xff", "89.5", strings.Repeat("长", 90)}
	rapid.Check(t, func(rt *rapid.T) {
		r := pagetest.Convened(t, nil)
		if rapid.Bool().Draw(rt, "later") {
			r.RateAll()
			r.Close()
			r.Open()
		}
		lines := rapid.SliceOfN(rapid.SampledFrom(words), 0, 40).Draw(rt, "lines")
		d := r.Desk("r1")
		before, err := d.Paper(ctx, pagetest.Panel)
		if err != nil {
			rt.Fatal(err)
		}
		var out bytes.Buffer
		c := linear.Config{Desk: d, Lang: pingyi.Lang(rapid.IntRange(0, 1).Draw(rt, "lang")), Echo: rapid.Bool().Draw(rt, "echo"),
			In: strings.NewReader(strings.Join(lines, "\r") + "\r"), Out: &out}
		if err := linear.Run(ctx, c); err != nil {
			rt.Fatal(err)
		}
		readable(t, out.String(), c.Echo)
		after, err := d.Paper(ctx, pagetest.Panel)
		if err != nil {
			rt.Fatal(err)
		}
		if after.Ballot.SubmittedAt["710"] == before.Ballot.SubmittedAt["710"] {
			return
		}
		asked := slices.IndexFunc(lines, func(l string) bool { return l == "s" || l == "提交" })
		if asked < 0 || !slices.ContainsFunc(lines[asked+1:], func(l string) bool { return l == "y" || l == "是" }) {
			rt.Fatalf("submitted by %q", lines)
		}
	})
}
