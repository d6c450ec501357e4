package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	gossh "golang.org/x/crypto/ssh"

	"pingyi"
	"pingyi/tui/terminal"
)

// seat is one client at the screens, over real SSH.
type seat struct {
	*terminal.Terminal
	keys    io.Writer
	strokes int // how many it has made
	leave   func()
}

// sit logs in on a terminal of 80×24 and waits for the list of panels.
func (s *server) sit(t testing.TB, member string, k gossh.Signer) *seat {
	t.Helper()
	c, err := s.dial(member, k)
	if err != nil {
		t.Fatal(err)
	}
	_, keys, out, err := shell(c)
	if err != nil {
		t.Fatal(err)
	}
	cut := sync.OnceFunc(func() { c.Close() })
	at := &seat{Terminal: terminal.Attach(t, hangUp{keys, cut}, out, func(int, int) {}, 80, 24), keys: keys}
	at.leave = func() {
		cut()
		at.Ended()
	}
	at.See("›p0")
	return at
}

// shell takes a terminal of 80×24 on a connection, for the workstation.
func shell(c *gossh.Client) (s *gossh.Session, keys io.WriteCloser, out io.Reader, err error) {
	s, err = c.NewSession()
	if err == nil {
		err = s.Setenv("LANG", "zh_CN.UTF-8")
	}
	if err == nil {
		err = s.RequestPty("xterm-256color", 24, 80, gossh.TerminalModes{})
	}
	if err == nil {
		keys, err = s.StdinPipe()
	}
	if err == nil {
		out, err = s.StdoutPipe()
	}
	if err == nil {
		err = s.Shell()
	}
	return s, keys, out, err
}

// open goes from the list of panels to the screen on which member i rates.
func (s *seat) open(i int) {
	for n := range i / perPanel {
		s.Type(terminal.Down)
		s.See(fmt.Sprint("›p", n+1))
	}
	s.Type(terminal.Enter)
	s.See("›1", "评价标准（")
}

// begin rates all six activities of the sample as the best: from then on a rating
// does not move on, and it is known what each stroke does to the screen.
func (s *seat) begin() {
	s.Type("1", "1", "1", "1", "1", "1")
	s.See("5优›6优")
}

// stroke returns the next key of a hand that goes to and fro between the last two
// activities and rates each a tier worse than before, and after the worst the
// best; and what the row of marks shows once it is done. So no key leaves the
// screen as it is, and no two of 16 lead to the same one: a late answer to one is
// not taken for the answer to another.
func (s *seat) stroke() (key, shows string) {
	tiers := []string{"优", "良", "中", "差"}
	turn, step := s.strokes/4, s.strokes%4
	s.strokes++
	was, is := tiers[turn%4], tiers[(turn+1)%4]
	rate := fmt.Sprint((turn+1)%4 + 1)
	switch step {
	case 0:
		return rate, " 5" + was + "›6" + is
	case 1:
		return terminal.Up, "›5" + was + " 6" + is
	case 2:
		return rate, "›5" + is + " 6" + is
	}
	return terminal.Down, " 5" + is + "›6" + is
}

// The figures stand on this: a stroke that changed nothing would have no answer,
// and one whose answer is another's would have that one's.
func TestEveryStrokeShows(t *testing.T) {
	dir := t.TempDir()
	keys := committee(t, dir, 1, samplePlans(t)...)
	at := serve(t, dir).sit(t, "m0", keys[0])
	at.open(0)
	at.begin()
	var shown []string
	for range 20 {
		key, shows := at.stroke()
		if i := slices.Index(shown, shows); i >= 0 && len(shown)-i < 16 {
			t.Errorf("strokes %d and %d both show %s", i, len(shown), shows)
		}
		if strings.Contains(at.Text(), shows) {
			t.Errorf("stroke %d changes nothing: %s", len(shown), shows)
		}
		at.Type(key)
		at.See(shows)
		shown = append(shown, shows)
	}
}

