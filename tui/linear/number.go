package linear

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"pingyi"
)

// An item goes by its number within its plan, as on screens and ballots; in a
// panel that judges several departments, by the department too.

// departments counts those whose activities the round asks for.
func (b *ballot) departments() int {
	seen := map[string]bool{}
	for _, it := range b.items {
		seen[it.department.Code] = true
	}
	return len(seen)
}

// some reports whether an item's number is not its place in the round.
func (b *ballot) some() bool {
	for i, it := range b.items {
		if it.no != i+1 {
			return true
		}
	}
	return false
}

// number names an item in a sentence: "第 4 项" in Chinese; "4", to stand behind
// "activity", in English.
func (b *ballot) number(it item) string {
	if b.departments() > 1 {
		return fmt.Sprintf(b.of("部门 %[1]s 第 %[2]d 项", "%[2]d of department %[1]s"), it.department.Code, it.no)
	}
	return fmt.Sprintf(b.of("第 %d 项", "%d"), it.no)
}

// numbers names items in a sentence, as [ballot.number] does one.
func (b *ballot) numbers(list []item) string {
	var groups []string
	for len(list) > 0 {
		n := slices.IndexFunc(list, func(it item) bool { return it.department.Code != list[0].department.Code })
		if n < 0 {
			n = len(list)
		}
		var nos []string
		for _, it := range list[:n] {
			nos = append(nos, strconv.Itoa(it.no))
		}
		group := fmt.Sprintf(b.of("第 %s 项", "%s"), strings.Join(nos, b.of("、", ", ")))
		if b.departments() > 1 {
			group = fmt.Sprintf(b.of("部门 %s ", "department %s: "), list[0].department.Code) + group
		}
		groups = append(groups, group)
		list = list[n:]
	}
	return strings.Join(groups, b.of("；", "; "))
}

// here returns the items of the department that the person is at.
func (b *ballot) here() []item {
	var list []item
	for _, it := range b.items {
		if it.department.Code == b.item().department.Code {
			list = append(list, it)
		}
	}
	return list
}

// example is a number that the person can go to.
func (b *ballot) example() int {
	list := b.here()
	return list[min(4, len(list)-1)].no
}

// find returns the place of what somebody wants to go to: a number of the
// department that they are at, or a department's code and a number.
func (b *ballot) find(arg string) (int, error) {
	department, words := b.item().department.Code, strings.Fields(plain(arg))
	if len(words) == 2 {
		department, words = words[0], words[1:]
	}
	if len(words) == 1 {
		no, err := strconv.Atoi(words[0])
		if i := slices.IndexFunc(b.items, func(it item) bool { return err == nil && it.no == no && it.department.Code == department }); i >= 0 {
			return i, nil
		}
	}
	if b.departments() > 1 {
		return 0, pingyi.Errorf(pingyi.Invalid, "请写本轮要评的号码，如“到 %[2]d”；别的部门在前面加代码，如“到 %[1]s %[2]d”。l 列出全部",
			"give the number of an activity of this round, such as \"go %[2]d\", for another department behind its code: \"go %[1]s %[2]d\". l lists all", b.item().department.Code, b.example())
	}
	if b.some() {
		return 0, pingyi.Errorf(pingyi.Invalid, "请写本轮要评的号码，如“到 %d”。l 列出全部", "give the number of an activity of this round, such as \"go %d\". l lists all", b.example())
	}
	return 0, pingyi.Errorf(pingyi.Invalid, "请写 1 到 %d 的号码，如“到 %d”", "give a number from 1 to %d, such as \"go %d\"", len(b.items), b.example())
}
