package ledger

import (
	"context"
	"fmt"

	"callrecords/load/db"
	"callrecords/schema"
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

// LiveVersions are the versions that are live of some of a tenant's records, by record id. What
// only the ledger calls loaded is not there.
func (l *Ledger) LiveVersions(ctx context.Context, tenant string, ids []string) (map[string]uint64, error) {
	versions := map[string]uint64{}
	err := db.InChunks(ids, func(chunk []string) error {
		rows, err := db.Query[struct {
			RecordID string `json:"record_id"`
			Version  uint64 `json:"version"`
		}](ctx, l.db, `
SELECT
    record_id,
    version
FROM {commits}
WHERE {of_records}
    AND family = {family}`, db.Args{"of_records": db.OfRecords(tenant, chunk), "family": l.family.Name})
		for _, r := range rows {
			versions[r.RecordID] = r.Version
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read which versions are live: %w", err)
	}
	return versions, nil
}

// LoadedDays are what is loaded of some days of a log, by record id: their versions are those
// of [Ledger.LoadedVersions].
func (l *Ledger) LoadedDays(ctx context.Context, tenant string, ids []string) (map[string]schema.LoadedDay, error) {
	versions, err := l.LoadedVersions(ctx, tenant, ids)
	if err != nil {
		return nil, err
	}
	days := make(map[string]schema.LoadedDay, len(versions))
	for id, version := range versions {
		days[id] = schema.LoadedDay{Version: version}
	}
	err = db.InChunks(ids, func(chunk []string) error {
		rows, err := db.Query[struct {
			RecordID string `json:"record_id"`
			Rows     uint64 `json:"live"`
		}](ctx, l.db, `
SELECT
    record_id,
    row_counts[{family}] AS live
FROM {commits}
WHERE {of_records}
    AND family = {family}`, db.Args{"of_records": db.OfRecords(tenant, chunk), "family": l.family.Name})
		for _, r := range rows {
			day := days[r.RecordID]
			day.Rows = r.Rows
			days[r.RecordID] = day
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read how many rows of days are loaded: %w", err)
	}
	return days, nil
}
