package pingyi_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io/fs"
	"math"
	"os"
	"testing"

	"pingyi"
)

// vectors are the worked cases shared with other projects. Every field is named
// here and unknown ones are refused, so that none is passed over in silence.
type vectors struct {
	Alpha []struct {
		Name   string       `json:"name"`
		Source string       `json:"src"`
		Units  [][]*float64 `json:"units_by_rater"`
		Expect struct {
			Nominal  *float64 `json:"nominal"`
			Ordinal  *float64 `json:"ordinal"`
			Interval *float64 `json:"interval"`
			Ratio    *float64 `json:"ratio"`
			Do       *float64 `json:"Do"`
			De       *float64 `json:"De"`
		} `json:"expect"`
	} `json:"alpha"`
	Fleiss []struct {
		Name   string  `json:"name"`
		Source string  `json:"src"`
		Table  [][]int `json:"table"`
		Expect struct {
			Kappa       float64   `json:"kappa"`
			Observed    float64   `json:"Po"`
			Expected    float64   `json:"Pe"`
			Z           float64   `json:"z"`
			PerCategory []float64 `json:"per_category"`
		} `json:"expect"`
	} `json:"fleiss"`
	Kendall []struct {
		Name   string      `json:"name"`
		Source string      `json:"src"`
		Raters [][]float64 `json:"raters"`
		Expect struct {
			S    float64 `json:"S"`
			W    float64 `json:"W"`
			Chi2 float64 `json:"chi2"`
		} `json:"expect"`
	} `json:"kendall_w"`
	Majority struct {
		Items []struct {
			Name     string       `json:"name"`
			Tally    pingyi.Tally `json:"tally_worst_to_best"`
			N        int          `json:"n"`
			Grade    string       `json:"grade"`
			P        int          `json:"p"`
			Q        int          `json:"q"`
			Value    string       `json:"value"`
			Mean     float64      `json:"mean_1to4"`
			Trimmed  float64      `json:"drop_hi_lo"`
			Midpoint float64      `json:"midpoint_median"`
			Mark     string       `json:"mark"`
		} `json:"items"`
		Order []string `json:"order_n7"`
	} `json:"majority_judgment_four_tiers"`
	Ranks []struct {
		Source  string         `json:"src"`
		Tallies []pingyi.Tally `json:"tallies"`
		Ranks   []int          `json:"ranks"`
	} `json:"majority_judgment_ranks"`
}

