// Package peak measures how much memory tests take at most, for tests of what
// hostile input costs.
package peak

import (
	"os"
	"os/exec"
	"runtime"
	"strings"
	"syscall"
	"testing"
)

// Most is what hostile input may take at most, in MiB, the engine and the
// program itself included.
const Most = 1024

// Memory is why no test of memory runs under the race detector.
const Memory = "it takes several times the memory"

// Check runs tests of this package once more, in a process of their own, and
// fails when that process held more than [Most]. The figure is the greatest
// resident size that the system saw (getrusage(2)). Linux counts the size of the
// process that begins another one, too, so it can be too large, and not too small.
func Check(t *testing.T, tests ...string) {
	t.Helper()
	if runtime.GOOS != "linux" {
		t.Skip("the unit of the figure is Linux's")
	}
	SkipRaced(t, Memory)
	child := exec.CommandContext(t.Context(), os.Args[0],
		"-test.run=^("+strings.Join(tests, "|")+")$", "-test.v", "-test.count=1")
	output, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	for _, name := range tests {
		if !strings.Contains(string(output), "--- PASS: "+name+" ") {
			t.Errorf("got no test %s, want it run", name)
		}
	}
	got := child.ProcessState.SysUsage().(*syscall.Rusage).Maxrss >> 10
	t.Logf("at most %d MiB", got)
	if got > Most {
		t.Errorf("got %d MiB, want %d at most", got, Most)
	}
}

// SkipRaced skips a test under the race detector, for a reason.
func SkipRaced(t *testing.T, reason string) {
	t.Helper()
	if Raced {
		t.Skip("under the race detector: " + reason)
	}
}
