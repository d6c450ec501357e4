package pingyi

import "slices"

// Bookmarks are the plans that a member comes back to. Like [Settings] they are no
// part of what the record proves.
type Bookmarks struct {
	Pinned []PlanKey `json:"pinned,omitempty"` // by year and code
	Recent []PlanKey `json:"recent,omitempty"` // the last opened first, those pinned among them
}

// The most plans that a member may have pinned, and that are remembered as opened.
const (
	MaxPinned = 50
	MaxRecent = 10
)

// Open returns the bookmarks once plan k has been opened.
func (b Bookmarks) Open(k PlanKey) Bookmarks {
	rest := slices.DeleteFunc(slices.Clone(b.Recent), func(o PlanKey) bool { return o == k })
	b.Recent = append([]PlanKey{k}, rest[:min(len(rest), MaxRecent-1)]...)
	return b
}

// Pin returns the bookmarks with plan k pinned, or no longer so. [TooBig] is for
// more than a member may have.
func (b Bookmarks) Pin(k PlanKey, on bool) (Bookmarks, error) {
	at, found := slices.BinarySearchFunc(b.Pinned, k, PlanKey.Compare)
	switch pinned := slices.Clone(b.Pinned); {
	case found == on:
	case !on:
		b.Pinned = slices.Delete(pinned, at, at+1)
	case len(pinned) >= MaxPinned:
		return b, Errorf(TooBig, "最多置顶 %d 份计划，请先取消几份", "at most %d plans can be pinned: unpin some first", MaxPinned)
	default:
		b.Pinned = slices.Insert(pinned, at, k)
	}
	return b, nil
}

// Only returns the bookmarks of those plans that there are.
func (b Bookmarks) Only(there func(PlanKey) bool) Bookmarks {
	gone := func(k PlanKey) bool { return !there(k) }
	b.Pinned = slices.DeleteFunc(slices.Clone(b.Pinned), gone)
	b.Recent = slices.DeleteFunc(slices.Clone(b.Recent), gone)
	return b
}
