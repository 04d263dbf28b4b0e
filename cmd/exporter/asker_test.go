package main

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"os/exec"
	"strings"

	"callrecords/load/engine/embedded"
)

// asAsker makes the test binary an asker of the store in that folder.
const asAsker = "CALLRECORDS_TEST_AS_ASKER"

// asker is a process that has a store open and answers statements. To start the
// engine costs more than all that a test asks of it; a test asks many times. It
// is a process of its own because the exporter's processes need the store, too.
type asker struct {
	process   *exec.Cmd
	questions io.WriteCloser
	send      *json.Encoder
	receive   *json.Decoder
}

// inquiry is one statement, and the format of its answer.
type inquiry struct{ SQL, Format string }

// reply is what the engine says to it.
type reply struct{ Text, Error string }

// newAsker starts one.
func newAsker(store string) (*asker, error) {
	a := &asker{process: exec.Command(os.Args[0])}
	a.process.Env = append(os.Environ(), asAsker+"="+store)
	a.process.Stderr = os.Stderr
	var err error
	if a.questions, err = a.process.StdinPipe(); err != nil {
		return nil, err
	}
	replies, err := a.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	a.send, a.receive = json.NewEncoder(a.questions), json.NewDecoder(replies)
	return a, a.process.Start()
}

// ask is the answer to one statement.
func (a *asker) ask(q inquiry) (string, error) {
	var r reply
	if err := errors.Join(a.send.Encode(q), a.receive.Decode(&r)); err != nil {
		return "", err
	}
	if r.Error != "" {
		return "", errors.New(r.Error)
	}
	return r.Text, nil
}

// close has it let go of the store.
func (a *asker) close() error { return errors.Join(a.questions.Close(), a.process.Wait()) }

// askerMain answers the questions on standard input until there are no more.
func askerMain() int {
	ctx := context.Background()
	e, err := embedded.Open(ctx, embedded.Options{Path: os.Getenv(asAsker), Database: "callrecords"})
	questions, replies := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var q inquiry
		if questions.Decode(&q) != nil {
			break
		}
		r := reply{}
		if err == nil {
			r.Text, r.Error = answer(ctx, e, q)
		} else {
			r.Error = err.Error()
		}
		if replies.Encode(r) != nil {
			break
		}
	}
	if err != nil || e.Close() != nil {
		return exitFailed
	}
	return exitComplete
}

// answer is the engine's answer to one statement, or what is wrong.
func answer(ctx context.Context, e *embedded.Engine, q inquiry) (text, wrong string) {
	result, err := e.Query(ctx, q.SQL, q.Format)
	if err != nil {
		return "", err.Error()
	}
	all, err := io.ReadAll(result)
	if err := errors.Join(err, result.Close()); err != nil {
		return "", err.Error()
	}
	return string(all), ""
}

// query is the answer to a statement in some format of ClickHouse. It comes from
// the site's own store, or from the exporter when that is on a server.
func (s *site) query(sql, format string) string {
	s.Helper()
	if s.store == "" {
		return s.want(exitComplete, "query", "--write", "--format", format, sql).stdout
	}
	if s.asker == nil {
		a, err := newAsker(s.store)
		s.must(err)
		s.asker = a
		s.Cleanup(s.letGo) // before a file system under the store is unmounted
	}
	text, err := s.asker.ask(inquiry{strings.TrimRight(sql, "; \n\t"), format})
	if err != nil {
		s.Fatalf("%s: got %v", sql, err)
	}
	return text
}

// letGo leaves the store to the exporter.
func (s *site) letGo() {
	s.Helper()
	if s.asker != nil {
		a := s.asker
		s.asker = nil
		s.must(a.close())
	}
}

// ask is the answer to a query, as text.
func (s *site) ask(sql string) string {
	s.Helper()
	return strings.TrimSpace(s.query(sql, "TSV"))
}

// sql runs statements in the store, as a person with a client would.
func (s *site) sql(statements ...string) {
	s.Helper()
	for _, statement := range statements {
		s.query(statement, "TSV")
	}
}

// wantAnswer asks and compares.
func (s *site) wantAnswer(want, sql string) {
	s.Helper()
	if got := s.ask(sql); got != want {
		s.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}
