package wiring

import (
	"context"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/extract"
	"callrecords/load"
	"callrecords/schema"
)

// Family is a family with what it is exported by.
type Family struct {
	schema.Family
	// Source is the method of the Graph client that reads it. Some sources want to know
	// what is loaded.
	Source func(*extract.Client, extract.Known) pipeline.Source
	// Switch is the key of the configuration that says whether it is exported.
	Switch func(config.Export) string
	// Spans are the keys that say how far back it is listed: by every run, and by one that
	// is a reconcile, where 0 is the whole retention.
	Spans func(config.Export) (lookback, history time.Duration)
	// Cost is how many requests one of its records takes at least, and how many records per
	// second the quota lets through.
	Cost func(*extract.Client) (requests int, perSecond float64)
	// SmallTenant is the number of its records up to which every run lists all; 0 for no.
	SmallTenant int
}

// Chosen are the families that are exported.
func Chosen(all []Family, e config.Export) (chosen []Family) {
	for _, f := range all {
		if f.Switch(e) != config.SwitchOff {
			chosen = append(chosen, f)
		}
	}
	return chosen
}

// Plain are the families alone.
func Plain(families []Family) []schema.Family {
	var all []schema.Family
	for _, f := range families {
		all = append(all, f.Family)
	}
	return all
}

// MayNot says whether an error is that Graph does not let us read a family, or does not
// have it: where the configuration leaves it to Graph, that is no failure.
func (f Family) MayNot(e config.Export, err error) bool {
	fault := schema.FaultOf(err)
	return f.Switch(e) == config.SwitchAuto && (fault == schema.FaultDenied || fault == schema.FaultRefused)
}

// Known is what the warehouse has of a family of a tenant.
func Known(w *load.Warehouse, f schema.Family, tenant string) extract.Known {
	return func(ctx context.Context, ids []string) (map[string]schema.LoadedDay, error) {
		return w.Ledger(f).LoadedDays(ctx, tenant, ids)
	}
}
