package report

import (
	"context"
	"encoding/json"
	"errors"
	"io/fs"
	"log/slog"
	"os"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
)

// Closing is a whole command in one line: the last line of its log, and the message
// that Kubernetes shows of a container that has ended.
type Closing struct {
	Command  string `json:"command"`
	Outcome  string `json:"outcome"` // complete, partial, interrupted or failed
	ExitCode int    `json:"exit_code"`
	Error    string `json:"error,omitempty"`
	Listed   uint64 `json:"listed"`
	Loaded   uint64 `json:"loaded"`
	SetAside uint64 `json:"set_aside"`
	Lost     uint64 `json:"lost"`
	Left     uint64 `json:"left"`
	RowCount uint64 `json:"row_count"`
}

// newClosing adds up the tenants.
func newClosing(command string, exitCode int, outcomes []Outcome, err error) Closing {
	c := Closing{Command: command, Outcome: Word(err), ExitCode: exitCode}
	if err != nil {
		c.Error = err.Error()
	}
	for _, o := range outcomes {
		c.Listed += o.Listed
		c.Loaded += o.Loaded
		c.SetAside += o.SetAside
		c.Lost += o.Lost
		c.Left += o.Left
		c.RowCount += o.Rows
	}
	return c
}

// Log writes it into the log, under the keys of the JSON.
func (c Closing) Log(ctx context.Context, log *slog.Logger) {
	level := slog.LevelInfo
	switch c.Outcome {
	case pipeline.RunFailed:
		level = slog.LevelError
	case pipeline.RunPartial:
		level = slog.LevelWarn
	}
	attrs := []any{
		"command", c.Command, "outcome", c.Outcome, "exit_code", c.ExitCode,
		"listed", c.Listed, "loaded", c.Loaded, "set_aside", c.SetAside, "lost", c.Lost, "left", c.Left,
		"row_count", c.RowCount,
	}
	if c.Error != "" {
		attrs = append(attrs, "error", c.Error)
	}
	log.Log(ctx, level, "summary", attrs...)
}

const (
	// TerminationLog is where Kubernetes looks for the message of a container, unless
	// its terminationMessagePath says another.
	TerminationLog = "/dev/termination-log"

	// maxError is how many runes of an error go in there: Kubernetes takes 4096 bytes,
	// and a rune can be six of them in JSON.
	maxError = 600
)

// Terminate writes it to a container's termination log. Path "" is the usual place,
// where that is there already.
func (c Closing) Terminate(path string) error {
	flags := os.O_WRONLY | os.O_TRUNC
	if path == "" {
		path = TerminationLog
	} else {
		flags |= os.O_CREATE
	}
	f, err := os.OpenFile(path, flags, 0o644)
	if path == TerminationLog && (errors.Is(err, fs.ErrNotExist) || errors.Is(err, fs.ErrPermission)) {
		return nil // no container, or one that may not
	}
	if err != nil {
		return err
	}
	c.Error = console.Cut(c.Error, maxError)
	return errors.Join(json.NewEncoder(f).Encode(c), f.Close())
}
