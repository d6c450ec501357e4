package pagetest

import (
	"fmt"

	"pingyi"
)

// ForestryKey names the plans of this file.
func ForestryKey() pingyi.PlanKey { return pingyi.PlanKey{Year: 2016, Department: "710"} }

// Forestry is a made-up plan of ten activities on the default scale.
func Forestry() pingyi.Plan {
	p := pingyi.Plan{
		Year: 2016, Department: pingyi.Department{Code: "710", Name: "青禾县林业局"}, Scale: pingyi.DefaultScale(),
		OverallGoal: "三年内把全县森林覆盖率提高两个百分点，林区火情不过夜。",
		DutyGoals:   []string{"造林与管护", "防火与病虫害防治"},
	}
	for i, a := range []struct{ name, budget, content, goal, indicator string }{
		{"荒山造林", "680.00", "在北部三个乡镇的荒山上造林一万二千亩，以侧柏和山杏为主，栽后连续管护两年。",
			"当年栽植任务全部完成，次年春天成活率不低于百分之八十五。", "造林面积完成率；次年成活率"},
		{"防护林更新", "245.50", "更新老化的农田防护林带一百二十公里。", "林带断档全部补齐。", "更新里程完成率"},
		{"森林防火", "312.00", "护林员二百四十人全年巡山，防火期内设卡检查，维护瞭望塔六座、防火道八十公里；购置风力灭火机和对讲机，组织两次全县演练。",
			"火情当日发现、当日扑灭，过火面积逐年下降。", "火情当日扑灭率；过火面积占林地面积之比"},
		{"林木病虫害防治", "96.80", "对美国白蛾、松毛虫实行监测与飞机防治。", "不发生连片成灾。", "成灾率；监测覆盖率"},
		{"种苗基地建设", "158.00", "扩建县苗圃，新增温室两座。", "良种使用率逐年提高。", "年出圃合格苗木数"},
		{"湿地保护", "74.20", "清淤并恢复东洼湿地植被。", "湿地面积不减少。", "湿地面积保有率"},
		{"林权档案整理", "32.60", "整理并录入历年林权登记档案。", "档案可以当场查到。", "档案录入完成率"},
		{"林业技术推广", "58.00", "到村讲授嫁接、修剪技术，全年四十场。", "果农掌握关键技术。", "培训人次；参训农户满意度"},
		{"退耕还林补助兑现", "1260.00", "按核实面积把补助发到农户账户。", "补助按时足额到户。", "按时到户率"},
		{"古树名木保护", "21.4", "为全县古树挂牌、复壮。", "古树不因管护不善死亡。", "挂牌率；复壮株数"},
	} {
		budget, err := pingyi.ParseAmount(a.budget)
		if err != nil {
			panic(err)
		}
		p.Activities = append(p.Activities, pingyi.Activity{Name: a.name, Budget: budget, Content: a.content, Goal: a.goal,
			Indicator: a.indicator, Rubric: forestryRubric(i)})
	}
	return p
}

func forestryRubric(i int) pingyi.Rubric {
	if i == 0 {
		return pingyi.Rubric{"完成不足百分之七十，或成活率不足百分之六十，且未采取补救措施", "完成百分之七十以上，成活率百分之六十以上",
			"完成百分之九十以上，成活率百分之七十五以上，死株当年补齐", "全部按期完成，成活率百分之八十五以上，管护到人，抽查的地块与台账完全相符"}
	}
	return pingyi.Rubric{"完成不足六成", "完成六成以上", "完成九成以上，质量合格", "全部按期完成，质量优良"}
}

// ForestryOfNine is a made-up plan of two activities on a scale of nine tiers.
func ForestryOfNine() pingyi.Plan {
	names, floors := make([]string, 9), make([]pingyi.Score, 9)
	for i := range names {
		names[i], floors[i] = string([]rune("九八七六五四三二一")[i])+"等", pingyi.Score(i*11_00)
	}
	scale, err := pingyi.NewScale(names, floors)
	if err != nil {
		panic(err)
	}
	p := pingyi.Plan{Year: 2016, Department: pingyi.Department{Code: "710", Name: "青禾县林业局"}, Scale: scale}
	for _, name := range []string{"荒山造林", "森林防火"} {
		r := make(pingyi.Rubric, 9)
		for t := range r {
			r[t] = fmt.Sprintf("得分在 %s 分以上", floors[t])
		}
		p.Activities = append(p.Activities, pingyi.Activity{Name: name, Budget: 50_000_000, Content: "一年的工作。", Rubric: r})
	}
	return p
}
