// Package wiring connects the parts of the program, which do not know each
// other: the Graph client of a tenant, the flattener and the warehouse, in the
// way that the pipeline wants to see them.
package wiring

import (
	"context"
	"iter"
	"log/slog"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/pipeline/listing"
	"callrecords/extract"
	"callrecords/load"
	"callrecords/schema"
	"callrecords/transform"
)

// CallRecords is a Graph client as the source of the call records.
func CallRecords(c *extract.Client, _ extract.Known) pipeline.Source { return graph{c} }

// RecordCost is what a call record costs.
func RecordCost(c *extract.Client) (requests int, perSecond float64) {
	return c.RequestsPerRecord(), c.RecordRate()
}

// OfParticipant is the source of the calls in which a participant took part; false
// where a family of records cannot be listed by participant.
func OfParticipant(s pipeline.Source, participant string) (pipeline.Source, bool) {
	g, ok := s.(graph)
	return callsOf{g, participant}, ok
}

// callsOf lists the calls of one participant.
type callsOf struct {
	graph
	participant string
}

// List lists them.
func (c callsOf) List(ctx context.Context, w schema.Window) iter.Seq2[schema.ListPage, error] {
	return c.ListOf(ctx, w, c.participant)
}

// NewClient makes the Graph client of a tenant; change sets what is not configured,
// such as an observer, or the number of shards that share the quota.
func NewClient(
	t config.Tenant, e config.Export, log *slog.Logger, change ...func(*extract.Options),
) (*extract.Client, error) {
	o := extract.Options{
		TenantID:  t.TenantID,
		Cloud:     extract.Cloud(t.Cloud),
		GraphRoot: t.GraphRoot,
		Authority: t.Authority,
		Auth: extract.Auth{
			Method:                  extract.Method(t.Auth.Method),
			ClientID:                t.Auth.ClientID,
			ClientSecret:            t.Auth.ClientSecret.Reveal(),
			ClientSecretFile:        t.Auth.ClientSecretFile,
			CertificateFile:         t.Auth.CertificateFile,
			CertificatePassword:     t.Auth.CertificatePassword.Reveal(),
			CertificatePasswordFile: t.Auth.CertificatePasswordFile,
			TokenFile:               t.Auth.TokenFile,
		},
		QuotaShare:   e.QuotaShare,
		RetryBudget:  e.RetryBudget,
		Participants: e.Participants != config.ParticipantsNone,
		MeetingsOnly: e.Participants == config.ParticipantsMeetings,
		OmitNulls:    e.OmitNulls,
		Logger:       log,
	}
	for _, c := range change {
		c(&o)
	}
	return extract.New(o)
}

// graph is a Graph client as the pipeline sees it.
type graph struct{ *extract.Client }

// Traffic is what has gone over the wire so far.
func (g graph) Traffic() pipeline.Traffic {
	s := g.Stats()
	for _, other := range []schema.Family{schema.PstnCalls, schema.DirectRoutingCalls} {
		delete(s, other.Name) // read with the same client, at the same time
	}
	return traffic(s.Total())
}

func traffic(s extract.Tally) pipeline.Traffic {
	return pipeline.Traffic{
		Requests: uint64(s.Requests), Throttled: uint64(s.Throttled),
		Retried: uint64(s.Retried), Bytes: uint64(s.Bytes),
	}
}

// flattener is a batch as the pipeline sees it.
type flattener struct{ *transform.Batch }

// Open begins a record.
func (f flattener) Open(o schema.Owner) pipeline.Reading { return f.Record(o) }

// NewBatch makes an empty batch of a family.
func NewBatch(f schema.Family) pipeline.Batch { return flattener{transform.NewBatch(f)} }

// Options are what every way to load takes from the warehouse, the flattener
// and the terminal.
func Options(
	w *load.Warehouse, f schema.Family, tenant, command string,
	track *console.Track, log *slog.Logger,
) pipeline.Options {
	return pipeline.Options{
		Family: f, Tenant: tenant, Command: command,
		Loader: w.Commits, Archive: w.Archive, Ledger: w.Ledger(f),
		NewBatch: func() pipeline.Batch { return NewBatch(f) },
		Observer: pipeline.Observer{
			Progress: func(done, total int) { track.Set(int64(done), int64(total)) },
			Listed: func(l listing.Progress) {
				track.List(int64(l.Headers), int64(l.Days), int64(l.OfDays), l.Ended)
			},
		},
		Logger: log,
	}
}
