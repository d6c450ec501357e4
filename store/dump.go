package store

import (
	"bufio"
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"pingyi"
	"pingyi/store/kv"
	"pingyi/store/kv/badgerkv"
)

// A dump is lines of text: a title, a line for every key in order (the key, a
// tab, the value, which is JSON and so of one line), and the SHA-256 of all that
// stands above. It holds one snapshot: everything, drafts included.
const dumpTitle = "pingyi dump 1\n"

// Dump writes a backup of the record to the file path, which must not exist. The
// file is restored into memory and verified, and compared with the record,
// before it gets its name. Right: dump-record.
func (d *Desk) Dump(ctx context.Context, path string) (p Proof, err error) {
	if _, err := os.Lstat(path); err == nil {
		return p, pingyi.Errorf(pingyi.Exists, "文件 %s 已存在，请换一个名字", "the file %s is there already: choose another name", path)
	}
	// A name that nobody has: not a file left there, nor where a link leads.
	f, err := os.CreateTemp(filepath.Dir(path), filepath.Base(path)+".*.part")
	if err != nil {
		return p, cannotWrite(path, err)
	}
	defer func() {
		f.Close()
		if err != nil {
			os.Remove(f.Name())
		}
	}()
	err = d.read(ctx, func(v *view) error {
		if err := v.actor.May(pingyi.DumpRecord, nil, nil); err != nil {
			return err
		}
		if p, err = verify(v); err != nil {
			return err
		}
		if err := writeDump(f, path, v); err != nil {
			return err
		}
		if _, err := f.Seek(0, io.SeekStart); err != nil {
			return cannotWrite(path, err)
		}
		return compare(ctx, f, p)
	})
	if err != nil {
		return p, translate(err, "")
	}
	if err = os.Rename(f.Name(), path); err == nil {
		err = syncDir(filepath.Dir(path))
	}
	if err != nil {
		err = cannotWrite(path, err)
	}
	return p, err
}

func cannotWrite(path string, err error) error {
	return pingyi.Errorf(pingyi.Invalid, "无法写文件 %s：%v", "cannot write the file %s: %v", path, pingyi.FileProblem{Err: err}).Because(err)
}

