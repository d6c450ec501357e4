package tui_test

import (
	"context"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
	"pingyi/tui/terminal"
)

// key is the plan of the test's record.
var key = pingyi.PlanKey{Year: 2016, Department: "710"}

// inMemory is a new record, and what fails the test at an error.
func inMemory(t testing.TB) (s *store.Store, must func(error)) {
	t.Helper()
	s, err := store.OpenMemory(store.Options{})
	must = func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(err)
	t.Cleanup(func() { s.Close() })
	return s, must
}

// workstation is a record in memory, with a plan that two raters judge in an
// open panel, and the environment of a session on it.
func workstation(t testing.TB, lang pingyi.Lang) (page.Env, *store.Desk) {
	t.Helper()
	ctx := context.Background()
	s, must := inMemory(t)
	desk := s.OwnerDesk("test")
	plan := pingyi.Plan{Year: key.Year, Department: pingyi.Department{Code: key.Department, Name: "青禾县林业局"},
		OverallGoal: "山更绿，水更清。", DutyGoals: []string{"造林三千亩。", "火灾受害率控制在千分之一以内。"}}
	for i, name := range []string{"荒山造林", "防护林更新", "森林防火"} {
		plan.Activities = append(plan.Activities, pingyi.Activity{Name: name, Budget: pingyi.Amount(100_000_000 * (i + 1)), Content: strings.Repeat("按年度计划组织实施，", 12),
			Goal: "按期完成", Indicator: "完成率", Rubric: pingyi.Rubric{"未完成", "完成六成以上", "完成九成以上", "全部按期完成"}})
	}
	_, err := desk.File(ctx, store.Filing{Plan: plan, Has: func(pingyi.Field) bool { return true }})
	must(err)
	for _, id := range []string{"r1", "r2"} {
		must(desk.AddMember(ctx, pingyi.Member{ID: id, Name: id, Role: pingyi.Reviewer}))
	}
	must(desk.CreatePanel(ctx, pingyi.Panel{ID: "p2016", Year: 2016, Members: []string{"r1", "r2"}, Open: true}))
	_, err = desk.OpenRound(ctx, "p2016", false)
	must(err)
	keys, err := keymaps.Load("default")
	must(err)
	return page.Env{Session: session.Session{Lang: lang, Keys: keys, Look: look.Look{Color: true, Dark: true}}, Desk: desk, Zone: time.UTC}, desk
}

func open(t testing.TB, env page.Env, first page.Route, w, h int) *terminal.Terminal {
	t.Helper()
	m, stop := tui.New(env, first)
	t.Cleanup(stop)
	return terminal.Run(t, m, w, h)
}

func routes() []page.Route {
	return []page.Route{page.Plans{}, page.PlanForm{}, page.PlanForm{Key: &key}, page.Import{}, page.Activities{Key: key}, page.Grid{Key: key},
		page.ActivityForm{Key: key, ID: 1}, page.ActivityForm{Key: key}, page.Panels{}, page.Rate{Panel: "p2016", Member: "r1"},
		page.Result{Panel: "p2016"}, page.Verify{Key: key}, page.Keying{}, page.Members{}, page.MemberForm{}, page.Settings{}, page.History{}, page.Help{Place: keymaps.List}}
}

// still returns a workstation that does not wait for changes, so that what its
// commands do comes to an end.
func still(env page.Env, first page.Route) tea.Model {
	m, stop := tui.New(env, first)
	stop()
	return m
}

// settle runs what a model's commands do until nothing comes of them any more.
func settle(t testing.TB, m tea.Model, cmd tea.Cmd) tea.Model {
	t.Helper()
	pending := []tea.Cmd{cmd}
	for n := 0; len(pending) > 0; n++ {
		if n > 1000 {
			t.Fatal("commands never come to an end")
		}
		cmd, pending = pending[0], pending[1:]
		if cmd == nil {
			continue
		}
		msg := cmd()
		if v := reflect.ValueOf(msg); v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() { // a batch or a sequence
			for i := range v.Len() {
				pending = append(pending, v.Index(i).Interface().(tea.Cmd))
			}
			continue
		}
		switch msg.(type) {
		case nil, tea.QuitMsg:
		default:
			var next tea.Cmd
			m, next = m.Update(msg)
			pending = append(pending, next)
		}
	}
	return m
}

