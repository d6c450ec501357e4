package pingyi

// PlanChanges is what has become of a plan since it was seen.
type PlanChanges struct {
	StatedTotal *Amount
	Changed     []Activity // that are new or other than they were, in their order
	IDs         []int      // of all activities in order, where any came, went or was moved; else nil
	// Plan is the whole of it, where the above would not do: at first, after very
	// much, and when anything but the activities and the stated total was changed.
	Plan *Plan
}
