package httpserver

import (
	"maps"
	"slices"
	"strconv"
	"strings"

	"callrecords/load/engine/httpserver/judge"
)

// offered are the settings that a read-only client may set: how its rows look and
// what they mean, nothing that names a file.
var offered = map[string]bool{
	"date_time_output_format": true, "session_timezone": true, "extremes": true, "final": true,
	"join_use_nulls": true, "group_by_use_nulls": true, "transform_null_in": true, "join_default_strictness": true,
	"max_block_size": true, "limit": true, "offset": true,
	"result_overflow_mode": true, "prefer_column_name_to_alias": true, "format_csv_delimiter": true,
	"output_format_decimal_trailing_zeros": true, "output_format_write_statistics": true,
}

// ignored are settings that many clients send unasked, and that change no answer
// here: how an answer is sent, how fast it is made, and how rows are written. A
// setting that is neither offered nor ignored is refused: it could be what the
// answer is wanted for, as additional_table_filters is.
var ignored = map[string]bool{
	"enable_http_compression": true, "http_zlib_compression_level": true, "send_progress_in_http_headers": true,
	"http_headers_progress_interval_ms": true, "cancel_http_readonly_queries_on_client_close": true,
	"add_http_cors_header": true, "http_write_exception_in_output_format": true, "http_make_head_request": true,
	"http_connection_timeout": true, "http_send_timeout": true, "http_receive_timeout": true,
	"network_compression_method": true, "send_timeout": true, "receive_timeout": true, "connect_timeout": true,
	"max_threads": true, "max_insert_threads": true, "priority": true, "log_comment": true, "log_queries": true,
	"async_insert": true, "wait_for_async_insert": true, "insert_deduplicate": true, "mutations_sync": true,
	"use_query_cache": true, "enable_reads_from_query_cache": true, "output_format_parallel_formatting": true,
	"allow_experimental_analyzer": true, "enable_analyzer": true, "readonly": true, "client_name": true,
	"allow_experimental_object_type": true, "allow_experimental_json_type": true, "enable_json_type": true,
	"allow_experimental_variant_type": true, "allow_experimental_dynamic_type": true,
	"enable_shared_storage_snapshot_in_query": true, "max_execution_speed": true, "timeout_before_checking_execution_speed": true,
}

// ignoredPrefixes begin the names of more of them: how data comes in.
var ignoredPrefixes = []string{"input_format_", "format_template_", "format_schema"}

// refuseSettings names a setting of a read-only client that would not be obeyed.
func refuseSettings(given map[string]string, limits Limits) error {
	for _, name := range slices.Sorted(maps.Keys(given)) {
		_, bound := limits.settings()[name]
		prefixed := slices.ContainsFunc(
			ignoredPrefixes,
			func(p string) bool { return strings.HasPrefix(name, p) },
		)
		if !bound && !prefixed && !offers(name) && !ignored[name] {
			return judge.Refuse(
				"the setting " + strconv.Quote(name) + " is not served to readers; leave it out of the URL",
			)
		}
	}
	return nil
}

// offeredFormats begin the names of more of them.
var offeredFormats = []string{
	"output_format_json_", "output_format_csv_", "output_format_tsv_", "output_format_pretty_",
	"output_format_binary_", "output_format_native_", "output_format_arrow_", "output_format_parquet_",
}

// offers says whether a read-only client may set a setting.
func offers(name string) bool {
	for _, prefix := range offeredFormats {
		if strings.HasPrefix(name, prefix) {
			return true
		}
	}
	return offered[name]
}

// settings are the limits as settings of the engine (ClickHouse documentation,
// "Restrictions on query complexity").
func (l Limits) settings() map[string]float64 {
	return map[string]float64{
		"max_memory_usage":   float64(l.Memory),
		"max_execution_time": l.Time.Seconds(),
		"max_result_bytes":   float64(l.ResultBytes),
		"max_result_rows":    float64(l.ResultRows),
	}
}

// of are some of the limits, to set.
func (l Limits) of(names ...string) map[string]string {
	settings := map[string]string{}
	for _, name := range names {
		if bound := l.settings()[name]; bound > 0 {
			settings[name] = number(bound)
		}
	}
	return settings
}

// number spells a number as the engine reads it.
func number(n float64) string { return strconv.FormatFloat(n, 'f', -1, 64) }

// over is what a client gave, within the limits: of each bound, the stricter stays.
func (l Limits) over(given map[string]string, readOnly bool) map[string]string {
	settings := map[string]string{}
	for name, value := range given {
		if !readOnly || offers(name) {
			settings[name] = value
		}
	}
	for name, bound := range l.settings() {
		if wanted, err := strconv.ParseFloat(given[name], 64); err == nil && wanted > 0 &&
			(bound == 0 || wanted < bound) {
			bound = wanted
		}
		// What is no stricter bound goes: 0 would be none, and a text is none.
		if delete(settings, name); bound > 0 {
			settings[name] = number(bound)
		}
	}
	return settings
}
