package match_test

import (
	"fmt"
	"os"
	"runtime"
	"slices"
	"strings"
	"testing"
	"unicode"

	"github.com/mozillazg/go-pinyin"
	"pgregory.net/rapid"

	"pingyi"
	"pingyi/tui/parts/match"
)

// found returns what query finds.
func found(x *match.Index, query string) []int {
	all, _ := x.Filter(query)
	return all
}

func TestNamesAreFoundAsPeopleTypeThem(t *testing.T) {
	for _, c := range []struct{ item, finds, not string }{
		{"重庆市教育局", "cq chongq chongqing cqs 重庆 重q cqs jyj cqsjyj chqing cqing chqsh", "zq zhongqing"},
		{"农业银行", "yh nyyh yinh hang", "yx"},
		{"行政运行", "xz yx xzyx yunxing", "hz yh"},
		{"银行政策", "yhzc yh xz", "yz"}, // words overlap: both readings of 行 may be right
		{"音乐教室", "yy yyjs yinyue", "yl"},
		{"校长培训", "xz xzpx zhang", "jc"},
		{"女子绿化率", "nv nu lv lhl lu nvzi", "lw"},
		{"差旅费", "clf chailv cha", "chalv"},
		{"六安茶", "la luan liuan", "ruan"},          // few know how it is read
		{"大城市", "dcs dachengshi daicheng", "xcs"}, // not the county of that name
		{"乐亭县", "lt laoting ltx leting", "yt yueting"},
		{"曾都区", "zd cd zdq cdq", "xd"}, // in no list: every reading
		{"Excel 表格", "EXCEL ｅｘ xcelbg excelb bg", "elx"},
		{"学校 建设", "学校建设 xxjs 校建 xj设", "xs"},
		{"3485.50 万元", "３４８５ 5.50 50w 0万", "51"},
		{"甲\n乙", "j y jia", "jy 甲乙"},
		{"长", "c z ch zh chang zhang zhan", "s"},
	} {
		x := match.New([]string{"◇", c.item})
		for _, q := range strings.Fields(c.finds) {
			if got := found(x, q); !slices.Equal(got, []int{1}) {
				t.Errorf("%q does not find %q: %v", q, c.item, got)
			}
		}
		for _, q := range strings.Fields(c.not) {
			if got := found(x, q); len(got) > 0 {
				t.Errorf("%q finds %q", q, c.item)
			}
		}
	}
}

func TestEveryTermMustBeFoundAndOrderIsKept(t *testing.T) {
	x := match.New([]string{"学前教育", "高中教育经费", "教育督导", "校园安全"})
	for q, want := range map[string][]int{
		"": {0, 1, 2, 3}, "  ": {0, 1, 2, 3}, "jy": {0, 1, 2}, "jy jf": {1}, "教育 d": {2}, "教育": {0, 1, 2}, "无": {},
	} {
		if got := found(x, q); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", q, got, want)
		}
	}
}

func TestAFieldThatIsJustWhatWasTypedComesFirst(t *testing.T) {
	x := match.New([]string{"1\n植树\n12.00", "12\n护林\n3.00", "3\n防火 12 处\n112.00", "4\n12 月\n5.00"})
	for q, want := range map[string]struct {
		found []int
		exact int
	}{
		"12": {[]int{1, 0, 2, 3}, 1}, "１２": {[]int{1, 0, 2, 3}, 1}, "12.00": {[]int{0, 2}, 1}, "12 hl": {[]int{1}, 1},
		"护林": {[]int{1}, 1}, "hl": {[]int{1}, 0}, "2": {[]int{0, 1, 2, 3}, 0}, "": {[]int{0, 1, 2, 3}, 0}, "12月": {[]int{3}, 1},
	} {
		if got, exact := x.Filter(q); !slices.Equal(got, want.found) || exact != want.exact {
			t.Errorf("%q finds %v, %d of them exactly, want %v", q, got, exact, want)
		}
	}
}

