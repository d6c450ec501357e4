package storetest

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"pingyi/store/kv"
)

// Rebuild makes in an empty engine the record that the journal in another tells of:
// it reads nothing there but the journal. The error says where that does not follow
// from what went before.
func Rebuild(from, to kv.Engine) error {
	record := map[string][]byte{}
	err := from.View(context.Background(), func(r kv.Reader) error {
		begin, end := kv.Prefix([]byte("journal/"))
		return r.Scan(begin, end, func(key, b []byte) error {
			var e struct {
				Rev    uint64 `json:"rev"`
				ID     string `json:"id"`
				Writes []struct {
					Key           string
					Before, After json.RawMessage
				}
			}
			if err := json.Unmarshal(b, &e); err != nil {
				return err
			}
			for _, w := range e.Writes {
				if was := record[w.Key]; !bytes.Equal(was, some(w.Before)) {
					return fmt.Errorf("entry %d finds %q at %s, where the ones before it left %q", e.Rev, w.Before, w.Key, was)
				}
				if record[w.Key] = some(w.After); record[w.Key] == nil {
					delete(record, w.Key)
				}
			}
			sum := sha256.Sum256(b)
			record[string(key)] = bytes.Clone(b)
			record["command/"+e.ID] = fmt.Append(nil, e.Rev)
			record["head"] = fmt.Appendf(nil, `{"rev":%d,"hash":"%s"}`, e.Rev, hex.EncodeToString(sum[:]))
			return nil
		})
	})
	for _, key := range slices.Sorted(maps.Keys(record)) {
		if err == nil {
			err = to.Update(context.Background(), func(tx kv.Tx) error { return tx.Put([]byte(key), record[key]) })
		}
	}
	return err
}

// some is a value of a journal entry, nil where it says that there is none.
func some(v json.RawMessage) []byte {
	if string(v) == "null" {
		return nil
	}
	return bytes.Clone(v)
}

// Same compares two records byte for byte, but for what lies beside the journal:
// drafts and settings.
func Same(a, b kv.Engine) error {
	var all [2]map[string]string
	for i, engine := range []kv.Engine{a, b} {
		all[i] = map[string]string{}
		err := engine.View(context.Background(), func(r kv.Reader) error {
			return r.Scan(nil, nil, func(key, v []byte) error {
				if k := string(key); !strings.HasPrefix(k, "draft/") && !strings.HasPrefix(k, "setting/") {
					all[i][k] = string(v)
				}
				return nil
			})
		})
		if err != nil {
			return err
		}
	}
	for _, key := range slices.Sorted(maps.Keys(all[0])) {
		if v, there := all[1][key]; !there || v != all[0][key] {
			return fmt.Errorf("at %s lies %q in the one and %q in the other", key, all[0][key], v)
		}
	}
	if len(all[0]) != len(all[1]) {
		return fmt.Errorf("%d records in the one, %d in the other", len(all[0]), len(all[1]))
	}
	return nil
}
