package embedded_test

import "testing"

// Statements that come once each leave nothing behind: a process that lives for months has
// run millions of them.
func TestStatementsThatComeOnceLeaveNothingInCaches(t *testing.T) {
	t.Parallel()
	const table = "callrecords_test_once"
	for _, sql := range []string{
		"CREATE OR REPLACE TABLE " + table + " (n UInt64) ENGINE = MergeTree ORDER BY n",
		"INSERT INTO " + table + " SELECT number FROM numbers(100000)",
	} {
		one(t, sql)
	}
	for range 5 { // an engine compiles what comes often
		one(t, "SELECT sum((n * 3 + 1) % 7 * (n + 2)) FROM "+table+" WHERE n % 5 = 4")
	}
	for _, metric := range []string{"CompiledExpressionCacheCount", "QueryConditionCacheEntries"} {
		if got := one(t, "SELECT value FROM system.metrics WHERE metric = '"+metric+"'"); got != "0" {
			t.Errorf("%s: got %s, want 0", metric, got)
		}
	}
	if got := one(t, "SELECT value FROM system.merge_tree_settings WHERE name = 'min_columns_to_activate_adaptive_write_buffer'"); got != "1" {
		t.Errorf("adaptive write buffers: got from %s columns on, want 1", got)
	}
}
