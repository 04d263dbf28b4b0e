package httpserver

import (
	"context"
	"io"
	"regexp"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
	"callrecords/load/engine/httpserver/body"
	"callrecords/load/engine/httpserver/judge"
)

// errReadOnly is what a handler that is not writable says to writers.
var errReadOnly = engine.Exceptionf(proto.ErrReadonly, "Cannot execute query in readonly mode: "+
	"this address serves what is in the warehouse, by SELECT, SHOW, DESCRIBE, EXISTS and EXPLAIN.")

// errOutfile is what a statement with that word gets.
var errOutfile = judge.Refuse("INTO OUTFILE would write a file here; no statement with the word outfile is served")

// permit lets a settled statement through that only reads, and only from the store. It
// cuts comments off the statement's beginning, so that what was looked at is what runs.
func (h *Handler) permit(ctx context.Context, req *request) error {
	req.statement = uncommented(req.statement)
	sql := req.statement
	if strings.Contains(strings.ToLower(sql), "outfile") {
		// No setting of the engine forbids INTO OUTFILE: chDB writes the file as its
		// own client does. A keyword cannot be escaped, so this sees every one.
		return errOutfile
	}
	for _, condition := range req.filters {
		if err := h.judgeFilter(ctx, req, condition); err != nil {
			return err
		}
	}
	switch word := strings.ToUpper(firstWord.FindString(sql)); word {
	case "SELECT", "WITH", "FROM", "(":
		return h.inspect(ctx, sql, req)
	case "SHOW", "EXISTS":
		return plainStatement(sql)
	case "DESCRIBE", "DESC":
		if table := described.FindStringSubmatch(sql); table != nil {
			return h.inspect(ctx, "SELECT * FROM "+table[1], req)
		}
		if query := describedQuery.FindStringSubmatch(sql); query != nil {
			return h.inspect(ctx, query[1], req)
		}
		return plainStatement(sql)
	case "EXPLAIN":
		if explained := explains.FindStringSubmatch(sql); explained != nil {
			return h.inspect(ctx, explained[1], req)
		}
		return judge.Refuse("of EXPLAIN, only that of a SELECT is served")
	case "":
		return engine.Exceptionf(proto.ErrSyntaxError, "Syntax error: the statement is empty, or begins like none.")
	}
	return errReadOnly
}

var (
	firstWord      = regexp.MustCompile(`^(\(|\w+)`)
	described      = regexp.MustCompile(`(?is)^DESC(?:RIBE)?\s+(?:TABLE\s+)?(\w*\s*\(.*)$`)
	describedQuery = regexp.MustCompile(`(?is)^DESC(?:RIBE)?\s+((?:SELECT|WITH)\s.*)$`) // as Cube asks for types
	explains       = regexp.MustCompile(
		`(?is)^EXPLAIN(?:\s+(?:AST|SYNTAX|QUERY\s+TREE|PLAN|PIPELINE|ESTIMATE))?(?:\s+\w+\s*=\s*\d+\s*,?)*\s+((?:SELECT|WITH|\().*)$`,
	)
)

// uncommented is a statement without the comments and blanks before it. Tools
// put comments there to name themselves.
func uncommented(sql string) string {
	for sql != "" {
		n, kind := engine.Token(sql)
		if kind != engine.TokenBlank {
			break
		}
		sql = sql[n:]
	}
	return sql
}

// plainStatement lets a statement through that is made of words only. It cannot
// reach out of the store: a function call needs a parenthesis, a query parameter a
// brace, and a file needs the name of the database default, in which chDB takes
// tables for files. Escapes, which could hide that name, need a backslash. A second
// statement, which nobody would have looked at, needs a semicolon.
func plainStatement(sql string) error {
	if strings.ContainsAny(sql, `(\{;`) || strings.Contains(strings.ToLower(sql), "default") {
		return judge.Refuse(
			"SHOW, EXISTS and DESCRIBE are served without parentheses, backslashes, semicolons and the " +
				"database default; ask the tables of the database system instead",
		)
	}
	return nil
}

// judgeFilter looks at a condition that is added to the readings of a table.
func (h *Handler) judgeFilter(ctx context.Context, req *request, condition string) error {
	if err := judge.Shape(condition, req.session.Parameters); err != nil {
		return err
	}
	if strings.Contains(strings.ToLower(condition), "outfile") {
		return errOutfile
	}
	return h.look(ctx, "SELECT 1 WHERE (\n"+condition+"\n)", req, func(tree string) error {
		nodes, err := judge.Filter(tree)
		req.filtering += nodes
		return err
	})
}

// inspect looks at a query, with all of the filters that are added to it.
func (h *Handler) inspect(ctx context.Context, sql string, req *request) error {
	weights, err := h.weighed(ctx)
	if err != nil {
		return err
	}
	return h.look(ctx, sql, req, func(tree string) error { return judge.Size(tree, req.filtering, weights) })
}

// look asks the engine's own parser what a query is made of, without running
// any of it; no lexer of ours could be as sure. The parentheses around it let only
// one query through. Two views are needed: the query tree names what is called,
// also a function that is handed to another one, and what is written out of which
// name; the syntax tree has every SETTINGS clause, also one with DEFAULT.
func (h *Handler) look(
	ctx context.Context, sql string, req *request, size func(tree string) error,
) error {
	as := req.session
	// Bounds only: the views are ours, and need no setting of the client's.
	as.Settings, as.ReadOnly = h.opts.Limits.of("max_memory_usage", "max_execution_time"), true
	for _, view := range []struct {
		explain string
		judges  []func(tree string) error
	}{
		{"EXPLAIN AST", []func(string) error{judge.Syntax}},
		{"EXPLAIN QUERY TREE run_passes = 0", []func(string) error{judge.Query, size}},
	} {
		tree, err := h.ask(ctx, view.explain+" SELECT * FROM (\n"+sql+"\n)", as)
		if err != nil {
			return err
		}
		for _, holds := range view.judges {
			if err := holds(tree); err != nil {
				return err
			}
		}
	}
	return nil
}

// maxAnswer is what the engine may say to a statement of ours, in bytes. A tree is
// the longer the deeper it is.
const maxAnswer = 16 << 20

// ask is the whole result of a short statement of ours.
func (h *Handler) ask(ctx context.Context, sql string, as engine.QuerySession) (string, error) {
	rows, err := h.engine.QueryIn(ctx, sql, "TSVRaw", as)
	if err != nil {
		return "", err
	}
	defer rows.Close()
	text, err := io.ReadAll(body.Bounded(rows, maxAnswer, body.ErrTooLarge))
	return string(text), err
}
