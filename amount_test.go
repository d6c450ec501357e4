package pingyi_test

import (
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
)

func TestParseAmountAccepts(t *testing.T) {
	for _, c := range []struct {
		in   string
		fen  pingyi.Amount
		text string
	}{
		{"3485.50", 3485_500000, "3485.50"},
		{"3,485.5", 3485_500000, "3485.50"},
		{"３４８５．５０", 3485_500000, "3485.50"},
		{"３，４８５。５", 3485_500000, "3485.50"},
		{"3485。50", 3485_500000, "3485.50"},
		{"3485.50万元", 3485_500000, "3485.50"},
		{"3485.50 万元", 3485_500000, "3485.50"},
		{"3485.5万", 3485_500000, "3485.50"},
		{"34855000元", 3485_500000, "3485.50"},
		{"34,855,000.00元", 3485_500000, "3485.50"},
		{"\u3000180\u00a0\n", 180_000000, "180.00"},
		{"0", 0, "0.00"},
		{"007", 7_000000, "7.00"},
		{".5", 500000, "0.50"},
		{"5.", 5_000000, "5.00"},
		{"0.000001", 1, "0.000001"},
		{"0.01元", 1, "0.000001"},
		{"1.234567", 1_234567, "1.234567"},
		{"1,234,567.89", 1234567_890000, "1234567.89"},
		{"100,000,000", pingyi.MaxAmount, "100000000.00"},
		{"1000000000000元", pingyi.MaxAmount, "100000000.00"},
		{strings.Repeat("0", 40) + "1", 1_000000, "1.00"},
	} {
		a, err := pingyi.ParseAmount(c.in)
		if err != nil || a != c.fen || a.String() != c.text {
			t.Errorf("%q: %d (%s), %v; want %d (%s)", c.in, a, a, err, c.fen, c.text)
		}
	}
}

func TestParseAmountRefusesNamingWhy(t *testing.T) {
	huge := [2]string{"太大", "too large"}
	fine := [2]string{"小数位太多", "too many decimals"}
	sign := [2]string{"正负号", "sign"}
	not := [2]string{"不是数字", "not a number"}
	empty := [2]string{"空的", "empty"}
	for in, why := range map[string][2]string{
		"":                        empty,
		" \u3000":                 empty,
		"万元":                      empty,
		"-1":                      sign,
		"+1":                      sign,
		"－1":                      sign,
		"−1":                      sign,
		"1.2.3":                   {"两个小数点", "two decimal points"},
		"1。2．3":                   {"两个小数点", "two decimal points"},
		"1.2345678":               fine,
		"1.0000000":               fine,
		"1.234元":                  fine,
		"1,2":                     not,
		",123":                    not,
		"1,,234":                  not,
		"1234,567":                not,
		"1.234,5":                 not,
		"180 200":                 not, // two amounts in one cell
		"1 234.5":                 not,
		".":                       not,
		"abc":                     not,
		"1e3":                     not,
		"0x10":                    not,
		"(5)":                     not,
		"5-":                      not,
		"一百":                      not,
		"٣":                       not, // a digit, but not one of ours
		"100000000.000001":        huge,
		"1000000000000.01元":       huge,
		"99999999999999999999":    huge,
		strings.Repeat("9", 400):  huge,
		"9223372036854.775808":    huge,
		"18446744073709551616.00": huge,
	} {
		a, err := pingyi.ParseAmount(in)
		if a != 0 || pingyi.CodeOf(err) != pingyi.Invalid {
			t.Errorf("%q: %d, %v", in, a, err)
			continue
		}
		for i, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
			if s := pingyi.Explain(err, l); !strings.Contains(s, why[i]) {
				t.Errorf("%q in %s: %q does not say %q", in, l, s, why[i])
			}
		}
	}
}

func TestAmountSurvivesPrintingToTheFen(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		a := pingyi.Amount(rapid.Int64Range(0, int64(pingyi.MaxAmount)).Draw(t, "fen"))
		for _, s := range []string{a.String(), a.Grouped(), a.String() + "万元"} {
			if b, err := pingyi.ParseAmount(s); err != nil || b != a {
				t.Fatalf("%d printed as %q reads %d, %v", a, s, b, err)
			}
		}
		if _, frac, _ := strings.Cut(a.String(), "."); len(frac) < 2 || len(frac) > 6 {
			t.Fatalf("%q has %d decimals", a, len(frac))
		}
		text, err := a.MarshalText()
		var b pingyi.Amount
		if err != nil || b.UnmarshalText(text) != nil || b != a {
			t.Fatalf("%d became %d through %q, %v", a, b, text, err)
		}
	})
}

func TestAmountGroupsThousands(t *testing.T) {
	for a, want := range map[pingyi.Amount]string{
		0: "0.00", 1: "0.000001", 999_990000: "999.99", 1000_000000: "1,000.00",
		-100_000000: "-100.00", -1234_500000: "-1,234.50", pingyi.MaxAmount: "100,000,000.00",
	} {
		if got := a.Grouped(); got != want {
			t.Errorf("%d: %q, want %q", a, got, want)
		}
	}
}

func FuzzParseAmount(f *testing.F) {
	for _, s := range []string{"3485.50", "3,485.5", "３４８５．５０", "34855000元", "1000000000000元", "-1", "1..2", "", "元"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		a, err := pingyi.ParseAmount(s)
		if err != nil {
			return
		}
		if a < 0 || a > pingyi.MaxAmount {
			t.Fatalf("%q read as %d", s, a)
		}
		if b, err := pingyi.ParseAmount(a.String()); err != nil || b != a {
			t.Fatalf("%q read as %s, which reads %d, %v", s, a, b, err)
		}
	})
}
