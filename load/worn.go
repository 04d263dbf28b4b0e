package load

import (
	"context"
	"fmt"
	"strings"

	"callrecords/load/engine"
	"callrecords/schema"
)

// NeedsSweep says whether enough is dead for a sweep to pay: more than a tenth of all
// rows. It is cheap and rough: what is stored, by the engine's own account,
// against what the commits declare. Young loads that lost count, too.
func (w *Warehouse) NeedsSweep(ctx context.Context) (bool, error) {
	tables := make([]string, 0, 5)
	for _, t := range schema.CallRecords.Tables {
		tables = append(tables, engine.Quote(w.local(t.StoredName())))
	}
	type row struct{ Stored, Live uint64 }
	rows, err := query[row](ctx, w, fmt.Sprintf(
		"SELECT (SELECT sum(rows) FROM %s WHERE active AND NOT startsWith(partition_id, 'patch-') AND database = %s AND table IN (%s)) AS Stored, "+
			"(SELECT sum(1 + participant_count + session_count + segment_count + stream_count) FROM %s) AS Live",
		w.system("parts"), engine.Quote(w.database), strings.Join(tables, ", "), w.commits()))
	if err != nil {
		return false, fmt.Errorf("compare what is stored with what is live: %w", err)
	}
	r := rows[0]
	return r.Stored > r.Live && (r.Stored-r.Live)*enough > r.Stored, nil
}
