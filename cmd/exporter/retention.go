package main

import (
	"context"
	"fmt"
	"log/slog"
	"time"

	"callrecords/load"
)

// day is 24 hours; the archive forgets by whole ones, so that its pages are
// deleted once a day and not in every run.
const day = 24 * time.Hour

// forget takes out of the archive what export.raw_retention no longer keeps.
func forget(ctx context.Context, w *load.Warehouse, retention time.Duration, log *slog.Logger) error {
	if retention == 0 {
		return nil
	}
	before := time.Now().Add(-retention)
	if retention > day {
		before = before.Truncate(day)
	}
	pages, err := w.Archive.PrunePages(ctx, before)
	if err != nil {
		return fmt.Errorf("the archive was not kept to export.raw_retention: %w", err)
	}
	if pages > 0 {
		log.InfoContext(ctx, "old pages left the archive", "pages", pages, "fetched_before", before)
	}
	return nil
}
