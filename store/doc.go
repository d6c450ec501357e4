// Package store keeps the record: plans, members, panels and ratings, and the
// journal that accounts for every change to them.
//
// A [Desk] is the record as one actor may see and change it, and the only way
// in. Each of its methods that changes something is one command: in one
// transaction it checks the right, then the rule, writes the records, and adds
// the journal entry that says who, when, from where, and what stood there
// before and after, with the hash of the entry before it. So history, audit,
// backup and integrity are all the same list, read for different reasons.
//
// The newest journal revision and its hash are mirrored in a file outside the
// engine's own; a record that has fallen behind its mirror has lost something
// and is not served.
package store
