package main

import (
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// bomb is a statement whose analysis never ends, of a few lines.
func bomb() string {
	sql := "WITH a0 AS (SELECT 1 AS x)"
	for i := range 24 {
		sql += fmt.Sprintf(",\na%d AS (SELECT l.x FROM a%d AS l, a%[2]d AS r)", i+1, i)
	}
	return sql + "\nSELECT count() FROM a24"
}

// A reader's statement that would never end is refused, and others go on.
func TestReadersCannotStopTheWarehouse(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3, Days: 1})
	s.want(exit.Complete, "run")
	r := s.listening("warehouse", "--listen", "127.0.0.1:0")
	for range 8 {
		if status, text := r.read(bomb()); status != http.StatusRequestEntityTooLarge {
			t.Errorf("got status %d, want 413: %.200s", status, text)
		}
	}
	if _, text := r.read("SELECT count() FROM records"); text != "3" {
		t.Errorf("got %q records, want 3", text)
	}
	t.Run("native protocol", func(t *testing.T) {
		conn, err := net.Dial("tcp", strings.TrimPrefix(r.url, "http://"))
		s.must(err)
		defer conn.Close()
		s.must(conn.SetDeadline(time.Now().Add(5 * time.Second)))
		_, err = conn.Write([]byte("\x00\x0aClickHouse"))
		s.must(err)
		if got, err := io.ReadAll(conn); err != nil || !strings.Contains(string(got), "HTTP") {
			t.Errorf("got %q, %v, want an answer that says what the port speaks", got, err)
		}
	})
	r.stop()
}

// A statement that nothing ends, because its user may do everything, does not keep the
// program from ending when it is told to.
func TestProgramEndsInSpiteOfAStatementThatDoesNot(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1, Days: 1})
	s.want(exit.Complete, "run")
	password := s.file("password", []byte("pa55"))
	r := s.listening("warehouse", "--listen", "127.0.0.1:0", "--password-file", password, "--writable")
	r.user, r.key = "default", "pa55"
	go func() {
		request, _ := http.NewRequestWithContext(s.Context(), http.MethodPost, r.url, strings.NewReader(bomb()))
		request.SetBasicAuth(r.user, r.key)
		if response, err := r.client.Do(request); err == nil {
			response.Body.Close()
		}
	}()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) { // another process works on it
		if _, text := r.read("SELECT count() FROM system.processes WHERE query LIKE 'WITH a0%'"); text == "1" {
			break
		}
		if time.Now().After(deadline) {
			t.Fatal("got no statement that runs, want one")
		}
	}
	s.must(r.program.Process.Signal(syscall.SIGTERM))
	ended := make(chan error, 1)
	go func() { ended <- r.program.Wait() }()
	select {
	case <-ended:
	case <-time.After(20 * time.Second):
		_ = r.program.Process.Kill()
		t.Fatal("got a program that goes on, want its end within 20 seconds")
	}
	s.wantAnswer("1", "SELECT count() FROM records") // the store is free and whole
}

func TestQueryOnlyReadsUnlessToldToWrite(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 2, Days: 1})
	s.want(exit.Complete, "run")
	for _, sql := range []string{
		"DROP TABLE callrecords_store.records_all", "/* SELECT */ drop table callrecords_store.records_all",
		"TRUNCATE TABLE callrecords_store.records_all", "ALTER TABLE callrecords_store.records_all DELETE WHERE 1",
		"INSERT INTO callrecords_store.runs (run_id) VALUES ('x')", "SYSTEM STOP MERGES", "KILL QUERY WHERE 1", "SET readonly = 0",
	} {
		t.Run(sql, func(t *testing.T) {
			if r := s.exporter("query", sql); r.code != exit.Usage || !strings.Contains(r.stderr, "--write") {
				t.Errorf("got %s, want exit code %d and --write", r, exit.Usage)
			}
		})
	}
	for _, sql := range []string{
		"WITH 'x' AS r INSERT INTO callrecords_store.runs (run_id) SELECT r",
		"EXPLAIN INSERT INTO callrecords_store.runs (run_id) SELECT 'x'",
	} {
		t.Run(sql, func(t *testing.T) {
			s.exporter("query", sql)
			if got := s.ask("SELECT count() FROM callrecords_store.runs WHERE run_id = 'x'"); got != "0" {
				t.Errorf("got %s rows written, want none", got)
			}
		})
	}
	s.wantAnswer("2", "/* how many */ SELECT count() FROM records")
	s.want(exit.Complete, "query", "--write", "CREATE TABLE callrecords.mine (n UInt8) ENGINE = Memory")
	s.want(exit.Complete, "query", "--write", "DROP TABLE callrecords.mine")
}