func TestAWordIsFoundAsAWhole(t *testing.T) {
	wrong, zero := match.Word{Zh: "有问题", En: "findings"}, match.Word{Zh: "预算为零", En: "zero"}
	x := match.NewItems([]match.Item{{Text: "义务教育", Words: []match.Word{wrong, zero}}, {Text: "委托管理", Words: []match.Word{wrong}}, {Text: "有问题的校舍"}})
	for q, want := range map[string][]int{
		"有问题": {0, 1, 2}, "ywt": {0, 1, 2}, "youwenti": {0, 1, 2}, "FINDINGS": {0, 1}, "预算为零": {0}, "yswl": {0}, "ys为零": {0}, "zero": {0},
		"yw": {0, 2}, "wt": {1, 2}, "youwen": {2}, "预算": {}, "finding": {}, "findingss": {}, "ywt gl": {1}, "ywt zero": {0}, "ywtt": {},
	} {
		if got := found(x, q); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", q, got, want)
		}
	}
	if got := x.Words(); !slices.Equal(got, []match.Count{{Word: wrong, N: 2}, {Word: zero, N: 1}}) {
		t.Errorf("the words are %v", got)
	}
}

func TestAnActivityIsFoundByNumberAmountAndWhatIsWrongWithIt(t *testing.T) {
	x := match.NewItems([]match.Item{
		match.Activity(1, "农村公路", "3485.50"), match.Activity(2, "校园安全", "0.00", pingyi.ZeroAmount, pingyi.MissingTier, pingyi.MissingTier),
		match.Activity(3, "公路养护", "三千", "", pingyi.SimilarTiers), match.Activity(3485, "绿化", "1.00", pingyi.DuplicateName),
	})
	for q, want := range map[string][]int{
		"2": {1}, "3": {2, 0, 3}, "3485": {3, 0}, "3,485.5": {0}, "３４８５。５": {0}, "无问题": {0}, "sound": {0},
		"缺标准": {1}, "qbz": {1}, "yswl": {1}, "tc": {2}, "填错": {2}, "lt": {2}, "cm": {3}, "有问题 lh": {3},
	} {
		if got := found(x, q); !slices.Equal(got, want) {
			t.Errorf("%q finds %v, want %v", q, got, want)
		}
	}
	known := map[match.Word]bool{}
	for _, c := range x.Words() {
		known[c.Word] = true
	}
	if want := (match.Word{Zh: "有问题", En: "findings"}); x.Words()[0] != (match.Count{Word: want, N: 3}) || !known[match.Word{Zh: "填错", En: "refused"}] {
		t.Errorf("the words are %v", x.Words())
	}
}

func TestEveryReadingOfEveryHanziFindsIt(t *testing.T) {
	all := []rune{}
	for r := range pinyin.PinyinDict {
		all = append(all, rune(r))
	}
	slices.Sort(all)
	style := pinyin.NewArgs()
	style.Heteronym = true
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.SliceOfN(rapid.SampledFrom(all), 2, 8).Draw(t, "name")
		initials, full := "", ""
		for _, r := range name {
			rds := pinyin.SinglePinyin(r, style)
			rd := rapid.SampledFrom(rds).Draw(t, "reading")
			rd = strings.Map(func(c rune) rune { // the library leaves rare marks such as ề
				if unicode.Is(unicode.Mn, c) || c > 0x7f {
					return -1
				}
				return c
			}, rd)
			if rd == "" {
				t.Skip("a reading that is not typed in plain letters")
			}
			initials, full = initials+rd[:1], full+rd
		}
		x := match.New([]string{string(name)})
		for _, q := range []string{initials, full, string(name), full[:len(full)-1]} {
			if len(found(x, q)) != 1 {
				t.Fatalf("%q does not find %s", q, string(name))
			}
		}
	})
}

func TestALongQueryIsNoProblem(t *testing.T) {
	x := match.New([]string{strings.Repeat("阿", 200)})
	if len(found(x, strings.Repeat("a", 200))) != 1 || len(found(x, strings.Repeat("a", 60)+"b")) != 0 {
		t.Error("a long run of one letter is not matched")
	}
}

func TestTheWordListIsWellFormed(t *testing.T) {
	data, err := os.ReadFile("words.txt")
	if err != nil {
		t.Fatal(err)
	}
	seen := map[string]bool{}
	for i, line := range strings.Split(strings.TrimSpace(string(data)), "\n") {
		if line == "" || line[0] == '#' {
			continue
		}
		f := strings.Fields(line)
		if len([]rune(f[0])) != len(f)-1 {
			t.Errorf("line %d: %s has %d readings", i+1, f[0], len(f)-1)
		}
		if seen[f[0]] {
			t.Errorf("line %d: %s is there twice", i+1, f[0])
		}
		seen[f[0]] = true
		for _, q := range spelt(f[1:]) {
			if got := found(match.New([]string{f[0]}), strings.ReplaceAll(q, "ü", "v")); len(got) != 1 {
				t.Errorf("line %d: %s is not found by its own reading %s", i+1, f[0], q)
			}
		}
	}
}

