package pingyi

import "time"

// Event is one entry of the record's history as a person reads it.
type Event struct {
	Rev     uint64    `json:"rev"` // from 1, without gaps
	At      time.Time `json:"at"`
	Member  string    `json:"member"`       // with whose rights
	By      string    `json:"by,omitempty"` // by whose hand, when another's
	From    string    `json:"from"`         // the terminal or address
	Command string    `json:"command"`      // what was asked: "import", "rate", …
	Changes []Change  `json:"changes"`
}

// Change is what an event did to one record.
type Change struct {
	Subject Subject       `json:"subject"`
	Fields  []FieldChange `json:"fields"`
}

// Subject names a record. Which fields are set depends on its Noun.
type Subject struct {
	Noun       Noun   `json:"noun"`
	Year       int    `json:"year,omitempty"`
	Department string `json:"department,omitempty"`
	Activity   int    `json:"activity,omitempty"` // its ID, not its number
	Panel      string `json:"panel,omitempty"`
	Round      int    `json:"round,omitempty"`
	Member     string `json:"member,omitempty"`
}

// FieldChange is one field before and after. An absent value is empty; text is
// as stored, anything else as JSON.
type FieldChange struct {
	Field  string `json:"field"`
	Before string `json:"before"`
	After  string `json:"after"`
}
