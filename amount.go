package pingyi

import (
	"fmt"
	"strings"
)

// Amount is money: an exact number of 分 (a hundredth of a yuan). It is shown
// and entered in 万元, of which one is 1,000,000 分.
type Amount int64

// MaxAmount is the most that one amount may be, 1 亿 万元: ten thousand of them
// still add up without overflow.
const MaxAmount Amount = 100_000_000 * fenPerWan

const (
	fenPerWan  = 1_000_000
	fenPerYuan = 100
)

// ParseAmount reads an amount as people write it: "3485.50", "3,485.5",
// "３４８５．５０" and "3485.50万元" are 万元, "34855000元" is yuan.
//
// A sign, a second dot, a comma that does not group thousands, a blank between
// digits (two amounts in one cell look so), anything finer than a 分 and anything
// over [MaxAmount] is [Invalid]; nothing is rounded.
func ParseAmount(s string) (Amount, error) {
	t := strings.TrimSpace(HalfWidth(s))
	unit, decimals := Amount(fenPerWan), 6
	switch {
	case strings.HasSuffix(t, "万元"):
		t = strings.TrimSuffix(t, "万元")
	case strings.HasSuffix(t, "万"):
		t = strings.TrimSuffix(t, "万")
	case strings.HasSuffix(t, "元"):
		t = strings.TrimSuffix(t, "元")
		unit, decimals = fenPerYuan, 2
	}
	t = strings.TrimSpace(t)
	bad := func(zh, en string) (Amount, error) {
		return 0, Errorf(Invalid, "预算数“%s”"+zh, "the amount %q "+en, Excerpt(s, 20))
	}
	if t == "" {
		return 0, Errorf(Invalid, "预算数是空的，请填写数字，如 3485.50", "the amount is empty: enter a number such as 3485.50")
	}
	if strings.HasPrefix(t, "-") || strings.HasPrefix(t, "+") || strings.HasPrefix(t, "−") {
		return bad("不能带正负号", "must not have a sign")
	}
	whole, frac, _ := strings.Cut(t, ".")
	if strings.Contains(frac, ".") {
		return bad("有两个小数点", "has two decimal points")
	}
	whole, ok := ungroup(whole)
	if !ok || !digits(whole) || !digits(frac) || whole == "" && frac == "" {
		return bad("不是数字，请写成 3485.50 或 3,485.50 的样子", "is not a number: write it like 3485.50 or 3,485.50")
	}
	if len(frac) > decimals {
		return bad("小数位太多，万元最多六位、元最多两位", "has too many decimals: at most six of 万元, two of 元")
	}
	tooLarge := func() (Amount, error) {
		return bad("太大，不能超过一亿万元", "is too large: at most 100,000,000 万元")
	}
	var a Amount
	for _, c := range whole {
		if a = a*10 + Amount(c-'0'); a > MaxAmount/unit {
			return tooLarge()
		}
	}
	a *= unit
	for i, c := range frac {
		place := unit
		for range i + 1 {
			place /= 10
		}
		a += Amount(c-'0') * place
	}
	if a > MaxAmount {
		return tooLarge()
	}
	return a, nil
}

// ungroup drops the commas of thousands; ok is false when they stand elsewhere.
func ungroup(s string) (plain string, ok bool) {
	groups := strings.Split(s, ",")
	for i, g := range groups {
		if len(groups) > 1 && (len(g) > 3 || g == "" || i > 0 && len(g) != 3) {
			return "", false
		}
	}
	return strings.Join(groups, ""), true
}

func digits(s string) bool {
	return strings.Trim(s, "0123456789") == ""
}

// String returns the amount in 万元 with at least two decimals, as many more as
// it takes to keep every 分, and no unit.
func (a Amount) String() string {
	sign := ""
	if a < 0 {
		sign, a = "-", -a
	}
	frac := strings.TrimRight(fmt.Sprintf("%06d", a%fenPerWan), "0")
	for len(frac) < 2 {
		frac += "0"
	}
	return fmt.Sprintf("%s%d.%s", sign, a/fenPerWan, frac)
}

// Grouped is String with commas between thousands, for screens.
func (a Amount) Grouped() string {
	whole, frac, _ := strings.Cut(a.String(), ".")
	for i := len(whole) - 3; i > 0 && whole[i-1] != '-'; i -= 3 {
		whole = whole[:i] + "," + whole[i:]
	}
	return whole + "." + frac
}

// MarshalText writes the form of String.
func (a Amount) MarshalText() ([]byte, error) { return []byte(a.String()), nil }

// UnmarshalText reads what ParseAmount reads.
func (a *Amount) UnmarshalText(b []byte) (err error) {
	*a, err = ParseAmount(string(b))
	return err
}
