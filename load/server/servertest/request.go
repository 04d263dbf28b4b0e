package servertest

import (
	"io"
	"maps"
	"net/http"
	"slices"
	"strings"

	"callrecords/schema"
)

// request is one statement and how to run it.
type request struct {
	statement string
	isInsert  bool   // the body is data
	format    string // of the result
	settings  map[string]string
}

// parameters are what a URL holds besides settings (ClickHouse documentation,
// "HTTP interface").
var parameters = map[string]bool{
	"query": true, "default_format": true, "database": true, "query_id": true, "quota_key": true,
	"client_protocol_version": true, "wait_end_of_query": true, "buffer_size": true,
	"user": true, "password": true,
}

// parseRequest takes the statement from the URL, or else from the body.
func parseRequest(r *http.Request) (request, error) {
	values := r.URL.Query()
	req := request{statement: values.Get("query"), format: values.Get("default_format"), settings: map[string]string{}}
	for name := range values {
		if !parameters[name] {
			req.settings[name] = values.Get(name)
		}
	}
	if req.format == "" {
		req.format = "TabSeparated"
	}
	if req.isInsert = insertStatement.MatchString(req.statement); req.isInsert {
		return req, nil
	}
	body, err := io.ReadAll(r.Body)
	req.statement += string(body)
	return req, err
}

// settingsClause spells settings in SQL, in one order.
func settingsClause(settings map[string]string) string {
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(settings)) {
		parts = append(parts, name+" = "+schema.Quote(settings[name]))
	}
	if len(parts) == 0 {
		return ""
	}
	return "SETTINGS " + strings.Join(parts, ", ")
}
