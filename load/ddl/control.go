package ddl

import (
	"slices"

	"callrecords/load/db"
	"callrecords/schema"
)

// The control tables, beside the data. Their sort keys do carry correctness:
// Loads decides which rows are seen.

// Loads has one row per commit: the load that readers see of each record. The
// newest version wins whatever the order of arrival, and of equal versions the
// later insert. It is narrow, unpartitioned and kept merged, because every
// query of the data reads it.
var Loads = db.Table{
	Name:    "loads",
	Comment: "The commits: which load of a record is live, and how many rows it declares.",
	Columns: slices.Concat(owner, []schema.Column{
		start,
		rowCounts,
		part,
		runID,
		column("committed_at", schema.KindMillis, schema.SourceClock, "UTC, ms",
			"when the load became visible"),
		column("replaces", schema.KindUInt64s, schema.SourceLoad, "load ids",
			"ids of older loads of this record that are hidden by this commit"),
	}),
	Engine:   db.Engine{Family: "ReplacingMergeTree", Arguments: "version"},
	Order:    []string{"tenant_id", "record_id"},
	Settings: []string{"min_age_to_force_merge_seconds = 600", "min_age_to_force_merge_on_partition_only = 1"},
	Shard:    "record_id",
}

// SettledLoads are the commits of loads behind the settle line, which readers
// need not look at.
var SettledLoads = db.Table{
	Name:    "settled_loads",
	Comment: "The commits of settled loads, which have left loads.",
	Columns: Loads.Columns,
	Engine:  db.Engine{Family: "ReplacingMergeTree", Arguments: "version"},
	Order:   []string{"tenant_id", "record_id"},
	Shard:   "record_id",
}

// SettleLine is the history of the settle line, one row per move: the greatest
// counts. The rows of a load behind it are seen without a commit, unless a later
// commit of the record replaces the load.
var SettleLine = db.Table{
	Name:    "settle_line",
	Comment: "History of the settle line, one row per move. Loads with an id below max(line) are settled.",
	Columns: []schema.Column{
		column("moved_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when the line was moved"),
		column("line", schema.KindUInt64, schema.SourceClock, "load id", "loads with smaller ids are settled"),
		column("begun_before", schema.KindMillis, schema.SourceClock, "UTC, ms",
			"the line as a time: settled loads were begun before it"),
		column("settled", schema.KindUInt64, schema.SourceClock, "loads", "how many the move settled"),
	},
	Engine: db.Engine{Family: "MergeTree"},
	Order:  []string{"line"},
	Shard:  "line",
}

// LoadLog is the history of Loads, and of what never became one.
var LoadLog = db.Table{
	Name:    "load_log",
	Comment: "Every finished load, append-only: committed, or set aside with the reason.",
	Columns: slices.Concat(owner, []schema.Column{
		column("outcome", schema.KindKeyword, schema.SourceLoad, "",
			"committed; set aside: the record could not be flattened, its pages are in raw_pages; "+
				"refused: the load would take rows away from another one of the same version; "+
				"withdrawn: taken back by exporter verify --repair"),
		column("reason", schema.KindText, schema.SourceLoad, "",
			"why the record was set aside, refused or withdrawn"),
		rowCounts,
		part,
		runID,
		column("logged_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when the load ended"),
	}),
	Engine:    db.Engine{Family: "MergeTree"},
	Partition: "toYYYYMM(logged_at)",
	Order:     []string{"tenant_id", "record_id", "load_id"},
	Shard:     "record_id",
}

// The outcomes of load_log. A commit that is taken back is not erased: a later
// row with the same load id says so.
const (
	Committed = "committed"
	Withdrawn = "withdrawn"
	SetAside  = "set aside"
	Refused   = "refused"
)

// smallGranules are for bodies. A merge holds a granule of each part that it merges, and a
// block of what it makes: with 10 MiB each, the engine's default, a run at Graph's limit took
// 60 MB more memory.
var smallGranules = []string{"index_granularity_bytes = 1048576", "merge_max_block_size_bytes = 1048576"}