// writeDump writes the dump that will be called path.
func writeDump(f *os.File, path string, r kv.Reader) error {
	digest := sha256.New()
	b := bufio.NewWriter(f)
	w := io.MultiWriter(b, digest)
	io.WriteString(w, dumpTitle)
	err := r.Scan(nil, nil, func(k, v []byte) error {
		if _, err := fmt.Fprintf(w, "%s\t%s\n", k, v); err != nil {
			return cannotWrite(path, err)
		}
		return nil
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(b, "%x\n", digest.Sum(nil))
	if err := b.Flush(); err != nil {
		return cannotWrite(path, err)
	}
	if err := f.Sync(); err != nil {
		return cannotWrite(path, err)
	}
	return nil
}

// compare restores a dump into memory and holds what it proves against want.
func compare(ctx context.Context, dump io.Reader, want Proof) error {
	engine, err := badgerkv.OpenMemory()
	if err != nil {
		return err
	}
	defer engine.Close()
	if err := load(ctx, engine, dump); err != nil {
		return err
	}
	return engine.View(ctx, func(r kv.Reader) error {
		got, err := verify(r)
		if err == nil && got != want {
			err = damaged("备份文件与记录不一致", "the dump is not what the record is")
		}
		return err
	})
}

// Restore makes a record in dir from the dump in the file path. dir must not
// have one, [pingyi.Exists]. The dump is verified before the record gets its
// name: [pingyi.Damaged] when it is not as it was written, [pingyi.Invalid] for
// a file of another kind.
func Restore(ctx context.Context, dir, path string, opt Options) (p Proof, err error) {
	opt = opt.filled()
	f, err := os.Open(path)
	if err != nil {
		return p, pingyi.Errorf(pingyi.NotFound, "无法打开文件 %s：%v", "cannot open the file %s: %v", path, pingyi.FileProblem{Err: err}).Because(err)
	}
	defer f.Close()
	for _, name := range []string{engineDir, mirrorName} {
		if _, err := os.Lstat(filepath.Join(dir, name)); err == nil {
			return p, pingyi.Errorf(pingyi.Exists, "数据目录 %s 里已有记录；请用 --data 指定一个空目录", "the data directory %s has a record already: name an empty one with --data", dir)
		}
	}
	part := filepath.Join(dir, engineDir+".part")
	if err := errors.Join(os.RemoveAll(part), os.MkdirAll(part, 0o700)); err != nil {
		return p, cannotWrite(dir, err)
	}
	defer os.RemoveAll(part)
	if p, err = restoreInto(ctx, part, f, opt); err != nil {
		return p, translate(err, dir)
	}
	m, err := openMirror(dir)
	if err != nil {
		return p, cannotWrite(dir, err)
	}
	defer m.close()
	if p.Rev > 0 {
		err = m.write(head{p.Rev, p.Hash})
	}
	if err == nil {
		err = os.Rename(part, filepath.Join(dir, engineDir))
	}
	if err != nil {
		return p, cannotWrite(dir, errors.Join(err, os.Remove(m.path)))
	}
	if err := syncDir(dir); err != nil {
		return p, cannotWrite(dir, err)
	}
	return p, nil
}

func restoreInto(ctx context.Context, dir string, dump io.Reader, opt Options) (p Proof, err error) {
	engine, err := badgerkv.Open(dir, opt.warnOf)
	if err != nil {
		return p, err
	}
	if err = load(ctx, engine, dump); err == nil {
		err = engine.View(ctx, func(r kv.Reader) error {
			p, err = verify(r)
			return err
		})
	}
	return p, errors.Join(err, engine.Close())
}

// load reads a dump into an empty engine, as much at a time as a transaction
// takes. The digest comes last, so an error may leave part of it there.
func load(ctx context.Context, engine kv.Engine, dump io.Reader) error {
	digest := sha256.New()
	lines := bufio.NewReaderSize(dump, kv.MaxBytes+kv.MaxKey+2) // no line is longer
	title, err := lines.ReadSlice('\n')
	if err != nil || string(title) != dumpTitle {
		return pingyi.Errorf(pingyi.Invalid, "这不是 pingyi dump 写出的备份文件", "this is not a file that pingyi dump wrote")
	}
	digest.Write(title)
	var batch [][2][]byte
	size := 0
	flush := func() error {
		defer func() { batch, size = nil, 0 }()
		err := engine.Update(ctx, func(k kv.Tx) error {
			for _, pair := range batch {
				if err := k.Put(pair[0], pair[1]); err != nil {
					return err
				}
			}
			return nil
		})
		if errors.Is(err, kv.ErrTooBig) { // no record has such a key or value
			err = badDump()
		}
		return err
	}
	for {
		line, err := lines.ReadSlice('\n')
		key, value, isPair := bytes.Cut(bytes.TrimSuffix(line, []byte{'\n'}), []byte{'\t'})
		if err != nil || !isPair {
			want := hex.EncodeToString(digest.Sum(nil)) + "\n"
			if _, end := lines.Peek(1); string(line) != want || end != io.EOF {
				return badDump()
			}
			return flush()
		}
		digest.Write(line)
		if len(batch) > 0 && (len(batch) == kv.MaxKeys || size+len(line) > kv.MaxBytes) {
			if err := flush(); err != nil {
				return err
			}
		}
		batch = append(batch, [2][]byte{bytes.Clone(key), bytes.Clone(value)})
		size += len(line)
	}
}

// badDump is not [damaged], which speaks of the record.
func badDump() error {
	return pingyi.Errorf(pingyi.Damaged, "备份文件不完整或被改动，未恢复任何内容；请换一份备份", "the dump is incomplete or altered, and nothing was restored: use another one")
}
