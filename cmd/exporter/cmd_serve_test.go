package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// logged are the log lines of a program so far.
func (s *site) logged(file string) (lines []map[string]any) {
	s.Helper()
	text, err := os.ReadFile(file)
	s.must(err)
	for line := range strings.Lines(string(text)) {
		var l map[string]any
		if json.Unmarshal([]byte(line), &l) == nil {
			lines = append(lines, l)
		}
	}
	return lines
}

// waitFor waits until a line with a message is logged, and returns the latest.
func (s *site) waitFor(file, message string) map[string]any {
	s.Helper()
	for deadline := time.Now().Add(impatience); ; time.Sleep(50 * time.Millisecond) { // another process works on it
		for _, l := range s.logged(file) {
			if l["msg"] == message {
				return l
			}
		}
		if time.Now().After(deadline) {
			s.Fatalf("got no line %q in %v", message, s.logged(file))
		}
	}
}

// serviceManager is a socket that a program tells how it is, as systemd has it for units
// with a watchdog. It gives what was told until it is asked.
func (s *site) serviceManager(c *exec.Cmd) (told func() []string) {
	s.Helper()
	socket, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: s.path("notify"), Net: "unixgram"})
	s.must(err)
	c.Env = append(c.Env, "NOTIFY_SOCKET="+s.path("notify"), "WATCHDOG_USEC=600000000")
	states := make(chan []string)
	go func() {
		var all []string
		for text := make([]byte, 4096); ; {
			n, err := socket.Read(text)
			if err != nil {
				states <- all
				return
			}
			all = append(all, string(text[:n]))
		}
	}()
	return func() []string {
		s.must(socket.SetReadDeadline(time.Now().Add(time.Second))) // what is on its way comes
		defer socket.Close()
		return <-states
	}
}

// wantTold insists on what a program that has ended has told: that each state came, in
// this order but for the watchdog's.
func (s *site) wantTold(told []string, want ...string) {
	s.Helper()
	from := 0
	for _, w := range want {
		is := func(got string) bool { return strings.HasPrefix(got, w) }
		i := slices.IndexFunc(told[from:], is)
		if w == "WATCHDOG=1" { // another goroutine's
			if !slices.ContainsFunc(told, is) {
				s.Errorf("systemd was told %q, want %q", told, w)
			}
			continue
		}
		if i < 0 {
			s.Errorf("systemd was told %q, want %q after the first %d", told, w, from)
			return
		}
		from += i + 1
	}
}

