package main

import (
	"context"

	"github.com/spf13/cobra"

	"pingyi/store"
)

func (a *app) verifyCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "verify",
		Short: a.of("核验记录：每条留痕环环相扣，记录与留痕一致", "prove that the record is what its history says"),
		Args:  none,
		RunE: func(c *cobra.Command, _ []string) error {
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
				p, err := desk.Dump(ctx, output)
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
	a.say("%s：留痕 %d 条，记录 %d 条，草稿 %d 份，末条哈希 %s", "%s: %d journal entries, %d records, %d drafts, last hash %s", a.of(zh, en), p.Rev, p.Records, p.Drafts, p.Hash)
	return nil
}
