package server

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"callrecords/load/engine"
)

// errNoSummary is an answer that does not say what was written, such as that
// of a proxy which drops the header.
var errNoSummary = errors.New(
	"the answer has no " + summaryHeader + " header; a proxy in between may drop it",
)

// Insert appends one block and returns the rows that the server says it wrote.
// Those include the rows that materialized views on the table wrote elsewhere
// (ClickHouse issue 18237).
//
// The server reads the body as one block, which becomes one part in each
// partition. A block within one partition is therefore in the table whole or
// not at all. After an error that is not a *[engine.Exception], nobody knows
// which; the body is never sent again.
func (e *Engine) Insert(ctx context.Context, block engine.Block) (int64, error) {
	where := block.Database + "." + block.Table
	if err := validate(block); err != nil {
		return 0, fmt.Errorf("insert into %s: %w", where, err)
	}
	var done receipt
	body := stream(block.Rows, e.compression)
	defer body.Close() // waits for the encoder: the caller may release the rows
	ctx = withReceipt(with(ctx, insertion()), &done)
	if err := e.conn.InsertFormat(ctx, "ArrowStream", insertSQL(block), body); err != nil {
		return 0, e.outcome(err)
	}
	// The driver drops the summary, but our transport has seen it.
	if !done.signed {
		return 0, fmt.Errorf("insert into %s: %w; the block is in, but not counted", where, errNoSummary)
	}
	if err := block.CheckWritten(done.written); err != nil {
		return done.written, fmt.Errorf("insert into %s: %w", where, err)
	}
	return done.written, nil
}

// validate refuses a block that cannot be described to the server. The driver
// takes a statement apart again and stumbles over parentheses in names.
func validate(block engine.Block) error {
	if err := block.Validate(); err != nil {
		return err
	}
	names := []string{block.Database, block.Table}
	for _, field := range block.Rows.Schema().Fields() {
		names = append(names, field.Name)
	}
	for _, name := range names {
		if name == "" || strings.ContainsAny(name, "()") {
			return fmt.Errorf("name %q is empty or has parentheses; choose another", name)
		}
	}
	return nil
}

// insertSQL names the columns, which the server matches to the fields of the
// stream. The driver adds the format.
func insertSQL(block engine.Block) string {
	var names []string
	for _, field := range block.Rows.Schema().Fields() {
		names = append(names, engine.Identifier(field.Name))
	}
	return fmt.Sprintf(
		"INSERT INTO %s (%s)",
		engine.Qualify(block.Database, block.Table),
		strings.Join(names, ", "),
	)
}

// body is a record as an ArrowStream, encoded while it is read.
type body struct {
	*io.PipeReader
	done chan struct{}
}

// stream begins to encode a record. The body must be closed before the record
// is released.
func stream(rows arrow.Record, compression string) *body {
	r, w := io.Pipe()
	b := &body{r, make(chan struct{})}
	go func() {
		defer close(b.done)
		// A body that ends in an error ends the request, too: the server sees
		// a chunked body without its end, and takes nothing.
		w.CloseWithError(encode(w, rows, compression))
	}()
	return b
}

// Close stops the encoder and waits for it.
func (b *body) Close() error {
	b.PipeReader.Close()
	<-b.done
	return nil
}

// encode writes a whole ArrowStream: schema, dictionaries, one record batch,
// and the end mark.
func encode(w io.Writer, rows arrow.Record, compression string) error {
	opts := []ipc.Option{ipc.WithSchema(rows.Schema())}
	switch compression {
	case LZ4:
		opts = append(opts, ipc.WithLZ4())
	case ZSTD:
		opts = append(opts, ipc.WithZstd())
	}
	buffered := bufio.NewWriterSize(w, bufferSize)
	out := ipc.NewWriter(buffered, opts...)
	if err := out.Write(rows); err != nil {
		out.Close()
		return fmt.Errorf("arrow stream: %w", err)
	}
	if err := out.Close(); err != nil {
		return fmt.Errorf("arrow stream: %w", err)
	}
	return buffered.Flush()
}
