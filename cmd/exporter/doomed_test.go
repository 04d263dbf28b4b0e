package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"callrecords/load/engine"
)

// doomed is an engine whose exporter dies before, during or after one of the
// statements that change something, such as "after insert loads #1". To die
// before is to lose what was to come; to die after is to lose the reply. A dead
// exporter has no effect any more: its engine does nothing. Who dies during a
// statement takes the process with it, as a power cut would.
type doomed struct {
	engine.Engine
	at string // "" for never

	mu     sync.Mutex
	passed []string
	dead   bool
}

// errDead is what a dead exporter's engine answers.
var errDead = errors.New("this exporter is dead")

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

// Query is the engine's; it changes nothing, so that nobody dies of it.
func (m *doomed) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	if m.dies("") {
		return nil, errDead
	}
	return m.Engine.Query(ctx, sql, format)
}

// midway is how long after its beginning a statement is broken off: an insert
// takes some tens of milliseconds.
const midway = 7 * time.Millisecond

// pass runs one statement, unless that is the end.
func (m *doomed) pass(name string, run func() error) error {
	point := m.next(name)
	if m.dies("before " + point) {
		return errDead
	}
	if m.at == "during "+point {
		time.AfterFunc(midway, powerCut)
	}
	err := run()
	if m.dies("after " + point) {
		return errDead
	}
	return err
}

// next counts a statement.
func (m *doomed) next(name string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	for n := 1; ; n++ {
		if point := fmt.Sprintf("%s #%d", name, n); !slices.Contains(m.passed, point) {
			m.passed = append(m.passed, point)
			return point
		}
	}
}

// dies says whether the exporter is dead at a point, or dies there.
func (m *doomed) dies(point string) bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.dead = m.dead || point != "" && m.at == point
	return m.dead
}

// powerCut ends the process: nothing is closed or undone.
func powerCut() {
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
