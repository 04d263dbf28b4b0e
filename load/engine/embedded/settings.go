package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"

	"callrecords/load/engine"
)

// setting is one ClickHouse setting and its value as SQL.
type setting struct{ name, value string }

// session is set on every connection. Together the insert settings turn one
// Arrow record into one block, hence one part per partition: it is in or it is not.
// (ClickHouse documentation, "Settings: session".)
var session = []setting{
	{"async_insert", "0"}, // 1 is the default of 26.5
	{"max_insert_threads", "1"},
	{"min_insert_block_size_rows", "1000000000"}, // gather until the end …
	{"min_insert_block_size_bytes", "0"},         // … whatever the size
	{"max_insert_block_size", "1000000000"},      // and cut nothing
	{"input_format_parallel_parsing", "0"},
	{"max_partitions_per_insert_block", strconv.Itoa(engine.MaxPartitions)}, // a block may span years
	{"session_timezone", "'UTC'"},
	// What is compiled (33 KiB each), and which granules fit a condition, is kept for the
	// same statement again. Those of two runs differ in times and ids: 10,000 and 100 MiB
	// of them would gather in some months. On a million rows compiling saves nothing.
	{"compile_expressions", "0"},
	{"compile_aggregate_expressions", "0"},
	{"compile_sort_description", "0"},
	{"use_query_condition_cache", "0"},
	// A block of many columns has few rows otherwise, and each block its cost: questions that read
	// some thirty columns of streams take a sixth less CPU. The default is a million.
	{"preferred_block_size_bytes", "8000000"},
	{"output_format_json_quote_64bit_integers", "0"},
	{"output_format_pretty_color", "0"}, // a table may go into a pipe
}

// sessionSettings is the statement that configures a connection. The tag ends up
// in the log_comment of each of its statements, where kill finds it: chDB lets
// nobody choose a query id.
func sessionSettings(tag string) string {
	parts := []string{"log_comment = " + engine.Quote(tag)}
	for _, s := range session {
		parts = append(parts, s.name+" = "+s.value)
	}
	return "SET " + strings.Join(parts, ", ")
}

// Release is a statement that gives memory back to the system which the engine has no use
// for at the moment. It keeps much of what a statement took, otherwise, as long as nothing
// else happens.
const Release = "SYSTEM JEMALLOC PURGE"

// configFile is the name of the engine's configuration in our private folder.
const configFile = "engine.xml"

// config is that configuration. It must be given: without one, chDB takes a
// config.xml from the folder that the program was started in. New parts are
// flushed to the disk before an insert is acknowledged (about 2.5 ms each), so
// that a commit survives a power cut. Merged parts are flushed, too: then the
// parts that they were made of can go at once rather than after eight minutes. A
// process that lives for a second would leave them all for the next one to load.
// In one that lives long they are looked for every ten seconds, and not every five
// minutes: each costs 60 KiB of memory (libchdb 26.5.3: 1,000 after 100 runs of serve).
//
// The engine takes no notice of a write that fails because the disk is full (libchdb
// 26.5.3): a merge then ends well, with empty files in place of the parts that it was
// made of. So it is kept from beginning what the disk has no room for, and leaves
// reserve bytes for others: inserts and merges are refused before (NOT_ENOUGH_SPACE).
//
// Threads beyond 16 end when they have nothing to do: each holds some hundred KiB, and as
// many would stay as statements ever ran at once. A part that is written has a buffer per
// column and substream, 600 of a wide table's: they begin small, and not with a MiB each.
//
// A part of less than 128 MiB unpacked, some 100,000 streams, is one file and not 600: to make
// and flush 600 files was two thirds of what an insert of 20,000 streams cost, and merges did it
// again. Questions take less CPU for it, too; columns of such parts take 4 % more disk.
//
// Parts are merged a column at a time, however small they are: by default only from 131,072 rows
// on. A merge of all 140 columns at once holds a block of each of them, per part; an import of
// 40,000 records took 935 MiB for it in place of 815, and the same CPU.
const config = `<clickhouse>
	<max_thread_pool_free_size>16</max_thread_pool_free_size>
	<merge_tree>
		<min_columns_to_activate_adaptive_write_buffer>1</min_columns_to_activate_adaptive_write_buffer>
		<min_bytes_for_wide_part>134217728</min_bytes_for_wide_part>
		<vertical_merge_algorithm_min_rows_to_activate>1</vertical_merge_algorithm_min_rows_to_activate>
		<fsync_after_insert>1</fsync_after_insert>
		<fsync_part_directory>1</fsync_part_directory>
		<min_rows_to_fsync_after_merge>1</min_rows_to_fsync_after_merge>
		<old_parts_lifetime>1</old_parts_lifetime>
		<merge_tree_clear_old_parts_interval_seconds>0</merge_tree_clear_old_parts_interval_seconds>
		<cleanup_delay_period>1</cleanup_delay_period>
		<max_cleanup_delay_period>10</max_cleanup_delay_period>
		<cleanup_delay_period_random_add>0</cleanup_delay_period_random_add>
	</merge_tree>
	<storage_configuration>
		<disks>
			<default>
				<keep_free_space_bytes>%d</keep_free_space_bytes>
			</default>
		</disks>
	</storage_configuration>
	%s
</clickhouse>
`

// serverArgs writes the configuration into a folder and returns the engine's
// arguments; only the first connection's count.
func serverArgs(path, folder string, opts Options) ([]string, error) {
	file := filepath.Join(folder, configFile)
	if err := os.WriteFile(file, fmt.Appendf(nil, config, reserve(path), opts.Config), 0o600); err != nil {
		return nil, err
	}
	args := []string{"callrecords", "--path=" + path, "--config-file=" + file}
	if opts.MemoryLimit > 0 {
		args = append(args, fmt.Sprintf("--max_server_memory_usage=%d", opts.MemoryLimit))
	}
	return args, nil
}
