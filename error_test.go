package pingyi_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"pingyi"
)

func TestErrorSaysWhereThenWhat(t *testing.T) {
	e := pingyi.Errorf(pingyi.Invalid, "预算数“%s”不对", "the amount %q is wrong", "12..5")
	full := pingyi.Place{File: "计划.csv", Table: "预算", Row: 3, Column: "B", Field: "年度预算数", Text: "12..5"}
	for _, c := range []struct {
		place  pingyi.Place
		zh, en string
	}{
		{pingyi.Place{}, "预算数“12..5”不对", `the amount "12..5" is wrong`},
		{full, "计划.csv，表 预算，第 3 行，第 B 列，“年度预算数”（“12..5”）：预算数“12..5”不对",
			`计划.csv, table 预算, row 3, column B, "年度预算数" ("12..5"): the amount "12..5" is wrong`},
		{pingyi.Place{Activity: 2, Entry: pingyi.FieldBudget}, "第 2 项活动，“预算数”：预算数“12..5”不对", `activity 2, "Budget": the amount "12..5" is wrong`},
		// A file's own heading is better known to its reader than ours.
		{pingyi.Place{Entry: pingyi.FieldBudget, Field: "年度预算数"}, "“年度预算数”：预算数“12..5”不对", `"年度预算数": the amount "12..5" is wrong`},
	} {
		got := e.At(c.place)
		if zh, en := got.In(pingyi.Zh), got.In(pingyi.En); zh != c.zh || en != c.en {
			t.Errorf("%s\n%s", zh, en)
		}
	}
	if e.Place != (pingyi.Place{}) {
		t.Error("At changed its receiver")
	}
}

func TestEachLayerAddsThePlaceThatOnlyItKnows(t *testing.T) {
	inner := pingyi.Place{Row: 3, Text: "x"}
	outer := pingyi.Place{File: "f", Table: "t", Row: 9, Activity: 2, Column: "B", Field: "h", Entry: pingyi.FieldGoal, Text: "y"}
	want := outer
	want.Row, want.Text = 3, "x"
	if got := pingyi.Errorf(pingyi.Invalid, "错", "wrong").At(inner).At(outer).Place; got != want {
		t.Errorf("%+v", got)
	}
}

func TestErrorsQuoteNothingThatATerminalObeys(t *testing.T) {
	evil := "a\x1b[2J\u009b1m\u202eb\u200bc\U000e0041"
	e := pingyi.Errorf(pingyi.Invalid, "“%s”不对", "%s is wrong", pingyi.Excerpt(evil, 40)).
		At(pingyi.Place{File: evil, Table: evil, Column: evil, Field: evil, Text: evil})
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		if s := e.In(l); strings.ContainsAny(s, "\x1b\u009b\u202e\u200b\U000e0041") || !strings.Contains(s, "a�[2J�1m�b�c�") {
			t.Errorf("%q", s)
		}
	}
}

