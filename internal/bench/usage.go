package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	Wall, CPU time.Duration
	PeakMiB   float64 // the most memory that it held
}

// figures are what a process says of itself, by name.
type figures map[string]float64

// process is one that is measured: its time and CPU by what the system says of it when it has
// ended (wait4(2)). The peak that the system says then has that of this process in it, which begot
// it; so that is asked for meanwhile, a few times per second: it only grows.
type process struct {
	*exec.Cmd
	began time.Time
	ended chan struct{}
	peak  chan float64
}

func start(c *exec.Cmd) (*process, error) {
	p := &process{Cmd: c, began: time.Now(), ended: make(chan struct{}), peak: make(chan float64)}
	if err := c.Start(); err != nil {
		return nil, err
	}
	go func() {
		var most float64
		for tick := time.Tick(50 * time.Millisecond); ; {
			select {
			case <-tick:
				most = max(most, peakOf(c.Process.Pid))
			case <-p.ended:
				p.peak <- most
				return
			}
		}
	}()
	return p, nil
}

// wait waits for its end.
func (p *process) wait() (usage, error) {
	err := p.Cmd.Wait()
	wall := time.Since(p.began)
	close(p.ended)
	return usage{
		Wall: wall, CPU: p.ProcessState.UserTime() + p.ProcessState.SystemTime(), PeakMiB: <-p.peak,
	}, err
}

// measured runs a command to its end and measures it.
func measured(c *exec.Cmd) (usage, error) {
	p, err := start(c)
	if err != nil {
		return usage{}, err
	}
	return p.wait()
}

// peakOf is the most memory that a process has held so far (proc(5), status), 0 when it is gone.
func peakOf(pid int) (mib float64) {
	status, _ := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	for line := range strings.Lines(string(status)) {
		if _, err := fmt.Sscanf(line, "VmHWM: %f kB", &mib); err == nil {
			break
		}
	}
	return mib / 1024
}

// part runs a part of the benchmark in a process of its own, and returns what it printed.
func part(ctx context.Context, name string, arguments ...string) (usage, figures, error) {
	self, err := os.Executable()
	if err != nil {
		return usage{}, nil, err
	}
	command := exec.CommandContext(ctx, self, append([]string{"-process", name}, arguments...)...)
	command.Stderr = os.Stderr
	output, err := command.StdoutPipe()
	if err != nil {
		return usage{}, nil, err
	}
	p, err := start(command)
	if err != nil {
		return usage{}, nil, err
	}
	var said figures
	readErr := json.NewDecoder(output).Decode(&said)
	taken, err := p.wait()
	if err != nil {
		return usage{}, nil, fmt.Errorf("part %s: %w", name, err)
	}
	return taken, said, readErr
}

// cpu is what this process used so far, the kernel's work for it included.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
