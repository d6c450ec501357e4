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
)

// seat is one client at the rating screen, over real SSH.
type seat struct {
	client *gossh.Client
	keys   io.WriteCloser
	last   atomic.Int64 // when the server last sent something, in nanoseconds
	bytes  atomic.Int64
	gone   chan struct{}
}

// sit logs in on a terminal of 80×24 and waits for the first screen.
func (s *server) sit(t testing.TB, member string, k gossh.Signer) *seat {
	t.Helper()
	c, err := s.dial(member, k)
	if err != nil {
		t.Fatal(err)
	}
	session, err := c.NewSession()
	if err == nil {
		err = session.Setenv("LANG", "zh_CN.UTF-8")
	}
	if err == nil {
		err = session.RequestPty("xterm-256color", 24, 80, gossh.TerminalModes{})
	}
	seat := &seat{client: c, gone: make(chan struct{})}
	var out io.Reader
	if err == nil {
		seat.keys, err = session.StdinPipe()
	}
	if err == nil {
		out, err = session.StdoutPipe()
	}
	if err == nil {
		err = session.Shell()
	}
	if err != nil {
		t.Fatal(err)
	}
	first := make(chan struct{})
	go func() {
		defer close(seat.gone)
		buf := make([]byte, 16<<10)
		for {
			n, err := out.Read(buf)
			if n > 0 {
				if seat.bytes.Add(int64(n)) == int64(n) {
					close(first)
				}
				seat.last.Store(time.Now().UnixNano())
			}
			if err != nil {
				return
			}
		}
	}()
	select {
	case <-first:
	case <-time.After(patience):
		t.Fatal("no screen comes")
	}
	return seat
}

// rate goes from the list of panels to the screen on which member i rates.
func (s *seat) rate(i int) {
	for range i / perPanel {
		s.press("\x1b[B")
	}
	s.press("\r")
}

func (s *seat) press(key string) { io.WriteString(s.keys, key) }

func (s *seat) leave() {
	s.client.Close()
	<-s.gone
}

// A sample of nothing is taken at every settle.
const settleFor = 700 * time.Millisecond

// rateFor has every seat press a key a second for so many seconds, spread evenly,
// and returns how long after each key its last byte came: from key to painted
// screen. Keys go to and fro between rating and moving, as hands do.
func rateFor(seats []*seat, seconds int) (latencies []time.Duration) {
	keys := []string{"1", "2", "\x1b[B", "2", "1", "\x1b[A", "3", "\x1b[B"}
	var mu sync.Mutex
	var all sync.WaitGroup
	for i, s := range seats {
		all.Go(func() {
			time.Sleep(time.Second * time.Duration(i) / time.Duration(len(seats)))
			tick := time.NewTicker(time.Second)
			defer tick.Stop()
			for n := range seconds {
				pressed := time.Now()
				s.press(keys[(n+i)%len(keys)])
				<-tick.C
				if took := time.Unix(0, s.last.Load()).Sub(pressed); took > 0 {
					mu.Lock()
					latencies = append(latencies, took)
					mu.Unlock()
				}
			}
		})
	}
	all.Wait()
	slices.Sort(latencies)
	return latencies
}

func percentile(sorted []time.Duration, p float64) float64 {
	if len(sorted) == 0 {
		return -1
	}
	return float64(sorted[min(len(sorted)-1, int(p*float64(len(sorted))))].Microseconds()) / 1000
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

// seated starts a server with n reviewers, all at the rating screen.
func seated(b *testing.B, n int) (*server, []gossh.Signer, []*seat) {
	b.Helper()
	dir := b.TempDir()
	keys := committee(b, dir, n, samplePlans(b)...)
	s := serve(b, dir)
	seats := make([]*seat, n)
	for i := range seats {
		seats[i] = s.sit(b, fmt.Sprint("m", i), keys[i])
		seats[i].rate(i)
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
// screen under 100 ms; under 1 MB resident for each idle session.
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
		seat.rate(i)
	}
	time.Sleep(settleFor)
	idle := float64(s.kB("VmRSS")-before) / 1024 / (n - 1)
	b.ResetTimer()
	for b.Loop() {
		b.ReportMetric(idle, "MB/idle-session")
		took := rateFor(seats, 20)
		b.ReportMetric(percentile(took, 0.90), "ms-p90")
		b.ReportMetric(percentile(took, 0.95), "ms-p95")
		b.ReportMetric(percentile(took, 0.98), "ms-p98")
		b.ReportMetric(percentile(took, 0.50), "ms-p50")
		b.ReportMetric(percentile(took, 0.99), "ms-p99")
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
		b.ReportMetric(percentile(without, 0.99), "ms-p99-without")
		b.ReportMetric(percentile(with, 0.99), "ms-p99-with")
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

// 500 logins and logouts leave no memory behind. (That they leave no goroutine
// behind is a test of the door's.)
func BenchmarkLogins(b *testing.B) {
	dir := b.TempDir()
	keys := committee(b, dir, 1, samplePlans(b)...)
	s := serve(b, dir)
	round := func(n int) {
		for range n {
			s.sit(b, "m0", keys[0]).leave()
		}
	}
	round(100) // what is kept for good is there now
	time.Sleep(settleFor)
	before := s.kB("VmRSS")
	b.ResetTimer()
	for b.Loop() {
		round(500)
	}
	took := b.Elapsed()
	time.Sleep(settleFor)
	b.ReportMetric(float64(s.kB("VmRSS")-before)/1024, "MB-left-behind")
	b.ReportMetric(float64(took.Milliseconds())/float64(500*b.N), "ms/login")
}