// RawPages is the archive: the bytes as Graph sent them. Graph forgets after 30
// days; a column that is added later is filled from here.
var RawPages = db.Table{
	Name:    "raw_pages",
	Comment: "The archive: every page as Graph sent it, by load.",
	Columns: slices.Concat(owner, []schema.Column{
		column("listed_start", schema.KindTime, schema.SourceListed, "UTC, 100 ns",
			"start of the record as listed; NULL when it was not"),
		column("page_index", schema.KindUInt32, schema.SourcePosition, "",
			"zero-based, in the order of fetching"),
		column("kind", schema.KindKeyword, schema.SourceLoad, "",
			"what the page is about, e.g. record, sessions, participants; refused: what could not be taken for one of them"),
		column("url", schema.KindText, schema.SourceLoad, "", "what was asked"),
		column("body", schema.KindText, schema.SourceLoad, "JSON", "what was answered"),
		column("fetched_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when the page was stored"),
	}),
	Engine:    db.Engine{Family: "ReplacingMergeTree"},
	Partition: "toYYYYMM(fetched_at)",
	Order:     []string{"tenant_id", "record_id", "load_id", "page_index"},
	Settings:  patchParts,
	Tuning:    smallGranules,
	Shard:     "record_id",
}

// Ledger has one row per record that Graph ever listed. Its states combine in
// any order, so that writers need no lock. The view ledger_state says what they
// mean.
var Ledger = db.Table{
	Name:    "ledger",
	Comment: "What Graph listed, what was loaded, and what went wrong, per record. Read the view ledger_state instead.",
	Columns: []schema.Column{
		column("tenant_id", schema.KindKeyword, schema.SourceConfig, "", "Entra tenant"),
		family,
		column("record_id", schema.KindText, "id", "", "record id"),
		column("listed", schema.KindListedState, "(list)", "",
			"what the list said of the greatest version: version, start, end"),
		column("loaded_version", schema.KindMaxUInt64, schema.SourceLoad, "",
			"greatest version that was committed"),
		column("first_listed_at", schema.KindMinTime, schema.SourceClock, "UTC, ms",
			"when it was first listed"),
		column("last_listed_at", schema.KindMaxTime, schema.SourceClock, "UTC, ms",
			"when it was last listed as new, changed or found again"),
		column("lost_at", schema.KindMaxTime, schema.SourceClock, "UTC, ms",
			"when Graph last answered that it has no such record"),
		column("attempts", schema.KindSum, schema.SourceLoad, "", "times that it was fetched"),
		column("incident", schema.KindIncidentState, schema.SourceLoad, "",
			"the latest thing that went wrong: instant, version, reason"),
		column("loaded_at", schema.KindMaxTime, schema.SourceClock, "UTC, ms",
			"when a load of it was last committed"),
		column("wanted_at", schema.KindMaxTime, schema.SourceClock, "UTC, ms",
			"when it was last asked for again, whatever version was loaded (exporter verify --repair)"),
	},
	Engine: db.Engine{Family: "AggregatingMergeTree"},
	Order:  []string{"tenant_id", "family", "record_id"},
	Shard:  "record_id",
}

