package main

import (
	"context"
	"encoding/json"
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"pingyi"
	"pingyi/keymaps"
	"pingyi/store"
	"pingyi/tui"
	"pingyi/tui/pages/page"
	"pingyi/tui/parts/look"
	"pingyi/tui/parts/session"
	"pingyi/tui/terminal"
)

// sit opens the workstation on a record as the command does, on an emulated
// terminal of 80×24.
func sit(t *testing.T, desk *store.Desk, first page.Route) *terminal.Terminal {
	t.Helper()
	keys, err := keymaps.Load("default")
	if err != nil {
		t.Fatal(err)
	}
	own := &app{files: ownFiles{}}
	m, stop := tui.New(page.Env{Session: session.Session{Keys: keys, Look: look.Look{Color: true, Dark: true}}, Desk: desk,
		Zone: time.UTC, ReadFile: own.readFile, WriteFile: own.writeNew, LoadSample: loadSample}, first)
	t.Cleanup(stop)
	return terminal.Run(t, m, 80, 24)
}

func openRecord(t testing.TB, dir string) (*store.Store, *store.Desk) {
	t.Helper()
	s, err := store.Open(dir, store.Options{})
	if err != nil {
		t.Fatal(err)
	}
	return s, s.OwnerDesk("test")
}

// The main job on the screens alone: a plan imported, an activity edited with
// Chinese typed and pasted, ten activities rated by seven members, one of them
// on the screen, and the result read there.
func TestTheMainJobOnScreen(t *testing.T) {
	ctx, samples := context.Background(), sharedSamples(t)
	s, desk := openRecord(t, t.TempDir())
	t.Cleanup(func() { s.Close() })
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}

	// An empty record offers where to begin: 2 imports a file.
	clerk := sit(t, desk, page.Plans{})
	clerk.See("欢迎使用评议", "1  载入示例", "2  导入文件", "3  新建计划")
	clerk.Type("2")
	clerk.See("文件名", "回车读取")
	clerk.Paste(filepath.Join(samples, "360-education.txt")) // typed at once it would be asked about
	clerk.Type(terminal.Tab, "２０１６")                         // an input method is on
	clerk.See("２０１６")
	clerk.Type(terminal.Ctrl('s'))
	clerk.See("10 项活动", "4,948.50", "还没有导入")
	clerk.Type(terminal.Ctrl('s'))
	clerk.See("共 1 份计划", "4,948.50")

	clerk.Type(terminal.Enter)
	clerk.See("扩大教育资源", "成人和民办教育", "保证工程顺利完工，设备安装到位")
	clerk.Type(terminal.F2)
	clerk.See("Ctrl+S 保存", "标准 差")
	clerk.Type("与办学条件")
	clerk.See("扩大教育资源与办学条件")
	if x, y, shown := clerk.Cursor(); !shown || x != 13+2*11 || y != 2 {
		t.Errorf("the cursor is at %d,%d (shown: %t), not behind the last hanzi of the name", x, y, shown)
	}
	clerk.Type(terminal.Tab, terminal.Tab)
	clerk.Paste("改建幼儿园十二所，\r\n新增学位一千二百个。")
	clerk.See("予以资助。改建幼儿园十", "新增学位一千二百个。")
	clerk.Type(terminal.Ctrl('s'))
	clerk.See("已保存")
	clerk.Type(terminal.Ctrl('q'))
	clerk.Ended()

	key := pingyi.PlanKey{Year: 2016, Department: "360"}
	plan, err := desk.Plan(ctx, key)
	must(err)
	if a := plan.Activities[0]; a.Name != "扩大教育资源与办学条件" || !strings.HasSuffix(a.Content, "予以资助。改建幼儿园十二所，\n新增学位一千二百个。") {
		t.Fatalf("the record has %q: %q", a.Name, a.Content)
	}

	// Seven members; six by command, the seventh on the screen.
	var members []string
	for i := range 7 {
		members = append(members, fmt.Sprintf("r%d", i+1))
		must(desk.AddMember(ctx, pingyi.Member{ID: members[i], Name: members[i], Role: pingyi.Reviewer}))
	}
	must(desk.CreatePanel(ctx, pingyi.Panel{ID: "p2016", Year: 2016, Departments: []string{"360"}, Members: members}))
	_, err = desk.OpenRound(ctx, "p2016", false)
	must(err)
	for i, id := range members[:6] {
		own, err := desk.For(ctx, id)
		must(err)
		var marks []store.Marked
		for j, a := range plan.Activities {
			marks = append(marks, store.Marked{Activity: pingyi.ActivityKey{PlanKey: key, ID: a.ID},
				Mark: &pingyi.Mark{Kind: pingyi.Graded, Tier: pingyi.Tier((i + j) % 4)}})
		}
		must(own.Rate(ctx, "p2016", marks))
		_, err = own.Submit(ctx, "p2016", "")
		must(err)
	}
	own, err := desk.For(ctx, "r7")
	must(err)
	rater := sit(t, own, page.Panels{})
	rater.See("p2016", "代 r7 录入")
	rater.Type(terminal.Enter)
	rater.See("›1", "评价标准（", "1 优")
	rater.Type("1", "2", "３", "4", "1", "2", "3", "0", "1", "2")
	rater.See("全部评完")
	rater.Type(terminal.Ctrl('s'))
	rater.See("提交评分表", "优3 良3 中2 差1，弃权1")
	rater.Type(terminal.Enter)
	rater.See("已提交")
	rater.Type(terminal.Ctrl('q'))
	rater.Ended()

	// Sealed on the screen until the round closes; then the result.
	chair := sit(t, desk, page.Result{Panel: "p2016"})
	chair.See("封存")
	_, err = desk.CloseRound(ctx, "p2016", "")
	must(err)
	chair.See("扩大教育资源与办学条件", "深泽县教育局", "Krippendorff")
	screen := chair.Text()
	chair.Type(terminal.Ctrl('q'))
	chair.Ended()

	res, err := desk.Result(ctx, "p2016", 0, pingyi.Zh)
	must(err)
	for _, r := range res.Activities[:3] {
		if !strings.Contains(screen, *r.Grade+strings.Replace(r.Mark, "-", "−", 1)) {
			t.Errorf("the result's screen lacks the grade of %s:\n%s", r.Name, screen)
		}
	}
	out, err := json.Marshal(res)
	must(err)
	if !strings.Contains(string(out), `"submitted":6,"abstained":1`) {
		t.Errorf("the abstention is not in the result: %s", out)
	}
	_, err = desk.Verify(ctx)
	must(err)
}

