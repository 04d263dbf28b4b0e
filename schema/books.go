package schema

import "github.com/apache/arrow/go/v17/arrow"

// The exporter's own books, beside the data. Their sort keys do carry
// correctness: Loads decides which rows are seen.

// Loads has one row a commit: the load that readers see of each record. The
// newest version wins whatever the order of arrival, and of equal versions the
// later insert. It is narrow, unpartitioned and kept merged, because every
// query of the data reads it.
var Loads = Stored{
	Name:    "loads",
	Comment: "The commits: which load of a record is live, and how many rows it declares.",
	Columns: join(owner, []Column{
		LoadID,
		{"record_date", Day, "startDateTime", "UTC", "day on which this version of the record starts"},
		{"participant_count", Count, Counted, "rows", "rows of the load in participants_all"},
		{"session_count", Count, Counted, "rows", "rows of the load in sessions_all"},
		{"segment_count", Count, Counted, "rows", "rows of the load in segments_all"},
		{"stream_count", Count, Counted, "rows", "rows of the load in streams_all"},
		runID,
		{"committed_at", Stamp, FromClock, "UTC, ms", "when the load became visible"},
		{"replaces", Numbers, FromLoad, "load ids", "loads of the record that are settled, or soon may be, and that readers must not see any more"},
	}),
	Engine:   "ReplacingMergeTree(version)",
	Order:    []string{"tenant_id", "record_id"},
	Settings: []string{"min_age_to_force_merge_seconds = 600", "min_age_to_force_merge_on_partition_only = 1"},
	Shard:    "record_id",
}

// SettledLoads are the commits of loads behind the settle line, which readers
// need not look at.
var SettledLoads = Stored{
	Name:    "settled_loads",
	Comment: "The commits of settled loads, which have left loads.",
	Columns: Loads.Columns,
	Engine:  "ReplacingMergeTree(version)",
	Order:   []string{"tenant_id", "record_id"},
	Shard:   "record_id",
}

// SettleLine has one row a move of the settle line: the greatest counts. The rows
// of a load behind it are seen without a commit, unless a later commit of the
// record replaces the load.
var SettleLine = Stored{
	Name:    "settle_line",
	Comment: "The settle line, a row a move: loads before the greatest are settled.",
	Columns: []Column{
		{"moved_at", Stamp, FromClock, "UTC, ms", ""},
		{"line", Number, FromClock, "load id", "loads with smaller ids are settled"},
		{"begun_before", Stamp, FromClock, "UTC, ms", "the line as a time: settled loads were begun before it"},
		{"settled", Number, FromClock, "loads", "how many the move settled"},
	},
	Engine: "MergeTree",
	Order:  []string{"line"},
	Shard:  "line",
}

// LoadLog is the history of Loads, and of what never became one.
var LoadLog = Stored{
	Name:    "load_log",
	Comment: "Every finished load, append-only: committed, or set aside with the reason.",
	Columns: join(owner, []Column{
		LoadID,
		{"outcome", Keyword, FromLoad, "", "committed; set aside: the record could not be flattened, its pages are in raw_pages; withdrawn: taken back by exporter verify --repair"},
		{"reason", Text, FromLoad, "", "why the record was set aside"},
		{"participant_count", Count, Counted, "rows", ""},
		{"session_count", Count, Counted, "rows", ""},
		{"segment_count", Count, Counted, "rows", ""},
		{"stream_count", Count, Counted, "rows", ""},
		runID,
		{"logged_at", Stamp, FromClock, "UTC, ms", ""},
	}),
	Engine:    "MergeTree",
	Partition: "toYYYYMM(logged_at)",
	Order:     []string{"tenant_id", "record_id", "load_id"},
	Shard:     "record_id",
}

// RawPages is the vault: the bytes as Graph sent them. Graph forgets after 30
// days; a column that is added later is filled from here.
var RawPages = Stored{
	Name:    "raw_pages",
	Comment: "The vault: every page as Graph sent it, by load.",
	Columns: join(owner, []Column{
		LoadID,
		{"page_index", Count, Position, "", "zero-based, in the order of fetching"},
		{"kind", Keyword, FromLoad, "", "record, sessions, participants, or refused: what could not be taken for one of them"},
		{"url", Text, FromLoad, "", "what was asked"},
		{"body", Text, FromLoad, "JSON", "what was answered"},
		{"fetched_at", Stamp, FromClock, "UTC, ms", ""},
	}),
	Engine:    "ReplacingMergeTree",
	Partition: "toYYYYMM(fetched_at)",
	Order:     []string{"tenant_id", "record_id", "load_id", "page_index"},
	Settings:  []string{"enable_block_number_column = 1", "enable_block_offset_column = 1"}, // for deletes by patch parts
	Shard:     "record_id",
}