// Every page keeps to its terminal, from the smallest to a very large one, in
// both languages, and after being resized.
func TestEveryPageFillsItsTerminalAndNoMore(t *testing.T) {
	for _, lang := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for i, r := range routes() {
			t.Run(fmt.Sprintf("%s %d %T", lang, i, r), func(t *testing.T) {
				t.Parallel()
				env, _ := workstation(t, lang)
				root := still(env, r)
				m := settle(t, root, root.Init())
				for _, size := range [][2]int{{80, 24}, {60, 16}, {120, 40}, {200, 60}, {61, 17}} {
					w, h := size[0], size[1]
					m = settle(t, m, func() tea.Msg { return tea.WindowSizeMsg{Width: w, Height: h} })
					lines := strings.Split(m.View().Content, "\n")
					if len(lines) != h {
						t.Errorf("at %d×%d there are %d lines", w, h, len(lines))
					}
					for i, l := range lines {
						if got := env.Session.Measure.Width(l); got > w {
							t.Errorf("at %d×%d line %d has %d columns: %q", w, h, i, got, l)
						}
					}
					if c := m.View().Cursor; c != nil && (c.X >= w || c.Y >= h) {
						t.Errorf("at %d×%d the cursor is at %d,%d", w, h, c.X, c.Y)
					}
				}
			})
		}
	}
}

func TestEveryPageGivesWayToBack(t *testing.T) {
	for i, r := range routes()[1:] {
		t.Run(fmt.Sprintf("%d %T", i, r), func(t *testing.T) {
			t.Parallel()
			env, _ := workstation(t, pingyi.Zh)
			root := still(env, page.Plans{})
			m := settle(t, root, root.Init())
			below := m.View().Content
			m = settle(t, m, page.Send(page.Open{Route: r}))
			if m.View().Content == below {
				t.Fatal("the page is not shown")
			}
			m = settle(t, m, func() tea.Msg { return tea.KeyPressMsg{Code: tea.KeyEscape} })
			if got := m.View().Content; got != below {
				t.Errorf("after Esc the screen is:\n%s\nwant:\n%s", got, below)
			}
		})
	}
}

func TestEveryPageSpeaksTheOtherLanguageAtOnce(t *testing.T) {
	for i, r := range routes() {
		t.Run(fmt.Sprintf("%d %T", i, r), func(t *testing.T) {
			t.Parallel()
			env, _ := workstation(t, pingyi.Zh)
			root := still(env, r)
			m := settle(t, root, root.Init())
			m = settle(t, m, func() tea.Msg { return tea.KeyPressMsg{Code: tea.KeyF12} })

			env.Session.Lang = pingyi.En
			fresh := still(env, r)
			want := settle(t, fresh, fresh.Init()).View().Content
			if got := m.View().Content; got != want {
				t.Errorf("switched:\n%s\nopened in English:\n%s", got, want)
			}
		})
	}
}

func TestATerminalTooSmallSaysSo(t *testing.T) {
	env, _ := workstation(t, pingyi.Zh)
	term := open(t, env, page.Plans{}, 40, 10)
	term.See("窗口太小")
	term.Resize(80, 24)
	term.See("青禾县林业局")
}

func TestThePaletteFindsActionsByPinyin(t *testing.T) {
	env, _ := workstation(t, pingyi.Zh)
	term := open(t, env, page.Plans{}, 80, 24)
	term.See("青禾县林业局")
	term.Type(terminal.Ctrl('p'))
	term.See("查找：")
	if _, _, shown := term.Cursor(); !shown {
		t.Error("no cursor stands in the palette's query")
	}
	term.Type("psz")
	term.See("前往：评审组")
	term.Type(terminal.Enter)
	term.See("p2016")
	term.Type(terminal.Esc)
	term.See("青禾县林业局")
}

