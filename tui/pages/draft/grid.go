package draft

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"pingyi"
	"pingyi/store"
)

// GridPart returns the object of part i of what is kept of a plan's grid, or of the
// grid in which it is keyed the second time.
func GridPart(key pingyi.PlanKey, second bool, i int) string {
	return fmt.Sprint(grid(key, second), i)
}

// OfGrid reports whether an object is such a part.
func OfGrid(object string, key pingyi.PlanKey, second bool) bool {
	return strings.HasPrefix(object, grid(key, second))
}

// InGrid reports whether the person has typed in a plan's grid what is not in the record.
func InGrid(d *store.Desk, key pingyi.PlanKey) (bool, error) {
	list, err := d.Drafts(context.Background())
	return slices.ContainsFunc(list, func(d store.Draft) bool { return OfGrid(d.Object, key, false) }), err
}

func grid(key pingyi.PlanKey, second bool) string {
	what := "grid"
	if second {
		what = "second"
	}
	return fmt.Sprintf("%s/%d/%s/", what, key.Year, key.Department)
}
