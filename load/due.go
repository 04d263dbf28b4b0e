package load

import (
	"context"
	"fmt"
	"time"

	"callrecords/schema"
)

// due is the ledger's records that Graph showed and the warehouse lacks.
const due = `
SELECT record_id AS ID, listed.1 AS Version, toUnixTimestamp64Nano(CAST(listed.2 AS DateTime64(9, 'UTC'))) AS Start,
    ifNull(toUnixTimestamp64Nano(CAST(listed.3 AS Nullable(DateTime64(9, 'UTC')))), 0) AS End, tried AS Attempts, trouble.3 AS Reason
FROM (
    SELECT record_id, max(listed) AS listed, max(loaded_version) AS loaded, max(lost_at) AS lost,
        max(last_listed_at) AS seen, sum(attempts) AS tried, max(incident) AS trouble
    FROM %s
    WHERE tenant_id = %s
    GROUP BY record_id
)
WHERE seen IS NOT NULL AND (loaded IS NULL OR listed.1 > loaded) AND (lost IS NULL OR seen > lost)
ORDER BY listed.2, record_id`

// Due is what a tenant's records still lack, the one nearest to expiry first.
func (w *Warehouse) Due(ctx context.Context, tenant string) ([]schema.Due, error) {
	type row struct {
		ID                string
		Version, Attempts uint64
		Start, End        int64
		Reason            string
	}
	rows, err := query[row](ctx, w, fmt.Sprintf(due, w.name(schema.Ledger.Name), schema.Quote(tenant)))
	if err != nil {
		return nil, fmt.Errorf("read what is due: %w", err)
	}
	list := make([]schema.Due, len(rows))
	for i, r := range rows {
		list[i] = schema.Due{
			Header:   schema.Header{ID: r.ID, Version: r.Version, Start: time.Unix(0, r.Start).UTC(), End: instant(r.End)},
			Attempts: r.Attempts, Reason: r.Reason,
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
