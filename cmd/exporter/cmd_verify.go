package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/cmd/exporter/internal/warehouse"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/load/verify"
	"callrecords/schema"
)

// verifyFlags is what exporter verify is asked for.
type verifyFlags struct {
	offline, repair, json bool
	limit                 int
}

// verifyCommand is exporter verify.
func (p *program) verifyCommand() *cobra.Command {
	var v verifyFlags
	c := &cobra.Command{
		Use:   "verify",
		Short: "Hold the warehouse against Graph's list and against itself",
		Long: "verify lists the 30 days that Graph keeps (headers only) and holds them against the ledger and the\n" +
			"warehouse, and the warehouse against itself: every row count, commit, page and run. It reports a\n" +
			"figure a kind and names what it found, with what to do. It writes nothing, unless --repair is given:\n" +
			"then what Graph still has is due again, for the next run to load.\n\n" +
			"Exit codes: 0 all is in and whole; 1 failed; 2 wrong usage or configuration; 3 something is left.",
		Args: cobra.NoArgs,
		RunE: func(c *cobra.Command, _ []string) error {
			read := config.Load
			if v.offline {
				read = config.LoadWarehouse
			}
			cfg, err := p.settings(read)
			if err != nil {
				return err
			}
			need := warehouse.ToRead
			if v.repair {
				need = warehouse.ToCare
			}
			return p.withWarehouse(
				c.Context(),
				cfg,
				need,
				func(ctx context.Context, w *load.Warehouse) error {
					r, err := p.verify(ctx, cfg, v, w, p.logger(cfg.Log))
					if err != nil {
						return err
					}
					return r.print(p, v)
				},
			)
		},
	}
	c.Flags().BoolVar(&v.offline, "offline", false, "do not ask Graph: the warehouse against itself only")
	c.Flags().BoolVar(
		&v.repair,
		"repair",
		false,
		"make due again what Graph still has, and mend the ledger and the log",
	)
	c.Flags().BoolVar(&v.json, "json", false, "print one JSON document")
	c.Flags().IntVar(&v.limit, "limit", 20, "records to name, a kind")
	return c
}

// recheckDelay is how long a served warehouse's other writers get between two
// looks; nobody else can write to an embedded one.
const recheckDelay = 3 * time.Second

// verify looks, and repairs when asked to.
func (p *program) verify(
	ctx context.Context, c config.Config, v verifyFlags, w *load.Warehouse, log *slog.Logger,
) (r verifyReport, err error) {
	o := verify.Options{
		Now:           time.Now(),
		ExpiryAlarm:   c.Export.ExpiryAlarm,
		ArchivedSince: archivedSince(c.Export, time.Now()),
		Listed:        map[verify.Scope][]schema.Header{},
	}
	if _, embedded := c.Warehouse.Embedded(); !embedded {
		o.RecheckDelay = recheckDelay
	}
	r.VerifiedAt, r.Graph = o.Now.UTC(), !v.offline
	if !v.offline {
		r.listErr = r.listGraph(ctx, c, w, o, log)
	}
	found, err := w.Verify.Verify(ctx, o)
	if err != nil {
		return r, err
	}
	r.count(append(r.unlisted, found...), v.limit)
	if r.Heads, err = w.Verify.Heads(ctx); err != nil {
		return r, err
	}
	if v.repair {
		done, err := w.Verify.Repair(ctx, o, found)
		r.Repaired = &done
		return r, err
	}
	return r, nil
}

// archivedSince is from when on the archive must have the pages of what was loaded;
// zero when it is not kept.
func archivedSince(e config.Export, now time.Time) time.Time {
	keep := families[0].Retention
	for _, f := range families {
		keep = min(keep, f.Retention)
	}
	switch {
	case !e.RawPages:
		return time.Time{}
	case e.RawRetention > 0:
		keep = min(keep, e.RawRetention)
	}
	return now.Add(-keep)
}

// listGraph lists what every tenant's Graph keeps, and gathers what the ledger
// lacks of it. A tenant that fails does not stop another.
func (r *verifyReport) listGraph(
	ctx context.Context,
	c config.Config,
	w *load.Warehouse,
	o verify.Options,
	log *slog.Logger,
) error {
	var failed []error
	for _, t := range c.Tenants {
		source, err := wiring.NewClient(t, c.Export, nil, log)
		if err == nil {
			for _, f := range families {
				err = errors.Join(err, r.listTenant(ctx, f, f.Source(source), t.TenantID, w, o))
			}
			source.Close()
		}
		if err != nil {
			failed = append(failed, fmt.Errorf("tenant %s: %w", t.TenantID, err))
		}
	}
	return errors.Join(failed...)
}

// listTenant lists one family of a tenant.
func (r *verifyReport) listTenant(
	ctx context.Context,
	f wiring.Family,
	source pipeline.Source,
	tenant string,
	w *load.Warehouse,
	o verify.Options,
) error {
	scope := verify.Scope{Family: f.Name, TenantID: tenant}
	for headers, err := range source.List(ctx, schema.Window{From: o.Now.Add(-f.Retention), To: o.Now}) {
		if e, ok := errors.AsType[*schema.SourceError](err); ok && e.Fault == schema.FaultRefused {
			r.unlisted = append(
				r.unlisted,
				verify.Finding{
					Kind:     verify.FindingUnlisted,
					TenantID: tenant,
					RecordID: e.RecordID,
					Detail:   err.Error(),
				},
			)
			continue
		}
		if err != nil {
			return err
		}
		r.Listed += len(headers)
		unnoted, err := w.Ledger(f.Family).NewHeaders(ctx, tenant, headers)
		if err != nil {
			return err
		}
		o.Listed[scope] = append(o.Listed[scope], unnoted...)
	}
	return nil
}
