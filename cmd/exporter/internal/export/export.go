// Package export exports all tenants of a configuration, side by side, and
// leaves the warehouse tidy.
package export

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"slices"
	"sync"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/metrics"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/pipeline/claims"
	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/tracing"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Options say what is exported, and who is told of it.
type Options struct {
	Config  config.Config
	Command string        // for the runs table
	Window  schema.Window // a backfill's, or zero
	Shard   schema.Shard  // of all records that this process takes, with its part of the quota
	// Participant is whose calls are listed and fetched, and no others; "" for all.
	Participant string
	Families    []wiring.Family // all there are; the configuration says which of them are exported
	Only        []string        // the names of those that are exported and no others; nil for all
	Opener      warehouse.Opener
	Transport   http.RoundTripper // to Graph; nil is the usual one
	Progress    *console.Progress
	Logger      *slog.Logger
	Metrics     *metrics.Metrics // nil: nobody asks
}

// Export exports as often as it is asked to. The caller calls Close.
type Export struct {
	Options
	Warehouse *load.Warehouse
	engine    engine.Engine
	traces    *tracing.Traces
	clients   []*extract.Client // in the order of the tenants
}

// Open makes the sources and opens the warehouse.
func Open(ctx context.Context, o Options) (*Export, error) {
	x := &Export{Options: o.counted()}
	var err error
	if x.clients, err = x.newClients(); err != nil {
		return nil, err
	}
	if x.traces, err = tracing.Start(ctx, o.Opener.Program, o.Logger); err != nil {
		return nil, err
	}
	x.Warehouse, x.engine, err = x.Opener.Open(ctx, o.Config, warehouse.ToLoad, o.Logger)
	if err != nil {
		return nil, err
	}
	if err := x.recall(ctx); err != nil {
		return nil, errors.Join(err, x.Close())
	}
	return x, nil
}

// newClients makes the Graph client of every tenant, whose requests are counted.
func (o Options) newClients() (all []*extract.Client, err error) {
	for _, t := range o.Config.Tenants {
		client, err := wiring.NewClient(t, o.Config.Export, o.Logger, func(g *extract.Options) {
			g.Transport, g.Shards = o.Transport, o.Shard.Of
			if o.Metrics != nil {
				g.Observer = o.Metrics.Requests(t.TenantID)
			}
		})
		if err != nil {
			return nil, fmt.Errorf("tenant %s: %w", t.TenantID, err)
		}
		all = append(all, client)
	}
	return all, nil
}

// Reconfigure takes another configuration for the runs that follow, but for its
// warehouse, listen and log, which are in use. After an error the old one stays. It must
// not be called during a run.
func (x *Export) Reconfigure(ctx context.Context, c config.Config) error {
	c.Warehouse, c.Listen, c.Log = x.Config.Warehouse, x.Config.Listen, x.Config.Log
	next := *x
	next.Config = c
	var err error
	if next.clients, err = next.newClients(); err != nil {
		return err
	}
	if err := next.recall(ctx); err != nil {
		return err
	}
	old := x.clients
	*x = next
	for _, client := range old {
		client.Close()
	}
	return nil
}

// Close lets go of the warehouse, and sends the last traces.
func (x *Export) Close() error {
	defer x.traces.Close(context.Background())
	return x.engine.Close()
}

// Once exports every family of every tenant once, side by side: the failure of one
// does not stop another. It leaves the warehouse tidy.
func (x *Export) Once(ctx context.Context) ([]report.Outcome, error) {
	if err := x.Warehouse.CheckClock(ctx); err != nil { // again: serve has had it open for long
		return nil, err
	}
	families := x.exported()
	outcomes, left := make([]report.Outcome, len(x.Config.Tenants)*len(families)), []int{}
	var runs sync.WaitGroup
	var mu sync.Mutex
	for i, t := range x.Config.Tenants {
		for j, f := range families {
			runs.Go(func() {
				at := i*len(families) + j
				options := x.runOptions(x.Warehouse, t, f, x.clients[i])
				if !x.allowed(ctx, f, options) {
					mu.Lock()
					defer mu.Unlock()
					left = append(left, at)
					return
				}
				x.observe(&options.Observer, t.TenantID, f.Name) // from now on it has to succeed
				o := &outcomes[at]
				o.Report, o.Err = x.traces.Run(ctx, options)
				o.Log(ctx, x.Logger)
			})
		}
	}
	runs.Wait()
	for _, at := range slices.Backward(slices.Sorted(slices.Values(left))) {
		outcomes = slices.Delete(outcomes, at, at+1)
	}
	x.Progress.Done()
	care := context.WithoutCancel(ctx)
	if x.Shard.Of > 1 {
		// Whether the tenant has succeeded hangs on the other shards, too. Not to know it
		// is no failure.
		if err := x.recall(care); err != nil {
			x.Logger.WarnContext(ctx, "the success of the other shards is not known", "error", err)
		}
	}
	x.deliver(care)
	verdict := report.Verdict(outcomes)
	switch report.Word(verdict) {
	case pipeline.RunInterrupted:
		return outcomes, verdict // the next run cares for the warehouse, too
	case pipeline.RunFailed:
		// Graph may fail for weeks, and the warehouse needs care meanwhile; but one that
		// does not answer has been named.
		if x.Warehouse.CheckClock(care) != nil {
			return outcomes, verdict
		}
	}
	return outcomes, errors.Join(verdict, x.after(care))
}

// runOptions are what the pipeline needs for one family of a tenant.
func (o Options) runOptions(
	w *load.Warehouse, t config.Tenant, f wiring.Family, client *extract.Client,
) pipeline.RunOptions {
	e := o.Config.Export
	before := client.Stats().Total().Throttled // a client serves many runs
	track := o.Progress.Track(func() int64 { return int64(client.Stats().Total().Throttled - before) })
	shared := wiring.Options(w, f.Family, t.TenantID, o.Command, track, o.Logger)
	shared.RawPages = e.RawPages
	source := f.Source(client, wiring.Known(w, f.Family, t.TenantID))
	if o.Participant != "" {
		source, _ = wiring.OfParticipant(source, o.Participant)
	}
	lookback, history := f.Spans(e)
	_, perSecond := f.Cost(client)
	return pipeline.RunOptions{
		Options: shared, Source: source, Shard: o.Shard, OnlyListed: o.Participant != "",
		Reach: listing.Reach{
			Window: o.Window, Lookback: lookback, History: history,
			ReconcileEvery: e.ReconcileEvery, SmallTenant: f.SmallTenant,
		},
		Claims: o.claims(w, f), ClaimAge: e.ClaimAge,
		Concurrency: e.Concurrency, RecordRate: perSecond, ExpiryAlarm: e.ExpiryAlarm,
	}
}

// claims say what other processes fetch at the same time; nil where there can be none.
func (o Options) claims(w *load.Warehouse, f wiring.Family) claims.Store {
	if _, alone := o.Config.Warehouse.Embedded(); alone || o.Config.Export.ClaimAge <= 0 {
		return nil
	}
	return w.Ledger(f.Family)
}
