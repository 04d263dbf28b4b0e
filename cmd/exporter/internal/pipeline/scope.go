package pipeline

import (
	"context"
	"slices"

	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/schema"
)

// scope is which of the records that are due a run fetches: those that started in its
// window and are in its shard. What else is due is another run's, and is only counted.
type scope struct {
	window schema.Window // zero is any start
	shard  schema.Shard
	only   *listing.List // what its list shows and nothing else; nil is all
}

// has says whether a record is the run's.
func (s scope) has(d schema.Due) bool {
	return (s.window == schema.Window{} || s.window.Contains(d.Start)) && s.shard.Has(d.ID) &&
		(s.only == nil || s.only.Has(d.ID))
}

// due asks the ledger what is due, and counts what of it is not the run's.
func (r *run) due(ctx context.Context) (mine []schema.Due, elsewhere int, err error) {
	all, err := r.opts.Ledger.Due(ctx, r.opts.Tenant)
	if err != nil {
		return nil, 0, err
	}
	mine = slices.DeleteFunc(slices.Clone(all), func(d schema.Due) bool { return !r.scope.has(d) })
	return mine, len(all) - len(mine), nil
}
