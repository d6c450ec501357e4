package store

import (
	"context"
	"crypto/rand"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"pingyi"
	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// Store is an open record.
type Store struct {
	engine kv.Engine
	mirror *mirror // nil for a record in memory
	opt    Options
	writer sync.Mutex // one command at a time: they all write head

	sittings sittings
	presence presence
	news     news
	wordings wordings
}

// Options are what a store takes from outside. Zero fields get the real thing.
type Options struct {
	Now   func() time.Time
	NewID func() string // unique command ids
	// Warn is told, from any goroutine, what an operator should know but need not
	// stop for; the cause is for the log.
	Warn func(*pingyi.Error)
}

func (o Options) filled() Options {
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.NewID == nil {
		o.NewID = rand.Text
	}
	if o.Warn == nil {
		o.Warn = func(*pingyi.Error) {}
	}
	return o
}

// engineDir is where under the data directory the engine keeps its files.
const engineDir = "record"

// Open opens the record in dir, making an empty one where there is none.
//
// Errors: [pingyi.Busy] when another process has it, with its pid;
// [pingyi.Damaged] when it has lost or changed what it had; [pingyi.Invalid]
// when dir cannot be made, read or written.
func Open(dir string, opt Options) (*Store, error) {
	opt = opt.filled()
	if err := makeDir(dir); err != nil {
		return nil, translate(err, dir)
	}
	engine, err := badgerkv.Open(filepath.Join(dir, engineDir), opt.warnOf)
	if err != nil {
		return nil, translate(err, dir)
	}
	m, err := openMirror(dir)
	if err != nil {
		return nil, errors.Join(translate(err, dir), engine.Close())
	}
	s := &Store{engine: engine, mirror: m, opt: opt}
	if err := s.check(context.Background()); err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return s, nil
}

// makeDir makes dir, and has its name on the disk, lest a power cut take the
// whole record with it.
func makeDir(dir string) error {
	if _, err := os.Stat(dir); err == nil {
		return nil
	}
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return err
	}
	return syncDir(filepath.Dir(filepath.Clean(dir)))
}

// syncDir has the names in dir on the disk.
func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	return errors.Join(d.Sync(), d.Close())
}

// OpenMemory opens an empty record that ends with the process.
func OpenMemory(opt Options) (*Store, error) {
	engine, err := badgerkv.OpenMemory()
	if err != nil {
		return nil, translate(err, "")
	}
	return On(engine, opt), nil
}

// On makes a store on an engine that is open already, without a mirror. The
// store closes the engine.
func On(engine kv.Engine, opt Options) *Store {
	return &Store{engine: engine, opt: opt.filled()}
}

// Close closes the record. Everything acknowledged is kept.
func (s *Store) Close() error {
	err := s.engine.Close()
	s.presence.wakers.Close()
	if s.mirror != nil {
		err = errors.Join(err, s.mirror.close())
	}
	return err
}

// Wake returns a channel that receives after changes, and how to stop it; see
// [kv.Engine].
func (s *Store) Wake() (woken <-chan struct{}, stop func()) { return s.engine.Wake() }

