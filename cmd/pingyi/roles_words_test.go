package main

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"

	"pingyi"
)

// sentences tell the code of an error by the sentence that reaches people, which
// is all that a remote command shows of it.
type sentences []sentence

type sentence struct {
	code pingyi.Code
	as   *regexp.Regexp
	size int // of what is fixed in it: the longest that fits is the one
}

// readSentences reads the English sentence of every error from the sources.
func readSentences(t testing.TB) (all sentences) {
	t.Helper()
	codes := map[string]pingyi.Code{"Invalid": pingyi.Invalid, "NotFound": pingyi.NotFound, "Exists": pingyi.Exists, "Forbidden": pingyi.Forbidden,
		"Sealed": pingyi.Sealed, "Conflict": pingyi.Conflict, "State": pingyi.State, "Busy": pingyi.Busy, "TooBig": pingyi.TooBig, "Damaged": pingyi.Damaged}
	verb := regexp.MustCompile(`%(\\\[\d\\\])?[a-z]`)
	err := filepath.WalkDir("../..", func(path string, e fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		file, err := parser.ParseFile(token.NewFileSet(), path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			call, ok := n.(*ast.CallExpr)
			if !ok || len(call.Args) < 3 {
				return true
			}
			name := func(e ast.Expr) string {
				if s, ok := e.(*ast.SelectorExpr); ok {
					return s.Sel.Name
				}
				if i, ok := e.(*ast.Ident); ok {
					return i.Name
				}
				return ""
			}
			code, known := codes[name(call.Args[0])]
			text, isText := call.Args[2].(*ast.BasicLit)
			if name(call.Fun) != "Errorf" || !known || !isText {
				return true
			}
			en, err := strconv.Unquote(text.Value)
			if err != nil {
				t.Error(err)
			}
			quoted := verb.ReplaceAllString(regexp.QuoteMeta(en), "(?s:.*)")
			all = append(all, sentence{code, regexp.MustCompile("^(?s:.*)" + quoted + "$"), len(verb.ReplaceAllString(regexp.QuoteMeta(en), ""))})
			return true
		})
		return nil
	})
	if err != nil || len(all) < 100 {
		t.Fatalf("%d sentences were read: %v", len(all), err)
	}
	slices.SortStableFunc(all, func(a, b sentence) int { return b.size - a.size })
	return all
}

// codeOf returns the code of the only error that a command printed.
func (all sentences) codeOf(errs string) pingyi.Code {
	said, found := strings.CutPrefix(strings.TrimSuffix(errs, "\n"), "pingyi: ")
	for _, s := range all {
		if found && s.as.MatchString(said) {
			return s.code
		}
	}
	return pingyi.Internal
}
