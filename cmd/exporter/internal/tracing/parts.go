package tracing

import (
	"context"
	"iter"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/trace"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/schema"
)

// source is a source with a span per list and per fetch of a record.
type source struct {
	pipeline.Source
	tracer trace.Tracer
}

// List is the source's.
func (s source) List(ctx context.Context, w schema.Window) iter.Seq2[schema.ListPage, error] {
	return func(yield func(schema.ListPage, error) bool) {
		ctx, span := s.tracer.Start(ctx, "list", trace.WithAttributes(
			attribute.String("callrecords.window.from", w.From.UTC().Format(time.RFC3339)),
			attribute.String("callrecords.window.to", w.To.UTC().Format(time.RFC3339))))
		headers, pages, failed := 0, 0, error(nil)
		for page, err := range s.Source.List(ctx, w) {
			headers, pages, failed = headers+len(page.Headers), pages+1, err
			if !yield(page, err) {
				break
			}
		}
		span.SetAttributes(
			attribute.Int("callrecords.pages", pages),
			attribute.Int("callrecords.listed", headers),
		)
		end(span, failed)
	}
}

// Fetch is the source's. The span ends with the last page, or when nobody wants more.
func (s source) Fetch(ctx context.Context, h schema.Header) iter.Seq2[schema.Page, error] {
	return func(yield func(schema.Page, error) bool) {
		ctx, span := s.tracer.Start(ctx, "fetch", ofRecord(h.ID, h.Version))
		pages, bytes, failed := 0, 0, error(nil)
		for page, err := range s.Source.Fetch(ctx, h) {
			pages, bytes, failed = pages+1, bytes+len(page.Body), err
			if !yield(page, err) {
				break
			}
		}
		span.SetAttributes(
			attribute.Int("callrecords.pages", pages),
			attribute.Int("callrecords.bytes", bytes),
		)
		end(span, failed)
	}
}

// sourceByID is a source with a span per header that is asked for, too.
type sourceByID struct {
	source
	headers pipeline.SourceByID
}

// Header is the source's.
func (s sourceByID) Header(ctx context.Context, id string) (schema.Header, error) {
	ctx, span := s.tracer.Start(
		ctx,
		"header",
		trace.WithAttributes(attribute.String("callrecords.record", id)),
	)
	h, err := s.headers.Header(ctx, id)
	end(span, err)
	return h, err
}

// ofRecord are the attributes of what is about one version of a record.
func ofRecord(id string, version uint64) trace.SpanStartEventOption {
	return trace.WithAttributes(
		attribute.String("callrecords.record", id),
		attribute.Int64("callrecords.version", int64(min(version, schema.MaxVersion))))
}

// batch is a batch with a span per record that is flattened.
type batch struct {
	pipeline.Batch
	tracer trace.Tracer
	run    context.Context // the run's: flattening waits for nothing, and is given none
}

// Open is the batch's.
func (b batch) Open(o schema.Owner) pipeline.Reading {
	_, span := b.tracer.Start(b.run, "flatten", ofRecord(o.RecordID, o.Version))
	return &reading{Reading: b.Batch.Open(o), span: span}
}

// reading is the flattening of one record. Its span goes from the first page to the
// end of the last one; the time that was spent on flattening is an attribute.
type reading struct {
	pipeline.Reading
	span trace.Span
	busy time.Duration
}

// Page is the reading's.
func (r *reading) Page(p schema.Page) error {
	began := time.Now()
	err := r.Reading.Page(p)
	r.busy += time.Since(began)
	if err != nil {
		r.done(err) // Close is not called any more
	}
	return err
}

// Close is the reading's.
func (r *reading) Close() schema.Load {
	load := r.Reading.Close()
	r.span.SetAttributes(attribute.Int64("callrecords.rows", int64(load.Counts.Total())))
	r.done(nil)
	return load
}

// done ends the span.
func (r *reading) done(err error) {
	r.span.SetAttributes(attribute.Float64("callrecords.flatten_seconds", r.busy.Seconds()))
	end(r.span, err)
}

// loader is a loader with a span per insert and per commit.
type loader struct {
	pipeline.Loader
	tracer trace.Tracer
}

// Insert is the loader's.
func (l loader) Insert(ctx context.Context, rows []schema.Rows) error {
	n := int64(0)
	for _, r := range rows {
		n += r.Record.NumRows()
	}
	ctx, span := l.tracer.Start(ctx, "insert", trace.WithAttributes(attribute.Int64("callrecords.rows", n)))
	err := l.Loader.Insert(ctx, rows)
	end(span, err)
	return err
}

// Commit is the loader's.
func (l loader) Commit(
	ctx context.Context, runID string, now time.Time, loads []schema.Load,
) ([]schema.Refusal, error) {
	ctx, span := l.tracer.Start(
		ctx,
		"commit",
		trace.WithAttributes(attribute.Int("callrecords.records", len(loads))),
	)
	refused, err := l.Loader.Commit(ctx, runID, now, loads)
	span.SetAttributes(attribute.Int("callrecords.refused", len(refused)))
	end(span, err)
	return refused, err
}
