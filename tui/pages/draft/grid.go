package draft

import (
	"fmt"
	"strings"

	"pingyi"
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

func grid(key pingyi.PlanKey, second bool) string {
	what := "grid"
	if second {
		what = "second"
	}
	return fmt.Sprintf("%s/%d/%s/", what, key.Year, key.Department)
}
