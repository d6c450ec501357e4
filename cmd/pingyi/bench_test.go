package main

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/creack/pty"
)

// The record that size and speed are measured on: 1,000 plans of 10 activities.
const (
	benchPlans      = 1000
	benchActivities = 10
)

// benchFiles writes a CSV file for each plan and returns their names.
func benchFiles(b *testing.B) []string {
	b.Helper()
	dir := b.TempDir()
	files := make([]string, benchPlans)
	for i := range files {
		var text strings.Builder
		text.WriteString("职责活动,年度预算数,内容描述,绩效目标,绩效指标,优,良,中,差\n")
		for j := range benchActivities {
			fmt.Fprintf(&text, "第%d号部门第%d项职责活动,%d.50,%s,%s,%s,提前完成并投入使用,按期完成,基本完成但有拖延,未完成\n", i, j, 10+i+j,
				strings.Repeat("通过利用闲置校舍改建、增设和奖补等方式支持农村扩大资源。", 4), "努力改善办学条件，继续扩大资源", "保证工程顺利完工，设备安装到位")
		}
		files[i] = filepath.Join(dir, fmt.Sprintf("%d示例部门.csv", 3000+i))
		if err := os.WriteFile(files[i], []byte(text.String()), 0o644); err != nil {
			b.Fatal(err)
		}
	}
	return files
}

func mustRun(b *testing.B, args ...string) string {
	b.Helper()
	var out, errs bytes.Buffer
	if status := run(context.Background(), args, strings.NewReader(""), &out, &errs, func(string) string { return "" }); status != 0 {
		b.Fatalf("pingyi %v: %d: %s", args[:min(len(args), 6)], status, errs.String())
	}
	return out.String()
}

// Budget: under 10 s for one import command over 1,000 files.
func BenchmarkImport1000Plans(b *testing.B) {
	files := benchFiles(b)
	for b.Loop() {
		mustRun(b, append([]string{"--data", b.TempDir(), "import", "--year", "2016"}, files...)...)
	}
	b.ReportMetric(b.Elapsed().Seconds()/float64(b.N), "s/import")
}

// Budgets: 300 ms from starting the binary to the list of plans on a terminal of
// 80×24, and 120 MB resident then.
func BenchmarkFirstScreen(b *testing.B) {
	data, bin := b.TempDir(), filepath.Join(b.TempDir(), "pingyi")
	if out, err := exec.Command("go", "build", "-o", bin, ".").CombinedOutput(); err != nil {
		b.Fatalf("%v: %s", err, out)
	}
	mustRun(b, append([]string{"--data", data, "import", "--year", "2016"}, benchFiles(b)...)...)
	var peak int
	for b.Loop() {
		peak = max(peak, firstScreen(b, bin, data))
	}
	b.ReportMetric(float64(b.Elapsed().Milliseconds())/float64(b.N), "ms/screen")
	b.ReportMetric(float64(peak)/1024, "MB-resident")
}

// firstScreen starts the workstation on a pseudo-terminal, waits for the first
// plan of the list, and returns the resident memory in kB.
func firstScreen(b *testing.B, bin, data string) int {
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	cmd := exec.CommandContext(ctx, bin, "--lang", "zh", "--data", data)
	cmd.Env = append(os.Environ(), "TERM=xterm-256color", "LANG=C.UTF-8")
	tty, err := pty.StartWithSize(cmd, &pty.Winsize{Rows: 24, Cols: 80})
	if err != nil {
		b.Fatal(err)
	}
	defer tty.Close()
	var seen []byte
	buf := make([]byte, 64<<10)
	for !bytes.Contains(seen, []byte("3005")) {
		n, err := tty.Read(buf)
		if seen = append(seen, buf[:n]...); err != nil {
			b.Fatalf("%v after %q", err, seen)
		}
	}
	b.StopTimer()
	defer b.StartTimer()
	kb := resident(b, cmd.Process.Pid)
	tty.Write([]byte("\x11")) // Ctrl+Q
	io.Copy(io.Discard, tty)
	if err := cmd.Wait(); err != nil {
		b.Fatal(err)
	}
	return kb
}

func resident(b *testing.B, pid int) (kb int) {
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		b.Fatal(err)
	}
	for line := range strings.Lines(string(status)) {
		if rest, ok := strings.CutPrefix(line, "VmRSS:"); ok {
			fmt.Sscan(rest, &kb)
		}
	}
	return kb
}
