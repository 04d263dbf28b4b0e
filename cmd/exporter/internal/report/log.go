package report

import (
	"context"
	"log/slog"
	"time"
)

// Log logs a finished run, and every record that is not in.
func (o Outcome) Log(ctx context.Context, log *slog.Logger) {
	o.LogTroubles(ctx, log)
	level := slog.LevelInfo
	if o.Err != nil {
		level = slog.LevelError
	}
	log.Log(ctx, level, "run finished",
		"tenant", o.TenantID, "run", o.ID, "outcome", o.Outcome, "window", o.Window.String(),
		"listed", o.Listed, "due", o.Due, "loaded", o.Loaded,
		"set_aside", o.SetAside, "lost", o.Lost, "left", o.Left, "elsewhere", o.Elsewhere, "rows", o.Rows,
		"requests", o.Requests, "throttled", o.Throttled,
		"elapsed", o.Finished.Sub(o.Started).Round(time.Millisecond).String(),
	)
}

// LogTroubles logs every record that is not in.
func (o Outcome) LogTroubles(ctx context.Context, log *slog.Logger) {
	for _, t := range o.Troubled {
		log.ErrorContext(ctx, "record is not in", "tenant", o.TenantID, "record_id", t.RecordID,
			"version", t.Version, "outcome", string(t.Kind), "reason", t.Reason)
	}
}
