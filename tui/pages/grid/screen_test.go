package grid_test

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	tea "charm.land/bubbletea/v2"

	"pingyi"
	"pingyi/store"
	"pingyi/tui/pages/grid"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/parts/dialog"
	"pingyi/tui/parts/golden"
	"pingyi/tui/parts/look"
)

// messages runs a command and returns what it brings, which nobody is told yet.
func messages(cmd tea.Cmd) (all []tea.Msg) {
	if cmd == nil {
		return nil
	}
	msg := cmd()
	if v := reflect.ValueOf(msg); msg != nil && v.Kind() == reflect.Slice && v.Type().Elem() == reflect.TypeFor[tea.Cmd]() {
		for i := range v.Len() {
			all = append(all, messages(v.Index(i).Interface().(tea.Cmd))...)
		}
		return all
	}
	return append(all, msg)
}

// scenes are what the grid looks like in the course of keying.
func scenes() map[string]func(t *testing.T, desk *store.Desk, p *pagetest.Page) {
	return map[string]func(t *testing.T, desk *store.Desk, p *pagetest.Page){
		"fresh": func(*testing.T, *store.Desk, *pagetest.Page) {},
		"fault": func(_ *testing.T, _ *store.Desk, p *pagetest.Page) {
			p.Press("down", "right")
			p.Type("12..5")
		},
		"paste": func(_ *testing.T, _ *store.Desk, p *pagetest.Page) {
			p.Press("ctrl+end")
			p.Send(tea.PasteMsg{Content: "项目名称\t预算数（万元）\t内容描述\r\n绿道\t10\t\"两段，\n各五公里\"\r\n停车场\t十二\t新建\r\n游园\t1,234.5\t\r\n"})
		},
		"clash": func(t *testing.T, desk *store.Desk, p *pagetest.Page) {
			base := parksOf(t, desk)[0]
			theirs := base
			theirs.Goal = "两处公园当年开工，次年春天开放。"
			if _, _, err := desk.SaveActivity(t.Context(), parksKey, base, theirs); err != nil {
				t.Fatal(err)
			}
			p.Press("right", "right", "right")
			p.Type("三处公园当年开放。")
			p.Press("enter", "up", "f2")
		},
		"draft": func(t *testing.T, desk *store.Desk, p *pagetest.Page) {
			p.Press("right")
			p.Type("十二万")
			p.Press("enter")
			p.Type("9")
			p.Send(page.Flush{})
			p.Page = grid.New(p.Env, parksKey, false)
			p.Run(p.Page.Init())
		},
		"saving": func(t *testing.T, desk *store.Desk, p *pagetest.Page) {
			var text strings.Builder
			for i := range 150 {
				fmt.Fprintf(&text, "绿道第%d段\t%d\r\n", i+1, i+1)
			}
			p.Press("ctrl+end", "down")
			p.Send(tea.PasteMsg{Content: text.String()})
			next, cmd := p.Page.Update(pagetest.Key(t, "enter"))
			for _, msg := range messages(cmd) { // one transaction of several
				if strings.HasSuffix(fmt.Sprintf("%T", msg), ".saved") {
					next, _ = next.Update(msg)
				}
			}
			p.Page = next
		},
	}
}

func scene(t *testing.T, name string, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	return sceneAs(t, look.Look{}, name, l, w, h)
}

func sceneAs(t *testing.T, as look.Look, name string, l pingyi.Lang, w, h int) *pagetest.Page {
	t.Helper()
	desk := pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	env := pagetest.Env(t, desk, l, w, h)
	env.Session.Look = as
	p := pagetest.Start(t, env, grid.New(env, parksKey, false))
	scenes()[name](t, desk, p)
	return p
}

func TestScreen(t *testing.T) {
	for name := range scenes() {
		for lang, l := range map[string]pingyi.Lang{"zh": pingyi.Zh, "en": pingyi.En} {
			for _, size := range []page.Size{{W: 80, H: 22}, {W: 120, H: 38}} {
				t.Run(fmt.Sprintf("%s-%s%d", name, lang, size.W), func(t *testing.T) {
					golden.Equal(t, scene(t, name, l, size.W, size.H).Screen())
				})
			}
		}
	}
}

// On a thin line all columns share the screen.
func TestScreenOnAThinLine(t *testing.T) {
	for _, size := range []page.Size{{W: 80, H: 22}, {W: 120, H: 38}} {
		t.Run(fmt.Sprint(size.W), func(t *testing.T) {
			golden.Equal(t, sceneAs(t, look.Look{Thin: true}, "fault", pingyi.Zh, size.W, size.H).Screen())
		})
	}
}

func TestEverySize(t *testing.T) {
	for name := range scenes() {
		for _, as := range []look.Look{{}, {Thin: true}} {
			t.Run(fmt.Sprintf("%s, thin %t", name, as.Thin), func(t *testing.T) {
				p := sceneAs(t, as, name, pingyi.Zh, 80, 22)
				p.EverySize(func() {
					if _, _, shown := p.Page.Cursor(); !shown && name != "clash" && name != "draft" {
						t.Errorf("no cursor:\n%s", p.Screen())
					}
				})
			})
		}
	}
}

// A draft that was found is offered, and gone on with or dropped.
func TestADraftIsOfferedWhereTheGridIsOpenedAgain(t *testing.T) {
	p := scene(t, "draft", pingyi.Zh, 80, 22)
	if s := p.Screen(); !strings.Contains(s, "发现未保存的草稿") {
		t.Fatalf("nothing is offered:\n%s", s)
	}
	p.Type("1")
	if s := p.Screen(); !strings.Contains(s, "十二万") || !strings.Contains(s, "\n9") {
		t.Errorf("what was typed is not there:\n%s", s)
	}
	p.Press("enter")
	if got := budgets(stored(t, p.Env.Desk, parksKey).Activities); !strings.HasPrefix(got, "86.50 9.00") {
		t.Errorf("stored %s", got)
	}
	p = scene(t, "draft", pingyi.Zh, 80, 22)
	p.Type("2")
	p.Send(dialog.Answered{Question: p.Last().(page.Ask).Question.ID, Choice: "yes"})
	if s := p.Screen(); strings.Contains(s, "十二万") || strings.Contains(s, "草稿") {
		t.Errorf("it is not dropped:\n%s", s)
	}
	if list, err := p.Env.Desk.Drafts(t.Context()); err != nil || len(list) != 0 {
		t.Errorf("drafts %v, %v", list, err)
	}
}

// Whoever knows the way types before the plan is there.
func TestWhatIsTypedBeforeThePlanIsThereIsNotLost(t *testing.T) {
	desk := pagetest.Record(t)
	pagetest.File(t, desk, pagetest.Parks())
	env := pagetest.Env(t, desk, pingyi.Zh, 80, 22)
	p := &pagetest.Page{T: t, Page: grid.New(env, parksKey, false), Env: env}
	init := p.Page.Init()
	p.Press("down")
	p.Type("新名")
	p.Press("enter")
	p.Run(init)
	if got := parksOf(t, desk)[1].Name; got != "新名" {
		t.Errorf("stored %q:\n%s", got, p.Screen())
	}
}
