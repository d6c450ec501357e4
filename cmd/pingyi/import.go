package main

import (
	"context"
	"errors"
	"path/filepath"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"pingyi"
	"pingyi/store"
	"pingyi/store/exchange"
)

// importedPlan is one plan in the JSON that import prints.
type importedPlan struct {
	Year       int              `json:"year"`
	Department string           `json:"department"`
	Activities int              `json:"activities"`
	Budget     pingyi.Amount    `json:"budget"`
	New        int              `json:"new"`
	Changed    int              `json:"changed"`
	Unchanged  int              `json:"unchanged"`
	Removed    int              `json:"removed"`
	Reordered  bool             `json:"reordered,omitempty"`
	Head       []pingyi.Field   `json:"head,omitempty"`    // what changes of the plan itself
	Changes    []importedChange `json:"changes,omitempty"` // with --dry-run
}

type importedChange struct {
	No     int                  `json:"no"`
	Name   string               `json:"name"`
	Fields []pingyi.FieldChange `json:"fields"`
}

func (a *app) importCommand() *cobra.Command {
	var year int
	var format, department, name string
	var dryRun, remove bool
	c := &cobra.Command{
		Use:   a.of("import 文件...", "import FILE..."),
		Short: a.of("导入绩效计划（docx、xlsx、csv、tsv、txt、json）", "import plans (docx, xlsx, csv, tsv, txt, json)"),
		Long: a.of("导入绩效计划。每份计划要么全部导入，要么不动。文件写作 - 时从标准输入读，须给出 --format。",
			"Import plans, each of them whole or not at all. A FILE of - is standard input and needs --format."),
		Example: "  pingyi import --year 2016 360-education.docx\n  pingyi import --year 2016 --dry-run *.xlsx",
		Args: func(_ *cobra.Command, args []string) error {
			if len(args) == 0 {
				return misuse("请给出要导入的文件；- 表示标准输入", "name the files to import; - is standard input")
			}
			if format == "" && slices.Contains(args, "-") {
				return misuse("从标准输入导入要用 --format 指定格式", "importing standard input needs --format")
			}
			return nil
		},
		RunE: func(c *cobra.Command, args []string) error {
			src := exchange.Source{Year: year, Department: pingyi.Department{Code: department, Name: name}}
			if format != "" {
				f, err := exchange.ParseFormat(format)
				if err != nil {
					return wrongUse{err}
				}
				src.Format = f
			}
			// Before the record is opened, which nobody else can use meanwhile.
			var piped []byte
			if slices.Contains(args, "-") {
				var err error
				if piped, err = a.piped(c.Context(), exchange.MaxFile, whoMay(pingyi.EditPlans)); err != nil {
					return err
				}
			}
			return a.atDesk(c, func(ctx context.Context, desk *store.Desk) error {
				done := []importedPlan{}
				var failed []error
				for _, file := range args {
					if ctx.Err() != nil {
						failed = append(failed, ctx.Err())
						break
					}
					plans, err := a.importFile(ctx, desk, src, file, piped, dryRun, remove)
					done = append(done, plans...)
					failed = append(failed, err)
				}
				if a.json {
					failed = append(failed, a.printJSON(map[string]any{"plans": done, "dry_run": dryRun}))
				} else {
					a.printImported(done, dryRun)
				}
				return errors.Join(failed...)
			})
		},
	}
	f := c.Flags()
	f.Var(number{&year}, "year", a.of("计划的`年度`，如 2016（JSON 文件自带年度）", "the plans' `year`, such as 2016 (a JSON file has its own)"))
	f.StringVar(&format, "format", "", a.of("文件`格式`：txt csv tsv xlsx docx json（默认按文件名）", "the files' `format`: txt csv tsv xlsx docx json (default by name)"))
	f.StringVar(&department, "department", "", a.of("部门`代码`，文件里没有时用", "the department's `code`, where the file has none"))
	f.StringVar(&name, "name", "", a.of("部门`名称`，文件里没有时用", "the department's `name`, where the file has none"))
	f.BoolVar(&dryRun, "dry-run", false, a.of("只显示会改什么，不导入", "show what would change, and change nothing"))
	f.BoolVar(&remove, "remove", false, a.of("删除文件里没有的活动", "delete activities that the file does not have"))
	return c
}