func TestExcerptCutsByCharacterOnOneLine(t *testing.T) {
	for in, want := range map[string]string{"一二三": "一二三", "一二三四": "一二三…", " 一\n\t二 ": "一 二", "": ""} {
		if got := pingyi.Excerpt(in, 3); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestUnknownErrorReadsInternal(t *testing.T) {
	cause := errors.New("open /secret/path: permission denied")
	for _, err := range []error{cause, pingyi.Errorf(pingyi.Internal, "细节", "the specifics").Because(cause), fmt.Errorf("reading: %w", cause)} {
		if pingyi.CodeOf(err) != pingyi.Internal {
			t.Errorf("%v has code %s", err, pingyi.CodeOf(err))
		}
		zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En)
		if !strings.Contains(zh, "internal") || !strings.Contains(en, "internal") || strings.Contains(zh+en, "secret") || strings.Contains(zh+en, "specifics") || strings.Contains(zh, "细节") {
			t.Errorf("%s / %s", zh, en)
		}
	}
	if pingyi.CodeOf(nil) != "" {
		t.Error("no error has a code")
	}
}

func TestCauseGoesToTheLogOnly(t *testing.T) {
	cause := errors.New("disk on fire")
	err := fmt.Errorf("saving: %w", pingyi.Errorf(pingyi.Busy, "记录被占用", "the record is in use").Because(cause))
	if !errors.Is(err, cause) || pingyi.CodeOf(err) != pingyi.Busy {
		t.Errorf("%v", err)
	}
	if s := pingyi.Explain(err, pingyi.En); s != "the record is in use" {
		t.Error(s)
	}
	if !strings.Contains(err.Error(), "the record is in use: disk on fire") {
		t.Error(err)
	}
}

func TestErrorArgumentsSpeakTheReadersLanguage(t *testing.T) {
	e := pingyi.Errorf(pingyi.NotFound, "没有这个%s", "there is no such %s", pingyi.NounPanel)
	if zh, en := e.In(pingyi.Zh), e.In(pingyi.En); zh != "没有这个评审组" || en != "there is no such panel" {
		t.Errorf("%s / %s", zh, en)
	}
	if e := pingyi.Errorf(pingyi.Invalid, "100% 完成", "100% done"); e.In(pingyi.Zh) != "100% 完成" {
		t.Error(e.In(pingyi.Zh))
	}
}

// refusals returns an error of every kind that this package makes.
func refusals() map[string]error {
	s := pingyi.DefaultScale()
	all := map[string]error{}
	add := func(name string, err error) { all[name] = err }
	amount := func(in string) { _, err := pingyi.ParseAmount(in); add("amount "+in, err) }
	for _, in := range []string{"", "-1", "1..2", "x", "1.2345678", "999999999999"} {
		amount(in)
	}
	score := func(in string) { _, err := pingyi.ParseScore(in); add("score "+in, err) }
	score("x")
	score("101")
	_, err := pingyi.ParseWeight("0")
	add("weight", err)
	_, err = pingyi.ParseRole("x")
	add("role", err)
	scale := func(name string, names []string, floors ...pingyi.Score) {
		_, err := pingyi.NewScale(names, floors)
		add("scale "+name, err)
	}
	scale("size", nil)
	scale("name", []string{"=", "a"}, 0, 1)
	scale("twice", []string{"a", "a"}, 0, 1)
	scale("floor", []string{"a", "b"}, 1, 2)
	for _, in := range []string{"a\xff", "a\x1b"} {
		_, _, err := pingyi.CleanText(in)
		add("text "+in, err)
	}
	for name, m := range map[string]pingyi.Member{"code": {}, "owner": {ID: "owner"}, "text": {ID: "a", Name: "\x1b"}, "name": {ID: "a"}, "role": {ID: "a", Name: "a"}} {
		_, err := m.Clean()
		add("member "+name, err)
	}
	one := []string{"r1"}
	for name, p := range map[string]pingyi.Panel{
		"code": {}, "year": {ID: "p"}, "members": {ID: "p", Year: 2016}, "twice": {ID: "p", Year: 2016, Members: []string{"a", "a"}},
		"rule": {ID: "p", Year: 2016, Members: one, Rule: "x"}, "marks": {ID: "p", Year: 2016, Members: one, Marks: "x"}, "quorum": {ID: "p", Year: 2016, Members: one, Quorum: 2},
	} {
		_, err := p.Clean()
		add("panel "+name, err)
	}
	points, over := pingyi.Score(1), pingyi.MaxScore+1
	mark := func(name string, m pingyi.Mark, marks pingyi.Marks) {
		_, err := m.Clean(marks, s)
		add("mark "+name, err)
	}
	mark("kind", pingyi.Mark{}, pingyi.MarkTier)
	mark("no score", pingyi.Mark{Kind: pingyi.Graded}, pingyi.MarkScore)
	mark("score", pingyi.Mark{Kind: pingyi.Graded, Score: &over}, pingyi.MarkScore)
	mark("not a score", pingyi.Mark{Kind: pingyi.Graded, Score: &points}, pingyi.MarkTier)
	mark("tier", pingyi.Mark{Kind: pingyi.Graded, Tier: 9}, pingyi.MarkTier)
	mark("long", pingyi.Mark{Comment: strings.Repeat("a", pingyi.MaxText+1)}, pingyi.MarkTier)
	_, err = pingyi.ParseMark("x", pingyi.MarkTier, s)
	add("mark", err)
	for name, spoil := range map[string]func(*pingyi.Plan){
		"year": func(p *pingyi.Plan) { p.Year = 0 }, "name": func(p *pingyi.Plan) { p.Activities[0].Name = "" }, "budget": func(p *pingyi.Plan) { p.Activities[0].Budget = -1 },
		"long":  func(p *pingyi.Plan) { p.Activities[0].Goal = strings.Repeat("a", pingyi.MaxText+1) },
		"goals": func(p *pingyi.Plan) { p.OverallGoal = strings.Repeat("a", pingyi.MaxText+1) }, "size": func(p *pingyi.Plan) { p.DutyGoals = make([]string, pingyi.MaxDutyGoals+1) },
	} {
		p := goldenPlan()
		spoil(&p)
		_, _, err := p.Clean()
		add("plan "+name, err)
	}
	for _, in := range []string{`{`, `{"x":1}`, `{"year":"x"}`, `{"activities":[{"criteria":{"x":""}}]}`, `{"activities":[{"criteria":{"优":"","优":""}}]}`,
		`{"activities":[{"criteria":[]}]}`, `{"activities":[{"criteria":{"优":true}}]}`, `{"activities":[{"budget":{}}]}`, `{"activities":[{"name":[]}]}`} {
		add("json "+in, new(pingyi.Plan).UnmarshalJSON([]byte(in)))
	}
	add("forbidden", pingyi.Actor{}.May(pingyi.EditPlans, nil, nil))
	add("sealed", pingyi.OwnerActor().May(pingyi.ReadResults, &pingyi.Panel{ID: "p"}, &pingyi.Round{No: 1}))
	return all
}

func TestEveryRefusalReadsWellInBothLanguages(t *testing.T) {
	for name, err := range refusals() {
		if c := pingyi.CodeOf(err); c == "" || c == pingyi.Internal {
			t.Errorf("%s: %v", name, err)
			continue
		}
		zh, en := pingyi.Explain(err, pingyi.Zh), pingyi.Explain(err, pingyi.En)
		for _, s := range []string{zh, en} {
			if strings.Contains(s, "%!") || strings.Contains(s, "<nil>") || strings.HasSuffix(s, "：") || s == "" {
				t.Errorf("%s: %s", name, s)
			}
		}
		if zh == en || !strings.ContainsFunc(zh, func(r rune) bool { return r >= 0x4e00 && r <= 0x9fff }) {
			t.Errorf("%s: only one language: %s", name, zh)
		}
	}
}
