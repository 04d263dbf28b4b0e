package servertest

import (
	"context"
	"fmt"
	"net/http"
	"regexp"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"callrecords/load"
)

// insertStatement is an insert whose rows are the body. Names are quoted.
var insertStatement = regexp.MustCompile("(?s)^INSERT INTO (`(?:[^`\\\\]|\\\\.)*`)\\.(`(?:[^`\\\\]|\\\\.)*`) \\(.*\\) FORMAT ArrowStream$")

// insert decodes the whole body, and only then inserts it.
func (s *Server) insert(w http.ResponseWriter, r *http.Request, req request) error {
	s.mu.Lock()
	s.seen = append(s.seen, req.settings)
	s.mu.Unlock()
	name := insertStatement.FindStringSubmatch(req.statement)
	types, err := s.table(r.Context(), name[1]+"."+name[2])
	if err != nil {
		return err
	}
	batches, err := decode(r)
	defer func() {
		for _, rows := range batches {
			rows.Release()
		}
	}()
	if err != nil {
		return err
	}
	var written int64
	for _, rows := range batches {
		n, err := s.append(r.Context(), load.Block{Database: unquote(name[1]), Table: unquote(name[2]), Rows: rows}, types)
		written += n
		if err != nil {
			return err
		}
	}
	w.Header().Set("X-ClickHouse-Summary", fmt.Sprintf(
		`{"read_rows":"%d","read_bytes":"0","written_rows":"%d","written_bytes":"0","total_rows_to_read":"0","elapsed_ns":"1"}`, written, written))
	return nil
}

// append inserts one record, with the types that the table has.
func (s *Server) append(ctx context.Context, block load.Block, types map[string]string) (int64, error) {
	for _, field := range block.Rows.Schema().Fields() {
		kind, ok := types[field.Name]
		if !ok {
			return 0, &load.Exception{Code: 16, Message: "No such column " + field.Name + " in table. (NO_SUCH_COLUMN_IN_TABLE)"}
		}
		block.Types = append(block.Types, kind)
	}
	return s.engine.Insert(ctx, block)
}

// decode reads the body's record batches. Where the stream is no Arrow, it is
// an exception; where the body broke off, it is not.
func decode(r *http.Request) (batches []arrow.Record, err error) {
	in, err := ipc.NewReader(r.Body)
	if err != nil {
		return nil, &load.Exception{Code: 117, Message: fmt.Sprintf("Error while opening a table: %v. (INCORRECT_DATA)", err)}
	}
	defer in.Release()
	for in.Next() {
		rows := in.Record()
		rows.Retain()
		batches = append(batches, rows)
	}
	return batches, in.Err()
}

// unquote is the name inside backquotes.
func unquote(name string) string {
	return escaped.ReplaceAllString(name[1:len(name)-1], "$1")
}

var escaped = regexp.MustCompile(`(?s)\\(.)`)
