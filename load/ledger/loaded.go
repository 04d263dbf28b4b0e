package ledger

import (
	"context"
	"fmt"

	"callrecords/load/db"
)

// LoadedVersions are the greatest versions that were committed of some of a tenant's
// records, by record id. What was never loaded is not in it. The commits are asked beside
// the ledger, which hears of a load after its commit: a run that died between the two has
// loaded a version all the same, and what is read next must be newer than that one.
func (l *Ledger) LoadedVersions(ctx context.Context, tenant string, ids []string) (map[string]uint64, error) {
	versions := map[string]uint64{}
	err := db.InChunks(ids, func(chunk []string) error {
		rows, err := db.Query[struct {
			RecordID string `json:"record_id"`
			Version  uint64 `json:"version"`
		}](ctx, l.db, `
SELECT
    record_id,
    max(committed) AS version
FROM (
    SELECT
        record_id,
        loaded_version AS committed
    FROM {ledger_state}
    WHERE {of_records}
        AND family = {family}
        AND is_loaded = 1
    UNION ALL
    SELECT
        record_id,
        version AS committed
    FROM {commits}
    WHERE {of_records}
        AND family = {family}
)
GROUP BY record_id`, db.Args{"of_records": db.OfRecords(tenant, chunk), "family": l.family.Name})
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
