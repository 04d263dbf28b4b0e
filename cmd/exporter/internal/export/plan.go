package export

import (
	"context"
	"errors"
	"fmt"
	"math"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/extract"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

// Planned is what an export of one family of a tenant would find to do, and cost.
type Planned struct {
	pipeline.Planned
	Family   string
	Requests uint64        // that the due records take at least; the list takes as many as the plan did
	AtLeast  time.Duration // that the quota needs for these records
}

// Plan says what an export would do. It lists, and writes nothing: a warehouse that is
// not there yet stays so, and has nothing.
func Plan(ctx context.Context, o Options) (all []Planned, err error) {
	clients, err := o.newClients()
	if err != nil {
		return nil, err
	}
	defer o.Progress.Done() // before the plan is printed
	there := warehouse.NeedStore(o.Config.Warehouse) == nil
	w, err := o.Opener.On(nil, o.Config, o.Logger)
	if err != nil {
		return nil, err
	}
	if there {
		var store engine.Engine
		if w, store, err = o.Opener.Open(ctx, o.Config, warehouse.ToPlan, o.Logger); err != nil {
			return nil, err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
	}
	for i, t := range o.Config.Tenants {
		for _, f := range o.exported() {
			p := pipeline.PlanOptions{RunOptions: o.runOptions(w, t, f, clients[i])}
			if p.NewHeaders = w.Ledger(f.Family).NewHeaders; !there || !hasLedger(ctx, w, f, t.TenantID) {
				nothing := emptyLedger{p.Ledger}
				p.Ledger, p.NewHeaders = nothing, nothing.NewHeaders
				if o.Participant == "" {
					p.Source = f.Source(clients[i], nothing.loaded)
				}
			}
			planned, err := pipeline.Plan(ctx, p)
			if f.MayNot(o.Config.Export, err) {
				o.notExported(ctx, f, t.TenantID, err)
				continue
			}
			if err != nil {
				return all, fmt.Errorf("tenant %s: %w", t.TenantID, err)
			}
			all = append(all, priced(planned, f, clients[i]))
		}
	}
	return all, nil
}

// priced adds what the records cost.
func priced(p pipeline.Planned, f wiring.Family, c *extract.Client) Planned {
	requests, perSecond := f.Cost(c)
	seconds := math.Ceil(float64(p.Due) / perSecond)
	return Planned{p, f.Name, p.Due * uint64(requests), time.Duration(seconds) * time.Second}
}

// hasLedger says whether a warehouse has its tables yet.
func hasLedger(ctx context.Context, w *load.Warehouse, f wiring.Family, tenant string) bool {
	_, err := w.Ledger(f.Family).CountSince(ctx, tenant, time.Now())
	return !engine.IsCode(err, proto.ErrUnknownTable) && !engine.IsCode(err, proto.ErrUnknownDatabase)
}

// emptyLedger is that of a warehouse which is not there yet.
type emptyLedger struct{ pipeline.Ledger }

// Due is nothing.
func (emptyLedger) Due(context.Context, string) ([]schema.Due, error) { return nil, nil }

// LastReconcile is never.
func (emptyLedger) LastReconcile(context.Context, string) (time.Time, error) { return time.Time{}, nil }

// loaded is nothing.
func (emptyLedger) loaded(context.Context, []string) (map[string]schema.LoadedDay, error) {
	return nil, nil
}

// NewHeaders are all.
func (emptyLedger) NewHeaders(_ context.Context, _ string, h []schema.Header) ([]schema.Header, error) {
	return h, nil
}
