package reference

import (
	"context"
	"fmt"
	"time"

	"callrecords/load/db"
)

// Subnet is a network of streams that no building has.
type Subnet struct {
	First   string `json:"first"`   // address, as IPv6
	Streams uint64 `json:"streams"` // ends of streams
	Calls   uint64 `json:"calls"`   // that they are of
}

// Unmapped are the networks of people's ends of a tenant's streams since a time that no
// building has, most streams first: of IPv4 /24, of IPv6 /64. Ends without an address of
// their own count by their subnet.
func (s *Store) Unmapped(ctx context.Context, tenant string, since time.Time, most int) ([]Subnet, error) {
	rows, err := db.Query[Subnet](ctx, s.db, `
SELECT
    toString(IPv6CIDRToRange(address, if(startsWith(toString(address), '::ffff:'), 120, 64)).1) AS first,
    sum(found) AS streams,
    uniqExactMerge(of_calls) AS calls
FROM (
    SELECT
        tenant_id,
        toIPv6OrDefault(ends.1) AS address,
        count() AS found,
        uniqExactState(record_id) AS of_calls
    FROM (
        SELECT
            s.tenant_id AS tenant_id,
            s.record_id AS record_id,
            arrayJoin([
                (if(s.caller_network_ip_address != '', s.caller_network_ip_address, s.caller_network_subnet),
                    g.caller_endpoint_type),
                (if(s.callee_network_ip_address != '', s.callee_network_ip_address, s.callee_network_subnet),
                    g.callee_endpoint_type)
            ]) AS ends
        FROM {streams} AS s
        ANY LEFT JOIN {segments} AS g USING (tenant_id, record_start_date_time, record_id, session_index, segment_index)
        WHERE s.tenant_id = {tenant}
            AND s.record_start_date_time >= {since}
            AND s.stream_id != ''
    )
    WHERE ends.2 != 'serviceEndpoint'
    GROUP BY
        tenant_id,
        address
    HAVING address != toIPv6('::')
) AS used
ASOF LEFT JOIN (
    SELECT
        tenant_id,
        first_number,
        mapped
    FROM {building_ranges}
) AS r ON used.tenant_id = r.tenant_id AND toUInt128(used.address) >= r.first_number
WHERE NOT r.mapped
GROUP BY first
ORDER BY
    streams DESC,
    first
LIMIT {most}`, db.Args{"tenant": tenant, "since": since, "most": most})
	if err != nil {
		return nil, fmt.Errorf("look for networks without a building: %w", err)
	}
	return rows, nil
}
