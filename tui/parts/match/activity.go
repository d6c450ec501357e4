package match

import (
	"slices"
	"strconv"

	"pingyi"
)

// Activity returns the item of an activity: its number in the plan, its name, and
// its amount with and without commas. Of found it has a word for each kind, and one
// for whether there is any; [pingyi.FindingKind] "" is what the record would refuse.
func Activity(no int, name, amount string, found ...pingyi.FindingKind) Item {
	text := strconv.Itoa(no) + "\n" + name + "\n" + amount
	if a, err := pingyi.ParseAmount(amount); err == nil && a.Grouped() != amount {
		text += "\n" + a.Grouped()
	}
	if len(found) == 0 {
		return Item{text, []Word{{"无问题", "sound"}}}
	}
	words := []Word{{"有问题", "findings"}}
	for _, k := range found {
		if w := wordOf(k); !slices.Contains(words, w) {
			words = append(words, w)
		}
	}
	return Item{text, words}
}

func wordOf(k pingyi.FindingKind) Word {
	switch k {
	case pingyi.MissingTier:
		return Word{"缺标准", "incomplete"}
	case pingyi.SameTiers, pingyi.SimilarTiers:
		return Word{"雷同", "alike"}
	case pingyi.TierOrder:
		return Word{"颠倒", "order"}
	case pingyi.GoalRepeats:
		return Word{"重复目标", "repeats"}
	case pingyi.ZeroAmount:
		return Word{"预算为零", "zero"}
	case pingyi.StraySpace:
		return Word{"空格", "spaces"}
	case pingyi.DuplicateName:
		return Word{"重名", "duplicate"}
	case "":
		return Word{"填错", "refused"}
	}
	return Word{string(k), string(k)}
}
