package store

import (
	"context"
	"fmt"

	"pingyi"
)

const (
	templatePart = "template/"
	// templatesKey holds the ID that the next new template gets.
	templatesKey = "templates"
)

// A template's key has its number: its name is a person's text.
func templateKey(id int) string { return fmt.Sprintf("%s%06d", templatePart, id) }

// Templates lists the rubric templates, the oldest first. Right: read-plans.
func (d *Desk) Templates(ctx context.Context) (list []pingyi.Template, err error) {
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.ReadPlans, nil, nil); err != nil {
			return err
		}
		list, err = v.templates()
		return err
	})
	return list, err
}

// KeepTemplate keeps mine in place of base, the template as it was read; the zero
// base is for a new one. kept is what the record has now. The error is
// [pingyi.Exists] when another template has the name, [pingyi.Conflict] when
// somebody has changed base since, and [pingyi.TooBig] when there are
// [pingyi.MaxTemplates] already. Right: edit-plans.
func (d *Desk) KeepTemplate(ctx context.Context, base, mine pingyi.Template) (kept pingyi.Template, err error) {
	err = d.update(ctx, pingyi.CommandKeepTemplate, func(t *tx) error {
		if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		if kept, err = mine.Clean(); err != nil {
			return err
		}
		kept.ID = base.ID
		if base.ID != 0 {
			if err := t.unchangedTemplate(base); err != nil {
				return err
			}
		}
		list, err := t.templates()
		if err != nil {
			return err
		}
		for _, other := range list {
			if other.ID != kept.ID && other.Key() == kept.Key() {
				return pingyi.Errorf(pingyi.Exists, "已有名为“%s”的模板", "there is a template named %q already", other.Name)
			}
		}
		if kept.ID == 0 {
			if len(list) >= pingyi.MaxTemplates {
				return pingyi.Errorf(pingyi.TooBig, "最多保存 %d 个模板，请先删去不用的", "at most %d templates are kept: delete some that nobody needs first", pingyi.MaxTemplates)
			}
			last, _, err := get[int](t, templatesKey)
			if err != nil {
				return err
			}
			kept.ID = last + 1
			if err := t.put(templatesKey, kept.ID); err != nil {
				return err
			}
		}
		return t.put(templateKey(kept.ID), kept)
	})
	return kept, err
}

// DropTemplate removes a template, last seen as seen; the journal keeps it, and
// activities that have its criteria keep those. The error is [pingyi.Conflict] when
// somebody has changed it since. Right: edit-plans.
func (d *Desk) DropTemplate(ctx context.Context, seen pingyi.Template) error {
	return d.update(ctx, pingyi.CommandDropTemplate, func(t *tx) error {
		if err := t.actor.May(pingyi.EditPlans, nil, nil); err != nil {
			return err
		}
		if err := t.unchangedTemplate(seen); err != nil {
			return err
		}
		return t.del(templateKey(seen.ID))
	})
}

// unchangedTemplate refuses when the record has no longer what was seen.
func (v *view) unchangedTemplate(seen pingyi.Template) error {
	now, found, err := get[pingyi.Template](v, templateKey(seen.ID))
	switch {
	case err != nil:
		return err
	case !found:
		return pingyi.Errorf(pingyi.NotFound, "这个模板已被删除", "this template has been deleted")
	case !now.Equal(seen):
		return pingyi.Errorf(pingyi.Conflict, "别人同时改了模板“%s”，请看过现在的内容再决定", "somebody else changed the template %q at the same time: look at it as it is now first", now.Name)
	}
	return nil
}

func (v *view) templates() ([]pingyi.Template, error) {
	var list []pingyi.Template
	err := scan(v, templatePart, func(key string, t pingyi.Template) error {
		s, ok := subjectOf(key)
		if !ok {
			return damaged("记录中有无法识别的键 %s", "the record holds the unknown key %s", key)
		}
		if len(t.Rubric) != t.Scale.Len() {
			return damaged("模板 %s 的评价标准与档次不合", "the criteria of the template %s are not those of its tiers", key)
		}
		t.ID = s.Template
		list = append(list, t)
		return nil
	})
	return list, err
}
