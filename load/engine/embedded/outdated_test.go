package embedded_test

import (
	"io"
	"testing"
)

// Parts that were merged away must go soon: a short run would otherwise leave
// them behind, and every start would be slower than the one before. They may
// only go soon when the merged part has been flushed to the disk.
func TestPartsThatWereMergedAwayGoSoonAndOnlyOnceTheMergeIsFlushed(t *testing.T) {
	t.Parallel()
	body, err := store.Query(t.Context(), "SELECT name, value FROM system.merge_tree_settings WHERE name IN "+
		"('old_parts_lifetime', 'min_rows_to_fsync_after_merge', 'fsync_part_directory') ORDER BY name", "TSV")
	if err != nil {
		t.Fatal(err)
	}
	defer body.Close()
	text, err := io.ReadAll(body)
	if want := "fsync_part_directory\t1\nmin_rows_to_fsync_after_merge\t1\nold_parts_lifetime\t1\n"; err != nil || string(text) != want {
		t.Errorf("settings of the engine %q, want %q (%v)", text, want, err)
	}
}
