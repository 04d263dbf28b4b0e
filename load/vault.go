package load

import (
	"context"
	"time"

	"callrecords/schema"
)

// Keep puts pages into the vault.
func (w *Warehouse) Keep(ctx context.Context, now time.Time, pages []schema.RawPage) error {
	rows := make([]entry, len(pages))
	for i, p := range pages {
		rows[i] = entry{p.TenantID, p.RecordID, p.Version, p.LoadID, p.Index,
			string(p.Page.Kind), p.Page.URL, string(p.Page.Body), now}
	}
	return w.write(ctx, schema.RawPages, rows)
}

// SetAside logs a load that could not be flattened, with the reason. Its pages
// stay in the vault.
func (w *Warehouse) SetAside(ctx context.Context, runID string, now time.Time, owner schema.Owner, version uint64, reason string) error {
	return w.write(ctx, schema.LoadLog, []entry{{owner.TenantID, owner.RecordID, version, owner.LoadID,
		"set aside", reason, uint32(0), uint32(0), uint32(0), uint32(0), runID, now}})
}
