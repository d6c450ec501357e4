package store_test

import (
	"fmt"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"pingyi"
	"pingyi/store"
	"pingyi/store/kv"
)

func works() pingyi.Template {
	return pingyi.Template{Name: "工程", Scale: pingyi.DefaultScale(), Rubric: pingyi.Rubric{"没修", "修一半", "修完", "提前修完"}}
}

func TestATemplateIsKeptChangedAndDropped(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	k1 := as(t, owner, "k1")
	kept, err := k1.KeepTemplate(ctx, pingyi.Template{}, works())
	must(t, err)
	again := works()
	again.Name = " 工 程。"
	_, err = owner.KeepTemplate(ctx, pingyi.Template{}, again)
	refused(t, pingyi.Exists, err)
	other := works()
	other.Name = "培训"
	trained, err := owner.KeepTemplate(ctx, pingyi.Template{}, other)
	must(t, err)

	renamed := trained
	renamed.Name = "工程"
	_, err = owner.KeepTemplate(ctx, trained, renamed)
	refused(t, pingyi.Exists, err)
	renamed.Name, renamed.Rubric = "培训班", pingyi.Rubric{"", "", "", "都合格"}
	renamed, err = owner.KeepTemplate(ctx, trained, renamed)
	must(t, err)
	_, err = k1.KeepTemplate(ctx, trained, other) // as it was before that
	refused(t, pingyi.Conflict, err)
	refused(t, pingyi.Conflict, k1.DropTemplate(ctx, trained))

	list, err := as(t, owner, "r1").Templates(ctx)
	must(t, err)
	if len(list) != 2 || !list[0].Equal(works()) || !list[1].Equal(renamed) || list[0].ID != kept.ID || list[1].ID != renamed.ID {
		t.Errorf("the record has %+v", list)
	}
	must(t, k1.DropTemplate(ctx, renamed))
	refused(t, pingyi.NotFound, k1.DropTemplate(ctx, renamed))
	_, err = k1.KeepTemplate(ctx, renamed, renamed)
	refused(t, pingyi.NotFound, err)
	after, err := k1.KeepTemplate(ctx, pingyi.Template{}, other)
	must(t, err)
	if after.ID <= renamed.ID {
		t.Errorf("number %d is used again", after.ID)
	}
}

func TestOnlySoManyTemplatesAreKept(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	for i := range pingyi.MaxTemplates {
		w := works()
		w.Name = fmt.Sprint("模板", i)
		_, err := owner.KeepTemplate(ctx, pingyi.Template{}, w)
		must(t, err)
	}
	_, err := owner.KeepTemplate(ctx, pingyi.Template{}, works())
	refused(t, pingyi.TooBig, err)
}

// The history names each tier by the template's own scale, the best first.
func TestTheHistoryShowsWhatBecameOfATemplate(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	scale, err := pingyi.NewScale([]string{"不合格", "合格"}, []pingyi.Score{0, 60_00})
	must(t, err)
	kept, err := owner.KeepTemplate(ctx, pingyi.Template{}, pingyi.Template{Name: "验收", Scale: scale, Rubric: pingyi.Rubric{"没过", "过了"}})
	must(t, err)
	mine := kept
	mine.Name, mine.Rubric = "工程", pingyi.Rubric{"", "一次过了"}
	mine, err = owner.KeepTemplate(ctx, kept, mine)
	must(t, err)
	must(t, owner.DropTemplate(ctx, mine))
	_, err = owner.KeepTemplate(ctx, pingyi.Template{}, works())
	must(t, err)
	events, err := owner.History(ctx, store.HistoryFilter{})
	must(t, err)
	var told []string
	for _, e := range slices.Backward(events) {
		line := pingyi.CommandTitle(e.Command, pingyi.Zh) + "，" + e.Changes[0].Subject.In(pingyi.Zh)
		for _, f := range e.Changes[0].Fields {
			if f.Field != "scale" {
				line += "｜" + f.Title(pingyi.Zh) + " " + f.Before + "→" + f.After
			}
		}
		told = append(told, line)
	}
	want := []string{
		"保存模板，第 1 号评价标准模板｜模板名称 →验收｜评价标准·合格 →过了｜评价标准·不合格 →没过",
		"保存模板，第 1 号评价标准模板｜模板名称 验收→工程｜评价标准·合格 过了→一次过了｜评价标准·不合格 没过→",
		"删除模板，第 1 号评价标准模板｜模板名称 工程→｜评价标准·合格 一次过了→",
		"保存模板，第 2 号评价标准模板｜模板名称 →工程｜评价标准·优 →提前修完｜评价标准·良 →修完｜评价标准·中 →修一半｜评价标准·差 →没修",
	}
	if !slices.Equal(told, want) {
		t.Errorf("the history says\n%s\nwant\n%s", strings.Join(told, "\n"), strings.Join(want, "\n"))
	}
}

