package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/ddl"
	"callrecords/load/engine"
	"callrecords/schema"
)

// isDue says of a record's combined ledger states whether the next run fetches
// it: Graph showed a version that was not loaded, or a load is wanted anew, and
// Graph did not say since that it has no such record.
const isDue = "seen IS NOT NULL AND (lost IS NULL OR seen > lost) AND " +
	"(loaded IS NULL OR listed.1 > loaded OR (wanted IS NOT NULL AND (loaded_last IS NULL OR wanted > loaded_last)))"

// due is the ledger's records that Graph showed and the warehouse lacks.
const due = `
SELECT record_id AS ID, listed.1 AS Version, toUnixTimestamp64Nano(CAST(listed.2 AS DateTime64(9, 'UTC'))) AS Start,
    ifNull(toUnixTimestamp64Nano(CAST(listed.3 AS Nullable(DateTime64(9, 'UTC')))), 0) AS End, tried AS Attempts, trouble.3 AS Reason,
    toBool(loaded IS NOT NULL) AS Built
FROM (
    SELECT record_id, max(listed) AS listed, max(loaded_version) AS loaded, max(lost_at) AS lost,
        max(last_listed_at) AS seen, sum(attempts) AS tried, max(incident) AS trouble,
        max(loaded_at) AS loaded_last, max(wanted_at) AS wanted
    FROM %s
    WHERE tenant_id = %s
    GROUP BY record_id
)
WHERE %s
ORDER BY listed.2, record_id`

// Due is what a tenant's records still lack, the one nearest to expiry first.
func (w *Warehouse) Due(ctx context.Context, tenant string) ([]schema.Due, error) {
	type row struct {
		ID                string
		Version, Attempts uint64
		Start, End        int64
		Reason            string
		Built             bool
	}
	rows, err := query[row](ctx, w, fmt.Sprintf(due, w.name(ddl.Ledger.Name), engine.Quote(tenant), isDue))
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	list := make([]schema.Due, len(rows))
	for i, r := range rows {
		list[i] = schema.Due{
			Header: schema.Header{ID: r.ID, Version: r.Version, Start: time.Unix(0, r.Start).UTC(), End: instant(r.End)},
			Built:  r.Built, Attempts: r.Attempts, Reason: r.Reason,
		}
	}
	return list, nil
}

// instant is a time from ns since 1970; 0 is absent.
func instant(ns int64) time.Time {
	if ns == 0 {
		return time.Time{}
	}
	return time.Unix(0, ns).UTC()
}
