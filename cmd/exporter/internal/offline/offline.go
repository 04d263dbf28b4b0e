// Package offline loads records that are at hand, in files or in the archive,
// and asks Graph nothing.
package offline

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/tracing"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Options say where records are loaded, and who is told of it.
type Options struct {
	Config   config.Config
	Families []schema.Family
	Opener   warehouse.Opener
	Progress *console.Progress
	Logger   *slog.Logger
}

// loader is one command's way into the warehouse.
type loader struct {
	Options
	command   string // for the runs table
	track     *console.Track
	warehouse *load.Warehouse
	engine    engine.Engine
	traces    *tracing.Traces
}

// open opens the warehouse. The caller calls finish, or closes the engine.
func open(ctx context.Context, o Options, command string) (*loader, error) {
	x := &loader{Options: o, command: command, track: o.Progress.Track(nil)}
	var err error
	if x.traces, err = tracing.Start(ctx, o.Opener.Program, o.Logger); err != nil {
		return nil, err
	}
	x.warehouse, x.engine, err = o.Opener.Open(ctx, o.Config, warehouse.ToLoad, o.Logger)
	if err != nil {
		return nil, err
	}
	return x, nil
}

// Nothing waits for Graph, so that batches are as large as memory allows: each costs the engine
// some 0.2 s of CPU whatever is in it, and what it made small it merges later. 64 MiB of JSON are
// some 20,000 streams. 4,000 records took 8.8 s of CPU in batches of 48 MiB, 7.5 s in 64, and no
// less in 128, which take 200 MB more.
const (
	batchRows  = 100_000
	batchBytes = 64 << 20
	batchAge   = time.Minute
	pageBytes  = 16 << 20
)

// options are what the pipeline needs for one family of a tenant.
func (x *loader) options(f schema.Family, tenant string) pipeline.LoadOptions {
	o := wiring.Options(x.warehouse, f, tenant, x.command, x.track, x.Logger)
	o.BatchRows, o.BatchBytes, o.BatchAge, o.PageBytes = batchRows, batchBytes, batchAge, pageBytes
	return pipeline.LoadOptions{Options: o}
}

// load loads a tenant's documents, and logs what is not in.
func (x *loader) load(
	ctx context.Context, o pipeline.LoadOptions, documents iter.Seq2[pipeline.Document, error],
) (done report.Outcome) {
	done.Report, done.Err = x.traces.Load(ctx, o, documents)
	done.LogTroubles(ctx, x.Logger)
	return done
}

// finish leaves the warehouse tidy and closes it. The error is the verdict, too.
func (x *loader) finish(ctx context.Context, outcomes []report.Outcome) error {
	defer x.traces.Close(ctx)
	x.Progress.Done()
	err := report.Verdict(outcomes)
	// What was loaded just now is too young. But who never runs imports again, or replays.
	if ctx.Err() == nil {
		warehouse.FillFacts(ctx, x.warehouse, x.Logger)
	}
	if tidy := x.warehouse.Commits.CompactParts(context.WithoutCancel(ctx)); tidy != nil {
		tidy = fmt.Errorf("the %s is done, but its parts were not merged: %w", x.command, tidy)
		err = errors.Join(err, tidy)
	}
	return errors.Join(err, x.engine.Close())
}
