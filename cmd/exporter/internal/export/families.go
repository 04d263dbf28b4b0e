package export

import (
	"context"
	"slices"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/schema"
)

// exported are the families that this export is of: those that the configuration names,
// which can be listed in the way that is asked for, and of which Graph still has something.
func (o Options) exported() []wiring.Family {
	return slices.DeleteFunc(wiring.Chosen(o.Families, o.Config.Export), func(f wiring.Family) bool {
		_, byParticipant := wiring.OfParticipant(f.Source(nil, nil), o.Participant)
		gone := o.Window != (schema.Window{}) && o.Window.To.Before(time.Now().Add(-f.Retention))
		return o.Only != nil && !slices.Contains(o.Only, f.Name) || o.Participant != "" && !byParticipant ||
			gone
	})
}

// allowed says whether a family can be read at all, where the configuration leaves it to
// Graph. Of one that cannot it says so, in one line.
func (x *Export) allowed(ctx context.Context, f wiring.Family, o pipeline.RunOptions) bool {
	source, can := o.Source.(wiring.Checker)
	if !can || f.Switch(x.Config.Export) != config.SwitchAuto {
		return true
	}
	err := source.Check(ctx)
	if !f.MayNot(x.Config.Export, err) {
		return true // what else is wrong, the run will tell
	}
	x.notExported(ctx, f, o.Tenant, err)
	return false
}

// notExported says that Graph does not let us read a family.
func (o Options) notExported(ctx context.Context, f wiring.Family, tenant string, err error) {
	o.Logger.WarnContext(ctx, "not exported", "family", f.Name, "tenant", tenant, "reason", err,
		"remedy", "to export nothing of it without a word, set export."+f.Name+": off")
}
