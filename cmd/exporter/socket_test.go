package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// endless is a statement that gives a row per second.
const endless = "SELECT sleepEachRow(1) FROM numbers(60) " +
	"SETTINGS max_block_size = 1, function_sleep_max_microseconds_per_block = 0"

// holding is a process of the program that has the site's store and answers others.
func (s *site) holding() *exec.Cmd {
	s.Helper()
	holder := s.command(s.Context(), "warehouse", "--listen", "127.0.0.1:0")
	stderr, err := holder.StderrPipe()
	s.must(err)
	s.must(holder.Start())
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		if strings.Contains(lines.Text(), `"listening"`) {
			go io.Copy(io.Discard, stderr)
			return holder
		}
	}
	s.Fatalf("the holder does not listen: %v", holder.Wait())
	return nil
}

// own runs the program as a process of its own.
func (s *site) own(args ...string) result {
	s.Helper()
	var stdout, stderr strings.Builder
	c := s.command(s.Context(), args...)
	c.Stdout, c.Stderr = &stdout, &stderr
	_ = c.Run() // the exit code says it
	return result{c.ProcessState.ExitCode(), stdout.String(), stderr.String()}
}

func TestCommandsThatReadGoThroughTheProcessThatHoldsTheStore(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 5, Days: 2}, "data", strings.Repeat("d", 100))
	s.store = s.path(strings.Repeat("d", 100)) // longer than the name of a socket may be
	s.want(exit.Complete, "run")
	id := s.tenant.Headers()[0].ID
	reading := [][]string{
		{"query", "SELECT * FROM records ORDER BY record_id"},
		{"query", "--format", "json", "SELECT record_id, start_date_time FROM records ORDER BY record_id"},
		{"query", "--format", "table", "SELECT count() FROM streams SETTINGS max_threads = 1"},
		{"query", "SELECT nothing FROM records"},
		{"query", "SELECT * FROM file('" + s.path("ca.pem") + "', 'LineAsString') LIMIT 1"},
		{"explain", id},
		{"verify", "--offline", "--values"},
		{"schema", "plan"},
		{"reference", "list"},
		{"reference", "check"},
	}
	before := map[int]result{}
	for i, args := range reading {
		before[i] = s.exporter(args...)
	}
	holder := s.holding()
	guest, err := s.newResident() // a process that runs one command after another, and comes to hold nothing
	s.must(err)
	asGuest := func(args ...string) result {
		done, err := guest.do(order{Args: args}, hangs)
		s.must(err)
		return result{done.Code, done.Stdout, done.Stderr}
	}
	info, err := os.Stat(s.store + "/exporter.sock")
	s.must(err)
	if got := info.Mode().Perm(); got != 0o600 {
		t.Errorf("mode of the socket: got %04o, want 0600", got)
	}
	for i, args := range reading {
		s.part(fmt.Sprint("reads: ", args[:2]), func() {
			got, want := asGuest(args...), before[i]
			if args[0] == "explain" || args[0] == "verify" { // which name the time
				got.stdout, want.stdout = steady(got.stdout), steady(want.stdout)
			}
			if got != want {
				s.Errorf("got %s\nwant %s", got, want)
			}
		})
	}
	s.part("doctor", func() {
		r := s.own("doctor")
		for _, w := range []string{"warehouse rights: not tried: process ", "holds the store"} {
			if r.code != exit.Complete || !strings.Contains(r.stdout, w) {
				s.Errorf("got %s, want %q in it", r, w)
			}
		}
	})
	for _, args := range [][]string{
		{"run"}, {"backfill", "--from", "2d"}, {"replay"}, {"import", s.path("ca.pem")}, {"sweep"}, {"settle"},
		{"schema", "apply"}, {"verify", "--offline", "--repair"}, {"query", "--write", "SELECT 1"},
		{"reference", "remove", "people"},
	} {
		s.part("writes: "+args[0], func() {
			if args[0] == "backfill" {
				args[2] = s.tenant.Headers()[0].Start.Format("2006-01-02")
			}
			r := asGuest(args...)
			for _, w := range []string{fmt.Sprint("held by process ", holder.Process.Pid), "Nothing was done", "status"} {
				if r.code != exit.Failed || !strings.Contains(r.stderr, w) {
					s.Errorf("got %s, want exit code %d and %q in it", r, exit.Failed, w)
				}
			}
		})
	}
	s.part("a statement that writes, from one who lies about it", func() {
		r := asGuest("query", "--format", "table", "WITH 1 AS x INSERT INTO callrecords_store.runs (run_id) SELECT 'x'")
		if r.code != exit.Failed || !strings.Contains(r.stderr, "it only reads, and nothing was done") {
			s.Errorf("got %s", r)
		}
	})
	s.must(guest.close())
	s.part("a holder that is told to stop ends its readers", func() {
		reader := s.command(t.Context(), "query", endless)
		rows, err := reader.StdoutPipe()
		s.must(err)
		var stderr strings.Builder
		reader.Stderr = &stderr
		s.must(reader.Start())
		_, err = rows.Read(make([]byte, 1))
		s.must(err)
		s.must(holder.Process.Signal(syscall.SIGTERM))
		defer time.AfterFunc(impatience, func() { _ = holder.Process.Kill() }).Stop()
		s.must(holder.Wait())
		if err := reader.Wait(); err == nil || !strings.Contains(stderr.String(), "that holds the store") {
			s.Errorf("got %v, %q; want an error of the reader", err, stderr.String())
		}
	})
	holder = s.holding()
	s.must(holder.Process.Kill())
	_ = holder.Wait() // killed
	s.part("after the holder was killed", func() {
		if got := s.own(reading[0]...); got != before[0] {
			s.Errorf("got %s\nwant %s", got, before[0])
		}
	})
	if _, err := os.Stat(s.store + "/exporter.sock"); err == nil {
		t.Error("the socket is there after the store was closed")
	}
}

// A question that somebody asks keeps no export from beginning, as long as it is a short one.
func TestWhoWritesWaitsForAHolderThatOnlyReads(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 2, Days: 2})
	s.want(exit.Complete, "run")
	for name, c := range map[string]struct {
		seconds int
		code    int
		says    []string
	}{
		"and ends soon": {2, exit.Complete, []string{"waiting for the store", "exporter.test query"}},
		"but goes on":   {60, exit.Failed, []string{"waiting for the store", "exporter.test query", "Nothing was done"}},
	} {
		s.part(name, func() {
			reader := s.command(t.Context(), "query", strings.Replace(endless, "60", fmt.Sprint(c.seconds), 1))
			rows, err := reader.StdoutPipe()
			s.must(err)
			s.must(reader.Start())
			_, err = rows.Read(make([]byte, 1)) // it has the store
			s.must(err)
			go io.Copy(io.Discard, rows)
			began := time.Now()
			r := s.own("sweep")
			if r.code != c.code || time.Since(began) > 40*time.Second {
				s.Errorf("got %s after %s, want exit code %d", r, time.Since(began), c.code)
			}
			for _, want := range c.says {
				if !strings.Contains(r.stderr, want) {
					s.Errorf("got %s, want %q in it", r, want)
				}
			}
			_ = reader.Process.Kill()
			_ = reader.Wait() // killed, or done
		})
	}
}

// steady is a text without the lines that say what time it is or how long is left.
func steady(text string) string {
	var kept []string
	for line := range strings.Lines(text) {
		if !strings.HasPrefix(line, "expires") && !strings.Contains(line, "verified") {
			kept = append(kept, line)
		}
	}
	return strings.Join(kept, "")
}
