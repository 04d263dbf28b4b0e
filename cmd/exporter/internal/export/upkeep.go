package export

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/load"
	"callrecords/load/commit"
)

// after is all that follows a run, whatever became of it. Damage is looked for
// also where the upkeep is refused.
func (x *Export) after(ctx context.Context) error {
	return errors.Join(x.upkeep(ctx), x.damage(ctx))
}

// upkeep is what follows every run: it sweeps when enough is dead, keeps the archive
// to its retention, settles what is old, computes facts ahead, and merges small parts.
func (x *Export) upkeep(ctx context.Context) error {
	if err := x.sweepWhenNeeded(ctx); err != nil {
		return fmt.Errorf("the run is done, but dead rows were not swept: %w", err)
	}
	if err := forget(ctx, x.Warehouse, x.Config.Export.RawRetention, x.Logger); err != nil {
		return fmt.Errorf("the run is done, but %w", err)
	}
	if err := settleOld(ctx, x.Warehouse, x.Logger); err != nil {
		return fmt.Errorf("the run is done, but old loads were not settled: %w", err)
	}
	warehouse.FillFacts(ctx, x.Warehouse, x.Logger)
	if err := x.Warehouse.Commits.CompactParts(ctx); err != nil {
		return fmt.Errorf("the run is done, but its parts were not merged: %w", err)
	}
	return nil
}

// Rest gives back the memory that an embedded engine has no use for until the next run.
// It is for a process that lives on.
func (x *Export) Rest(ctx context.Context) {
	if err := warehouse.Rest(ctx, x.engine, x.Config.Warehouse); err != nil && ctx.Err() == nil {
		x.Logger.WarnContext(ctx, "the engine keeps its memory", "error", err)
	}
}

// sweepWhenNeeded sweeps when more than a tenth of the rows is dead.
func (x *Export) sweepWhenNeeded(ctx context.Context) error {
	needed, err := x.Warehouse.Commits.NeedsSweep(ctx, commit.SweepAge)
	if err != nil || !needed {
		return err
	}
	swept, err := x.Warehouse.Commits.Sweep(ctx, commit.SweepAge)
	if swept.Rows > 0 {
		x.Logger.InfoContext(ctx, "swept dead rows", "rows", swept.Rows, "bytes", swept.Bytes)
	}
	return err
}

// day is 24 hours; the archive forgets by whole ones, so that its pages are
// deleted once a day and not in every run.
const day = 24 * time.Hour

// forget takes out of the archive what export.raw_retention no longer keeps.
func forget(ctx context.Context, w *load.Warehouse, retention time.Duration, log *slog.Logger) error {
	if retention == 0 {
		return nil
	}
	now, err := w.Now(ctx)
	if err != nil {
		return err
	}
	before := now.Add(-retention)
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

// settleOld settles what is old enough after a run. Rows that cannot be settled
// as they are were not harmed by the run, and are seen as before.
func settleOld(ctx context.Context, w *load.Warehouse, log *slog.Logger) error {
	settled, err := w.Commits.Settle(ctx, commit.SettleOptions{})
	switch {
	case errors.Is(err, commit.ErrReplicated):
		return nil
	case errors.Is(err, commit.ErrUnsound):
		log.WarnContext(ctx, "the settle line does not move", "reason", err.Error())
		return nil
	case err == nil && settled > 0:
		log.InfoContext(ctx, "settled old loads", "loads", settled)
	}
	return err
}
