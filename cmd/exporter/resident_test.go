package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
)

// asResident makes the test binary a resident of the store in that folder.
const asResident = "CALLRECORDS_TEST_AS_RESIDENT"

// resident is a process that keeps a site's store open: it runs commands of the
// exporter, as the program does, and answers statements in between. To start the
// engine costs more than most of what a test does with it. Where processes matter
// (kills, signals, standard input, who holds the store) tests start the program
// itself, after the resident has let go.
type resident struct {
	process *exec.Cmd
	orders  io.WriteCloser
	send    *json.Encoder
	receive *json.Decoder
}

// order is a command line of the exporter, or else a statement and the format
// of its answer.
type order struct {
	Args        []string
	Dies        string // the point at which the exporter dies, see doomed; "" for none
	SQL, Format string
}

// outcome is what came of an order: the result of the command, or the answer.
type outcome struct {
	Code           int
	Stdout, Stderr string
	Passed         []string // statements that changed something, in order
	Dead           bool     // the exporter came to the point at which it dies
	Wrong          string   // what kept the order from being done
}

// newResident starts one, in a site's folder and with its environment. Between its
// orders it does nothing, but for what the engine does by itself.
func (s *site) newResident() (*resident, error) {
	r := &resident{process: exec.Command(os.Args[0])}
	r.process.Dir = s.folder
	r.process.Env = append(append(os.Environ(), asResident+"="+s.store), s.env...)
	r.process.Stderr = os.Stderr
	r.process.ExtraFiles = []*os.File{leash.held}
	var err error
	if r.orders, err = r.process.StdinPipe(); err != nil {
		return nil, err
	}
	outcomes, err := r.process.StdoutPipe()
	if err != nil {
		return nil, err
	}
	r.send, r.receive = json.NewEncoder(r.orders), json.NewDecoder(outcomes)
	return r, r.process.Start()
}

// do has an order done, within the limit.
func (r *resident) do(o order, limit time.Duration) (done outcome, err error) {
	late := time.AfterFunc(limit, func() { _ = r.process.Process.Signal(syscall.SIGQUIT) }) // which prints its goroutines
	defer late.Stop()
	err = errors.Join(r.send.Encode(o), r.receive.Decode(&done))
	if err == nil && done.Wrong != "" {
		err = errors.New(done.Wrong)
	}
	return done, err
}

// close has it let go of the store.
func (r *resident) close() error { return errors.Join(r.orders.Close(), r.process.Wait()) }

// household is the resident's own side: the store, once a command or a statement
// has opened it.
type household struct {
	store string
	held  *embedded.Engine
}

// residentMain does orders from standard input until there are no more.
func residentMain() int {
	h := household{store: os.Getenv(asResident)}
	orders, outcomes := json.NewDecoder(os.Stdin), json.NewEncoder(os.Stdout)
	for {
		var o order
		if orders.Decode(&o) != nil {
			break
		}
		done, err := h.do(o)
		if err != nil {
			done.Wrong = err.Error()
		}
		if outcomes.Encode(done) != nil {
			break
		}
	}
	if h.held != nil && h.held.Close() != nil {
		return exit.Failed
	}
	return exit.Complete
}

func (h *household) do(o order) (outcome, error) {
	if o.Args != nil {
		return h.run(o.Args, o.Dies)
	}
	text, err := h.answer(o.SQL, o.Format)
	return outcome{Stdout: text}, err
}

// run is the program's main, but for its end. Its files are no terminal, as those
// of a program in a test are none.
func (h *household) run(args []string, dies string) (done outcome, err error) {
	var files [2]*os.File
	for i, name := range []string{"stdout", "stderr"} {
		if files[i], err = os.Create(filepath.Join(filepath.Dir(h.store), "resident."+name)); err != nil {
			return done, err
		}
		defer func() { _ = errors.Join(files[i].Close(), os.Remove(files[i].Name())) }()
	}
	lives := &doomed{at: dies}
	done.Code = execute(context.Background(), args, program.Program{
		Environ: os.Environ(), Stdout: files[0], Stderr: files[1],
		Around: func(e engine.Engine) engine.Engine {
			_ = h.hold() // the command is to say what is wrong
			lives.Engine = e
			return lives
		},
	})
	done.Passed, done.Dead = lives.passed, lives.dead
	for i, text := range []*string{&done.Stdout, &done.Stderr} {
		all, err := os.ReadFile(files[i].Name())
		if err != nil {
			return done, err
		}
		*text = string(all)
	}
	return done, nil
}

// hold keeps the store open when those who have it open now close it. A command
// whose configuration names another store opens that one, and this one stays shut.
func (h *household) hold() (err error) {
	if h.held == nil {
		h.held, err = embedded.Open(context.Background(), embedded.Options{Path: h.store})
	}
	return err
}

// answer is the engine's answer to one statement.
func (h *household) answer(sql, format string) (string, error) {
	if err := h.hold(); err != nil {
		return "", fmt.Errorf("the store cannot be opened: %w", err)
	}
	return answerIn(context.Background(), h.held, "callrecords", sql, format)
}

// answerIn is an engine's answer to one statement in a database.
func answerIn(ctx context.Context, e engine.SessionEngine, database, sql, format string) (string, error) {
	rows, err := e.QueryIn(ctx, sql, format, engine.QuerySession{Database: database})
	if err != nil {
		return "", err
	}
	all, err := io.ReadAll(rows)
	return string(all), errors.Join(err, rows.Close())
}

// order has the site's resident do something, and starts it if there is none.
func (s *site) order(o order, limit time.Duration) (outcome, error) {
	s.Helper()
	if s.resident == nil {
		r, err := s.newResident()
		s.must(err)
		s.resident = r
		s.Cleanup(s.letGo) // before a file system under the store is unmounted
	}
	return s.resident.do(o, limit)
}

// letGo leaves the store to a process of the program.
func (s *site) letGo() {
	s.Helper()
	if s.resident != nil {
		r := s.resident
		s.resident = nil
		s.must(r.close())
	}
}

// indoors are the commands that a resident runs. The others go on until they are told to
// end, or need no store. What is about processes starts one of its own, see [site.own].
var indoors = map[string]bool{
	"run": true, "backfill": true, "fetch": true, "import": true, "replay": true, "verify": true,
	"explain": true, "sweep": true, "settle": true, "schema": true, "reference": true, "query": true, "status": true,
	"doctor": true, "demo": true,
}

// query is the answer to a statement in some format of ClickHouse. It comes from
// the site's own store, or from the engine below its server.
func (s *site) query(sql, format string) string {
	s.Helper()
	sql = strings.TrimRight(sql, "; \n\t")
	if s.below != nil {
		text, err := answerIn(s.Context(), s.below, s.database, sql, format)
		if err != nil {
			s.Fatalf("%s: got %v", sql, err)
		}
		return text
	}
	done, err := s.order(order{SQL: sql, Format: format}, hangs)
	if err != nil {
		s.Fatalf("%s: got %v", sql, err)
	}
	return done.Stdout
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
