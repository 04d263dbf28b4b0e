package answer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/analysis/dashboards"
)

// Bounds of the answer to a question. A page takes some hundred times as much memory for a
// value as the answer does.
const (
	maxAnswer = 8 << 20 // bytes
	maxCommas = 300_000 // as many values, or more
)

// Answer is what the warehouse says to a question.
type Answer struct {
	Names []string
	Types []string
	Rows  [][]any // numbers as json.Number
}

// Row is one row, by column.
type Row map[string]any

// ByColumn are the rows by column.
func (a Answer) ByColumn() []Row {
	rows := make([]Row, len(a.Rows))
	for i, values := range a.Rows {
		rows[i] = Row{}
		for j, name := range a.Names {
			rows[i][name] = values[j]
		}
	}
	return rows
}

// Door asks through ClickHouse's HTTP interface, in this process: the pages are a reader
// like any other, behind the same walls and bounds, and share the answers to equal questions.
type Door struct {
	http.Handler
	age string // how old an answer it takes, as Cache-Control says it; "" is as the door has it
}

// For is the door for a request of a browser. Who goes back and forth between pages sees answers that
// are up to a minute old, at once; who loads a page anew has it asked anew, since browsers say so
// (RFC 9111, section 5.2.1).
func (d Door) For(r *http.Request) Door {
	d.age = "max-age=60"
	if said := strings.Join(r.Header.Values("Cache-Control"), ", "); said != "" {
		d.age = said
	}
	return d
}

// Open sends a question, and returns the answer as it comes.
func (d Door) Open(
	ctx context.Context,
	q dashboards.Question,
	format string,
	w http.ResponseWriter,
	settings url.Values,
) {
	at := url.Values{"default_format": {format}, "wait_end_of_query": {"1"}}
	for name, value := range q.Parameters {
		at.Set("param_"+name, value)
	}
	for name := range settings {
		at.Set(name, settings.Get(name))
	}
	request, err := http.NewRequestWithContext(
		ctx,
		http.MethodPost,
		"http://localhost/?"+at.Encode(),
		strings.NewReader(q.SQL),
	)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	if d.age != "" {
		request.Header.Set("Cache-Control", d.age)
	}
	d.ServeHTTP(w, request)
}

// Ask asks, and reads the whole answer.
func (d Door) Ask(ctx context.Context, q dashboards.Question, settings url.Values) (Answer, error) {
	w := &recorder{head: http.Header{}, status: http.StatusOK}
	whole := d.record(ctx, q, w, settings)
	if err := ctx.Err(); err != nil {
		return Answer{}, fmt.Errorf("stopped: %w", err)
	}
	switch {
	case w.tooLong, bytes.Count(w.body.Bytes(), []byte(",")) > maxCommas:
		return Answer{}, errors.New("the answer is too long to be shown; take fewer rows or columns")
	case !whole:
		return Answer{}, errors.New("the answer broke off; ask again")
	case w.status != http.StatusOK:
		return Answer{}, refusal(w)
	case cmp.Or(w.head.Get("X-ClickHouse-Format"), format) != format:
		return Answer{}, errors.New("a page shows rows; leave FORMAT out, or use exporter query")
	}
	return read(&w.body)
}

// format is that of the answers that pages are made of.
const format = "JSONCompact"

// record asks, and says whether the answer came to its end. An answer that breaks off does so
// by a panic, which would end this process: here is no server of HTTP around to take it.
func (d Door) record(
	ctx context.Context, q dashboards.Question, w *recorder, settings url.Values,
) (whole bool) {
	defer func() {
		if what := recover(); what != nil && what != http.ErrAbortHandler {
			panic(what) // a mistake of ours
		}
	}()
	d.Open(ctx, q, format, w, settings)
	return true
}

// read is an answer in [format]. A statement can say what it likes, so the shape is not believed.
func read(text io.Reader) (result Answer, err error) {
	var a struct {
		Meta []struct{ Name, Type string }
		Data [][]any
	}
	decoder := json.NewDecoder(text)
	decoder.UseNumber()
	if err := decoder.Decode(&a); err != nil {
		return Answer{}, fmt.Errorf("answer of the warehouse: %w", err)
	}
	for _, m := range a.Meta {
		result.Names, result.Types = append(result.Names, m.Name), append(result.Types, m.Type)
	}
	for _, values := range a.Data {
		if len(values) != len(a.Meta) {
			return Answer{}, fmt.Errorf(
				"answer of the warehouse: a row of %d values, want %d", len(values), len(a.Meta))
		}
	}
	result.Rows = a.Data
	return result, nil
}

// refusal is the engine's error, and what to do about it where that is known.
func refusal(w *recorder) error {
	text := said(w.body.String())
	code, err := strconv.Atoi(w.head.Get("X-ClickHouse-Exception-Code"))
	if advice := remedies[proto.Error(code)]; err == nil && advice != "" {
		return fmt.Errorf("%s; %s", advice, text)
	}
	switch proto.Error(code) {
	case proto.ErrUnknownTable, proto.ErrUnknownIdentifier, proto.ErrUnknownDatabase:
		return UnknownError(text)
	}
	return errors.New(text)
}

// UnknownError says that a statement names what the warehouse has not.
type UnknownError string

// Error implements [error].
func (e UnknownError) Error() string { return string(e) }

const narrower = "It was too much: choose a shorter range, or take a site or a platform"

// remedies are what a reader can do about an error.
var remedies = map[proto.Error]string{
	proto.ErrTimeoutExceeded:            narrower,
	proto.ErrMemoryLimitExceeded:        narrower,
	proto.ErrTooManyRowsOrBytes:         narrower,
	proto.ErrTooManySimultaneousQueries: "Many ask at once: load the page again in some seconds",
	proto.ErrAccessDenied:               "These pages may not read it; of a ClickHouse server, docs/served.md has the grants of their user",
}

// said is the engine's text for a reader.
func said(text string) string {
	text, _, _ = strings.Cut(strings.TrimSpace(text), "\n")
	if _, after, ok := strings.Cut(text, "DB::Exception: "); ok {
		text = after
	}
	return strings.ToValidUTF8(withoutScope(text), "?")
}

// withoutScope leaves out the whole statement in which the engine does not know a name: it stands
// beside the panel anyhow.
func withoutScope(text string) string {
	before, after, _ := strings.Cut(text, " in scope ")
	for _, next := range []string{". Maybe you meant", ". Note: ", ". ("} {
		if i := strings.LastIndex(after, next); i >= 0 {
			return before + after[i:]
		}
	}
	return text
}

// recorder keeps an answer.
type recorder struct {
	head    http.Header
	status  int
	body    bytes.Buffer
	tooLong bool
}

// Header implements [http.ResponseWriter].
func (r *recorder) Header() http.Header { return r.head }

// WriteHeader implements [http.ResponseWriter].
func (r *recorder) WriteHeader(status int) { r.status = status }

// Write implements [http.ResponseWriter].
func (r *recorder) Write(p []byte) (int, error) {
	if r.body.Len()+len(p) > maxAnswer {
		r.tooLong = true
		return 0, io.ErrShortWrite
	}
	return r.body.Write(p)
}