// Whatever is kept, renamed and dropped, the record gives back what was kept last;
// it verifies, and so does a dump of it.
func TestTemplatesComeBackAsTheyWereKept(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		ctx := t.Context()
		engine, owner := onEngine(t)
		kept := map[int]pingyi.Template{}
		var ids []int
		text := rapid.StringMatching(`[甲乙丙A-Z0-9，。]{0,6}`)
		for range rapid.IntRange(1, 12).Draw(rt, "commands") {
			mine := pingyi.Template{Name: text.Draw(rt, "name"), Scale: pingyi.DefaultScale(),
				Rubric: rapid.SliceOfN(text, 4, 4).Draw(rt, "criteria")}
			var base pingyi.Template
			if len(ids) > 0 && rapid.Bool().Draw(rt, "old") {
				base = kept[rapid.SampledFrom(ids).Draw(rt, "which")]
			}
			if base.ID != 0 && rapid.Bool().Draw(rt, "drop") {
				must(t, owner.DropTemplate(ctx, base))
				delete(kept, base.ID)
				ids = slices.DeleteFunc(ids, func(id int) bool { return id == base.ID })
				continue
			}
			now, err := owner.KeepTemplate(ctx, base, mine)
			switch clean, wrong := mine.Clean(); {
			case wrong != nil:
				if err == nil {
					rt.Fatalf("kept %+v", mine)
				}
			case pingyi.CodeOf(err) == pingyi.Exists:
			case err != nil:
				rt.Fatal(err)
			default:
				if !now.Equal(clean) {
					rt.Fatalf("kept %+v of %+v", now, mine)
				}
				if _, old := kept[now.ID]; !old {
					ids = append(ids, now.ID)
				}
				kept[now.ID] = now
			}
		}
		list, err := owner.Templates(ctx)
		must(t, err)
		if len(list) != len(kept) {
			rt.Fatalf("%d templates, want %d", len(list), len(kept))
		}
		for _, l := range list {
			if want := kept[l.ID]; !l.Equal(want) {
				rt.Fatalf("%+v, want %+v", l, want)
			}
		}
		_, err = owner.Verify(ctx)
		must(t, err)
		must(t, engine.Close())
	})
}

func TestADamagedTemplateIsReported(t *testing.T) {
	for _, value := range []string{`{"name":"工程"`, `{"name":"工程","scale":[{"name":"优","floor":"60"},{"name":"差","floor":"0"}],"criteria":["没修"]}`, `{"name":"工程","criteria":["没修"]}`} {
		engine, owner := onEngine(t)
		must(t, engine.Update(t.Context(), func(tx kv.Tx) error { return tx.Put([]byte("template/000001"), []byte(value)) }))
		_, err := owner.Templates(t.Context())
		refused(t, pingyi.Damaged, err)
		_, err = owner.KeepTemplate(t.Context(), pingyi.Template{}, works())
		refused(t, pingyi.Damaged, err)
	}
}

func TestADumpHasTheTemplates(t *testing.T) {
	ctx, dir := t.Context(), fast(t)
	_, owner := inMemory(t)
	kept, err := owner.KeepTemplate(ctx, pingyi.Template{}, works())
	must(t, err)
	file := filepath.Join(dir, "dump")
	_, err = owner.Dump(ctx, file)
	must(t, err)
	restored := filepath.Join(dir, "restored")
	_, err = store.Restore(ctx, restored, file, store.Options{})
	must(t, err)
	s := open(t, restored)
	list, err := s.OwnerDesk("test").Templates(ctx)
	must(t, err)
	if len(list) != 1 || !list[0].Equal(kept) {
		t.Errorf("the dump has %+v", list)
	}
	must(t, s.Close())
}
