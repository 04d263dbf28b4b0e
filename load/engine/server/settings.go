package server

import (
	"context"
	"maps"

	"github.com/ClickHouse/clickhouse-go/v2"
	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"

	"callrecords/load/engine"
)

// session are the settings of every statement, with further ones.
func session(further map[string]any) clickhouse.Settings {
	settings := clickhouse.Settings{
		"async_insert":     0, // 1 is the default of 26.5
		"session_timezone": "UTC",
		"output_format_json_quote_64bit_integers": 0,
		"output_format_pretty_color":              0, // a table may go into a pipe
	}
	maps.Copy(settings, further)
	return settings
}

// insertion are the settings of an insert. Together they turn one Arrow record
// into one block: the ArrowStream reader makes a block of each record batch, and
// these settings gather blocks until the end of the body and cut none (ClickHouse
// documentation, "Settings: session").
func insertion() clickhouse.Settings {
	return clickhouse.Settings{
		"max_insert_threads":              1,
		"min_insert_block_size_rows":      1_000_000_000, // gather until the end …
		"min_insert_block_size_bytes":     0,             // … whatever the size
		"max_insert_block_size":           1_000_000_000, // and cut nothing
		"input_format_parallel_parsing":   0,
		"max_partitions_per_insert_block": engine.MaxPartitions, // a block may span years
		"distributed_foreground_insert":   1,                    // the rows are on their shard before the commit is
		"wait_end_of_query":               1,                    // status and summary speak of the whole insert
	}
}

// execution are the settings of a statement without a result: an error that
// came late would otherwise hide in a body that nobody reads.
func execution() clickhouse.Settings {
	return clickhouse.Settings{"wait_end_of_query": 1}
}

// reading are the settings of a query. It is streamed, and stopped when its
// reader is gone. All that it reads of a table is of one moment, which servers
// before 25.12 do only when they are told to, and those before 25.6 not at all.
func reading(ctx context.Context, version proto.Version) clickhouse.Settings {
	settings := clickhouse.Settings{"cancel_http_readonly_queries_on_client_close": 1}
	if proto.CheckMinVersion(proto.Version{Major: 25, Minor: 6}, version) {
		settings["enable_shared_storage_snapshot_in_query"] = 1
	}
	if ctx.Value(readOnly{}) != nil {
		settings["readonly"] = 2 // the statement may change other settings for itself
	}
	return settings
}

// readOnly marks the context of queries that may not write.
type readOnly struct{}

// ReadOnly makes the server refuse to write in what [Engine.Query] runs.
func ReadOnly(ctx context.Context) context.Context { return context.WithValue(ctx, readOnly{}, true) }

// with is a context that carries settings to the driver.
func with(ctx context.Context, settings clickhouse.Settings) context.Context {
	return clickhouse.Context(ctx, clickhouse.WithSettings(settings))
}
