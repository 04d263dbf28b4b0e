package embedded_test

import "testing"

// Parts that were merged away must go soon: a short run would otherwise leave
// them behind, and every start would be slower than the one before. They may
// only go soon when the merged part has been flushed to the disk.
func TestPartsThatWereMergedAwayGoSoonAndOnlyOnceTheMergeIsFlushed(t *testing.T) {
	t.Parallel()
	for setting, want := range map[string]string{
		"old_parts_lifetime":            "1", // seconds
		"min_rows_to_fsync_after_merge": "1",
		"fsync_part_directory":          "1",
	} {
		t.Run(setting, func(t *testing.T) {
			got := one(t, "SELECT value FROM system.merge_tree_settings WHERE name = '"+setting+"'")
			if got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}
