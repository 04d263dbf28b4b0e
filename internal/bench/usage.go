package main

import (
	"context"
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// usage is what a process took.
type usage struct {
	Wall, CPU time.Duration
	PeakMiB   float64 // the most memory that it held (getrusage(2), maxrss)
}

// figures are what a process says of itself, by name.
type figures map[string]float64

// used is what a command took that has ended, by what the system says of such a process
// (wait4(2)).
func used(command *exec.Cmd, wall time.Duration) usage {
	taken := command.ProcessState.SysUsage().(*syscall.Rusage)
	return usage{
		Wall:    wall,
		CPU:     command.ProcessState.UserTime() + command.ProcessState.SystemTime(),
		PeakMiB: float64(taken.Maxrss) / 1024,
	}
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
	began := time.Now()
	if err := command.Start(); err != nil {
		return usage{}, nil, err
	}
	var said figures
	readErr := json.NewDecoder(output).Decode(&said)
	if err := command.Wait(); err != nil {
		return usage{}, nil, fmt.Errorf("part %s: %w", name, err)
	}
	return used(command, time.Since(began)), said, readErr
}

// cpu is what this process used so far, the kernel's work for it included.
func cpu() time.Duration {
	var u syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &u)
	return time.Duration(u.Utime.Nano() + u.Stime.Nano())
}
