// Package wire is what goes down the line to a terminal: it knows what the terminal
// shows, and sends the fewest bytes that make it show something else. Frames that
// a newer one has overtaken are never sent. It knows cells and bytes, and nothing
// of what they say.
package wire
