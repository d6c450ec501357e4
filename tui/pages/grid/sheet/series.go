package sheet

import (
	"regexp"
	"strconv"
	"strings"

	"pingyi"
)

// counted finds the last whole number of a text; a decimal counts nothing.
var counted = regexp.MustCompile(`^((?s).*?)([0-9]{1,9})([^0-9]*)$`)

// seriesOf returns the texts of a series by their number from 0. The step is the
// difference of the first two texts where they differ in that number alone, and
// one where the second does not. Amounts count in 万元, and only by two of them:
// one alone is rather copied.
func seriesOf(first, second string, money bool) func(i int) string {
	same := func(int) string { return first }
	if money {
		a, err := pingyi.ParseAmount(first)
		b, err2 := pingyi.ParseAmount(second)
		if err != nil || err2 != nil {
			return same
		}
		return func(i int) string { return max(0, a+(b-a)*pingyi.Amount(i)).String() }
	}
	m := counted.FindStringSubmatch(first)
	if m == nil || strings.HasSuffix(m[1], ".") && endsInDigit(strings.TrimSuffix(m[1], ".")) {
		return same
	}
	start, _ := strconv.Atoi(m[2])
	step := 1
	if n := counted.FindStringSubmatch(second); n != nil && n[1] == m[1] && n[3] == m[3] {
		next, _ := strconv.Atoi(n[2])
		step = next - start
	}
	return func(i int) string {
		n := strconv.Itoa(max(0, start+step*i))
		return m[1] + strings.Repeat("0", max(0, len(m[2])-len(n))*leading(m[2])) + n + m[3]
	}
}

func endsInDigit(s string) bool {
	return s != "" && s[len(s)-1] >= '0' && s[len(s)-1] <= '9'
}

// leading is 1 where a number is filled up with zeros.
func leading(number string) int {
	if len(number) > 1 && number[0] == '0' {
		return 1
	}
	return 0
}
