package httpserver

import (
	"cmp"
	"io"
	"net/http"
	"regexp"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/body"
	"callrecords/load/engine/httpserver/judge"
)

// request is one statement and how to run it.
type request struct {
	statement string // without its FORMAT clause
	format    string // of the result
	insert    *target
	wait      bool // for the whole result, before its first byte
	readOnly  bool
	filters   map[string]string          // conditions by table that a clause adds
	filtering int                        // nodes that they are made of, once they are judged
	publish   func(rows []byte, ok bool) // tells those who share the result; nil when nobody may
	session   engine.QuerySession
}

// parameters are what a URL holds besides settings (ClickHouse documentation,
// "HTTP interface").
var parameters = map[string]bool{
	"query": true, "default_format": true, "database": true, "query_id": true, "quota_key": true,
	"client_protocol_version": true, "wait_end_of_query": true, "buffer_size": true, "role": true,
	"user": true, "password": true, "compress": true, "decompress": true, "stacktrace": true,
	"session_id": true, "session_check": true, "session_timeout": true,
}

// parse takes the statement from the URL, the body, or both, one after the other.
func (h *Handler) parse(r *http.Request, held *body.Held) (*request, error) {
	values := r.URL.Query()
	req := &request{
		statement: values.Get("query"), format: values.Get("default_format"),
		wait:     values.Get("wait_end_of_query") == "1",
		readOnly: !h.opts.Writable || r.Method != http.MethodPost, // as ClickHouse treats GET
		session:  engine.QuerySession{Database: h.database(r), Parameters: map[string]string{}},
	}
	given := map[string]string{}
	for name := range values {
		if parameter, ok := strings.CutPrefix(name, "param_"); ok {
			req.session.Parameters[parameter] = values.Get(name)
		} else if !parameters[name] {
			given[name] = values.Get(name)
		}
	}
	if h.opts.Kin {
		given["readonly"] = "2"
	} else if req.readOnly {
		if err := refuseSettings(given, h.opts.Limits); err != nil {
			return nil, err
		}
	}
	req.session.ReadOnly = req.readOnly && !h.opts.Kin // 1 lets a statement set nothing
	req.session.Settings = h.opts.Limits.over(given, req.session.ReadOnly)
	if req.insert = insertTarget(req.statement); req.insert != nil {
		return req, nil
	}
	if err := req.readBody(r, h.opts.Limits.Statement, held); err != nil {
		return nil, err
	}
	req.splitFormat()
	if req.readOnly && !h.opts.Kin {
		return req, req.settle(h.opts.Limits)
	}
	return req, nil
}

// settle takes a reader's settings off the end of the statement. What is left is what is
// looked at, shared and run.
func (req *request) settle(limits Limits) error {
	if err := judge.Shape(req.statement, req.session.Parameters); err != nil {
		return err
	}
	rest, clause := settingsClause(req.statement)
	if clause == nil {
		return nil
	}
	req.statement = rest
	req.splitFormat() // FORMAT may stand before SETTINGS, too
	return req.setByClause(clause, limits)
}

// database is where a client's names without a database are looked up.
func (h *Handler) database(r *http.Request) string {
	for _, name := range []string{r.URL.Query().Get("database"), r.Header.Get("X-ClickHouse-Database")} {
		if name != "" && name != "default" {
			return name
		}
	}
	return h.opts.Database
}

// readBody adds the body to the statement.
func (req *request) readBody(r *http.Request, limit int64, held *body.Held) error {
	if strings.HasPrefix(r.Header.Get("Content-Type"), "multipart/") {
		return engine.Exceptionf(proto.ErrNotImplemented, "External data is not served.")
	}
	plain, err := body.Plain(r, limit, held)
	if err != nil {
		return err
	}
	text, err := io.ReadAll(plain)
	if err != nil {
		return err
	}
	if req.statement != "" && len(text) > 0 {
		req.statement += "\n"
	}
	req.statement += string(text)
	return nil
}

// formatClause is a FORMAT clause at the end of a statement.
var formatClause = regexp.MustCompile(`(?is)\sFORMAT\s+([a-z][a-z0-9]*)$`)

// splitFormat takes the FORMAT clause out of the statement: the answer's
// headers depend on it. Where it is not seen, the engine sees it.
func (req *request) splitFormat() {
	req.statement = strings.TrimRight(strings.TrimSpace(req.statement), "; \t\r\n")
	at := formatClause.FindStringSubmatchIndex(req.statement)
	if at != nil {
		name := req.statement[at[2]:at[3]]
		if word := strings.ToUpper(name); word != "ASC" && word != "DESC" { // of a column called format
			req.statement, req.format = req.statement[:at[0]], name
		}
	}
	req.format = cmp.Or(req.format, "TabSeparated")
}