// Runs has one row per finished run of a tenant. Each row names the hash of the
// one before it, so that a row that was edited or taken out shows.
var Runs = db.Table{
	Name:    "runs",
	Comment: "One row per run of a tenant.",
	Columns: []schema.Column{
		runID,
		column("tenant_id", schema.KindKeyword, schema.SourceConfig, "", "Entra tenant"),
		family,
		column("command", schema.KindKeyword, schema.SourceConfig, "",
			"run, serve, backfill, fetch, import, replay, demo"),
		column("shard", schema.KindUInt64, schema.SourceConfig, "",
			"number of the shard of the tenant's records that the run took, from 1; 0 when it took all"),
		column("shards", schema.KindUInt64, schema.SourceConfig, "", "how many shards there are; 0 for none"),
		column("reconcile", schema.KindUInt64, schema.SourceConfig, "",
			"1 when the run listed the whole retention and came to the list's end"),
		column("window_from", schema.KindMillis, schema.SourceConfig, "UTC, ms", "starts listed, from"),
		column("window_to", schema.KindMillis, schema.SourceConfig, "UTC, ms", "starts listed, to, exclusive"),
		column("started_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when the run began"),
		column("finished_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when the run ended"),
		column("outcome", schema.KindKeyword, schema.SourceClock, "",
			"complete, partial (some records are not in), interrupted (told to stop) or failed"),
		column("error", schema.KindText, schema.SourceClock, "", "why it failed, or was told to stop"),
		column("listed", schema.KindUInt64, schema.SourceClock, "records", "headers that the list showed"),
		column("due", schema.KindUInt64, schema.SourceClock, "records",
			"records to fetch, with those of earlier runs"),
		column("fetched", schema.KindUInt64, schema.SourceClock, "records", "records that were fetched whole"),
		column("loaded", schema.KindUInt64, schema.SourceClock, "records", "committed"),
		column("set_aside", schema.KindUInt64, schema.SourceClock, "records", "could not be flattened"),
		column("lost", schema.KindUInt64, schema.SourceClock, "records", "Graph no longer has them"),
		column("left", schema.KindUInt64, schema.SourceClock, "records", "still due"),
		column("row_count", schema.KindUInt64, schema.SourceClock, "rows", "rows loaded, all tables"),
		column("requests", schema.KindUInt64, schema.SourceClock, "", "requests to Graph"),
		column("throttled", schema.KindUInt64, schema.SourceClock, "", "answers of 429"),
		column("bytes", schema.KindUInt64, schema.SourceClock, "byte", "bodies received"),
		column("oldest_due_id", schema.KindText, schema.SourceClock, "",
			"record that is due and expires first"),
		column("oldest_due_expires_at", schema.KindMaxTime, schema.SourceClock, "UTC, ms",
			"when Graph forgets it"),
		column(PrevHash, schema.KindText, schema.SourceClock, "SHA-256, hex",
			"row_hash of the tenant's run before it; several, with commas, after runs that ended at the same time"),
		column(RowHash, schema.KindText, schema.SourceClock, "SHA-256, hex",
			"over all other columns of the row; exporter verify computes it again"),
	},
	Engine:    db.Engine{Family: "MergeTree"},
	Partition: "toYYYYMM(started_at)",
	Order:     []string{"tenant_id", "started_at", "run_id"},
	Shard:     "tenant_id",
}

// The columns of runs that make a chain of its rows.
const (
	PrevHash = "prev_hash"
	RowHash  = "row_hash"
)

// Claims has one row per record that a run took for itself before it fetched it, so that
// runs at the same time share the work. Of the claims of one version that have not aged
// out, the one whose block the engine took first counts. Nothing but the number of
// requests hangs on it, and the engine takes old rows out.
var Claims = db.Table{
	Name:    "claims",
	Comment: "Which run fetches a record just now. A claim that is minutes old, or of a finished run, says nothing.",
	Columns: []schema.Column{
		column("tenant_id", schema.KindKeyword, schema.SourceConfig, "", "Entra tenant"),
		family,
		column("record_id", schema.KindText, "id", "", "record id"),
		column("version", schema.KindUInt64, "version", "", "version that is fetched, as listed"),
		column("run_id", schema.KindText, schema.SourceClock, "", "run that fetches it"),
		column("claimed_at", schema.KindMillis, schema.SourceClock, "UTC, ms", "when, by the clock of the server"),
	},
	Engine:   db.Engine{Family: "MergeTree"},
	Order:    []string{"tenant_id", "family", "record_id"},
	TTL:      "toDateTime(claimed_at) + INTERVAL 1 DAY",
	Settings: patchParts, // the number of a row's block, also after merges
	Shard:    "record_id",
}

