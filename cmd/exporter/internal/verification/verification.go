// Package verification holds the warehouse against Graph's list and against
// itself, and reports what it found.
package verification

import (
	"context"
	"log/slog"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/load"
	"callrecords/load/verify"
	"callrecords/schema"
)

// recheckDelay is how long a warehouse's other writers get between two looks; nobody
// else can write to an embedded one that this process holds.
const recheckDelay = 3 * time.Second

// Options say what is looked at, and whether it is repaired.
type Options struct {
	Config   config.Config
	Families []wiring.Family
	Shared   bool // another process holds the embedded store, and may write
	Offline  bool // Graph is not asked: the warehouse against itself only
	Repair   bool // make due again what Graph still has, and mend the ledger and the log
	Values   bool // read every part of the store, too
	Limit    int  // of the records that are named, per kind
	Logger   *slog.Logger
	Progress *console.Progress
}

// Verify looks, and repairs when asked to.
func Verify(ctx context.Context, w *load.Warehouse, v Options) (r Report, err error) {
	now, err := w.Now(ctx)
	if err != nil {
		return r, err
	}
	o := verify.Options{
		Now:           now,
		ExpiryAlarm:   v.Config.Export.ExpiryAlarm,
		ArchivedSince: v.archivedSince(now),
		Values:        v.Values,
		Listed:        map[verify.Scope][]schema.Header{},
	}
	if _, embedded := v.Config.Warehouse.Embedded(); !embedded || v.Shared {
		o.RecheckDelay = recheckDelay
	}
	r.VerifiedAt, r.Graph = now.UTC(), !v.Offline
	if !v.Offline {
		r.listErr = r.listGraph(ctx, v, w, o)
	}
	v.Progress.Track(nil).Say("checking the warehouse")
	defer v.Progress.Done()
	found, err := w.Verify.Verify(ctx, o)
	if err != nil {
		return r, err
	}
	r.count(append(r.unlisted, found...), v.Limit)
	if r.Heads, err = w.Verify.Heads(ctx); err != nil {
		return r, err
	}
	if v.Repair {
		done, err := w.Verify.Repair(ctx, o, found)
		r.Repaired = &done
		return r, err
	}
	return r, nil
}

// archivedSince is from when on the archive must have the pages of what was loaded;
// zero when it is not kept.
func (v Options) archivedSince(now time.Time) time.Time {
	e, keep := v.Config.Export, v.Families[0].Retention
	for _, f := range v.Families {
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