// check compares the record with its mirror: it may be ahead by what was
// committed just before a power cut, never behind. The first command of all may
// have got no further than the record.
func (s *Store) check(ctx context.Context) error {
	mirrored, mirrorErr := s.mirror.read()
	if mirrorErr != nil && !errors.Is(mirrorErr, errMirrorSlot) {
		return translate(mirrorErr, filepath.Dir(s.mirror.path))
	}
	var record head
	err := s.engine.View(ctx, func(r kv.Reader) (err error) {
		if record, _, err = get[head](r, headKey); err != nil {
			return err
		}
		if record.Rev < mirrored.Rev {
			return behind(record, mirrored)
		}
		if record.Rev > 1 && mirrored.Rev == 0 {
			if mirrorErr != nil {
				return damaged("数据目录中的文件 %s 已损坏，无法确认记录是否完整", "the file %s in the data directory is damaged, so that nothing shows the record to be whole", mirrorName)
			}
			return damaged("数据目录中缺少文件 %s，无法确认记录是否完整", "the file %s is missing from the data directory, so that nothing shows the record to be whole", mirrorName)
		}
		for _, h := range []head{mirrored, record} {
			if err := checkEntry(r, h); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && mirrorErr != nil {
		s.opt.Warn(pingyi.Errorf(pingyi.Damaged, "数据目录中的文件 %s 有一行已损坏；另一行表明记录完整，无需处理",
			"a line of the file %s in the data directory is damaged; the other line shows the record to be whole, so nothing need be done", mirrorName))
	}
	switch {
	case err != nil || record.Rev == 0:
	case mirrorErr != nil:
		err = s.mirror.mend(record)
	case record.Rev > mirrored.Rev:
		err = s.mirror.write(record)
	}
	return translate(err, filepath.Dir(s.mirror.path))
}

// checkEntry holds the journal entry of h against its hash.
func checkEntry(r kv.Reader, h head) error {
	if h.Rev == 0 {
		return nil
	}
	b, found, err := r.Get([]byte(journalKey(h.Rev)))
	if err != nil {
		return err
	}
	if !found || hashOf(b) != h.Hash {
		return damaged("第 %d 号留痕缺失或被改动", "journal entry %d is missing or altered", h.Rev)
	}
	return nil
}

// warnOf says in either language what an engine warns of.
func (o Options) warnOf(w kv.Warning) {
	var e *pingyi.Error
	switch w.Kind {
	case kv.UnfinishedFile, kv.UnfinishedEnd, kv.EmptyFile:
		e = pingyi.Errorf(pingyi.State, "数据文件 %s 中有断电时没写完的内容，已清理；确认保存过的内容不受影响",
			"what a power cut had left unfinished in the data file %s was cleared away; nothing that was acknowledged is touched", w.File)
	case kv.NoReserve:
		e = pingyi.Errorf(pingyi.State, "没能在磁盘上留出备用空间：%v", "no reserve could be set aside on the disk: %v", pingyi.FileProblem{Err: w.Err})
	default:
		e = pingyi.Errorf(pingyi.State, "存储引擎提示“%v”；请检查磁盘", "the storage engine says %[1]q: check the disk", w.Err)
	}
	o.Warn(e.Because(w.Err))
}

// translate turns what an engine or the file system reports into a coded error.
// Coded errors and those of a context pass as they are. dir is the data directory
// where it is what was being opened, and may be empty.
func translate(err error, dir string) error {
	var inUse *kv.InUse
	switch {
	case err == nil || pingyi.CodeOf(err) != pingyi.Internal,
		errors.Is(err, context.Canceled), errors.Is(err, context.DeadlineExceeded):
		return err
	case errors.As(err, &inUse):
		return pingyi.Errorf(pingyi.Busy, "数据目录 %[1]s 正被另一个 pingyi 进程使用（进程号 %[2]d）。请先在那个窗口退出（Ctrl+Q），再重试",
			"the data directory %[1]s is in use by another pingyi process (pid %[2]d): quit that one first (Ctrl+Q in its window), then try again", dir, inUse.PID)
	case dir != "" && refusedPath(err):
		return pingyi.Errorf(pingyi.Invalid, "无法使用数据目录 %s：%v；或用 --data 指定另一个目录",
			"the data directory %s cannot be used: %v; or name another with --data", dir, pingyi.FileProblem{Err: err}).Because(err)
	case errors.Is(err, kv.ErrUnknown):
		return pingyi.Errorf(pingyi.State, "数据写入出错，无法确定刚才的改动是否已保存；请退出 pingyi，检查磁盘，重新打开后看它在不在",
			"writing failed, and whether your change was kept cannot be told: quit pingyi, check the disk, open it again and see").Because(err)
	case errors.Is(err, kv.ErrDamaged):
		return damaged("数据文件无法读出", "the data files cannot be read").Because(err)
	case errors.Is(err, kv.ErrTooBig):
		return pingyi.Errorf(pingyi.TooBig, "一次改动太大，请分几次进行", "too much for one change: do it in several").Because(err)
	case errors.Is(err, kv.ErrReadOnly):
		return pingyi.Errorf(pingyi.State, "磁盘将满，记录暂时只能查看；请腾出空间后重试",
			"the disk is nearly full, so the record can only be read: free some space and try again").Because(err)
	case errors.Is(err, kv.ErrConflict):
		return pingyi.Errorf(pingyi.Conflict, "同时有太多人在改，请重试", "too many are changing the record at once: try again").Because(err)
	}
	return pingyi.Errorf(pingyi.Internal, "程序内部错误", "internal error").Because(err)
}

// refusedPath tells errors of a path from those of what is in a file. That a file
// may not be read shows as damage to an engine that only knows it has no bytes.
func refusedPath(err error) bool {
	_, path := errors.AsType[*fs.PathError](err)
	return errors.Is(err, fs.ErrPermission) || path && !errors.Is(err, kv.ErrDamaged)
}