// ReferenceLoads are the loads of reference data: what users know and Graph does not.
// A load is one row, so that readers see an old one or the new one, whole; the greatest
// load id of a tenant and kind is in force. They are few and small, and joined with the
// rows of every shard: on a cluster, all nodes have them.
var ReferenceLoads = db.Table{
	Name:    "reference_loads",
	Comment: "Every load of reference data that is kept; the greatest load id of a tenant and kind is in force.",
	Columns: []schema.Column{
		column("tenant_id", schema.KindKeyword, schema.SourceConfig, "", "Entra tenant"),
		column("kind", schema.KindKeyword, schema.SourceConfig, "", "kind of reference data, e.g. buildings"),
		column("load_id", schema.KindUInt64, schema.SourceLoad, "", "load that wrote the row; greater ids came later"),
		column("valid_from", schema.KindMillis, schema.SourceClock, "UTC, ms", "when it was loaded; in force until the next one"),
		column("file", schema.KindText, schema.SourceConfig, "", "file that it is from; empty: the kind was removed"),
		column("row_count", schema.KindUInt64, schema.SourceCounted, "rows", "rows of the load"),
		column("left_out", schema.KindUInt64, schema.SourceCounted, "lines", "lines of the file that are no rows (--partial)"),
		column("program", schema.KindKeyword, schema.SourceConfig, "", "version of the exporter that loaded it"),
		column("body", schema.KindText, schema.SourceLoad, "", "the rows: a line each, with tabs between the cells"),
	},
	Engine:   db.Engine{Family: "MergeTree"},
	Order:    []string{"tenant_id", "kind", "load_id"},
	Settings: patchParts,
}

// SchemaVersions has one row for every time that the tables were made or
// changed: what exporter schema apply, or the start of a run, did.
var SchemaVersions = db.Table{
	Name:    "schema_versions",
	Comment: "One row per change of the tables: when, by whom, and the statements.",
	Columns: []schema.Column{
		column("applied_at", schema.KindMillis, schema.SourceClock, "UTC, ms",
			"when the last statement was done"),
		column("fingerprint", schema.KindKeyword, schema.SourceClock, "SHA-256, hex, 16 digits",
			"of the statements that make the whole warehouse in this version"),
		column("program", schema.KindKeyword, schema.SourceConfig, "", "version of the exporter that did it"),
		column("statements", schema.KindText, schema.SourceClock, "SQL",
			"what was done, each with a semicolon"),
	},
	Engine: db.Engine{Family: "MergeTree"},
	Order:  []string{"applied_at"},
	Shard:  "fingerprint",
}

// Control are the control tables.
func Control() []db.Table {
	return []db.Table{
		Loads, SettledLoads, SettleLine, LoadLog, RawPages, Ledger, Claims, Runs, ReferenceLoads, FactsLog, FactsRows,
		SchemaVersions,
	}
}

// What several control tables have.
var (
	family    = column("family", schema.KindKeyword, schema.SourceConfig, "", "kind of record, e.g. call_records")
	start     = column("start_date_time", schema.KindStart, "startDateTime", "UTC, 100 ns", "start of the record in this version")
	rowCounts = column("row_counts", schema.KindCounts, schema.SourceCounted, "rows", "rows of the load, by table")
	part      = column("part", schema.KindText, schema.SourceLoad, "",
		"what the load lacks of a whole record, for people; empty when it is whole")
	runID = column("run_id", schema.KindText, schema.SourceClock, "", "run that wrote the row")

	// owner is what a row is about: one load of a version of a record.
	owner = []schema.Column{
		column("tenant_id", schema.KindKeyword, schema.SourceConfig, "",
			"Entra tenant the row was exported from"),
		family,
		column("record_id", schema.KindText, "id", "", "record id"),
		column("version", schema.KindUInt64, "version", "", "version of the record that this row belongs to"),
		schema.LoadID,
	}
)

// column is a [schema.Column] in one line.
func column(name string, kind schema.Kind, source, unit, meaning string) schema.Column {
	return schema.Column{Name: name, Kind: kind, Source: source, Unit: unit, Meaning: meaning}
}
