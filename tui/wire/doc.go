// Package wire is what goes down the line to a terminal and what comes up it. It
// knows what the terminal shows, and sends the fewest bytes that make it show
// something else; frames that a newer one has overtaken are never sent. What the
// line takes apart of keys and pastes it puts together, whatever the terminal's
// encoding. It knows cells and bytes, and nothing of what they say.
package wire