// What was typed is there again after the power went: a draft, offered in the
// same place.
func TestWhatWasTypedSurvivesAPowerCut(t *testing.T) {
	dir := t.TempDir()
	s, desk := openRecord(t, dir)
	if err := loadSample(context.Background(), desk); err != nil {
		t.Fatal(err)
	}
	key := pingyi.PlanKey{Year: 2025, Department: "901"}
	form := page.ActivityForm{Key: key, ID: 2}
	clerk := sit(t, desk, form)
	clerk.See("图书购置", "标准 差")
	clerk.Type(terminal.Tab, terminal.Tab, "先买教辅，")
	clerk.See("先买教辅，")
	for { // until the draft is on disk, of its own accord
		woken, stop := desk.Wake()
		drafts, err := desk.Drafts(context.Background())
		if err != nil {
			t.Fatal(err)
		}
		if len(drafts) > 0 {
			stop()
			break
		}
		select {
		case <-woken:
		case <-time.After(30 * time.Second):
			t.Fatal("no draft was ever kept")
		}
		stop()
	}
	s.Close() // the screen finds its record gone, as it would the power

	s, desk = openRecord(t, dir)
	t.Cleanup(func() { s.Close() })
	again := sit(t, desk, form)
	again.See("草稿", "1 ")
	again.Type("1")
	again.See("1 年。先买教辅，")
	again.Type(terminal.Ctrl('s'))
	again.See("已保存")
	if drafts, err := desk.Drafts(context.Background()); err != nil || len(drafts) > 0 {
		t.Errorf("after saving there are %d drafts, %v", len(drafts), err)
	}
}