func TestLeavingWithChangesAsksAndKeepsThem(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	term := open(t, env, page.Activities{Key: key}, 80, 24)
	term.See("荒山造林")
	term.Type(terminal.F2 + "及抚育") // at once: keys do not overtake the page that they are for
	term.See("荒山造林及抚育")
	term.Type(terminal.Esc)
	term.See("还没有保存")
	term.Type(terminal.Esc) // stay
	term.Until(func(s string) bool { return !strings.Contains(s, "还没有保存") }, "keeps asking")
	term.Type(terminal.Ctrl('q'))
	term.See("还没有保存")
	term.Type(terminal.Esc)
	term.Until(func(s string) bool { return !strings.Contains(s, "还没有保存") }, "keeps asking")
	term.Type(terminal.Ctrl('s'))
	term.See("已保存")
	term.Type(terminal.Ctrl('q'))
	term.Ended()
	p, err := desk.Plan(context.Background(), key)
	if err != nil || p.Activities[0].Name != "荒山造林及抚育" {
		t.Errorf("the record has %q, %v", p.Activities[0].Name, err)
	}
}

func TestLeavingABallotThatIsNotSubmittedSaysSo(t *testing.T) {
	env, owner := workstation(t, pingyi.Zh)
	r1, err := owner.For(t.Context(), "r1")
	if err != nil {
		t.Fatal(err)
	}
	env.Desk = r1
	term := open(t, env, page.Panels{}, 80, 24)
	term.See("p2016")
	term.Type(terminal.Enter)
	term.See("›1", "评价标准（")
	term.Type("1")
	term.See("›2", "评价标准（")
	term.Type(terminal.F1)
	term.See("评为 优")
	if strings.Contains(term.Text(), "第五档") {
		t.Errorf("the help tells of tiers that there are not:\n%s", term.Text())
	}
	term.Type(terminal.PageDown)
	term.See("记号", "还缺：要写理由")
	term.Type(terminal.Esc)
	term.See("›2", "评价标准（")
	for _, key := range []string{terminal.Esc, terminal.Ctrl('q')} {
		term.Type(key)
		term.See("还没有提交", "本轮有 1 项评分还没有提交")
		term.Type(terminal.Esc) // stay
		term.Until(func(s string) bool { return !strings.Contains(s, "本轮有 1 项") }, "keeps asking")
	}
	term.Type(terminal.Ctrl('s'))
	term.See("› 再看看") // two are missing
	term.Type("\x1b[Z\r")
	term.See("已提交：评分 1 项")
	term.Type(terminal.Esc)
	term.See("我的  已提交 1/3 项")
}

// What one session changes, another shows by itself, without losing what is
// being typed there.
func TestAChangeElsewhereIsShown(t *testing.T) {
	env, desk := workstation(t, pingyi.Zh)
	term := open(t, env, page.Activities{Key: key}, 120, 40)
	term.See("荒山造林")
	p, err := desk.Plan(context.Background(), key)
	if err != nil {
		t.Fatal(err)
	}
	mine := p.Activities[0]
	mine.Name = "荒山绿化"
	if _, _, err := desk.SaveActivity(context.Background(), key, p.Activities[0], mine); err != nil {
		t.Fatal(err)
	}
	term.See("荒山绿化")
}

// The whole screen, with the root's own lines around a page, and the palette and a
// question over it.
func TestScreen(t *testing.T) {
	press := func(k tea.KeyPressMsg) tea.Cmd { return page.Send(k) }
	for _, lang := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		for _, w := range []int{80, 120} {
			for name, k := range map[string]tea.KeyPressMsg{
				"list": {}, "palette": {Code: 'p', Mod: tea.ModCtrl}, "quit": {Code: tea.KeyEscape},
			} {
				t.Run(fmt.Sprintf("%s-%s%d", name, lang, w), func(t *testing.T) {
					env, _ := workstation(t, lang)
					env.Session.Look.Color = false
					root := still(env, page.Plans{})
					m := settle(t, root, root.Init())
					m = settle(t, m, page.Send(tea.WindowSizeMsg{Width: w, Height: map[int]int{80: 24, 120: 40}[w]}))
					if k != (tea.KeyPressMsg{}) {
						m = settle(t, m, press(k))
					}
					golden.Equal(t, m.View().Content)
				})
			}
		}
	}
}