// importFile files every plan of one file, piped being what "-" stands for. What
// is said beside the result goes to standard error.
func (a *app) importFile(ctx context.Context, desk *store.Desk, src exchange.Source, file string, piped []byte, dryRun, remove bool) (done []importedPlan, err error) {
	data := piped
	if src.Name = a.stdin(); file != "-" {
		src.Name = filepath.Base(file)
		if data, err = interruptible(ctx, func() ([]byte, error) { return a.readFile(file) }); err != nil {
			return nil, err
		}
	}
	var imports []exchange.Import
	err = a.apart(ctx, func() (err error) {
		imports, err = exchange.Read(src, data)
		return err
	})
	if err != nil {
		return nil, err
	}
	var failed []error
	for _, in := range imports {
		for _, skipped := range in.Skipped {
			a.note("%s：%s", "%s: %s", src.Name, skipped.In(a.lang))
		}
		if in.Dropped > 0 {
			a.note("%s：去掉了 %d 个看不见的字符（文字处理软件留下的）", "%s: dropped %d invisible characters that a word processor left behind", src.Name, in.Dropped)
		}
		filing := store.Filing{Plan: in.Plan, Has: func(f pingyi.Field) bool { return in.Has[f] }, Remove: remove}
		file := desk.File
		if dryRun {
			file = desk.Preview
		}
		rev, err := file(ctx, filing)
		if err != nil {
			failed = append(failed, err)
			if ctx.Err() != nil {
				break
			}
			continue
		}
		if !dryRun && !rev.Empty() {
			if err := a.noteJudging(ctx, desk, in.Plan.Key()); err != nil {
				failed = append(failed, err)
			}
		}
		p := importedPlan{Year: in.Plan.Year, Department: in.Plan.Department.Code, Activities: len(in.Plan.Activities),
			Budget: in.Plan.Budget(), New: rev.New, Changed: len(rev.Changed), Unchanged: rev.Unchanged, Removed: len(rev.Removed), Reordered: rev.Reordered, Head: rev.Head}
		if dryRun {
			for _, ch := range rev.Changed {
				p.Changes = append(p.Changes, importedChange{ch.No, ch.After.Name, ch.Changes(in.Plan.Scale)})
			}
		}
		done = append(done, p)
	}
	return done, errors.Join(failed...)
}

// noteJudging warns whoever changed a plan that is being rated.
func (a *app) noteJudging(ctx context.Context, desk *store.Desk, k pingyi.PlanKey) error {
	panels, err := desk.Judging(ctx, k)
	if len(panels) > 0 {
		a.note("注意：评审组 %s 正在评 %d 年度部门 %s 的计划，评委看到的内容已随之改变", "note: panel %[1]s is rating the plan of department %[3]s for %[2]d; what its raters read has changed",
			strings.Join(panels, a.of("、", ", ")), k.Year, k.Department)
	}
	return err
}

func (a *app) printImported(done []importedPlan, dryRun bool) {
	for _, p := range done {
		verb := a.of("已导入", "imported")
		if dryRun {
			verb = a.of("将导入", "would import")
		}
		a.say("%s %d 年度部门 %s：%d 项活动，预算 %s 万元；新增 %d，修改 %d，未变 %d，删除 %d",
			"%s the plan of department %[3]s for %[2]d: %[4]d activities, %[5]s 万元; new %[6]d, changed %[7]d, unchanged %[8]d, removed %[9]d",
			verb, p.Year, p.Department, p.Activities, p.Budget.Grouped(), p.New, p.Changed, p.Unchanged, p.Removed)
		if p.Reordered {
			a.say("  活动的次序有变", "  the activities come in another order")
		}
		if dryRun && len(p.Head) > 0 {
			a.say("  计划本身：%s", "  the plan itself: %s", a.titles(p.Head))
		}
		for _, ch := range p.Changes {
			a.say("  第 %d 项 %s", "  activity %d, %s", ch.No, ch.Name)
			a.printChanges("      ", ch.Fields)
		}
	}
}

// printChanges prints fields before and after, each on its line.
func (a *app) printChanges(indent string, changes []pingyi.FieldChange) {
	for _, f := range changes {
		before, after := f.Texts(a.lang)
		for _, text := range []*string{&before, &after} {
			if *text == "" {
				*text = a.of("（空）", "(empty)")
			}
		}
		a.say("%s%s：%s → %s", "%s%s: %s → %s", indent, f.Title(a.lang), before, after)
	}
}

func (a *app) titles(fields []pingyi.Field) string {
	titles := make([]string, len(fields))
	for i, f := range fields {
		titles[i] = f.Title(a.lang)
	}
	return strings.Join(titles, a.of("、", ", "))
}