// What the server does behind an answer, it has mostly done after so long.
const settleFor = 700 * time.Millisecond

// answers are what came of the keys that seats pressed.
type answers struct {
	took       []time.Duration // sorted; of a key without an answer, its whole second
	unanswered int
}

// rateFor has every seat, once it has begun, press a key a second for so many
// seconds, spread evenly, and takes how long after each key the screen shows what
// it asked for. The next key comes in its time, whether or not there was an answer.
func rateFor(seats []*seat, seconds int) (a answers) {
	var mu sync.Mutex
	var all sync.WaitGroup
	for i, s := range seats {
		all.Go(func() {
			time.Sleep(time.Second * time.Duration(i) / time.Duration(len(seats)))
			tick := time.NewTicker(time.Second)
			defer tick.Stop()
			for range seconds {
				key, shows := s.stroke()
				pressed := time.Now()
				io.WriteString(s.keys, key) // on a line that is broken there is no answer
				answered := s.Within(time.Second, func(screen string) bool { return strings.Contains(screen, shows) })
				took := time.Since(pressed)
				mu.Lock()
				if !answered {
					a.unanswered++
					took = max(took, time.Second)
				}
				a.took = append(a.took, took)
				mu.Unlock()
				<-tick.C
			}
		})
	}
	all.Wait()
	slices.Sort(a.took)
	return a
}

// p returns a percentile in milliseconds.
func (a answers) p(part float64) float64 { return percentile(a.took, part) }

// report prints the p99 and how many keys went without an answer. That every one
// did is no figure, but a failure to measure.
func (a answers) report(b *testing.B, when string) {
	b.Helper()
	b.ReportMetric(a.p(0.99), "ms-p99"+when)
	b.ReportMetric(float64(a.unanswered), "unanswered"+when)
	if a.unanswered == len(a.took) {
		b.Errorf("none of %d keys was answered%s", len(a.took), when)
	}
}

// percentile of what is sorted, in milliseconds.
func percentile(sorted []time.Duration, part float64) float64 {
	return float64(sorted[min(len(sorted)-1, int(part*float64(len(sorted))))].Microseconds()) / 1000
}

// kB reads a figure of the server's process: VmRSS, VmHWM.
func (s *server) kB(name string) int {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", s.cmd.Process.Pid))
	if err != nil {
		s.t.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, name+":"); ok {
			kb, _ := strconv.Atoi(strings.Fields(rest)[0])
			return kb
		}
	}
	s.t.Fatalf("no %s in %s", name, status)
	return 0
}

// forgetPeak begins a new peak of the server's memory.
func (s *server) forgetPeak() {
	if err := os.WriteFile(fmt.Sprintf("/proc/%d/clear_refs", s.cmd.Process.Pid), []byte("5"), 0); err != nil {
		s.t.Fatal(err)
	}
}

func samplePlans(t testing.TB) (plans []pingyi.Plan) {
	t.Helper()
	if err := json.Unmarshal(sampleJSON, &plans); err != nil {
		t.Fatal(err)
	}
	return plans
}

// seated starts a server with n reviewers, all of whom have begun to rate.
func seated(b *testing.B, n int) (*server, []gossh.Signer, []*seat) {
	b.Helper()
	dir := b.TempDir()
	keys := committee(b, dir, n, samplePlans(b)...)
	s := serve(b, dir)
	seats := make([]*seat, n)
	for i := range seats {
		seats[i] = s.sit(b, fmt.Sprint("m", i), keys[i])
		seats[i].open(i)
		seats[i].begin()
	}
	time.Sleep(settleFor)
	b.Cleanup(func() {
		for _, seat := range seats {
			seat.leave()
		}
	})
	return s, keys, seats
}