func TestServeTellsHowItIs(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 12, Days: 5},
		"export:", "schedule:\n  cron: '@every 1h'\n  jitter: 24h\nlisten:\n  address: 127.0.0.1:0\nmetrics:\n  textfile: FILE\nexport:")
	file := s.path("callrecords.prom")
	text, err := os.ReadFile(s.path("config.yaml"))
	s.must(err)
	config := strings.Replace(string(text), "FILE", file, 1)
	s.must(os.WriteFile(s.path("config.yaml"), []byte(config), 0o600))

	stderr, err := os.Create(s.path("log"))
	s.must(err)
	defer stderr.Close()
	c := s.command(s.Context(), "serve")
	c.Stderr = stderr
	manager := s.serviceManager(c)
	s.must(c.Start())
	defer time.AfterFunc(2*impatience, func() { _ = c.Process.Kill() }).Stop()

	if l := s.waitFor(stderr.Name(), "serving"); l["schedule"] != "@every 1h" || l["tenants"] == nil {
		t.Errorf("first line: got %v, want the schedule and the tenants in it", l)
	}
	url := "http://" + s.waitFor(stderr.Name(), "listening")["address"].(string)
	next, err := time.Parse(time.RFC3339, s.waitFor(stderr.Name(), "waiting")["next_run"].(string))
	if tick := time.Now().Add(time.Hour); err != nil || next.Before(tick) || next.After(tick.Add(24*time.Hour)) {
		t.Errorf("next run: got %v, %v, want it in an hour, and later by up to a day", next, err)
	}
	for path, want := range map[string]string{
		"/healthz": "ok", "/readyz": "ready", "/ping": "Ok.", "/": "Ok.",
		"/status":  "All 12 records that Graph listed are in; newest run ",
		"/metrics": `callrecords_records_loaded_total{family="call_records",tenant="` + graphtest.DefaultTenantID + `"} `,
	} {
		response, err := http.Get(url + path)
		s.must(err)
		if path == "/status" && response.Header.Get("Content-Security-Policy") == "" {
			t.Error("status page: got no policy, want a strict one")
		}
		body, err := io.ReadAll(response.Body)
		response.Body.Close()
		if err != nil || response.StatusCode != http.StatusOK || !strings.Contains(string(body), want) {
			t.Errorf("%s: got status %d, %s, %v, want %q", path, response.StatusCode, body, err, want)
		}
	}
	for _, want := range []string{
		`callrecords_table_rows{table="streams_all"} `, "callrecords_last_success_timestamp_seconds{",
		`callrecords_requests_total{endpoint="list",outcome="ok",tenant=`, "callrecords_quota_used_ratio{",
	} {
		if got, err := os.ReadFile(file); err != nil || !strings.Contains(string(got), want) {
			t.Errorf("textfile: got %v, %s, want %q", err, got, want)
		}
	}
	if said, err := s.command(s.Context(), "ready", "--listen", strings.TrimPrefix(url, "http://")).CombinedOutput(); err != nil {
		t.Errorf("exporter ready: got %v, %s, want exit code 0", err, said)
	}
	s.must(os.WriteFile(s.path("config.yaml"), []byte(config+"wrong: 1\n"), 0o600))
	s.must(c.Process.Signal(syscall.SIGHUP))
	if l := s.waitFor(stderr.Name(), "the configuration stays as it was"); !strings.Contains(l["error"].(string), "wrong") {
		t.Errorf("got %v, want the key that is wrong", l)
	}
	s.must(os.WriteFile(s.path("config.yaml"), []byte(strings.Replace(config, "@every 1h", "@every 2h", 1)), 0o600))
	s.must(c.Process.Signal(syscall.SIGHUP))
	if l := s.waitFor(stderr.Name(), "the configuration was read again"); l["schedule"] != "@every 2h" {
		t.Errorf("got %v, want the new schedule", l)
	}
	s.must(c.Process.Signal(syscall.SIGTERM))
	if err := c.Wait(); err != nil {
		t.Errorf("got %v, want exit code 0", err)
	}
	s.wantTold(manager(), "READY=1", "WATCHDOG=1", "STATUS=a run is under way since ", "STATUS=the next run begins at ",
		"RELOADING=1", "READY=1", "STOPPING=1")
	s.waitFor(stderr.Name(), "stopping")
	for _, l := range s.logged(stderr.Name()) {
		if l["level"] == "ERROR" && l["msg"] != "the configuration stays as it was" {
			t.Errorf("got %v, want no error", l)
		}
	}
	// The last success is known again at once, in a process that never had one.
	s.server.Close()
	s.want(exit.Failed, "run")
	if got, err := os.ReadFile(file); err != nil || !strings.Contains(string(got), "\ncallrecords_last_success_timestamp_seconds{") {
		t.Errorf("after a failure: got %v, %s, want the last success all the same", err, got)
	}
}

func TestServeThatIsToldToStopCommitsWhatIsWhole(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 40, Days: 5})
	ended, told := make(chan struct{}), make(chan struct{})
	c := &reads{Handler: s.tenant, counts: map[string]int{}}
	c.onRead = func(_ string, n int) {
		switch {
		case n == 20:
			close(told)
			fallthrough
		case n > 20:
			<-ended // is not answered before
		}
	}
	s.behind(c)
	stderr, err := os.Create(s.path("log"))
	s.must(err)
	defer stderr.Close()
	p := s.command(s.Context(), "serve")
	p.Stderr = stderr
	s.must(p.Start())
	defer time.AfterFunc(2*impatience, func() { _ = p.Process.Kill() }).Stop()
	<-told
	for asked, quiet := 0, 0; quiet < 20; quiet++ { // until the others are whole, in another process
		if n := s.tenant.Requests().Total; n != asked {
			asked, quiet = n, 0
		}
		time.Sleep(100 * time.Millisecond)
	}
	s.must(p.Process.Signal(syscall.SIGTERM))
	err = p.Wait()
	close(ended)
	if err != nil {
		t.Errorf("got %v, want exit code 0", err)
	}
	l := s.waitFor(stderr.Name(), "run finished")
	loaded, _ := l["loaded"].(float64)
	if l["outcome"] != "interrupted" || l["level"] != "INFO" || loaded == 0 || loaded > 20 {
		t.Errorf("got %v, want a run that was interrupted with some of 20 records", l)
	}
	s.waitFor(stderr.Name(), "stopping")
	s.wantAnswer(fmt.Sprint(loaded), "SELECT count() FROM records")
	s.want(exit.Complete, "run")
	s.wantWarehouseIsTenant()
}
