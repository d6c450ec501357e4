package store_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"strings"
	"sync"
	"testing"

	"pingyi"
	"pingyi/store"
)

func TestADraftIsItsMembersAloneAndReplacesTheOneBefore(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	r1, r2 := as(t, owner, "r1"), as(t, owner, "r2")
	must(t, r1.SaveDraft(ctx, "b/2", []byte(`"二"`)))
	must(t, r1.SaveDraft(ctx, "a/1", []byte("{\n \"一\": 1 }")))
	must(t, r1.SaveDraft(ctx, "b/2", []byte(`"二二"`)))
	must(t, r2.SaveDraft(ctx, "b/2", []byte(`"别人"`)))
	list, err := r1.Drafts(ctx)
	must(t, err)
	if len(list) != 2 || list[0].Object != "a/1" || string(list[0].Data) != `{"一":1}` || string(list[1].Data) != `"二二"` {
		t.Errorf("%+v", list)
	}
	must(t, r1.DropDraft(ctx, "b/2"))
	must(t, r1.DropDraft(ctx, "b/2"))
	for d, want := range map[*store.Desk]int{r1: 1, r2: 1, owner: 0} {
		if list, err := d.Drafts(ctx); err != nil || len(list) != want {
			t.Errorf("%s has %d drafts, %v", d.Actor(), len(list), err)
		}
	}
	must(t, owner.DisableMember(ctx, "r1"))
	refused(t, pingyi.Forbidden, r1.SaveDraft(ctx, "a/1", []byte(`1`)))
}

func TestADraftHasALimitAndANameThatStaysInItsPlace(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	text := append(append([]byte{'"'}, bytes.Repeat([]byte("a"), store.MaxDraft-2)...), '"')
	must(t, owner.SaveDraft(ctx, "a", text))
	refused(t, pingyi.TooBig, owner.SaveDraft(ctx, "a", append(text, ' ')))
	for _, object := range []string{"", "/", "a/", "../head", "a//b", "a\tb", "a\nb", strings.Repeat("a/", 100) + "aa"} {
		refused(t, pingyi.Invalid, owner.SaveDraft(ctx, object, []byte(`1`)))
		refused(t, pingyi.Invalid, owner.DropDraft(ctx, object))
	}
}

func TestADraftRevisedByManyAtOnceLosesNoRevision(t *testing.T) {
	ctx := t.Context()
	_, owner := inMemory(t)
	populate(t, owner)
	const desks, times = 4, 5
	var all sync.WaitGroup
	for range desks {
		r1 := as(t, owner, "r1")
		all.Go(func() {
			for range times {
				for {
					err := r1.ReviseDraft(ctx, "a/1", func(is json.RawMessage) (json.RawMessage, error) {
						n := 0
						if is != nil {
							if err := json.Unmarshal(is, &n); err != nil {
								return nil, err
							}
						}
						return json.Marshal(n + 1)
					})
					if err == nil {
						break
					}
					if pingyi.CodeOf(err) != pingyi.Conflict { // so many at once may be told to come again
						t.Error(err)
						return
					}
				}
			}
		})
	}
	all.Wait()
	r1 := as(t, owner, "r1")
	list, err := r1.Drafts(ctx)
	must(t, err)
	if len(list) != 1 || string(list[0].Data) != "20" {
		t.Errorf("%+v", list)
	}
	no := errors.New("no")
	if err := r1.ReviseDraft(ctx, "a/1", func(json.RawMessage) (json.RawMessage, error) { return nil, no }); !errors.Is(err, no) {
		t.Errorf("refused, and yet %v", err)
	}
	must(t, r1.ReviseDraft(ctx, "a/1", func(json.RawMessage) (json.RawMessage, error) { return nil, nil }))
	if list, err := r1.Drafts(ctx); err != nil || len(list) != 0 {
		t.Errorf("%+v, %v", list, err)
	}
}
