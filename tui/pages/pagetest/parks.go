package pagetest

import "pingyi"

// Parks is a made-up plan of five activities with something to find for every check of a list: a
// missing tier, two tiers alike, a goal repeated, a total that does not add up.
func Parks() pingyi.Plan {
	total := pingyi.Amount(300_000_000)
	return pingyi.Plan{
		Year:        2016,
		Department:  pingyi.Department{Code: "820", Name: "青禾县园林中心"},
		OverallGoal: "建好管好县城的公园绿地，让居民出门十分钟能到一处公园。",
		DutyGoals:   []string{"公园绿地建设：新建两处街头公园，改造一处老公园。", "园林养护：行道树和绿地成活、整洁、安全。"},
		StatedTotal: &total,
		Activities: []pingyi.Activity{
			{
				Name: "街头公园建设", Budget: 86_500_000,
				Content:   "在东关街和北环路各建一处街头公园，含步道、座椅、照明和灌溉。",
				Goal:      "两处公园当年开工、当年开放，面积合计不少于 12000 平方米。",
				Indicator: "开放公园数量；绿地面积；工程验收合格率。",
				Rubric:    pingyi.Rubric{"两处均未开放", "开放一处", "两处按期开放，验收合格", "两处提前开放，验收合格率 100%"},
			},
			{
				Name: "老城公园改造", Budget: 92_300_000,
				Content:   "更换破损步道和护栏，清理湖底淤泥，补种乔木。",
				Goal:      "改造后游人满意。",
				Indicator: "改造后游人满意。",
				Rubric:    pingyi.Rubric{"满意度 60% 以下", "", "满意度 80% 以上", "满意度 90% 以上"},
			},
			{
				Name: "行道树养护", Budget: 64_850_000,
				Content:   "全县 31 条道路的行道树浇水、修剪、防虫和补植。",
				Goal:      "行道树成活率不低于 95%，无倒伏伤人。",
				Indicator: "成活率；修剪完成率；安全事故数。",
				Rubric:    pingyi.Rubric{"成活率 85% 以下", "成活率 85% 以上", "成活率 90% 以上", "成活率 95% 以上"},
			},
			{
				Name: "绿地保洁", Budget: 38_000_000,
				Content:   "公园和街头绿地的清扫、垃圾清运和设施擦洗。",
				Goal:      "绿地整洁，居民投诉逐年减少。",
				Indicator: "日常检查合格率；投诉办结率。",
				Rubric:    pingyi.Rubric{"检查合格率 70% 以下", "检查合格率 80% 以上", "检查合格率 90% 以上", "检查合格率 90% 以上"},
			},
			{
				Name: "苗圃更新", Budget: 12_340_000,
				Content:   "苗圃引种乡土树种，更换灌溉设备。",
				Goal:      "出圃苗木满足当年补植需要。",
				Indicator: "出圃株数；引种成活率。",
				Rubric:    pingyi.Rubric{"不能满足补植需要", "满足部分补植需要", "满足补植需要", "满足补植需要并有储备"},
			},
		},
	}
}

// Others are made-up plans beside [Parks], one of them empty.
func Others() []pingyi.Plan {
	one := func(year int, code, name string, acts ...pingyi.Activity) pingyi.Plan {
		return pingyi.Plan{Year: year, Department: pingyi.Department{Code: code, Name: name}, Activities: acts}
	}
	full := pingyi.Rubric{"差的样子", "中的样子", "良的样子", "优的样子"}
	return []pingyi.Plan{
		one(2016, "815", "青禾县图书馆", pingyi.Activity{Name: "图书购置", Budget: 45_000_000, Rubric: full},
			pingyi.Activity{Name: "送书下乡", Budget: 8_600_000, Rubric: pingyi.Rubric{"", "", "良的样子", "优的样子"}}),
		one(2015, "820", "青禾县园林中心", pingyi.Activity{Name: "行道树养护", Budget: 59_900_000, Rubric: full}),
		one(2017, "820", "青禾县园林中心"),
	}
}
