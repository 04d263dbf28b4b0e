package report

import (
	"context"
	"log/slog"
	"time"

	"callrecords/cmd/exporter/internal/pipeline"
)

// Log logs a finished run, and every record that is not in.
func (o Outcome) Log(ctx context.Context, log *slog.Logger) {
	if !o.began() {
		log.ErrorContext(ctx, "run did not begin", "tenant", o.TenantID, "family", o.Family, "error", o.Err)
		return
	}
	o.LogTroubles(ctx, log)
	level := slog.LevelInfo
	if o.Err != nil && o.Outcome != pipeline.RunInterrupted {
		level = slog.LevelError
	}
	attrs := []any{"tenant", o.TenantID, "run", o.ID, "outcome", o.Outcome}
	if o.windowed() {
		attrs = append(attrs, "window", o.Window.String())
	}
	attrs = append(attrs,
		"listed", o.Listed, "due", o.Due, "loaded", o.Loaded,
		"set_aside", o.SetAside, "lost", o.Lost, "left", o.Left, "elsewhere", o.Elsewhere,
		"shared", o.Shared, "left_to_others", o.LeftToOthers, "rows", o.Rows,
		"requests", o.Requests, "throttled", o.Throttled,
		"elapsed", o.Finished.Sub(o.Started).Round(time.Millisecond).String(),
	)
	attrs = append(attrs, "family", o.Family)
	if text := o.failure(); text != "" {
		attrs = append(attrs, "error", text)
	}
	log.Log(ctx, level, "run finished", attrs...)
}

// LogTroubles logs every record that is not in.
func (o Outcome) LogTroubles(ctx context.Context, log *slog.Logger) {
	for _, t := range o.Troubled {
		log.ErrorContext(ctx, "record is not in", "tenant", o.TenantID, "record_id", t.RecordID,
			"version", t.Version, "outcome", string(t.Kind), "reason", t.Reason)
	}
}
