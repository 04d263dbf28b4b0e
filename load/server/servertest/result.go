package servertest

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"

	"callrecords/load"
)

// exceptionTag marks exceptions in the middle of results. A real server draws
// one for each answer.
const exceptionTag = "rwzhvnamhqcfyfbh"

// query streams a result. An exception before its first byte is returned, a
// later one is written into the body as ClickHouse does since 25.11 (pull
// request 88818), and anything else breaks the connection. With
// wait_end_of_query the whole result comes before its first byte.
func (s *Server) query(w http.ResponseWriter, r *http.Request, req request) error {
	body, err := s.engine.Query(r.Context(), req.statement, req.format)
	if err != nil {
		return err
	}
	defer body.Close()
	var rows io.Reader = body
	if r.URL.Query().Get("wait_end_of_query") == "1" {
		whole, err := io.ReadAll(body)
		if err != nil {
			return err
		}
		rows = bytes.NewReader(whole)
	}
	w.Header().Set("X-ClickHouse-Format", req.format)
	w.Header().Set("X-ClickHouse-Exception-Tag", exceptionTag)
	out := &counter{ResponseWriter: w}
	_, err = io.Copy(out, rows)
	if e, ok := errors.AsType[*load.Exception](err); ok && out.n > 0 {
		_, err = io.WriteString(out, frame(text(e)))
	}
	return err
}

// counter counts what was written, and sends it at once.
type counter struct {
	http.ResponseWriter
	n int64
}

func (c *counter) Write(p []byte) (int, error) {
	n, err := c.ResponseWriter.Write(p)
	c.n += int64(n)
	if flusher, ok := c.ResponseWriter.(http.Flusher); ok {
		flusher.Flush()
	}
	return n, err
}

// frame is an exception in the middle of a result.
func frame(text string) string {
	return fmt.Sprintf("\r\n__exception__\r\n%s\r\n%s\n%d %s\r\n__exception__\r\n", exceptionTag, text, len(text)+1, exceptionTag)
}

// text is how ClickHouse writes an exception.
func text(e *load.Exception) string {
	return fmt.Sprintf("Code: %d. DB::Exception: %s", e.Code, strings.TrimSpace(e.Message))
}

// statuses are ClickHouse's for some codes; all others are 500
// (src/Server/HTTP/exceptionCodeToHTTPStatus.cpp).
var statuses = map[int]int{
	516: http.StatusForbidden,
	62:  http.StatusBadRequest, 36: http.StatusBadRequest, 115: http.StatusBadRequest,
	60: http.StatusNotFound, 81: http.StatusNotFound, 16: http.StatusNotFound, 47: http.StatusNotFound,
}

// throw answers with an exception.
func throw(w http.ResponseWriter, err error) {
	e := err.(*load.Exception)
	status, ok := statuses[e.Code]
	if !ok {
		status = http.StatusInternalServerError
	}
	w.Header().Set("X-ClickHouse-Exception-Code", fmt.Sprint(e.Code))
	w.WriteHeader(status)
	io.WriteString(w, text(e)+"\n")
}
