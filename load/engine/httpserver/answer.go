package httpserver

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/body"
)

// exceptionTag marks exceptions in the middle of results. A real server draws a
// new one for each answer.
const exceptionTag = "rwzhvnamhqcfyfbh"

// head sets the headers that every answer to a statement has.
func (h *Handler) head(headers http.Header, id string) {
	headers.Set("X-ClickHouse-Server-Display-Name", displayName)
	headers.Set("X-ClickHouse-Timezone", "UTC")
	headers.Set("X-ClickHouse-Query-Id", id)
	headers.Set("Cache-Control", "no-store")
	headers.Set("X-Content-Type-Options", "nosniff")
}

// answer is an answer on its way, compressed as the client likes it. Its
// status is 200 once it has a byte.
type answer struct {
	http.ResponseWriter
	request *http.Request
	zipped  io.WriteCloser // nil before the first byte, or for none
	began   bool
}

func newAnswer(w http.ResponseWriter, r *http.Request) *answer {
	return &answer{ResponseWriter: w, request: r}
}

// Write sends a piece at once.
func (a *answer) Write(p []byte) (int, error) {
	if len(p) == 0 {
		return 0, nil
	}
	if !a.began {
		a.began = true
		a.zipped = body.Compressed(a.ResponseWriter, a.request)
	}
	if a.zipped != nil {
		return a.zipped.Write(p)
	}
	n, err := a.ResponseWriter.Write(p)
	if flusher, ok := a.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
	return n, err
}

// close ends the answer.
func (a *answer) close() error {
	if a.zipped == nil {
		return nil
	}
	return a.zipped.Close()
}

// fail ends the answer with an error: as ClickHouse does before the first byte,
// as it does in the middle since 25.11 (pull request 88818), and, where the
// outcome is unknown, by breaking the connection.
func (a *answer) fail(err error) {
	e, ok := errors.AsType[*engine.Exception](err)
	if !ok {
		panic(http.ErrAbortHandler) // an end that looks whole would be a lie
	}
	if !a.began {
		Throw(a.ResponseWriter, e)
		return
	}
	_, err = io.WriteString(a, frame(text(e)))
	if err := errors.Join(err, a.close()); err != nil {
		panic(http.ErrAbortHandler)
	}
}

// frame is an exception in the middle of a result.
func frame(text string) string {
	return fmt.Sprintf(
		"\r\n__exception__\r\n%s\r\n%s\n%d %s\r\n__exception__\r\n",
		exceptionTag,
		text,
		len(text)+1,
		exceptionTag,
	)
}

// Throw answers with an exception, as ClickHouse does.
func Throw(w http.ResponseWriter, e *engine.Exception) {
	h := w.Header()
	if e.Code == proto.ErrRequiredPassword {
		h.Set("WWW-Authenticate", `Basic realm="ClickHouse server HTTP API"`)
	}
	h.Set("X-ClickHouse-Exception-Code", strconv.Itoa(int(e.Code)))
	h.Set("Content-Type", "text/plain; charset=UTF-8")
	w.WriteHeader(status(e.Code))
	io.WriteString(w, text(e)+"\n")
}

// twice is the head of an exception inside an exception.
var twice = regexp.MustCompile(`^(Code: \d+\. DB::Exception: )+`)

// text is how ClickHouse writes an exception.
func text(e *engine.Exception) string {
	return fmt.Sprintf(
		"Code: %d. DB::Exception: %s",
		e.Code,
		twice.ReplaceAllString(strings.TrimSpace(e.Message), ""),
	)
}
