package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/schema"
)

// export is one run over all tenants of a configuration.
type export struct {
	*program
	config    config.Config
	command   string        // for the runs table
	window    schema.Window // a backfill's, or zero
	log       *slog.Logger
	progress  *console.Progress
	warehouse *load.Warehouse
	clients   []*extract.Client // in the order of the tenants
}

// newExport opens the warehouse and makes the sources. The caller calls close.
func (p *program) newExport(
	ctx context.Context,
	c config.Config,
	command string,
	transport http.RoundTripper,
) (*export, func() error, error) {
	x := &export{program: p, config: c, command: command}
	x.progress = p.newProgress()
	x.log = p.loggerOn(x.progress, c.Log)
	for _, t := range c.Tenants {
		client, err := wiring.NewClient(t, c.Export, transport, x.log)
		if err != nil {
			return nil, nil, fmt.Errorf("tenant %s: %w", t.TenantID, err)
		}
		x.clients = append(x.clients, client)
	}
	w, engine, err := p.opener().Open(ctx, c, warehouse.ToLoad, x.log)
	if err != nil {
		return nil, nil, err
	}
	x.warehouse = w
	return x, engine.Close, nil
}

// outcome is what became of one family of a tenant.
type outcome struct {
	pipeline.Report
	err error
}

// once exports every family of every tenant once, side by side: the failure of one
// does not stop another. It leaves the warehouse tidy.
func (x *export) once(ctx context.Context) ([]outcome, error) {
	outcomes := make([]outcome, len(x.config.Tenants)*len(families))
	var runs sync.WaitGroup
	for i, t := range x.config.Tenants {
		for j, f := range families {
			runs.Go(func() {
				o := &outcomes[i*len(families)+j]
				o.Report, o.err = pipeline.Run(ctx, x.options(t, f, x.clients[i]))
				x.logRun(ctx, *o)
			})
		}
	}
	runs.Wait()
	x.progress.Done()
	return outcomes, errors.Join(verdict(outcomes), x.upkeep(context.WithoutCancel(ctx)))
}

// options are what the pipeline needs for one family of a tenant.
func (x *export) options(t config.Tenant, f wiring.Family, client *extract.Client) pipeline.RunOptions {
	e := x.config.Export
	o := wiring.Options(x.warehouse, f.Family, t.TenantID, x.command, x.progress, x.log)
	o.RawPages = e.RawPages
	return pipeline.RunOptions{
		Options: o, Source: f.Source(client), Window: x.window,
		Lookback: e.Lookback, ReconcileEvery: e.ReconcileEvery, SmallTenant: extract.PublishedLimits().HeadersPerSpan(),
		Concurrency: e.Concurrency, RecordRate: client.RecordRate(), ExpiryAlarm: e.ExpiryAlarm,
	}
}

// upkeep is what follows every run: it sweeps when enough is dead, keeps the archive
// to its retention, settles what is old, and merges small parts.
func (x *export) upkeep(ctx context.Context) error {
	if err := x.sweepWhenNeeded(ctx); err != nil {
		return fmt.Errorf("the run is done, but dead rows were not swept: %w", err)
	}
	if err := forget(ctx, x.warehouse, x.config.Export.RawRetention, x.log); err != nil {
		return fmt.Errorf("the run is done, but %w", err)
	}
	if err := settleOld(ctx, x.warehouse, x.log); err != nil {
		return fmt.Errorf("the run is done, but old loads were not settled: %w", err)
	}
	if err := x.warehouse.Commits.CompactParts(ctx); err != nil {
		return fmt.Errorf("the run is done, but its parts were not merged: %w", err)
	}
	return nil
}

// sweepWhenNeeded sweeps when more than a tenth of the rows is dead.
func (x *export) sweepWhenNeeded(ctx context.Context) error {
	needed, err := x.warehouse.Commits.NeedsSweep(ctx)
	if err != nil || !needed {
		return err
	}
	swept, err := x.warehouse.Commits.Sweep(ctx, time.Now().Add(-commit.SweepAge))
	x.log.InfoContext(ctx, "swept dead rows", "rows", swept.Rows, "bytes", swept.Bytes)
	return err
}

// logRun logs a finished run, and every record that is not in.
func (x *export) logRun(ctx context.Context, o outcome) {
	logTroubles(ctx, x.log, o.Report)
	level := slog.LevelInfo
	if o.err != nil {
		level = slog.LevelError
	}
	x.log.Log(
		ctx,
		level,
		"run finished",
		"tenant",
		o.TenantID,
		"run",
		o.ID,
		"outcome",
		o.Outcome,
		"window",
		o.Window.String(),
		"listed",
		o.Listed,
		"due",
		o.Due,
		"loaded",
		o.Loaded,
		"set_aside",
		o.SetAside,
		"lost",
		o.Lost,
		"left",
		o.Left,
		"rows",
		o.Rows,
		"requests",
		o.Requests,
		"throttled",
		o.Throttled,
		"elapsed",
		o.Finished.Sub(o.Started).Round(time.Millisecond).String(),
	)
}

// logTroubles logs every record that is not in.
func logTroubles(ctx context.Context, log *slog.Logger, r pipeline.Report) {
	for _, t := range r.Troubled {
		log.ErrorContext(ctx, "record is not in", "tenant", r.TenantID, "record_id", t.RecordID,
			"version", t.Version, "outcome", string(t.Kind), "reason", t.Reason)
	}
}

// verdict is one error for all tenants: the failures, or that records are missing.
func verdict(outcomes []outcome) error {
	var failed []error
	partial := false
	for _, o := range outcomes {
		if o.err != nil {
			failed = append(failed, fmt.Errorf("tenant %s: %w", o.TenantID, o.err))
		}
		partial = partial || !o.Complete() || o.Alarm
	}
	switch {
	case len(failed) == len(outcomes) && len(failed) > 0:
		return errors.Join(failed...)
	case len(failed) > 0:
		return fmt.Errorf("%w: %w", errPartial, errors.Join(failed...))
	case partial:
		return errPartial
	}
	return nil
}
