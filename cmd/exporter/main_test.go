package main

import (
	"bytes"
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
)

// asProgram makes the test binary the exporter itself: the tests run it as a
// process of its own, because an embedded store belongs to one process, and
// because exit codes and signals are part of the contract.
const asProgram = "CALLRECORDS_TEST_AS_PROGRAM"

// realProgram names a program that was built, by its whole path, which is started in
// place of the test binary.
const realProgram = "CALLRECORDS_TEST_PROGRAM"

func TestMain(m *testing.M) {
	if os.Getenv(asProgram) != "" {
		go followLeash()
		main()
		return
	}
	if os.Getenv(asResident) != "" {
		go followLeash()
		os.Exit(residentMain())
	}
	spread()
	_ = os.Setenv("TMPDIR", enginetest.TempDir()) // of the sites' stores
	if err := makeLeash(); err != nil {
		panic(err)
	}
	code := m.Run()
	closeServers()
	os.Exit(code)
}

// atOnce is how many tests run at once, unless -parallel says it: they wait, for
// Graph's limits and for retries, more than they compute.
const atOnce = 4

// spread sets it.
func spread() {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "test.parallel" })
	if !asked && runtime.GOMAXPROCS(0) < atOnce {
		_ = flag.Set("test.parallel", strconv.Itoa(atOnce))
	}
}

// site is a tenant, a warehouse and a configuration for one test.
type site struct {
	*testing.T
	folder   string
	tenant   *graphtest.Tenant
	server   *graphtest.Server
	env      []string
	store    string                       // folder of the embedded warehouse; "" when the warehouse is a server
	resident *resident                    // has it open; nil when none has
	below    *embedded.Engine             // the engine below the server; nil when the warehouse is no server
	database string                       // on the server
	kept     map[string][]byte            // documents that the tenant has no more and the warehouse should have
	others   map[string]*graphtest.Tenant // further tenants of the configuration, by id
}

// newSite starts a tenant; change alters its configuration file.
func newSite(t *testing.T, o graphtest.Options, change ...string) *site {
	t.Helper()
	t.Parallel()
	s := &site{T: t, folder: t.TempDir(), tenant: graphtest.New(o)}
	server, err := graphtest.Start(t.Context(), s.tenant, "127.0.0.1:0")
	s.must(err)
	t.Cleanup(func() { server.Close() })
	s.server = server
	s.must(os.WriteFile(s.path("ca.pem"), server.CertPEM(), 0o600))
	s.env = []string{"SSL_CERT_FILE=" + s.path("ca.pem")}
	s.store = s.path("data")
	s.configure(change...)
	return s
}

// part runs one case of a test on its site, after the cases before it.
func (s *site) part(name string, do func()) {
	s.Helper()
	whole := s.T
	whole.Run(name, func(t *testing.T) {
		s.T = t
		defer func() { s.T = whole }()
		do()
	})
}

func (s *site) path(name string) string { return filepath.Join(s.folder, name) }

func (s *site) must(err error) {
	s.Helper()
	if err != nil {
		s.Fatal(err)
	}
}

// configure writes config.yaml, with old and new texts replaced in pairs.
func (s *site) configure(change ...string) {
	s.Helper()
	text := fmt.Sprintf(`tenants:
  - tenant_id: %s
    cloud: custom
    graph_root: %s
    authority: %[2]s
    auth:
      method: client_secret
      client_id: %s
      client_secret: %s
warehouse:
  url: embedded:%s
export:
  quota_share: 1
  retry_budget: 20s
  pstn_calls: off
  direct_routing_calls: off
`, graphtest.DefaultTenantID, s.server.URL, graphtest.DefaultClientID, graphtest.DefaultClientSecret, s.path("data"))
	s.must(os.WriteFile(s.path("config.yaml"), []byte(strings.NewReplacer(change...).Replace(text)), 0o600))
}

// result is what a run of the program left.
type result struct {
	code           int
	stdout, stderr string
}

func (r result) String() string {
	return fmt.Sprintf("exit code %d\n%s\n%s", r.code, r.stdout, r.stderr)
}

// command is the exporter with arguments, not yet started. The store is free for it.
func (s *site) command(ctx context.Context, args ...string) *exec.Cmd {
	s.Helper()
	s.letGo()
	c := exec.CommandContext(ctx, cmp.Or(os.Getenv(realProgram), os.Args[0]), args...)
	c.Dir = s.folder
	c.Env = append(append(os.Environ(), asProgram+"=1"), s.env...)
	c.ExtraFiles = []*os.File{leash.held}
	return c
}

// hangs is when a run of the program is taken for one that never ends; refuses is
// when one that is to be refused is taken for one that was not. It is asked for its
// goroutines then.
const (
	hangs   = 3 * time.Minute
	refuses = 30 * time.Second
)

// exporter runs the program to its end: its resident does, or a process of its own.
func (s *site) exporter(args ...string) result {
	s.Helper()
	return s.within(hangs, args...)
}

// within runs the program to its end, which is not to take longer.
func (s *site) within(limit time.Duration, args ...string) result {
	s.Helper()
	readsInput := len(args) == 1 && args[0] == "query" // and the resident's input is its orders
	if s.store != "" && indoors[args[0]] && !readsInput {
		done, err := s.order(order{Args: args}, limit)
		if err != nil {
			s.Fatalf("exporter %s: got %v, want an end within %s", strings.Join(args, " "), err, limit)
		}
		return result{done.Code, done.Stdout, done.Stderr}
	}
	var stdout, stderr bytes.Buffer
	ctx, cancel := context.WithTimeout(s.Context(), limit)
	defer cancel()
	c := s.command(ctx, args...)
	c.Cancel = func() error { return c.Process.Signal(syscall.SIGQUIT) }
	c.WaitDelay = 10 * time.Second
	c.Stdout, c.Stderr = &stdout, &stderr
	err := c.Run()
	if ctx.Err() != nil {
		s.Fatalf("exporter %s: got no end within %s\n%s", strings.Join(args, " "), limit, stderr.String())
	}
	if ended, ok := errors.AsType[*exec.ExitError](err); err != nil && !ok {
		s.Fatal(err)
	} else if ok && ended.ExitCode() < 0 {
		s.Fatalf("%v\n%s", err, stderr.String())
	}
	return result{c.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

// want runs the program and insists on its exit code.
func (s *site) want(code int, args ...string) result {
	s.Helper()
	limit := hangs
	if code == exit.Usage { // nothing is begun
		limit = refuses
	}
	r := s.within(limit, args...)
	if r.code != code {
		s.Fatalf("exporter %s: got %s, want exit code %d", strings.Join(args, " "), r, code)
	}
	return r
}