// spelt returns the ways to type readings, which "/" parts where there are several.
func spelt(readings []string) []string {
	ways := []string{""}
	for _, r := range readings {
		var longer []string
		for _, w := range ways {
			for rd := range strings.SplitSeq(r, "/") {
				longer = append(longer, w+rd)
			}
		}
		ways = longer
	}
	return ways
}

// The counties and prefectures whose names are not read as their hanzi commonly
// are, by the local reading and, where people type another, by that too.
func TestCountiesAreFoundAsTheyAreCalledThere(t *testing.T) {
	data, err := os.ReadFile("testdata/counties.txt")
	if err != nil {
		t.Fatal(err)
	}
	n := 0
	for line := range strings.Lines(string(data)) {
		f := strings.Fields(line)
		if len(f) == 0 || f[0] == "#" {
			continue
		}
		n++
		if len([]rune(f[0])) != len(f)-1 {
			t.Fatalf("%s has %d readings", f[0], len(f)-1)
		}
		initials := slices.Clone(f[1:])
		for i, r := range initials {
			heads := strings.Split(r, "/")
			for k, h := range heads {
				heads[k] = h[:1]
			}
			initials[i] = strings.Join(heads, "/")
		}
		x := match.New([]string{"青禾市" + f[0] + "教育局"})
		for _, q := range append(spelt(f[1:]), spelt(initials)...) {
			if len(found(x, q)) != 1 {
				t.Errorf("%s does not find %s", q, f[0])
			}
		}
	}
	if n < 150 {
		t.Errorf("only %d places were looked for", n)
	}
}

// names makes n names from the words of budgets, with 2,500 different hanzi.
func names(n int) []string {
	a := []string{"义务教育", "学前教育", "高中阶段", "职业教育", "校园安全", "音乐器材", "行政运行", "重点工程", "农村公路", "基层医疗"}
	b := []string{"经费保障", "建设项目", "运行维护", "政策落实", "督导检查", "质量提升", "设备购置", "人员培训", "信息化", "监测评估"}
	out := make([]string, n)
	for i := range out {
		out[i] = a[i%10] + b[i/10%10] + fmt.Sprintf("（%d 期）", i/100) + string(rune(0x4e00+i*7%17500))
	}
	return out
}

func TestWhatBeginsAsTyped(t *testing.T) {
	items := []string{"重庆市完成率", "重点工程完工", "完成率达到 95%", "校长培训合格", "银行对账及时", "行政运行正常", "曾都区达标"}
	x := match.New(items)
	for query, want := range map[string][]int{
		"重": {0, 1}, "cq": {0}, "chongq": {0}, "zd": {1, 6}, "zhongd": {1}, "wcl": {2}, "完成": {2}, "wc率": {2}, "完cl": {2},
		"wanchengldd9": {2}, "xz": {3, 5}, "xzp": {3}, "xzy": {5}, "yh": {4}, "hang": nil, "cdq": {6}, "zdq": {6}, "yx": nil, "成率": nil, "dd": nil, "完 成": {2},
		"": {0, 1, 2, 3, 4, 5, 6},
	} {
		if got := x.Begin(query); !slices.Equal(got, want) {
			t.Errorf("%q begins %v, want %v", query, got, want)
		}
	}
}

func BenchmarkOneFilterKeyOverTenThousandNames(b *testing.B) {
	for _, q := range []string{"j", "jy", "jyjf", "教育", "jy bz 12", "q"} {
		b.Run(q, func(b *testing.B) {
			x := match.New(names(10_000))
			x.Filter("")
			b.ReportAllocs()
			for b.Loop() {
				x.Filter(q)
			}
		})
	}
}

func BenchmarkTheFirstFilterKeyOverTenThousandNames(b *testing.B) {
	items := names(10_000)
	b.ReportAllocs()
	for b.Loop() {
		match.New(items).Filter("jy")
	}
	var before, after runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&before)
	x := match.New(items)
	x.Filter("jy")
	runtime.GC()
	runtime.ReadMemStats(&after)
	b.ReportMetric(float64(after.HeapAlloc)-float64(before.HeapAlloc), "kept-B")
	runtime.KeepAlive(x)
}
