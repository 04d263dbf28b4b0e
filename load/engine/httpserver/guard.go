package httpserver

import (
	"context"
	"io"
	"regexp"
	"strings"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// errReadOnly is what a handler that is not writable says to writers.
var errReadOnly = engine.Exceptionf(proto.ErrReadonly, "Cannot execute query in readonly mode: "+
	"this address serves what is in the warehouse, by SELECT, SHOW, DESCRIBE, EXISTS and EXPLAIN.")

// refuse is an exception of ours about one part of a statement.
func refuse(what string) error {
	return engine.Exceptionf(proto.ErrAccessDenied, "Not enough privileges: %s.", what)
}

// permit lets a statement through that only reads, and only from the store. It
// may shorten the statement by comments at its beginning: what was looked at is
// what runs.
func (h *Handler) permit(ctx context.Context, req *request) error {
	sql := uncommented(req.statement)
	req.statement = sql
	if strings.Contains(strings.ToLower(sql), "outfile") {
		// INTO OUTFILE is no matter of the engine's settings: chDB writes the
		// file as its own client. Words know no escapes, so that this sees all.
		return refuse("INTO OUTFILE would write a file here; no statement with the word outfile is served")
	}
	switch word := strings.ToUpper(firstWord.FindString(sql)); word {
	case "SELECT", "WITH", "FROM", "(":
		return h.inspect(ctx, sql, req.session)
	case "SHOW", "EXISTS":
		return plainStatement(sql)
	case "DESCRIBE", "DESC":
		if table := described.FindStringSubmatch(sql); table != nil {
			return h.inspect(ctx, "SELECT * FROM "+table[1], req.session)
		}
		return plainStatement(sql)
	case "EXPLAIN":
		if explained := explains.FindStringSubmatch(sql); explained != nil {
			return h.inspect(ctx, explained[1], req.session)
		}
		return refuse("of EXPLAIN, only that of a SELECT is served")
	case "":
		return engine.Exceptionf(proto.ErrSyntaxError, "Syntax error: the statement is empty.")
	}
	return errReadOnly
}

var (
	firstWord = regexp.MustCompile(`^(\(|\w+)`)
	described = regexp.MustCompile(`(?is)^DESC(?:RIBE)?\s+(?:TABLE\s+)?(\w*\s*\(.*)$`)
	explains  = regexp.MustCompile(`(?is)^EXPLAIN(?:\s+(?:AST|SYNTAX|QUERY\s+TREE|PLAN|PIPELINE|ESTIMATE))?(?:\s+\w+\s*=\s*\d+\s*,?)*\s+((?:SELECT|WITH|\().*)$`)
	comment   = regexp.MustCompile(`(?s)^(?:\s+|--[^\n]*(?:\n|$)|/\*.*?\*/)`)
)

// uncommented is a statement without the comments and blanks before it, which
// tools put there to be known by.
func uncommented(sql string) string {
	for {
		n := len(comment.FindString(sql))
		if n == 0 {
			return sql
		}
		sql = sql[n:]
	}
}

// plainStatement lets a statement through that is made of words. One that
// calls nothing and names no file cannot reach far: functions need a
// parenthesis, and the database default, in which chDB takes tables for files,
// needs its name.
func plainStatement(sql string) error {
	if strings.ContainsAny(sql, `(\{`) || strings.Contains(strings.ToLower(sql), "default") {
		return refuse("SHOW, EXISTS and DESCRIBE are served without parentheses, backslashes and the database default; " +
			"ask the tables of the database system instead")
	}
	return nil
}

// inspect has the engine's own parser show what a query is made of, as far as
// it gets without running any of it: no lexer of ours could be as sure. The
// parentheses hold it to one query. It takes two views: the query tree names
// what is called, functions that are handed to functions included, and the
// syntax tree has every SETTINGS clause, those with DEFAULT included.
func (h *Handler) inspect(ctx context.Context, sql string, as engine.QuerySession) error {
	as.Settings, as.ReadOnly = h.opts.Limits.of("max_memory_usage", "max_execution_time"), true
	for _, view := range []struct {
		explain string
		judge   func(tree string) error
	}{
		{"EXPLAIN AST", judgeSyntax},
		{"EXPLAIN QUERY TREE run_passes = 0", judgeQuery},
	} {
		tree, err := h.ask(ctx, view.explain+" SELECT * FROM (\n"+sql+"\n)", as)
		if err == nil {
			err = view.judge(tree)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// ask is the whole result of a short statement of ours.
func (h *Handler) ask(ctx context.Context, sql string, as engine.QuerySession) (string, error) {
	body, err := h.engine.QueryIn(ctx, sql, "TSVRaw", as)
	if err != nil {
		return "", err
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	return string(text), err
}
