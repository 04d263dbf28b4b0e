package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/load/engine/server"
)

const (
	tenantID = graphtest.DefaultTenantID
	password = "bench"
)

// command is the exporter with arguments and an environment of its own: no configuration of
// whoever runs the benchmark has a say.
func (b bench) command(ctx context.Context, environment []string, arguments ...string) *exec.Cmd {
	c := exec.CommandContext(ctx, b.exporter, arguments...)
	c.Dir = b.scratch
	c.Env = append([]string{"PATH=" + os.Getenv("PATH"), "HOME=" + os.Getenv("HOME"),
		"CHDB_LIB_PATH=" + os.Getenv("CHDB_LIB_PATH"), "CALLRECORDS_LOG_LEVEL=error"}, environment...)
	c.Stderr = os.Stderr
	return c
}

// embeddedAt is the environment of a store of the scratch folder.
func (b bench) embeddedAt(name string) []string {
	return []string{"CALLRECORDS_WAREHOUSE_URL=embedded:" + filepath.Join(b.scratch, name)}
}

// loaded is what the summary of a command says.
type loaded struct {
	Outcome string  `json:"outcome"`
	Error   string  `json:"error"`
	Records float64 `json:"loaded"`
	Rows    float64 `json:"row_count"`
}

// loads runs a command that loads, and measures it. One that is told to stop by a time limit ends
// as it should.
func (b bench) loads(ctx context.Context, environment []string, arguments ...string) (usage, loaded, error) {
	c := b.command(ctx, environment, append(arguments, "--json")...)
	var said bytes.Buffer
	c.Stdout = &said
	var done loaded
	taken, failed := measured(c)
	if err := json.Unmarshal(said.Bytes(), &done); err != nil {
		return taken, done, fmt.Errorf("%s: %w: %w", c, failed, err)
	}
	if done.Outcome != "complete" && done.Outcome != "interrupted" {
		return taken, done, fmt.Errorf("%s: got outcome %s: %s", c, done.Outcome, done.Error)
	}
	return taken, done, nil
}

// served is an embedded store that another process serves, as a ClickHouse server would.
type served struct {
	*exec.Cmd
	url string
}

// serve makes a store in the scratch folder and starts a process that serves it.
func (b bench) serve(ctx context.Context, name string) (*served, error) {
	if err := b.command(ctx, b.embeddedAt(name), "schema", "apply").Run(); err != nil {
		return nil, fmt.Errorf("make a store: %w", err)
	}
	address, err := freeAddress(ctx)
	if err != nil {
		return nil, err
	}
	s := &served{url: "http://default:" + password + "@" + address}
	s.Cmd = b.command(ctx, append(b.embeddedAt(name), "CALLRECORDS_LISTEN_PASSWORD="+password),
		"warehouse", "--writable", "--listen", address)
	if err := s.Start(); err != nil {
		return nil, err
	}
	for range 100 {
		e, err := server.Open(ctx, server.Options{URL: s.url})
		if err == nil {
			return s, e.Close()
		}
		time.Sleep(100 * time.Millisecond)
	}
	return nil, fmt.Errorf("%s does not answer; %w", s.Cmd, s.stop())
}

func (s *served) stop() error {
	if err := s.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	return s.Wait()
}

func (s *served) environment() []string { return []string{"CALLRECORDS_WAREHOUSE_URL=" + s.url} }

// freeAddress is one of this machine where nobody listens.
func freeAddress(ctx context.Context) (string, error) {
	l, err := new(net.ListenConfig).Listen(ctx, "tcp", "127.0.0.1:0")
	if err != nil {
		return "", err
	}
	return l.Addr().String(), l.Close()
}
