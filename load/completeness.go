package load

import (
	"fmt"

	"callrecords/schema"
)

// completeness is the ledger of what is in, a row an hour of starts and tenant:
// what Graph listed, what readers see of it, in the newest listed version, the
// pages in the vault, and what Graph forgot before it was read. In a whole
// warehouse newest is listed less expired_unread in every hour, but for what
// the next run fetches.
func (w *Warehouse) completeness() string {
	return fmt.Sprintf(`SELECT tenant_id, hour, sum(is_listed) AS listed, sum(is_loaded) AS loaded, sum(is_newest) AS newest,
    sum(has_pages) AS pages, sum(is_expired) AS expired_unread
FROM (
    SELECT tenant_id, toStartOfHour(toDateTime(if(listed.1 > 0, listed.2, began), 'UTC')) AS hour,
        toUInt64(listed.1 > 0) AS is_listed, toUInt64(live.1 > 0) AS is_loaded, toUInt64(live.1 > 0 AND live.1 >= listed.1) AS is_newest,
        pages AS has_pages, toUInt64(listed.1 > 0 AND live.1 = 0 AND logged = 0 AND loaded IS NULL
            AND (ifNull(lost >= seen, lost IS NOT NULL) OR listed.2 < now64(7) - toIntervalSecond(%d))) AS is_expired
    FROM (%s)
)
GROUP BY tenant_id, hour`, int(schema.CallRecords.Retention.Seconds()), w.standing(""))
}
