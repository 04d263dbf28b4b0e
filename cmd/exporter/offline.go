package main

import (
	"context"
	"errors"
	"fmt"
	"iter"
	"log/slog"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/schema"
)

// offline is a command that loads records which are at hand, and asks Graph
// nothing.
type offline struct {
	*program
	command   string // for the runs table
	log       *slog.Logger
	progress  *console.Progress
	warehouse *load.Warehouse
}

// newOffline opens the warehouse. The caller calls close.
func (p *program) newOffline(
	ctx context.Context,
	c config.Config,
	command string,
) (*offline, func() error, error) {
	x := &offline{program: p, command: command, progress: p.newProgress()}
	x.log = p.loggerOn(x.progress, c.Log)
	w, engine, err := p.opener().Open(ctx, c, warehouse.ToLoad, x.log)
	if err != nil {
		return nil, nil, err
	}
	x.warehouse = w
	return x, engine.Close, nil
}

// options are what the pipeline needs for one family of a tenant.
func (x *offline) options(f schema.Family, tenant string) pipeline.LoadOptions {
	o := wiring.Options(x.warehouse, f, tenant, x.command, x.progress, x.log)
	o.BatchBytes = 8 << 20 // half of what a run takes: nothing waits for Graph, so memory is what to spare
	return pipeline.LoadOptions{Options: o}
}

// load loads a tenant's documents, and logs what is not in.
func (x *offline) load(
	ctx context.Context,
	o pipeline.LoadOptions,
	documents iter.Seq2[pipeline.Document, error],
) outcome {
	report, err := pipeline.Load(ctx, o, documents)
	logTroubles(ctx, x.log, report)
	return outcome{report, err}
}

// finish prints what was done, leaves the warehouse tidy, and closes it.
func (x *offline) finish(ctx context.Context, outcomes []outcome, closeEngine func() error) error {
	x.progress.Done()
	for _, o := range outcomes {
		x.offlineSummary(o)
	}
	err := verdict(outcomes)
	if tidy := x.warehouse.Commits.CompactParts(context.WithoutCancel(ctx)); tidy != nil {
		err = errors.Join(
			err,
			fmt.Errorf("the %s is done, but its parts were not merged: %w", x.command, tidy),
		)
	}
	return errors.Join(err, closeEngine())
}

// offlineSummary prints what became of a tenant's documents.
func (p *program) offlineSummary(o outcome) {
	n := func(v uint64) string { return console.Count(int64(v)) }
	rows := [][]string{{"read", n(o.Fetched)}, {"set aside", n(o.SetAside)}, {"loaded", n(o.Loaded)}}
	for _, t := range schema.FamilyNamed(familyList(), o.Family).Tables {
		rows = append(rows, []string{"  " + t.Name, n(o.Tables[t.Name])})
	}
	rows = append(rows, []string{"bytes", console.Bytes(int64(o.Bytes))},
		[]string{"seconds", fmt.Sprintf("%.2f", o.Finished.Sub(o.Started).Seconds())},
		[]string{"peak memory", console.Bytes(peakMemory())})
	if err := console.Table(p.Stdout, 0, []string{"tenant " + o.TenantID, o.Outcome}, rows); err != nil {
		return
	}
	p.troubles(o)
	fmt.Fprintln(p.Stdout)
}