// Budget: 200 sessions on two cores, each a key a second, p99 from key to painted
// screen under 100 ms; under 1 MB resident for each idle session, which alone
// fails when it is over: a time is the machine's too.
func BenchmarkSessions(b *testing.B) {
	const n = 200
	dir := b.TempDir()
	keys := committee(b, dir, n, samplePlans(b)...)
	s := serve(b, dir)
	first := s.sit(b, "m0", keys[0])
	time.Sleep(settleFor)
	before := s.kB("VmRSS")
	seats := []*seat{first}
	for i := 1; i < n; i++ {
		seats = append(seats, s.sit(b, fmt.Sprint("m", i), keys[i]))
	}
	for i, seat := range seats {
		seat.open(i)
	}
	time.Sleep(settleFor)
	idle := float64(s.kB("VmRSS")-before) / 1024 / (n - 1)
	if idle > 1 {
		b.Errorf("an idle session takes %.2f MB, budget 1 MB", idle)
	}
	for _, seat := range seats {
		seat.begin()
	}
	time.Sleep(settleFor)
	b.ResetTimer()
	for b.Loop() {
		b.ReportMetric(idle, "MB/idle-session")
		a := rateFor(seats, 20)
		b.ReportMetric(a.p(0.50), "ms-p50")
		b.ReportMetric(a.p(0.90), "ms-p90")
		b.ReportMetric(a.p(0.95), "ms-p95")
		b.ReportMetric(a.p(0.98), "ms-p98")
		a.report(b, "")
		b.Logf("p99 %.1f ms, budget 100 ms", a.p(0.99))
	}
	b.ReportMetric(float64(s.kB("VmHWM"))/1024, "MB-peak")
	for _, seat := range seats {
		seat.leave()
	}
}

// One client that stops reading harms no one: the others' p99 with and without.
func BenchmarkOneStalledAmong50(b *testing.B) {
	s, keys, seats := seated(b, 51)
	b.ResetTimer()
	for b.Loop() {
		without := rateFor(seats[:50], 10)
		stall := s.stalled(b, "m50", keys[50])
		with := rateFor(seats[:50], 10)
		stall.Close()
		without.report(b, "-without")
		with.report(b, "-with")
	}
}

// stalled logs in and never reads again, while it keeps asking for more.
func (s *server) stalled(t testing.TB, member string, k gossh.Signer) net.Conn {
	t.Helper()
	raw, err := net.Dial("tcp", s.addr)
	if err != nil {
		t.Fatal(err)
	}
	line := &holdable{Conn: raw, held: make(chan struct{})}
	conn, chans, reqs, err := gossh.NewClientConn(line, s.addr, &gossh.ClientConfig{User: member,
		Auth: []gossh.AuthMethod{gossh.PublicKeys(k)}, HostKeyCallback: gossh.FixedHostKey(s.hostKey)})
	if err != nil {
		t.Fatal(err)
	}
	session, err := gossh.NewClient(conn, chans, reqs).NewSession()
	if err == nil {
		err = session.RequestPty("xterm-256color", 200, 500, gossh.TerminalModes{})
	}
	var in io.WriteCloser
	if err == nil {
		in, err = session.StdinPipe()
	}
	if err == nil {
		err = session.Shell()
	}
	if err != nil {
		t.Fatal(err)
	}
	line.hold.Store(true)
	go func() {
		for { // every key asks for another language, and so for every cell anew
			if _, err := io.WriteString(in, "\x1b[24~"); err != nil {
				return
			}
			time.Sleep(20 * time.Millisecond)
		}
	}()
	return line
}

// holdable is a line that can stop reading.
type holdable struct {
	net.Conn
	hold atomic.Bool
	held chan struct{}
	once sync.Once
}

func (h *holdable) Read(b []byte) (int, error) {
	if h.hold.Load() {
		<-h.held
	}
	return h.Conn.Read(b)
}

func (h *holdable) Close() error {
	h.once.Do(func() { close(h.held) })
	return h.Conn.Close()
}
