package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"time"

	"callrecords/load/engine"
)

// crashAt names the point at which the program kills itself, such as "after
// insert loads #1"; crashTrace is a file to which it writes the statements that
// it passes. Only the test binary knows them.
const (
	crashAt    = "CALLRECORDS_TEST_CRASH"
	crashTrace = "CALLRECORDS_TEST_CRASH_TRACE"
	lastAsked  = "CALLRECORDS_TEST_LAST_ASKED"  // a statement to ask before the engine closes …
	lastAnswer = "CALLRECORDS_TEST_LAST_ANSWER" // … and the file for its answer, as TSV
)

// doomedMain is main, with an engine that does not live for ever.
func doomedMain() int {
	return execute(context.Background(), program{
		Args: os.Args[1:], Environ: os.Environ(), Stdout: os.Stdout, Stderr: os.Stderr,
		around: func(e engine.Engine) engine.Engine {
			return &doomed{Engine: e, at: os.Getenv(crashAt), trace: os.Getenv(crashTrace), passed: map[string]int{}}
		},
	})
}

// doomed is an engine whose process dies before, during or after one of the
// statements that change something. To die before is to lose what was to come;
// to die after is to lose the reply.
type doomed struct {
	engine.Engine
	at, trace string
	mu        sync.Mutex
	passed    map[string]int // statements, by name
}

// Close asks the last question: to start the engine once more for it would cost
// more than all the rest.
func (m *doomed) Close() error {
	if sql := os.Getenv(lastAsked); sql != "" {
		rows, err := m.Engine.Query(context.Background(), sql, "TSV")
		if err == nil {
			var text []byte
			text, err = io.ReadAll(rows)
			err = errors.Join(err, rows.Close(), os.WriteFile(os.Getenv(lastAnswer), text, 0o600))
		}
		if err != nil {
			return errors.Join(err, m.Engine.Close())
		}
	}
	return m.Engine.Close()
}

// Exec is the engine's.
func (m *doomed) Exec(ctx context.Context, sql string) error {
	return m.pass(statementName(sql), func() error { return m.Engine.Exec(ctx, sql) })
}

// Insert is the engine's.
func (m *doomed) Insert(ctx context.Context, block engine.Block) (rows int64, err error) {
	err = m.pass("insert "+block.Table, func() (err error) {
		rows, err = m.Engine.Insert(ctx, block)
		return err
	})
	return rows, err
}

// midway is how long after its beginning a statement is broken off: an insert
// takes some tens of milliseconds.
const midway = 7 * time.Millisecond

// pass runs one statement, unless that is the end.
func (m *doomed) pass(name string, run func() error) error {
	point := m.next(name)
	m.dieAt("before " + point)
	if m.at == "during "+point {
		time.AfterFunc(midway, die)
	}
	err := run()
	m.dieAt("after " + point)
	return err
}

// next counts a statement, and writes it down.
func (m *doomed) next(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.passed[name]++
	point := fmt.Sprintf("%s #%d", name, m.passed[name])
	if m.trace != "" {
		file, err := os.OpenFile(m.trace, os.O_APPEND|os.O_CREATE|os.O_WRONLY, 0o600)
		if err != nil {
			panic(err)
		}
		fmt.Fprintln(file, point)
		file.Close()
	}
	return point
}

func (m *doomed) dieAt(point string) {
	if m.at == point {
		die()
	}
}

// die ends the process as a power cut would: nothing is closed or undone.
func die() {
	_ = syscall.Kill(os.Getpid(), syscall.SIGKILL)
	select {}
}

// object is the first name in a statement.
var object = regexp.MustCompile("`[^`]+`(\\.`[^`]+`)?")

// statementName is a statement's verb and what it is about.
func statementName(sql string) string {
	verb, _, _ := strings.Cut(sql, "`")
	return strings.ToLower(strings.TrimSpace(verb)) + " " + strings.ReplaceAll(object.FindString(sql), "`", "")
}
