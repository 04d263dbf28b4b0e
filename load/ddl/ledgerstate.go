package ddl

import (
	"callrecords/load/db"
	"callrecords/schema"
)

// ledgerState are the columns of the view ledger_state: what the ledger says of
// each record. What is lost and what is due is said here and nowhere else.
var ledgerState = []schema.Column{
	column("tenant_id", schema.KindKeyword, "", "", "Entra tenant"),
	family,
	column("record_id", schema.KindText, "", "", "record id"),
	column("listed_version", schema.KindUInt64, "", "", "greatest version that Graph listed; 0 for none"),
	column("listed_start", schema.KindStart, "", "UTC, 100 ns",
		"start of the record, as listed; 1970 when it was not"),
	column("listed_end", schema.KindTime, "", "UTC, 100 ns", "end of the record, as listed"),
	column("first_listed_at", schema.KindTime, "", "UTC, ms", "when it was first listed"),
	column("last_listed_at", schema.KindTime, "", "UTC, ms",
		"when it was last listed as new, changed or found again"),
	column("loaded_version", schema.KindUInt64, "", "", "greatest version that was committed; 0 for none"),
	column("is_loaded", schema.KindUInt64, "", "", "1 when a version was committed"),
	column("loaded_at", schema.KindTime, "", "UTC, ms", "when a load of it was last committed"),
	column("wanted_at", schema.KindTime, "", "UTC, ms", "when it was last asked for again"),
	column("lost_at", schema.KindTime, "", "UTC, ms", "when Graph last answered that it has no such record"),
	column("attempts", schema.KindUInt64, "", "", "times that it was fetched"),
	column("incident_at", schema.KindTime, "", "UTC, ms", "when something last went wrong"),
	column("incident_reason", schema.KindText, "", "", "what went wrong"),
	column("lost", schema.KindUInt64, "", "", "1 when Graph answered 404 for it since it was last listed"),
	column("due", schema.KindUInt64, "", "", "1 when the next run fetches it"),
}

// ledgerStateSQL is the view ledger_state. A record is lost when Graph answered
// 404 since it was last listed. It is due when Graph showed a version that was
// not loaded, or of which only a part is live, or a load is wanted anew, and it is
// not lost.
func ledgerStateSQL(d *db.DB) db.SQL { return ledgerStateOf(d, "") }

// dueRecordsSQL is the view due_records: the rows of ledger_state that are due, without a look
// at all others. A record is not due of which each row of the ledger says by itself that what it
// knows is loaded: then so do all of them together. Most rows do, once they are merged.
func dueRecordsSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL(`
SELECT
    {columns}
FROM (
{state}
)
WHERE due = 1`, db.Args{
		"columns": db.Columns(ledgerState),
		"state": ledgerStateOf(d, db.SQL(d.SQL(`
    WHERE (tenant_id, family, record_id) GLOBAL IN (
        SELECT
            tenant_id,
            family,
            record_id
        FROM {ledger}
        WHERE loaded_version IS NULL
            OR listed.version > loaded_version
            OR (wanted_at IS NOT NULL AND (loaded_at IS NULL OR wanted_at > loaded_at))
        UNION ALL
        SELECT
            tenant_id,
            family,
            record_id
        FROM {loads}
        WHERE part != '')`, nil))),
	}))
}

// ledgerStateOf is the query of ledger_state, of the rows of the ledger that a condition keeps.
// FINAL makes one row per record as merges do. Most rows are merged already and are only read:
// of a million records that takes a fifth of what adding them up took.
func ledgerStateOf(d *db.DB, where db.SQL) db.SQL {
	return db.SQL(d.SQL(`
SELECT
    tenant_id,
    family,
    record_id,
    newest.version AS listed_version,
    newest.start AS listed_start,
    newest.end AS listed_end,
    listed_first AS first_listed_at,
    listed_last AS last_listed_at,
    ifNull(loaded, 0) AS loaded_version,
    toUInt64(loaded IS NOT NULL) AS is_loaded,
    loaded_last AS loaded_at,
    wanted_last AS wanted_at,
    lost_last AS lost_at,
    tried AS attempts,
    if(trouble.at = toDateTime64(0, 3, 'UTC'), NULL, trouble.at) AS incident_at,
    trouble.reason AS incident_reason,
    toUInt64(lost_last IS NOT NULL AND (listed_last IS NULL OR lost_last >= listed_last)) AS lost,
    toUInt64(listed_last IS NOT NULL
        AND lost = 0
        AND (loaded IS NULL
            OR newest.version > loaded
            OR (wanted_last IS NOT NULL AND (loaded_last IS NULL OR wanted_last > loaded_last))
            OR (tenant_id, record_id, newest.version) IN (
{parts}
            ))) AS due
FROM (
    SELECT
        tenant_id,
        family,
        record_id,
        listed AS newest,
        loaded_version AS loaded,
        first_listed_at AS listed_first,
        last_listed_at AS listed_last,
        lost_at AS lost_last,
        attempts AS tried,
        incident AS trouble,
        loaded_at AS loaded_last,
        wanted_at AS wanted_last
    FROM {ledger} FINAL{where}
)`, db.Args{"parts": partsSQL(d), "where": where}))
}

// partsSQL selects tenant, record and version of the live loads that are parts.
// That is told by the commits and nowhere else, so that neither a lost ledger nor
// a repair or a replay makes a part pass for the whole. Behind the settle line
// none is looked for: Graph has forgotten its record. Parts are few, so that the
// first look is at one empty column, and FINAL merges little.
func partsSQL(d *db.DB) db.SQL {
	return db.SQL(d.SQL(`
SELECT
    tenant_id,
    record_id,
    version
FROM {loads} FINAL
WHERE part != ''
    AND (tenant_id, record_id) IN (
        SELECT
            tenant_id,
            record_id
        FROM {loads}
        WHERE part != '')`, nil))
}
