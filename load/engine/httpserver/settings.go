package httpserver

import (
	"strconv"
	"strings"
)

// offered are the settings that a read-only client may set: how its rows look and
// what they mean, nothing that names a file. Others are ignored, not refused,
// because many clients send some that nobody asked for.
var offered = map[string]bool{
	"date_time_output_format": true, "session_timezone": true, "extremes": true, "final": true,
	"join_use_nulls": true, "group_by_use_nulls": true, "transform_null_in": true, "join_default_strictness": true,
	"max_block_size": true, "limit": true, "offset": true,
	"result_overflow_mode": true, "prefer_column_name_to_alias": true, "format_csv_delimiter": true,
	"output_format_decimal_trailing_zeros": true, "output_format_write_statistics": true,
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
