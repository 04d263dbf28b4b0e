package ddl

import (
	"callrecords/load/db"
	"callrecords/schema"
)

// completeness are the columns of the view completeness.
var completeness = []schema.Column{
	column("tenant_id", schema.KindKeyword, "", "", "Entra tenant"),
	family,
	column("hour", schema.KindSeconds, "", "UTC", "hour in which the records start"),
	column("listed", schema.KindUInt64, "", "records", "records that Graph listed"),
	column("loaded", schema.KindUInt64, "", "records", "records of which readers see a version"),
	column("newest", schema.KindUInt64, "", "records",
		"records of which readers see the newest version that was listed"),
	column("pages", schema.KindUInt64, "", "pages", "pages of the records in the archive"),
	column("expired_unread", schema.KindUInt64, "", "records",
		"records that Graph forgot before they were read"),
}

// completenessSQL is what is in, one row per family, tenant and hour of starts.
// In a whole warehouse newest is listed less expired_unread in every hour, but
// for what the next run fetches.
func completenessSQL(d *db.DB) db.SQL {
	var names []string
	var seconds []uint64
	for _, f := range d.Families() {
		names, seconds = append(names, f.Name), append(seconds, uint64(f.Retention.Seconds()))
	}
	return db.SQL(d.SQL(`
SELECT
    tenant_id,
    family,
    toStartOfHour(toDateTime(if(listed_version > 0, listed_start, live_start), 'UTC')) AS hour,
    sum(toUInt64(listed_version > 0)) AS listed,
    sum(toUInt64(live_version > 0)) AS loaded,
    sum(toUInt64(live_version > 0 AND live_version >= listed_version)) AS newest,
    sum(pages) AS pages,
    sum(toUInt64(listed_version > 0
        AND live_version = 0
        AND logged_version = 0
        AND is_loaded = 0
        AND (lost = 1
            OR listed_start < now64(7) - toIntervalSecond(transform(family, [{names}], [{seconds}], 0))))) AS expired_unread
FROM (SELECT * FROM {record_state}) AS s
GROUP BY
    tenant_id,
    family,
    hour`, db.Args{"names": names, "seconds": seconds}))
}

// completenessTotalSQL adds up one row per shard.
const completenessTotalSQL = `
SELECT
    tenant_id,
    family,
    hour,
    sum(s.listed) AS listed,
    sum(s.loaded) AS loaded,
    sum(s.newest) AS newest,
    sum(s.pages) AS pages,
    sum(s.expired_unread) AS expired_unread
FROM {shards} AS s
GROUP BY
    tenant_id,
    family,
    hour`
