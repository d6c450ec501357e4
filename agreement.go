package pingyi

import (
	"math"
	"slices"
	"sort"
)

// Distance is how Krippendorff's α weighs a disagreement between two values.
type Distance int

// The distances of Krippendorff, by level of measurement.
const (
	Nominal Distance = iota
	Ordinal
	Interval
	Ratio
)

// Alpha returns Krippendorff's α over units[u][r], rater r's value for unit u,
// NaN where it is missing. defined is false where all paired values are equal,
// or there are none: then α does not exist.
//
// Source: K. Krippendorff, Content Analysis, 2nd ed. 2004, ch. 11: α = 1 − Do/De
// over the coincidence matrix; a unit with fewer than two values is left out.
func Alpha(units [][]float64, d Distance) (alpha float64, defined bool) {
	var values []float64
	for _, u := range units {
		for _, v := range u {
			if !math.IsNaN(v) {
				values = append(values, v)
			}
		}
	}
	slices.Sort(values)
	values = slices.Compact(values)
	k := len(values)
	coincidence := make([][]float64, k)
	for i := range coincidence {
		coincidence[i] = make([]float64, k)
	}
	counts := make([]float64, k)
	for _, u := range units {
		clear(counts)
		m := 0.0
		for _, v := range u {
			if i, ok := slices.BinarySearch(values, v); ok {
				counts[i]++
				m++
			}
		}
		if m < 2 {
			continue
		}
		for i, a := range counts {
			for j, b := range counts {
				if i == j {
					b--
				}
				if a > 0 {
					coincidence[i][j] += a * b / (m - 1)
				}
			}
		}
	}
	margin := make([]float64, k)
	n := 0.0
	for i, row := range coincidence {
		for _, c := range row {
			margin[i] += c
		}
		n += margin[i]
	}
	var observed, expected float64
	for i := range k {
		for j := range i {
			w := d.squared(values, margin, j, i)
			observed += coincidence[i][j] * w
			expected += margin[i] * margin[j] * w
		}
	}
	if expected == 0 {
		return 0, false
	}
	return 1 - (n-1)*observed/expected, true
}

// squared returns the squared distance between values[i] and values[j], i < j.
func (d Distance) squared(values, margin []float64, i, j int) float64 {
	delta := 1.0
	switch d {
	case Ordinal: // how many values lie between, the ends counting half
		delta = -(margin[i] + margin[j]) / 2
		for g := i; g <= j; g++ {
			delta += margin[g]
		}
	case Interval:
		delta = values[j] - values[i]
	case Ratio:
		delta = (values[j] - values[i]) / (values[j] + values[i])
	}
	return delta * delta
}

// Fleiss is Fleiss' κ with its parts.
type Fleiss struct {
	Kappa       float64
	Observed    float64   // mean agreement within an item, P̄
	Expected    float64   // agreement by chance, P̄e
	Z           float64   // κ over its standard error when raters agree by chance only
	PerCategory []float64 // κ of each category against all others
}

// FleissKappa takes table[item][category], how many raters put the item into
// the category; every item has the same number of raters, at least two. ok is
// false where κ does not exist: no items, or all ratings in one category.
//
// Source: J. L. Fleiss, Psychological Bulletin 76 (1971) 378–382; the standard
// error is that of Fleiss, Nee and Landis, Psychological Bulletin 86 (1979) 974.
func FleissKappa(table [][]int) (f Fleiss, ok bool) {
	if len(table) == 0 {
		return f, false
	}
	items, raters := float64(len(table)), 0.0
	for _, c := range table[0] {
		raters += float64(c)
	}
	share := make([]float64, len(table[0]))
	split := make([]float64, len(table[0])) // Σ c(n−c) over items
	for _, row := range table {
		same := 0.0
		for j, c := range row {
			c := float64(c)
			share[j] += c / (items * raters)
			split[j] += c * (raters - c)
			same += c * (c - 1)
		}
		f.Observed += same / (raters * (raters - 1) * items)
	}
	var pq, skew float64
	for _, p := range share {
		f.Expected += p * p
		pq += p * (1 - p)
		skew += p * (1 - p) * (1 - 2*p)
	}
	if raters < 2 || pq < 1e-12 {
		return Fleiss{}, false
	}
	f.Kappa = (f.Observed - f.Expected) / (1 - f.Expected)
	f.Z = f.Kappa / math.Sqrt(2*(pq*pq-skew)/(pq*pq*items*raters*(raters-1)))
	for j, p := range share {
		kappa := math.NaN()
		if p > 0 && p < 1 {
			kappa = 1 - split[j]/(items*raters*(raters-1)*p*(1-p))
		}
		f.PerCategory = append(f.PerCategory, kappa)
	}
	return f, true
}

// Concordance is Kendall's W with its parts.
type Concordance struct {
	S    float64 // sum of squared deviations of the rank sums
	W    float64 // 0 no agreement, 1 full
	Chi2 float64 // m(n−1)W, n−1 degrees of freedom
}

// KendallW takes raters[r][i], rater r's value for item i; values are ranked,
// ties sharing their mean rank. ok is false where W does not exist: fewer than
// two raters or items, or every rater gives one value throughout.
//
// Source: M. G. Kendall, Rank Correlation Methods, 4th ed. 1970, ch. 6, with the
// correction for ties.
func KendallW(raters [][]float64) (c Concordance, ok bool) {
	if len(raters) < 2 || len(raters[0]) < 2 {
		return c, false
	}
	m, n := float64(len(raters)), float64(len(raters[0]))
	sums := make([]float64, len(raters[0]))
	ties := 0.0
	for _, r := range raters {
		ranks, t := ranked(r)
		for i, rank := range ranks {
			sums[i] += rank
		}
		ties += t
	}
	for _, s := range sums {
		d := s - m*(n+1)/2
		c.S += d * d
	}
	most := m*m*(n*n*n-n) - m*ties
	if most < 1e-9 {
		return Concordance{}, false
	}
	c.W = 12 * c.S / most
	c.Chi2 = m * (n - 1) * c.W
	return c, true
}

// ranked returns mean ranks from 1, and Σ(t³−t) over its groups of ties.
func ranked(values []float64) (ranks []float64, ties float64) {
	sorted := slices.Clone(values)
	slices.Sort(sorted)
	ranks = make([]float64, len(values))
	for i, v := range values {
		first, _ := slices.BinarySearch(sorted, v)
		last := sort.Search(len(sorted), func(i int) bool { return sorted[i] > v })
		t := float64(last - first)
		ranks[i] = float64(first) + (t+1)/2
		ties += t*t - 1 // summed over the t members of a group: t³−t
	}
	return ranks, ties
}

// In says in words how far the raters agree, by Krippendorff's α: data are
// reliable from 0.8, good for tentative conclusions from 0.667.
//
// Source: K. Krippendorff, Content Analysis, 2nd ed. 2004, p. 241.
func (a Agreement) In(l Lang) string {
	switch {
	case a.Alpha == nil:
		return l.Of("看不出（全体一致，或评分不足）", "cannot be told (unanimous, or too few ratings)")
	case *a.Alpha >= 0.8:
		return l.Of("高", "high")
	case *a.Alpha >= 2.0/3:
		return l.Of("尚可", "fair")
	}
	return l.Of("偏低", "low")
}
