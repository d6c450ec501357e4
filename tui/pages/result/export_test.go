package result_test

import (
	"encoding/json"
	"errors"
	"strings"
	"testing"

	"pingyi"
	"pingyi/tui/pages/page"
	"pingyi/tui/pages/pagetest"
	"pingyi/tui/pages/result"
)

func TestTheResultIsExportedByTheEndingOfTheName(t *testing.T) {
	r := closed(t)
	files := map[string][]byte{}
	env := pagetest.Env(t, r.Desk("c1"), pingyi.Zh, 80, 22)
	env.WriteFile = func(name string, data []byte) error {
		if files[name] != nil {
			return pingyi.Errorf(pingyi.Exists, "文件 %s 已经有了", "there is a file %s already", name)
		}
		files[name] = data
		return nil
	}
	h := pagetest.Start(t, env, result.New(env, pagetest.Panel))
	if !offers(h, "导出") {
		t.Error("not offered")
	}
	export := func(name string) {
		t.Helper()
		h.Press("f10", "ctrl+u")
		h.Type(name)
		h.Press("enter")
	}
	h.Press("f10")
	see(t, h, "文件名：p2016-1.xlsx")
	h.EverySize(func() { see(t, h, "p2016-1.xlsx") })
	h.Speak(pingyi.Zh)
	h.Press("esc")
	export("a.json")
	if g, ok := h.Last().(page.Good); !ok || g.Text != "已导出到 a.json" {
		t.Fatalf("%#v", h.Last())
	}
	var res struct{ Activities []struct{ Name string } }
	if err := json.Unmarshal(files["a.json"], &res); err != nil || len(res.Activities) != 10 {
		t.Errorf("%v\n%s", err, files["a.json"])
	}
	export("b.csv")
	if !strings.Contains(string(files["b.csv"]), "荒山造林") {
		t.Errorf("%s", files["b.csv"])
	}
	export("b.csv")
	fails(t, h, pingyi.Exists)
	see(t, h, "文件名：b.csv") // to be mended
	h.Press("esc")
	export("b")
	fails(t, h, pingyi.Invalid)
}

func TestWithoutFilesHereNoneIsWritten(t *testing.T) {
	h := sit(t, closed(t).Desk("c1"), pingyi.Zh, 80, 22)
	if offers(h, "导出") {
		t.Error("offered")
	}
	h.Press("f10")
	fails(t, h, pingyi.State)
	var e *pingyi.Error
	if f := h.Last().(page.Fail); !errors.As(f.Err, &e) || !strings.Contains(e.In(pingyi.En), "result p2016") {
		t.Errorf("%v", f.Err)
	}
}
