package pingyi

import (
	"errors"
	"io/fs"
	"syscall"
)

// FileProblem is why the system refused a file or directory, as an argument of
// [Errorf]: the system itself says it in English only, and with the path again.
type FileProblem struct{ Err error }

// In returns what is wrong in l, and what to do where that can be told.
func (p FileProblem) In(l Lang) string {
	is := func(err error) bool { return errors.Is(p.Err, err) }
	switch {
	case p.Err == nil:
		return ""
	case is(fs.ErrNotExist):
		return l.Of("没有这个文件或目录，请核对名称", "there is no such file or directory, check the name")
	case is(fs.ErrExist):
		return l.Of("已存在，请换一个名字", "it is there already, choose another name")
	case is(fs.ErrPermission):
		return l.Of("没有权限，请换一个位置，或让管理员开放权限", "permission is denied, choose another place or have it granted")
	case is(syscall.EISDIR):
		return l.Of("这是一个目录，请指明文件", "it is a directory, name a file")
	case is(syscall.ENOTDIR):
		return l.Of("路径中有一段是文件而不是目录，请核对名称", "a part of its path is a file and no directory, check its name")
	case is(syscall.ENOSPC), is(syscall.EDQUOT):
		return l.Of("磁盘空间不足，请腾出空间", "the disk is full, free some space")
	case is(syscall.EROFS):
		return l.Of("磁盘是只读的，请换一个位置", "the disk is read-only, choose another place")
	case is(syscall.ENAMETOOLONG):
		return l.Of("名称太长，请换一个短的", "its name is too long, choose a shorter one")
	}
	err := p.Err
	if at, ok := errors.AsType[*fs.PathError](err); ok {
		err = at.Err
	}
	return l.Of("系统报告“", `the system says "`) + Excerpt(err.Error(), 80) + l.Of("”", `"`)
}
