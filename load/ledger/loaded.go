package ledger

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// LoadedVersions are the greatest versions that were committed of some of a tenant's
// records, by record id. What was never loaded is not in it.
func (l *Ledger) LoadedVersions(ctx context.Context, tenant string, ids []string) (map[string]uint64, error) {
	versions := map[string]uint64{}
	err := db.InChunks(ids, func(chunk []string) error {
		rows, err := db.Query[struct {
			RecordID string `json:"record_id"`
			Version  uint64 `json:"loaded_version"`
		}](ctx, l.db, `
SELECT
    record_id,
    loaded_version
FROM {ledger_state}
WHERE {of_records}
    AND family = {family}
    AND is_loaded = 1`, db.Args{"of_records": db.OfRecords(tenant, chunk), "family": l.family.Name})
		for _, r := range rows {
			versions[r.RecordID] = r.Version
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read which versions are loaded: %w", err)
	}
	return versions, nil
}
