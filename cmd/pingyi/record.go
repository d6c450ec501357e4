package main

import (
	"context"
	"io"
	"os"
	"path/filepath"

	"github.com/spf13/cobra"

	"pingyi/store"
)

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("verify [结果文件]", "verify [RESULT]"),
		Short: a.of("核验记录，或核验一份导出的结果", "prove that the record is what its history says, or an exported result"),
		Long: a.of("核验记录：每条留痕环环相扣，记录与留痕一致。给出 result --json 导出的文件，则核验它就是记录里签署的结果；- 表示标准输入。",
			"Prove the record: every journal entry follows the one before it, and every record is what they left. With a file that result --json printed, prove that it says what was signed in the record; - is standard input."),
		Example: "  pingyi verify\n  pingyi verify p2016.json",
		Args:    between(0, 1, a.of("[结果文件]", "[RESULT]")),
		RunE: func(c *cobra.Command, args []string) error {
			if len(args) == 1 {
				return a.verifyResult(c, args[0])
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				p, err := desk.Verify(ctx)
				if err != nil {
					return err
				}
				return a.printProof(p, "核验无误", "the record is whole")
			})
		},
	}
}

func (a *app) dumpCommand() *cobra.Command {
	var output string
	c := &cobra.Command{
		Use:   a.of("dump -o 文件", "dump -o FILE"),
		Short: a.of("备份整个记录到一个文件", "back up the whole record to one file"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
			if output == "" {
				return misuse("请用 -o 指定备份文件", "name the file with -o")
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				p, err := a.dump(ctx, desk, output)
				if err != nil {
					return err
				}
				return a.printProof(p, "已备份并核对", "dumped, restored in memory and compared")
			})
		},
	}
	c.Flags().StringVarP(&output, "output", "o", "", a.of("备份`文件`", "the `file` to write"))
	return c
}

// dump writes the dump where the command was given: for who sits at another
// machine than the record by way of a file beside it.
func (a *app) dump(ctx context.Context, desk *store.Desk, output string) (p store.Proof, err error) {
	if _, here := a.files.(ownFiles); here {
		return desk.Dump(ctx, output)
	}
	dir, err := os.MkdirTemp(a.site.dir, "dump")
	if err != nil {
		return p, err
	}
	defer os.RemoveAll(dir)
	whole := filepath.Join(dir, "dump")
	if p, err = desk.Dump(ctx, whole); err != nil {
		return p, err
	}
	f, err := os.Open(whole)
	if err != nil {
		return p, err
	}
	defer f.Close()
	return p, a.create(output, func(w io.Writer) error {
		_, err := io.Copy(w, f)
		return err
	})
}

func (a *app) restoreCommand() *cobra.Command {
	return &cobra.Command{
		Use:   a.of("restore 文件", "restore FILE"),
		Short: a.of("从备份恢复到空的数据目录", "restore a dump into an empty data directory"),
		Args:  exact(1, a.of("文件", "FILE")),
		RunE: func(c *cobra.Command, args []string) error {
			dir, err := a.dataDir()
			if err != nil {
				return err
			}
			p, err := store.Restore(c.Context(), dir, args[0], store.Options{Warn: a.warn})
			if err != nil {
				return err
			}
			return a.printProof(p, "已恢复并核验", "restored and verified")
		},
	}
}

func (a *app) printProof(p store.Proof, zh, en string) error {
	if a.json {
		return a.printJSON(p)
	}
	a.say("%s：留痕 %d 条，记录 %d 条（评分不计），草稿 %d 份（评分的不计），末条哈希 %s", "%s: %d journal entries, %d records (ratings not counted), %d drafts (nor those of ratings), last hash %s", a.of(zh, en), p.Rev, p.Records, p.Drafts, p.Hash)
	return nil
}
