package embedded

import (
	"bytes"
	"context"
	"io"
	"strings"

	"callrecords/load/engine/embedded/libchdb"
)

// begin lets one statement in: the engine is open, the text is no script, and ctx
// has not ended. It returns what lends a connection.
func (e *Engine) begin(ctx context.Context, sql string) (*pool, error) {
	s, err := e.store()
	if err != nil {
		return nil, err
	}
	if err := oneStatement(sql); err != nil {
		return nil, err
	}
	return s.pool, ctx.Err()
}

// Exec runs one statement and discards its result. When ctx ends, the engine
// is asked to stop (KILL QUERY); Exec returns once it has, and its error then
// includes ctx's. What the statement did until then is unknown. Most DDL is too
// quick to be stopped and ends as it would have.
func (e *Engine) Exec(ctx context.Context, sql string) error {
	p, err := e.begin(ctx, sql)
	if err != nil {
		return err
	}
	c, err := p.get(ctx)
	if err != nil {
		return err
	}
	defer p.put(c)
	return p.watch(ctx, c, func() error {
		_, err := c.run(sql, "Null")
		return err
	})
}

// Query runs one statement and returns its rows in the given output format. An
// error of the engine before the first row is Query's, a later one Read's.
//
// In the formats of [streamed], rows are fetched as they are read, and the
// reader holds a connection until its end or its Close; ctx bounds the reading,
// too. A result in any other format is held in memory.
func (e *Engine) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	p, err := e.begin(ctx, sql)
	if err != nil {
		return nil, err
	}
	c, err := p.get(ctx)
	if err != nil {
		return nil, err
	}
	return p.query(ctx, c, sql, format)
}

// query runs a statement on a lent connection, which goes back with the result.
func (p *pool) query(ctx context.Context, c *conn, sql, format string) (io.ReadCloser, error) {
	if streamed[format] && selects(sql) {
		return p.stream(ctx, c, sql, format)
	}
	defer p.put(c)
	var whole libchdb.Result
	err := p.watch(ctx, c, func() (err error) {
		whole, err = c.run(sql, format)
		return err
	})
	if err != nil {
		return nil, err
	}
	return io.NopCloser(bytes.NewReader(whole.Data)), nil
}

// streamed are the formats whose results are nothing but rows. chDB writes each
// piece of a stream as a document of its own, with a head and a foot, so that in
// other formats the pieces do not add up to one document.
var streamed = map[string]bool{
	"JSONEachRow":        true,
	"JSONCompactEachRow": true,
	"JSONStringsEachRow": true,
	"TSV":                true,
	"TabSeparated":       true,
	"TSVRaw":             true,
	"TabSeparatedRaw":    true,
	"CSV":                true,
	"RowBinary":          true,
	"Native":             true,
	"LineAsString":       true,
}

// selects tells whether a statement is one that chDB can stream, in the format
// asked for. In doubt (it begins with a comment, or has the word FORMAT) it is
// not: its result is then held in memory.
func selects(sql string) bool {
	words := strings.Fields(strings.ToUpper(sql))
	if len(words) == 0 || strings.Contains(strings.ToUpper(sql), "FORMAT") {
		return false
	}
	return words[0] == "SELECT" || words[0] == "WITH"
}
