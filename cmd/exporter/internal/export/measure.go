package export

import (
	"context"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/load/engine"
)

// counted are the options with an engine whose errors are counted.
func (o Options) counted() Options {
	if o.Metrics == nil {
		return o
	}
	around := o.Opener.Around
	o.Opener.Around = func(e engine.Engine) engine.Engine {
		if around != nil {
			e = around(e)
		}
		return o.Metrics.Engine(e)
	}
	return o
}

// observe has the metrics told of the runs of a family, too.
func (o Options) observe(to *pipeline.Observer, tenant, family string) {
	if o.Metrics == nil {
		return
	}
	m := o.Metrics.Runs(tenant, family)
	to.RunStarted, to.RunFinished = m.RunStarted, m.RunFinished
	to.BatchCommitted, to.RecordFinished = m.BatchCommitted, m.RecordFinished
}

// recall tells the metrics of the last successes of earlier processes, and which
// tenants there are.
func (x *Export) recall(ctx context.Context) error {
	if x.Metrics == nil {
		return nil
	}
	var tenants []string
	for i, t := range x.Config.Tenants {
		tenants = append(tenants, t.TenantID)
		x.Metrics.Quotas(t.TenantID, x.clients[i].Quotas)
	}
	for _, f := range x.exported() {
		successes, err := x.Warehouse.Ledger(f.Family).LastSuccesses(ctx)
		if err != nil {
			return err
		}
		for _, tenant := range tenants {
			if f.Switch(x.Config.Export) == config.SwitchAuto && successes[tenant].IsZero() {
				continue // Graph may not let us: there need be no success
			}
			x.Metrics.Runs(tenant, f.Name)
			x.Metrics.Succeeded(tenant, f.Name, successes[tenant])
		}
	}
	x.Metrics.Keep(tenants)
	return nil
}

// measure tells the metrics how large the tables are. Not to know it is no failure.
func (x *Export) measure(ctx context.Context) {
	sizes, err := x.Warehouse.TableSizes(ctx)
	if err != nil {
		x.Logger.WarnContext(ctx, "the tables were not measured", "error", err)
	}
	x.Metrics.Tables(sizes)
}

// deliver gives the metrics to those who do not come for them. A run is no worse for a
// gateway that is away.
func (x *Export) deliver(ctx context.Context) {
	if x.Metrics == nil {
		return
	}
	x.measure(ctx)
	if url := x.Config.Metrics.PushURL; url != "" {
		if err := x.Metrics.Push(ctx, url); err != nil {
			x.Logger.WarnContext(ctx, "the metrics were not pushed", "error", err)
		}
	}
	if file := x.Config.Metrics.Textfile; file != "" {
		if err := x.Metrics.WriteTextfile(file); err != nil {
			x.Logger.WarnContext(ctx, "the metrics were not written", "error", err)
		}
	}
}
