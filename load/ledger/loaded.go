package ledger

import (
	"context"
	"fmt"

	"callrecords/load/db"
	"callrecords/schema"
)

// LoadedVersions are the greatest versions that were committed of some of a tenant's
// records, by record id. What was never loaded is not in it.
func (l *Ledger) LoadedVersions(ctx context.Context, tenant string, ids []string) (map[string]uint64, error) {
	loaded, err := l.LoadedDays(ctx, tenant, ids)
	return versionsOf(loaded), err
}

// LiveVersions are the versions that are live of some of a tenant's records, by record id. What
// only the ledger calls loaded is not there.
func (l *Ledger) LiveVersions(ctx context.Context, tenant string, ids []string) (map[string]uint64, error) {
	live, err := l.live(ctx, tenant, ids)
	return versionsOf(live), err
}

// LoadedDays are what is loaded of some days of a log, by record id, in the versions of
// [Ledger.LoadedVersions]. The commits are asked beside the ledger, which hears of a load after
// its commit: a run that died between the two has loaded a version all the same, and what is
// read next must be newer than that one.
func (l *Ledger) LoadedDays(ctx context.Context, tenant string, ids []string) (map[string]schema.LoadedDay, error) {
	told, err := l.loaded(ctx, tenant, ids, `
SELECT
    record_id,
    loaded_version AS version,
    toUInt64(0) AS own_rows
FROM {ledger_state}
WHERE {of_records}
    AND family = {family}
    AND is_loaded = 1`)
	if err != nil {
		return nil, err
	}
	live, err := l.live(ctx, tenant, ids)
	if err != nil {
		return nil, err
	}
	for id, day := range live {
		day.Version = max(day.Version, told[id].Version)
		told[id] = day
	}
	return told, nil
}

// live is what is live of some records.
func (l *Ledger) live(ctx context.Context, tenant string, ids []string) (map[string]schema.LoadedDay, error) {
	return l.loaded(ctx, tenant, ids, `
SELECT
    record_id,
    version,
    row_counts[{family}] AS own_rows
FROM {commits}
WHERE {of_records}
    AND family = {family}`)
}

// loaded asks what is loaded of some records, by record id.
func (l *Ledger) loaded(
	ctx context.Context, tenant string, ids []string, sql string,
) (map[string]schema.LoadedDay, error) {
	loaded := map[string]schema.LoadedDay{}
	err := db.InChunks(ids, func(chunk []string) error {
		rows, err := db.Query[struct {
			RecordID string `json:"record_id"`
			Version  uint64 `json:"version"`
			Rows     uint64 `json:"own_rows"`
		}](ctx, l.db, sql, db.Args{"of_records": db.OfRecords(tenant, chunk), "family": l.family.Name})
		for _, r := range rows {
			loaded[r.RecordID] = schema.LoadedDay{Version: r.Version, Rows: r.Rows}
		}
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("read what is loaded: %w", err)
	}
	return loaded, nil
}

// versionsOf are the versions of what is loaded.
func versionsOf(loaded map[string]schema.LoadedDay) map[string]uint64 {
	versions := make(map[string]uint64, len(loaded))
	for id, day := range loaded {
		versions[id] = day.Version
	}
	return versions
}
