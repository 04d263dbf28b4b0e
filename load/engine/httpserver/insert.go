package httpserver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"regexp"
	"strings"

	"github.com/ClickHouse/ch-go/proto"
	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/body"
)

// target is the table of an insert whose rows are the body.
type target struct{ database, table string }

// insertStatement is such an insert, as package server writes it. Names are quoted.
var insertStatement = regexp.MustCompile(
	"(?s)^INSERT INTO (`(?:[^`\\\\]|\\\\.)*`)\\.(`(?:[^`\\\\]|\\\\.)*`) \\(.*\\) FORMAT ArrowStream$")

// insertTarget is nil for any other statement.
func insertTarget(statement string) *target {
	name := insertStatement.FindStringSubmatch(statement)
	if name == nil {
		return nil
	}
	return &target{unquote(name[1]), unquote(name[2])}
}

// insert decodes the whole body, and only then inserts it.
func (h *Handler) insert(ctx context.Context, a *answer, r *http.Request, req *request, held *body.Held) error {
	if req.readOnly {
		return errReadOnly
	}
	// The engine's Insert takes no settings; this only checks their names and values.
	if _, err := h.ask(ctx, "SELECT 1", req.session); err != nil {
		return err
	}
	types, err := h.types(ctx, *req.insert)
	if err != nil {
		return err
	}
	batches, err := decode(r, h.opts.Limits.Insert, held)
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
		block := engine.Block{Database: req.insert.database, Table: req.insert.table, Rows: rows}
		n, err := h.append(ctx, block, types)
		written += n
		if err != nil {
			return err
		}
	}
	a.Header().Set("X-ClickHouse-Summary", fmt.Sprintf(`{"read_rows":"%d","read_bytes":"0",`+
		`"written_rows":"%[1]d","written_bytes":"0","total_rows_to_read":"0","elapsed_ns":"1"}`, written))
	return nil
}

// append inserts one record, with the types that the table has.
func (h *Handler) append(ctx context.Context, block engine.Block, types map[string]string) (int64, error) {
	for _, field := range block.Rows.Schema().Fields() {
		kind, ok := types[field.Name]
		if !ok {
			return 0, engine.Exceptionf(
				proto.ErrNoSuchColumnInTable,
				"No such column %s in table.",
				field.Name,
			)
		}
		block.Types = append(block.Types, kind)
	}
	return h.engine.Insert(ctx, block)
}

// types are the columns of a table and their types.
func (h *Handler) types(ctx context.Context, t target) (map[string]string, error) {
	describe := "DESCRIBE TABLE " + engine.Qualify(t.database, t.table)
	body, err := h.engine.QueryIn(ctx, describe, "JSONEachRow", engine.QuerySession{ReadOnly: true})
	if err != nil {
		return nil, err
	}
	defer body.Close()
	types := map[string]string{}
	for rows := json.NewDecoder(body); rows.More(); {
		var column struct{ Name, Type string }
		if err := rows.Decode(&column); err != nil {
			return nil, err
		}
		types[column.Name] = column.Type
	}
	return types, nil
}

// decode reads the body's record batches. A body that is no Arrow is an exception;
// one that broke off is not, and ends the connection.
func decode(r *http.Request, limit int64, held *body.Held) (batches []arrow.Record, err error) {
	plain, err := body.Plain(r, limit, held)
	if err != nil {
		return nil, err
	}
	in, err := ipc.NewReader(plain)
	if e, ok := errors.AsType[*engine.Exception](err); ok {
		return nil, e
	} else if err != nil {
		return nil, engine.Exceptionf(proto.ErrIncorrectData, "Error while opening a table: %v.", err)
	}
	defer in.Release()
	for in.Next() {
		rows := in.Record()
		rows.Retain()
		batches = append(batches, rows)
	}
	return batches, in.Err()
}

// dataClause is an insert with data behind its statement, in some format.
var dataClause = regexp.MustCompile(`(?is)^INSERT\s.*\sFORMAT\s+[a-z]`)

// refuseInline refuses data inside of a statement that the embedded engine
// would misread: inline data ends at the first blank line there, and the rest
// of it is taken for SQL.
func refuseInline(statement string) error {
	blankLine := strings.HasPrefix(strings.ToUpper(statement), "INSERT") &&
		strings.Contains(statement, "\n\n")
	if dataClause.MatchString(statement) || blankLine {
		return engine.Exceptionf(proto.ErrNotImplemented,
			"Rows are inserted as ArrowStream, by VALUES without blank lines, or by SELECT.")
	}
	return nil
}

// unquote is the name inside backquotes.
func unquote(name string) string {
	return escaped.ReplaceAllString(name[1:len(name)-1], "$1")
}

var escaped = regexp.MustCompile(`(?s)\\(.)`)
