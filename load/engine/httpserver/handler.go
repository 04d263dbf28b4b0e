package httpserver

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net/http"
	"strings"
	"time"

	"github.com/ClickHouse/ch-go/proto"
	"golang.org/x/sync/semaphore"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/body"
)

// Handler is a [http.Handler] that speaks ClickHouse's HTTP interface.
type Handler struct {
	engine engine.SessionEngine
	opts   Options
	turns  turns
	bodies body.InFlight
	shared sharing
	views  weighing
	guard  http.Handler // serve, behind the check against other sites
}

var _ http.Handler = (*Handler)(nil)

// New serves an engine, which remains the caller's to close.
func New(store engine.SessionEngine, opts Options) *Handler {
	h := &Handler{engine: store, opts: opts.withDefaults()}
	h.turns = newTurns(h.opts.Limits.Queries)
	h.views.one = semaphore.NewWeighted(1)
	h.bodies = body.NewInFlight(h.opts.Limits.Bodies)
	h.guard = ownSite(http.HandlerFunc(h.route))
	return h
}

// ServeHTTP implements [http.Handler].
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) { h.guard.ServeHTTP(w, r) }

// route tells statements from the rest.
func (h *Handler) route(w http.ResponseWriter, r *http.Request) {
	switch {
	case r.Method != http.MethodGet && r.Method != http.MethodHead && r.Method != http.MethodPost:
		w.Header().Set("Allow", "GET, HEAD, POST")
		http.Error(w, "only GET, HEAD and POST", http.StatusMethodNotAllowed)
	case h.opts.Password == "" && !Local(r.Host):
		http.Error(w, "without a password, only requests to localhost are served", http.StatusForbidden)
	case r.URL.Path == "/ping" || r.URL.Path == "/replicas_status":
		io.WriteString(w, "Ok.\n")
	case r.URL.Path != "/":
		http.Error(w, "There is no handle "+r.URL.EscapedPath(), http.StatusNotFound)
	default:
		h.serve(w, r)
	}
}

// serve lets one statement in, waits for its turn, and answers it.
func (h *Handler) serve(w http.ResponseWriter, r *http.Request) {
	id := r.URL.Query().Get("query_id")
	if id == "" {
		id = rand.Text()
	}
	h.head(w.Header(), id)
	ctx, done := h.deadline(w, r)
	defer done()
	began := time.Now()
	a := newAnswer(w, r)
	err := h.run(ctx, a, r)
	if err == nil {
		err = a.close()
	}
	// Neither the URL nor the statement is logged: the one may hold a password,
	// the other what is nobody else's business.
	h.opts.Logger.DebugContext(ctx, "statement served", "query_id", id, "remote", r.RemoteAddr,
		"elapsed", time.Since(began).Round(time.Millisecond).String(), "error", err)
	if err != nil {
		a.fail(h.explain(ctx, err))
	}
}

// run admits, reads and runs one statement.
func (h *Handler) run(ctx context.Context, a *answer, r *http.Request) error {
	// First of all: nobody who may not come in has a body read or takes a turn.
	if err := h.admit(r); err != nil {
		return err
	}
	held := h.bodies.Hold()
	defer held.Release()
	req, err := h.parse(r, held)
	if err != nil {
		return err
	}
	if age := h.age(req, r); age > 0 && req.statement != "" && req.insert == nil && !greets(req, r) {
		result, publish := h.shared.join(keyOf(req), age)
		if result != nil {
			if rows, ok, err := result.wait(ctx); ok || err != nil {
				if err != nil {
					return err
				}
				return h.send(a, req, bytes.NewReader(rows))
			}
		}
		if publish != nil {
			req.publish = publish
			defer publish(nil, false) // unless it was told
		}
	}
	leave, err := h.turns.take(ctx)
	if err != nil {
		return err
	}
	defer leave()
	switch {
	case req.statement == "" && r.Method != http.MethodPost:
		_, err = io.WriteString(a, "Ok.\n")
	case req.insert != nil:
		err = h.insert(ctx, a, r, req, held)
	case greets(req, r):
		err = h.greet(ctx, a, r)
	default:
		err = h.query(ctx, a, req, held)
	}
	return err
}

// deadline ends what takes longer than it may: the statement, and the writing
// to a client that does not read.
func (h *Handler) deadline(w http.ResponseWriter, r *http.Request) (context.Context, context.CancelFunc) {
	if h.opts.Limits.Time == 0 {
		return r.Context(), func() {}
	}
	const grace = 2 * time.Second // for the engine to say so itself
	_ = http.NewResponseController(w).SetWriteDeadline(time.Now().Add(h.opts.Limits.Time + 2*grace))
	return context.WithTimeout(r.Context(), h.opts.Limits.Time+grace)
}

// explain turns the end of our own deadline into an exception, and says what raises the
// bound that was hit. Any other error that is no exception means that the outcome is
// unknown, and stays.
func (h *Handler) explain(ctx context.Context, err error) error {
	e, ok := errors.AsType[*engine.Exception](err)
	if !ok && errors.Is(ctx.Err(), context.DeadlineExceeded) {
		e, ok = engine.Exceptionf(proto.ErrTimeoutExceeded, "Timeout exceeded."), true
	}
	if !ok {
		return err
	}
	if raise := h.opts.Raise[e.Code]; raise != "" {
		return &engine.Exception{Code: e.Code, Message: strings.TrimSpace(e.Message) + "; " + raise}
	}
	return e
}