// shared returns a file that is kept beside the repository.
func shared(t testing.TB, path string) []byte {
	b, err := os.ReadFile("../shared/" + path)
	if errors.Is(err, fs.ErrNotExist) && os.Getenv("CI") == "" {
		t.Skipf("the shared file %s is not beside this checkout", path)
	}
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func sharedVectors(t testing.TB) vectors {
	dec := json.NewDecoder(bytes.NewReader(shared(t, "vectors/consensus.json")))
	dec.DisallowUnknownFields()
	var v vectors
	if err := dec.Decode(&v); err != nil {
		t.Fatalf("the worked cases hold what no test covers: %v", err)
	}
	if len(v.Alpha) == 0 || len(v.Fleiss) == 0 || len(v.Kendall) == 0 || len(v.Majority.Items) == 0 || len(v.Majority.Order) == 0 || len(v.Ranks) == 0 {
		t.Fatal("a kind of worked cases is missing")
	}
	return v
}

// near fails unless got agrees with a figure given to so many decimals.
func near(t *testing.T, what string, got, want float64, decimals int) {
	t.Helper()
	// The last given decimal may have been cut or rounded at one half.
	if !(math.Abs(got-want) <= 0.500001*math.Pow10(-decimals)) {
		t.Errorf("%s = %.*f, want %.*f", what, decimals+2, got, decimals, want)
	}
}

func TestAlphaOfWorkedCases(t *testing.T) {
	for _, c := range sharedVectors(t).Alpha {
		var units [][]float64
		for _, u := range c.Units {
			unit := make([]float64, len(u))
			for i, v := range u {
				if unit[i] = math.NaN(); v != nil {
					unit[i] = *v
				}
			}
			units = append(units, unit)
		}
		e := c.Expect
		for d, want := range map[pingyi.Distance]*float64{pingyi.Nominal: e.Nominal, pingyi.Ordinal: e.Ordinal, pingyi.Interval: e.Interval, pingyi.Ratio: e.Ratio} {
			if want == nil {
				continue
			}
			alpha, ok := pingyi.Alpha(units, d)
			if !ok {
				t.Errorf("%s: no alpha", c.Name)
			}
			near(t, c.Name, alpha, *want, 6)
		}
		if e.Nominal == nil || (e.Do == nil) != (e.De == nil) {
			t.Fatalf("%s gives no nominal alpha, or only one of Do and De", c.Name)
		}
		if e.Do != nil {
			alpha, _ := pingyi.Alpha(units, pingyi.Nominal)
			near(t, c.Name+": 1 − Do/De", alpha, 1-*e.Do/(*e.De), 5) // De is rounded itself
		}
	}
}

func TestAlphaDoesNotExistWhereNothingVaries(t *testing.T) {
	nan := math.NaN()
	for name, units := range map[string][][]float64{
		"no units":                     nil,
		"unanimous":                    {{2, 2}, {2, 2}},
		"nothing to pair":              {{1, nan}, {nan, 2}},
		"only unpaired values differ":  {{2, 2}, {1, nan}},
		"missing throughout":           {{nan, nan}},
		"one rater, nobody to compare": {{1}, {2}},
	} {
		for d := pingyi.Nominal; d <= pingyi.Ratio; d++ {
			if alpha, ok := pingyi.Alpha(units, d); ok {
				t.Errorf("%s: alpha = %v", name, alpha)
			}
		}
	}
}

func TestAlphaIsOneWhereAllAgree(t *testing.T) {
	for d := pingyi.Nominal; d <= pingyi.Ratio; d++ {
		if alpha, ok := pingyi.Alpha([][]float64{{1, 1, 1}, {3, 3, math.NaN()}, {2, 2, 2}}, d); !ok || alpha != 1 {
			t.Errorf("distance %d: %v, %v", d, alpha, ok)
		}
	}
}

func TestFleissOfWorkedCases(t *testing.T) {
	for _, c := range sharedVectors(t).Fleiss {
		f, ok := pingyi.FleissKappa(c.Table)
		if !ok || len(f.PerCategory) != len(c.Expect.PerCategory) {
			t.Fatalf("%s: %v, %v", c.Name, f, ok)
		}
		near(t, c.Name+" κ", f.Kappa, c.Expect.Kappa, 6)
		near(t, c.Name+" Po", f.Observed, c.Expect.Observed, 6)
		near(t, c.Name+" Pe", f.Expected, c.Expect.Expected, 6)
		near(t, c.Name+" z", f.Z, c.Expect.Z, 4)
		for i, want := range c.Expect.PerCategory {
			near(t, c.Name+" κ of a category", f.PerCategory[i], want, 4)
		}
	}
}

func TestFleissDoesNotExistWithoutVariationOrRaters(t *testing.T) {
	for name, table := range map[string][][]int{
		"no items":     nil,
		"one category": {{0, 3}, {0, 3}},
		"one rater":    {{1, 0}, {0, 1}},
		"no rater":     {{0, 0}},
	} {
		if f, ok := pingyi.FleissKappa(table); ok {
			t.Errorf("%s: %v", name, f)
		}
	}
}

func TestKendallOfWorkedCases(t *testing.T) {
	for _, c := range sharedVectors(t).Kendall {
		k, ok := pingyi.KendallW(c.Raters)
		if !ok {
			t.Fatalf("%s: no W", c.Name)
		}
		near(t, c.Name+" S", k.S, c.Expect.S, 6)
		near(t, c.Name+" W", k.W, c.Expect.W, 6)
		near(t, c.Name+" χ²", k.Chi2, c.Expect.Chi2, 4)
	}
}

func TestKendallCorrectsForTies(t *testing.T) {
	// Two identical rankings with ties agree fully; without the correction they
	// would not.
	k, ok := pingyi.KendallW([][]float64{{1, 2, 2, 3}, {1, 2, 2, 3}})
	if !ok || math.Abs(k.W-1) > 1e-12 {
		t.Errorf("%v, %v", k, ok)
	}
	// Opposite ones do not agree at all.
	if k, ok = pingyi.KendallW([][]float64{{1, 2, 3}, {3, 2, 1}}); !ok || k.W != 0 {
		t.Errorf("%v, %v", k, ok)
	}
}

func TestKendallDoesNotExistWithoutTwoOfEach(t *testing.T) {
	for name, raters := range map[string][][]float64{
		"nobody": nil, "one rater": {{1, 2}}, "one item": {{1}, {2}}, "all tied": {{2, 2, 2}, {1, 1, 1}},
	} {
		if k, ok := pingyi.KendallW(raters); ok {
			t.Errorf("%s: %v", name, k)
		}
	}
}

func TestAgreementIsSaidInWords(t *testing.T) {
	figure := func(f float64) *float64 { return &f }
	for _, c := range []struct {
		alpha  *float64
		zh, en string
	}{
		{nil, "看不出（全体一致，或评分不足）", "cannot be told (unanimous, or too few ratings)"},
		{figure(0.8), "高", "high"}, {figure(0.799), "尚可", "fair"}, {figure(0.667), "尚可", "fair"},
		{figure(0.666), "偏低", "low"}, {figure(-0.2), "偏低", "low"},
	} {
		a := pingyi.Agreement{Alpha: c.alpha}
		if zh, en := a.In(pingyi.Zh), a.In(pingyi.En); zh != c.zh || en != c.en {
			t.Errorf("%v is %s / %s", c.alpha, zh, en)
		}
	}
}
