// Package pingyi holds the words of a performance review and the rules between
// them: departments file plans of activities, each with a budget and a rubric;
// a panel's members rate the activities; their ratings are merged into one
// consensus grade.
//
// The package does no I/O and reads no clock: whatever it needs is an argument.
// It imports the standard library and golang.org/x/text only.
package pingyi
