package archive

import (
	"context"
	"iter"
	"time"

	"callrecords/load/db"
	"callrecords/load/ddl"
	"callrecords/schema"
)

// Archive is the archive of a warehouse. It may be used from several goroutines.
type Archive struct{ db *db.DB }

// New is the archive of a warehouse.
func New(d *db.DB) *Archive { return &Archive{d} }

// blockBytes is how much of bodies goes into the archive in one insert. The
// engine holds a block several times over while it writes it.
const blockBytes = 16 << 20

// StorePages puts pages into the archive.
func (a *Archive) StorePages(ctx context.Context, now time.Time, pages []schema.RawPage) error {
	for some := range blocksOf(pages) {
		rows := make([]db.Row, len(some))
		for i, p := range some {
			rows[i] = db.Row{
				"tenant_id": p.TenantID, "family": p.Family, "record_id": p.RecordID,
				"version": p.Version, "load_id": p.LoadID, "listed_start": p.Start,
				"page_index": p.Index, "kind": string(p.Page.Kind), "url": p.Page.URL, "body": p.Page.Body,
				"fetched_at": now,
			}
		}
		if err := a.db.Write(ctx, ddl.RawPages, rows); err != nil {
			return err
		}
	}
	return nil
}

// blocksOf cuts pages into blocks of about blockBytes.
func blocksOf(pages []schema.RawPage) iter.Seq[[]schema.RawPage] {
	return func(yield func([]schema.RawPage) bool) {
		from, bytes := 0, 0
		for i, p := range pages {
			if bytes += len(p.Page.Body); bytes < blockBytes && i < len(pages)-1 {
				continue
			}
			if !yield(pages[from : i+1]) {
				return
			}
			from, bytes = i+1, 0
		}
	}
}
