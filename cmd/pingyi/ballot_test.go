package main

import (
	"fmt"
	"strings"
	"testing"

	"pingyi"
	"pingyi/store"
)

// ballotHouse has one panel, whose r1 rates three activities.
func ballotHouse(t *testing.T) *house {
	return openHouse(t, newKeyring(t), func(owner *store.Desk) {
		plan := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "701", Name: "示例局"}, Scale: pingyi.DefaultScale()}
		for _, name := range []string{"修路", "架桥", "清淤"} {
			plan.Activities = append(plan.Activities, pingyi.Activity{Name: name, Budget: 1_000_000, Rubric: pingyi.Rubric{"坏", "行", "可", "好"}})
		}
		_, err := owner.File(t.Context(), store.Filing{Plan: plan, Has: func(pingyi.Field) bool { return true }})
		if err == nil {
			err = owner.AddMember(t.Context(), pingyi.Member{ID: "r1", Name: "r1", Role: pingyi.Reviewer, Weight: 1})
		}
		if err == nil {
			err = owner.CreatePanel(t.Context(), pingyi.Panel{ID: "p1", Year: 2016, Members: []string{"r1"}})
		}
		if err == nil {
			_, err = owner.OpenRound(t.Context(), "p1", false)
		}
		if err != nil {
			t.Fatal(err)
		}
	})
}

// filledIn puts marks into a ballot's brackets, one after another.
func filledIn(ballot string, marks ...string) string {
	for i, part := range strings.SplitAfter(ballot, "Mark: [") {
		if i == 0 {
			ballot = part
			continue
		}
		_, rest, _ := strings.Cut(part, "]")
		ballot += marks[i-1] + "]" + rest
	}
	return ballot
}

func TestABallotNamesTheLineThatSendsItBack(t *testing.T) {
	h := ballotHouse(t)
	for _, c := range []struct {
		member, want string
		args         []string
	}{
		{"r1", "ssh -p 23234 r1@pingyi.example submit < ballot.txt\r\n", []string{"ballot"}},
		{"owner", "pingyi --as r1 submit ballot.txt\r\n", []string{"ballot", "--as", "r1"}},
	} {
		if out := h.must(c.member, "", c.args...); !strings.Contains(out, "|   "+c.want) {
			t.Errorf("%s is not told %q:\n%s", c.member, c.want, out)
		}
	}
}

func TestSubmittingSaysWhatHappened(t *testing.T) {
	h := ballotHouse(t)
	blank := h.must("r1", "", "ballot")
	if a := h.run("r1", filledIn(blank, "９", "2", "optimal"), "submit"); a.status != 1 || !strings.HasPrefix(a.errs, "took 1 rating, kept as drafts; nothing is submitted.") ||
		strings.Index(a.errs, `"９"`) > strings.Index(a.errs, `"optimal"`) {
		t.Errorf("a ballot with two wrong marks: %+v", a)
	}
	mixed := strings.Replace(filledIn(blank, "9", "2", ""), "# 2016/701/3 ", "# 2016/701/x ", 1) // the first is the record's to refuse, the second the reader's
	if a := h.run("r1", mixed, "submit"); a.status != 1 || !inOrder(a.errs) {
		t.Errorf("faults out of order: %+v", a)
	}
	for _, c := range []struct {
		lang, want string
		marks      []string
	}{
		{"en", "took 1 rating and submitted; now 2 submitted; 1 missing: no. 3\n", []string{"１", "2", ""}},
		{"en", "the ballot changes nothing; now 2 submitted; 1 missing: no. 3\n", []string{"１", "2", ""}},
		{"zh", "评分表没有新的改动；现在已提交 2 项；未评 1 项：第 3 项\n", []string{"优", "良", ""}},
		{"zh", "收下 1 项，已经提交；现在已提交 2 项，弃权 1 项\n", []string{"优", "良", "弃权"}},
	} {
		if out := h.must("r1", filledIn(blank, c.marks...), "submit", "--lang", c.lang); out != c.want {
			t.Errorf("%q gives %q, not %q", c.marks, out, c.want)
		}
	}
}

// inOrder reports whether several rows are named, each not before the last.
func inOrder(errs string) bool {
	last, n := "", 0
	for _, line := range strings.Split(errs, "\n") {
		if _, after, found := strings.Cut(line, "row "); found {
			row := strings.TrimRight(strings.SplitN(after, " ", 2)[0], ":,")
			if len(row) < len(last) || len(row) == len(last) && row < last {
				return false
			}
			last, n = row, n+1
		}
	}
	return n > 1
}

func TestSubmittingNamesAllThatIsToBeRatedOnceMore(t *testing.T) {
	h := ballotHouse(t)
	filled := filledIn(h.must("r1", "", "ballot"), "1", "2", "3")
	key := pingyi.PlanKey{Year: 2016, Department: "701"}
	plan, err := h.owner.Plan(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range plan.Activities[1:] {
		b := a
		b.Rubric = pingyi.Rubric{"坏", "行", "可", "很好"}
		if _, _, err := h.owner.SaveActivity(t.Context(), key, a, b); err != nil {
			t.Fatal(err)
		}
	}
	got := h.run("r1", filled, "submit", "--lang", "zh")
	if got.status != 1 || !strings.HasPrefix(got.errs, "收下 3 项（存为草稿），还没有提交") || !strings.Contains(got.errs, "重新取一份评分表") {
		t.Errorf("a ballot filled in by an older rubric: %+v", got)
	}
	for i, line := range strings.Split(filled, "\n") {
		if named := fmt.Sprintf("第 %d 行，第 2 项活动（“架桥”）", i+1); strings.HasPrefix(line, "Mark: [2]") && !strings.Contains(got.errs, named) {
			t.Errorf("%q is not named: %s", named, got.errs)
		}
		if named := fmt.Sprintf("第 %d 行，第 3 项活动（“清淤”）", i+1); strings.HasPrefix(line, "Mark: [3]") && !strings.Contains(got.errs, named) {
			t.Errorf("%q is not named: %s", named, got.errs)
		}
	}
	// Without its entry an activity has no line, and is named all the same.
	end := strings.Index(filled, "# 2016/701/3 ")
	got = h.run("r1", filled[:end]+"（完）\n", "submit", "--lang", "zh")
	if got.status != 1 || !strings.Contains(got.errs, "\n第 3 项活动（“清淤”）") && !strings.Contains(got.errs, " 第 3 项活动（“清淤”）") {
		t.Errorf("its entry deleted: %+v", got)
	}
}
