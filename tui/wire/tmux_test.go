package wire

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// A tmux that is fed what the painter writes shows the frame wanted.
func TestTmuxShowsEveryFrame(t *testing.T) {
	term := openTmux(t)
	p, frames := Painter{Repeats: true}, 0
	for seed := range 24 { // the same frames every time
		rapid.Custom(func(rt *rapid.T) int {
			s := drawScreen(rt)
			p.Forget()
			term.resize(s.w, s.h)
			for range 8 {
				if s.change(rt) {
					term.resize(s.w, s.h)
					p.Forget()
				}
				for y, line := range s.lines {
					s.lines[y] = countedAlike.Replace(line)
				}
				f := s.frame(rt, rapid.SampledFrom([]Colors{Colors16, Colors256, TrueColor}).Draw(rt, "colors"))
				b := p.Paint(nil, f)
				term.feed(b)
				if wrong := differs(term, f); wrong != "" {
					t.Fatalf("%s, after %q, frame %d of %d×%d\n%q", wrong, b, frames, s.w, s.h, s.lines)
				}
				frames++
			}
			return frames
		}).Example(seed)
	}
	if frames < 24*8 {
		t.Errorf("only %d frames", frames)
	}
}

// countedAlike leaves out what comes from tmux (3.3) a column longer or shorter than
// it stands there, which moves the rest of its row: flags, whose halves it keeps
// apart and the reader puts together, and the heart, which only its second part
// makes wide.
var countedAlike = strings.NewReplacer("🇨🇳", "中", "❤️", "心")

// tmux is a pane of one, which shows what is written to a named pipe.
type tmux struct {
	*xvt   // what its pane shows, read by another emulator
	t      *testing.T
	socket string
	pipe   *os.File
	marks  int
	at     Cursor
	w, h   int
}

func openTmux(t *testing.T) *tmux {
	if _, err := exec.LookPath("tmux"); err != nil {
		if os.Getenv("CI") != "" {
			t.Fatal("there is no tmux")
		}
		t.Skip("there is no tmux")
	}
	dir := t.TempDir()
	term := &tmux{t: t, socket: filepath.Join(dir, "s")}
	pipe := filepath.Join(dir, "pipe")
	if out, err := exec.Command("mkfifo", pipe).CombinedOutput(); err != nil {
		t.Fatalf("mkfifo: %v: %s", err, out)
	}
	var err error
	if term.pipe, err = os.OpenFile(pipe, os.O_RDWR, 0); err != nil { // which waits for no reader
		t.Fatal(err)
	}
	t.Cleanup(func() { term.run("kill-server"); term.pipe.Close() })
	term.run("new-session", "-d", "-x", "80", "-y", "24", "stty raw -echo; exec cat "+pipe, ";", "set", "-g", "status", "off")
	term.feed([]byte("\x1b[?1049h\x1b[?25l"))
	return term
}

func (t *tmux) run(args ...string) string {
	t.t.Helper()
	cmd := exec.Command("tmux", append([]string{"-S", t.socket, "-f", "/dev/null", "-u"}, args...)...)
	cmd.Env = append(slices.DeleteFunc(os.Environ(), func(s string) bool { return strings.HasPrefix(s, "TMUX") }), "LC_ALL=C.UTF-8")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.t.Fatalf("tmux %q: %v: %s", args, err, out)
	}
	return string(out)
}

// feed has the pane show b, and reads what it shows once it has come to the mark
// behind it.
func (t *tmux) feed(b []byte) {
	t.marks++
	mark := fmt.Sprintf("mark %d", t.marks)
	if _, err := fmt.Fprintf(t.pipe, "%s\x1b]2;%s\a", b, mark); err != nil {
		t.t.Fatal(err)
	}
	for began := time.Now(); ; {
		said := t.run("display-message", "-p", "#{pane_title}\n#{cursor_x} #{cursor_y} #{cursor_flag} #{pane_width} #{pane_height}", ";", "capture-pane", "-e", "-p", "-N")
		title, said, _ := strings.Cut(said, "\n")
		if title != mark {
			if time.Since(began) > time.Minute { // never, rather than slow
				t.t.Fatalf("tmux has come no further than %q, not to %q", title, mark)
			}
			continue
		}
		where, rows, _ := strings.Cut(said, "\n")
		var shown int
		fmt.Sscan(where, &t.at.X, &t.at.Y, &shown, &t.w, &t.h)
		t.at.Shown = shown == 1
		read := openXvt(t.w, t.h).(xvt)
		for y, row := range strings.Split(strings.TrimSuffix(rows, "\n"), "\n") {
			read.feed(fmt.Appendf(nil, "\x1b[?7l\x1b[%dH%s", y+1, row))
		}
		read.feed([]byte("\x1b[H"))
		t.xvt = &read
		return
	}
}

func (t *tmux) resize(w, h int) {
	t.run("resize-window", "-x", fmt.Sprint(w), "-y", fmt.Sprint(h))
}

func (t *tmux) cursor() Cursor { return t.at }
