package tracing

import (
	"context"
	"iter"
	"time"

	"go.opentelemetry.io/otel/attribute"
	"go.opentelemetry.io/otel/codes"
	"go.opentelemetry.io/otel/trace"

	"callrecords/cmd/exporter/internal/pipeline"
)

// Run is [pipeline.Run] under a span of its own, which has spans of its list, and per
// record of its fetch and its flattening, and per batch of its insert and its commit.
func (t *Traces) Run(ctx context.Context, o pipeline.RunOptions) (pipeline.Report, error) {
	if t == nil {
		return pipeline.Run(ctx, o)
	}
	return t.under(ctx, &o.Options, func(ctx context.Context) (pipeline.Report, error) {
		if o.Source != nil {
			o.Source = source{o.Source, t.tracer}
		}
		return pipeline.Run(ctx, o)
	})
}

// Fetch is [pipeline.Fetch] under a span of its own, with spans of the headers, too.
func (t *Traces) Fetch(
	ctx context.Context, o pipeline.FetchOptions,
) (answers []pipeline.Answer, report pipeline.Report, err error) {
	if t == nil {
		return pipeline.Fetch(ctx, o)
	}
	report, err = t.under(ctx, &o.Options, func(ctx context.Context) (report pipeline.Report, err error) {
		o.Source = sourceByID{source{o.Source, t.tracer}, o.Source}
		answers, report, err = pipeline.Fetch(ctx, o)
		return report, err
	})
	return answers, report, err
}

// Load is [pipeline.Load] under a span of its own.
func (t *Traces) Load(
	ctx context.Context, o pipeline.LoadOptions, documents iter.Seq2[pipeline.Document, error],
) (pipeline.Report, error) {
	if t == nil {
		return pipeline.Load(ctx, o, documents)
	}
	return t.under(ctx, &o.Options, func(ctx context.Context) (pipeline.Report, error) {
		return pipeline.Load(ctx, o, documents)
	})
}

// under runs what the options are of under a span, which tells what came of it.
func (t *Traces) under(
	ctx context.Context, o *pipeline.Options, do func(context.Context) (pipeline.Report, error),
) (pipeline.Report, error) {
	ctx, span := t.tracer.Start(ctx, o.Command, trace.WithAttributes(
		attribute.String("callrecords.tenant", o.Tenant),
		attribute.String("callrecords.family", o.Family.Name)))
	if o.Loader != nil {
		o.Loader = loader{o.Loader, t.tracer}
	}
	if make := o.NewBatch; make != nil {
		o.NewBatch = func() pipeline.Batch { return batch{make(), t.tracer, ctx} }
	}
	report, err := do(ctx)
	span.SetAttributes(
		attribute.String("callrecords.run", report.ID),
		attribute.String("callrecords.window.from", report.Window.From.UTC().Format(time.RFC3339)),
		attribute.String("callrecords.window.to", report.Window.To.UTC().Format(time.RFC3339)),
		attribute.Int64("callrecords.listed", int64(report.Listed)),
		attribute.Int64("callrecords.loaded", int64(report.Loaded)),
		attribute.Int64("callrecords.left", int64(report.Left)))
	end(span, err)
	return report, err
}

// end ends a span, with the error if there is one.
func end(span trace.Span, err error) {
	if err != nil {
		span.SetStatus(codes.Error, err.Error())
	}
	span.End()
}