// Ledger has one row a record that Graph ever listed. Its states combine in
// any order, so that writers need no lock. A record is due when its listed
// version is greater than its loaded one, or when it is wanted since it was
// last loaded, and it is not lost; it is lost when Graph answered 404 since it
// was last listed.
var Ledger = Stored{
	Name:    "ledger",
	Comment: "What Graph listed, what was loaded, and what went wrong, a record.",
	Columns: []Column{
		{"tenant_id", Keyword, FromConfig, "", "Entra tenant"},
		{"record_id", Text, "id", "", "call record id"},
		{"listed", Listing, "(list)", "", "what the list said of the greatest version: version, start, end"},
		{"loaded_version", Highest, FromLoad, "", "greatest version that was committed"},
		{"first_listed_at", First, FromClock, "UTC, ms", ""},
		{"last_listed_at", Last, FromClock, "UTC, ms", "when it was last listed as new, changed or found again"},
		{"lost_at", Last, FromClock, "UTC, ms", "when Graph last answered that it has no such record"},
		{"attempts", Sum, FromLoad, "", "times that it was fetched"},
		{"incident", Incident, FromLoad, "", "the latest thing that went wrong: instant, version, reason"},
		{"loaded_at", Last, FromClock, "UTC, ms", "when a load of it was last committed"},
		{"wanted_at", Last, FromClock, "UTC, ms", "when it was last asked for again, whatever version was loaded (exporter verify --repair)"},
	},
	Engine: "AggregatingMergeTree",
	Order:  []string{"tenant_id", "record_id"},
	Shard:  "record_id",
}

// Runs has one row a finished run of a tenant. Each row names the hash of the
// one before it, so that a row that was edited or taken out shows.
var Runs = Stored{
	Name:    "runs",
	Comment: "One row a run of a tenant.",
	Columns: []Column{
		runID,
		{"tenant_id", Keyword, FromConfig, "", "Entra tenant"},
		{"command", Keyword, FromConfig, "", "run, serve, backfill, import, replay, demo"},
		{"reconcile", Number, FromConfig, "", "1 when the run listed the whole retention and came to the list's end"},
		{"window_from", Stamp, FromConfig, "UTC, ms", "starts listed, from"},
		{"window_to", Stamp, FromConfig, "UTC, ms", "starts listed, to, exclusive"},
		{"started_at", Stamp, FromClock, "UTC, ms", ""},
		{"finished_at", Stamp, FromClock, "UTC, ms", ""},
		{"outcome", Keyword, FromClock, "", "complete, incomplete (some records are not in) or failed"},
		{"error", Text, FromClock, "", "why it failed"},
		{"listed", Number, FromClock, "records", "headers that the list showed"},
		{"due", Number, FromClock, "records", "records to fetch, with those of earlier runs"},
		{"fetched", Number, FromClock, "records", ""},
		{"loaded", Number, FromClock, "records", "committed"},
		{"set_aside", Number, FromClock, "records", "could not be flattened"},
		{"lost", Number, FromClock, "records", "Graph no longer has them"},
		{"left", Number, FromClock, "records", "still due"},
		{"row_count", Number, FromClock, "rows", "rows loaded, all tables"},
		{"requests", Number, FromClock, "", "requests to Graph"},
		{"throttled", Number, FromClock, "", "answers of 429"},
		{"bytes", Number, FromClock, "byte", "bodies received"},
		{"oldest_due_id", Text, FromClock, "", "record that is due and expires first"},
		{"oldest_due_expires_at", Last, FromClock, "UTC, ms", "when Graph forgets it"},
		{"prev_hash", Text, FromClock, "SHA-256, hex", "row_hash of the tenant's run before it; several, with commas, after runs that ended at the same time"},
		{"row_hash", Text, FromClock, "SHA-256, hex", "over all other columns of the row; exporter verify computes it again"},
	},
	Engine:    "MergeTree",
	Partition: "toYYYYMM(started_at)",
	Order:     []string{"tenant_id", "started_at", "run_id"},
	Shard:     "tenant_id",
}

// SchemaVersions has one row for every time that the tables were made or
// changed: what exporter schema apply, or the start of a run, did.
var SchemaVersions = Stored{
	Name:    "schema_versions",
	Comment: "One row a change of the tables: when, by whom, and the statements.",
	Columns: []Column{
		{"applied_at", Stamp, FromClock, "UTC, ms", "when the last statement was done"},
		{"fingerprint", Keyword, FromClock, "SHA-256, hex, 16 digits", "of the statements that make the whole warehouse in this version"},
		{"program", Keyword, FromConfig, "", "version of the exporter that did it"},
		{"statements", Text, FromClock, "SQL", "what was done, each with a semicolon"},
	},
	Engine: "MergeTree",
	Order:  []string{"applied_at"},
	Shard:  "fingerprint",
}

// runID is the run that a row came from.
var runID = Column{"run_id", Text, FromClock, "", "run that wrote the row"}

// Books are the exporter's own tables.
func Books() []Stored {
	return []Stored{Loads, SettledLoads, SettleLine, LoadLog, RawPages, Ledger, Runs, SchemaVersions}
}

// Arrow is the schema of a batch of the table.
func (s Stored) Arrow() *arrow.Schema { return ArrowSchema(s.Columns) }
