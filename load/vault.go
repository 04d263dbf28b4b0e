package load

import (
	"context"
	"iter"
	"time"

	"callrecords/load/ddl"
	"callrecords/schema"
)

// keepBytes is how much of bodies goes into the vault in one insert. The engine
// holds a block several times over while it writes it.
const keepBytes = 4 << 20

// StorePages puts pages into the vault.
func (w *Warehouse) StorePages(ctx context.Context, now time.Time, pages []schema.RawPage) error {
	for some := range blocksOf(pages) {
		rows := make([]entry, len(some))
		for i, p := range some {
			rows[i] = entry{p.TenantID, p.RecordID, p.Version, p.LoadID, p.Index,
				string(p.Page.Kind), p.Page.URL, p.Page.Body, now}
		}
		if err := w.write(ctx, ddl.RawPages, rows); err != nil {
			return err
		}
	}
	return nil
}

// blocksOf cuts pages into blocks of about keepBytes.
func blocksOf(pages []schema.RawPage) iter.Seq[[]schema.RawPage] {
	return func(yield func([]schema.RawPage) bool) {
		from, bytes := 0, 0
		for i, p := range pages {
			if bytes += len(p.Page.Body); bytes < keepBytes && i < len(pages)-1 {
				continue
			}
			if !yield(pages[from : i+1]) {
				return
			}
			from, bytes = i+1, 0
		}
	}
}

// SetAside logs loads that could not be flattened, with the reasons. Their pages
// stay in the vault.
func (w *Warehouse) SetAside(ctx context.Context, runID string, now time.Time, refusals []schema.Refusal) error {
	var log []entry
	for _, r := range refusals {
		log = append(log, entry{r.TenantID, r.RecordID, r.Version, r.LoadID,
			setAside, r.Reason, uint32(0), uint32(0), uint32(0), uint32(0), runID, now})
	}
	return w.write(ctx, ddl.LoadLog, log)
}
