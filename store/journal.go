package store

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"time"

	"pingyi"
	"pingyi/store/kv"
)

// head is the newest entry of the journal: its revision, and the hash of its
// bytes. The zero head is that of an empty record.
type head struct {
	Rev  uint64 `json:"rev"`
	Hash string `json:"hash"`
}

// entry is one command in the journal.
type entry struct {
	Rev     uint64    `json:"rev"`
	ID      string    `json:"id"` // of the command: one is never applied twice
	At      time.Time `json:"at"`
	Member  string    `json:"member"`
	By      string    `json:"by,omitempty"`
	From    string    `json:"from"`
	Command string    `json:"command"`
	Of      string    `json:"of,omitempty"` // the first command of the step that it is a part of, which may be itself
	Writes  []write   `json:"writes"`
	Prev    string    `json:"prev"` // hash of the entry before
}

// write is what a command did to one key; null stands for nothing there.
type write struct {
	Key    string          `json:"key"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

func hashOf(b []byte) string {
	sum := sha256.Sum256(b)
	return hex.EncodeToString(sum[:])
}

// encode marshals v without the escapes meant for HTML, so that a stored value
// and the journal's copy of it are the same bytes.
func encode(v any) ([]byte, error) {
	var b bytes.Buffer
	enc := json.NewEncoder(&b)
	enc.SetEscapeHTML(false)
	if err := enc.Encode(v); err != nil {
		return nil, err
	}
	return bytes.TrimSuffix(b.Bytes(), []byte{'\n'}), nil
}

// get reads the record at key. What cannot be read as a T is damage: nothing but
// the store writes there.
func get[T any](r kv.Reader, key string) (v T, found bool, err error) {
	b, found, err := r.Get([]byte(key))
	if err != nil || !found {
		return v, false, err
	}
	return v, true, decode(key, b, &v)
}

func decode(key string, b []byte, v any) error {
	if err := json.Unmarshal(b, v); err != nil {
		return damaged("记录 %s 无法读出", "the record at %s cannot be read", key).Because(err)
	}
	return nil
}

// scan calls fn with every record below prefix, in key order.
func scan[T any](r kv.Reader, prefix string, fn func(key string, v T) error) error {
	from, to := kv.Prefix([]byte(prefix))
	return r.Scan(from, to, func(k, b []byte) error {
		var v T
		if err := decode(string(k), b, &v); err != nil {
			return err
		}
		return fn(string(k), v)
	})
}

func damaged(zh, en string, args ...any) *pingyi.Error {
	return pingyi.Errorf(pingyi.Damaged, zh+"。数据已损坏：请停止使用，用 pingyi restore 从最近的备份恢复",
		en+". The data is damaged: stop using it and restore the latest dump with pingyi restore", args...)
}
