package main

import (
	"bytes"
	"context"
	"encoding/json"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
)

// verifyResult holds an exported result against the record: it has to say what was
// signed there, in either language, and nothing else; blanks between are free.
func (a *app) verifyResult(c *cobra.Command, file string) error {
	data, err := a.fileOrPiped(c.Context(), file, exchange.MaxFile, whoMay(pingyi.ReadResults))
	if err != nil {
		return err
	}
	name := file
	if file == "-" {
		name = a.stdin()
	}
	var says struct {
		Panel     string            `json:"panel"`
		Round     int               `json:"round"`
		Signature *pingyi.Signature `json:"signature"`
	}
	var exported bytes.Buffer
	if json.Unmarshal(data, &says) != nil || json.Compact(&exported, data) != nil || says.Panel == "" || says.Round < 1 {
		return pingyi.Errorf(pingyi.Invalid, "%s 不是 result --json 导出的结果", "%s is not a result that result --json printed", name)
	}
	if says.Signature == nil {
		return pingyi.Errorf(pingyi.State, "%s 里的结果没有签署，无从核验", "the result in %s is not signed, so that there is nothing to prove", name)
	}
	return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
		for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
			res, err := desk.Result(ctx, says.Panel, says.Round, l)
			if err != nil {
				return err
			}
			var signed, compact bytes.Buffer
			if err := writeJSON(&signed, res); err != nil {
				return err
			}
			if err := json.Compact(&compact, signed.Bytes()); err != nil {
				return err
			}
			if res.Signature != nil && bytes.Equal(compact.Bytes(), exported.Bytes()) {
				return a.done(map[string]any{"panel": res.Panel, "round": res.Round, "signature": res.Signature},
					"核验无误：内容就是 %s 签署的结果（留痕第 %d 号，摘要 %s）", "proven: it says what %s signed (journal revision %d, digest %s)", res.Signature.By, res.Signature.Rev, res.Signature.Digest)
			}
		}
		return pingyi.Errorf(pingyi.Damaged, "%s 与记录里的结果不一致：文件被改过，或不是这份记录的结果", "%s is not the result in the record: it was altered, or is another record's", name)
	})
}
