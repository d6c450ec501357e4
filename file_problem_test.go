package pingyi_test

import (
	"errors"
	"fmt"
	"io/fs"
	"strings"
	"syscall"
	"testing"

	"pingyi"
)

func TestFileProblemSaysInOneLanguageWhatTheSystemRefused(t *testing.T) {
	for errno, want := range map[error][2]string{
		syscall.ENOENT: {"没有这个文件", "no such file"},
		syscall.EEXIST: {"已存在", "there already"},
		syscall.EACCES: {"没有权限", "permission"},
		syscall.EPERM:  {"没有权限", "permission"},
		syscall.EISDIR: {"目录", "directory"}, syscall.ENOTDIR: {"目录", "directory"},
		syscall.ENOSPC: {"空间", "space"}, syscall.EDQUOT: {"空间", "space"},
		syscall.EROFS: {"只读", "read-only"}, syscall.ENAMETOOLONG: {"太长", "too long"},
	} {
		p := pingyi.FileProblem{Err: fmt.Errorf("wrapped: %w", &fs.PathError{Op: "open", Path: "secret", Err: errno})}
		zh, en := p.In(pingyi.Zh), p.In(pingyi.En)
		if !strings.Contains(zh, want[0]) || !strings.Contains(en, want[1]) {
			t.Errorf("%v: %q, %q", errno, zh, en)
		}
		if strings.ContainsAny(zh, "abcdefghijklmnopqrstuvwxyz") {
			t.Errorf("English in %q", zh)
		}
	}
}

func TestAFileProblemWithoutAWordForItQuotesTheSystemWithoutThePath(t *testing.T) {
	p := pingyi.FileProblem{Err: &fs.PathError{Op: "open", Path: "secret", Err: errors.New("odd\x1b[2J thing")}}
	for _, l := range []pingyi.Lang{pingyi.Zh, pingyi.En} {
		if s := p.In(l); !strings.Contains(s, "odd") || strings.Contains(s, "secret") || strings.Contains(s, "\x1b") {
			t.Errorf("%q", s)
		}
	}
	err := pingyi.Errorf(pingyi.Invalid, "无法写：%v", "cannot write: %v", pingyi.FileProblem{Err: syscall.EISDIR})
	if err.In(pingyi.Zh) != "无法写：这是一个目录，请指明文件" || err.In(pingyi.En) != "cannot write: it is a directory, name a file" {
		t.Errorf("%q, %q", err.In(pingyi.Zh), err.In(pingyi.En))
	}
}
