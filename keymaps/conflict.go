package keymaps

import (
	"maps"

	"pingyi"
)

// lay lays what the file binds over its base, which is checked already.
func (r *reader) lay() map[slot][]boundKey {
	all := map[slot][]boundKey{}
	if r.base != "" {
		base, err := Load(r.base)
		if err != nil {
			r.found(0, "base", r.base, pingyi.Errorf(pingyi.Internal, "内置方案有错",
				"the built-in profile is broken").Because(err))
			return r.bound
		}
		for _, i := range Actions() {
			s := slot{i.Place, i.Action}
			for _, key := range base.Keys(i.Place, i.Action) {
				all[s] = append(all[s], boundKey{key, -1})
			}
		}
	}
	maps.Copy(all, r.bound)
	return all
}

// conflicts finds keys that would do two things. A key clashes within its place,
// with a Global key, and between Form and Edit, which listen together. Edit and Grid
// alone may hide a Global key: text has more commands than a keyboard has spare keys,
// and hands that know spreadsheets copy by Ctrl+C.
func (r *reader) conflicts(all map[slot][]boundKey) {
	type use struct {
		slot
		boundKey
	}
	taken := map[Place]map[string]use{}
	for _, p := range Places() {
		taken[p] = map[string]use{}
	}
	for _, i := range Actions() {
		s := slot{i.Place, i.Action}
		for _, key := range all[s] {
			u := use{s, key}
			rivals := []Place{s.place}
			switch s.place {
			case Global, Grid:
			case Edit:
				rivals = append(rivals, Form)
			default:
				rivals = append(rivals, Global)
			}
			for _, p := range rivals {
				other, clash := taken[p][key.key]
				if !clash {
					continue
				}
				first, second := other, u
				if second.offset < first.offset { // blame what the person wrote later
					first, second = second, first
				}
				if first.slot == second.slot {
					r.found(second.offset, second.slot.String(), key.key, pingyi.Errorf(pingyi.Invalid,
						"这个键写了两次", "this key is written twice"))
					continue
				}
				r.found(second.offset, second.slot.String(), key.key, pingyi.Errorf(pingyi.Invalid,
					"这个键已经用于 %[1]s；请换一个键，或给 %[1]s 另定键",
					"this key is already taken by %[1]s: choose another, or give %[1]s other keys", first.slot.String()))
			}
			taken[s.place][key.key] = u
		}
	}
}
