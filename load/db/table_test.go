package db_test

import (
	"testing"

	"callrecords/load/db"
)

func TestEngineIsSpelledForOneNodeAndForReplicas(t *testing.T) {
	t.Parallel()
	const replica = "'/clickhouse/tables/{shard}/{database}/{table}', '{replica}'"
	for name, c := range map[string]struct {
		engine db.Engine
		want   string
	}{
		"plain":          {db.Engine{Family: "MergeTree"}, "MergeTree"},
		"with arguments": {db.Engine{Family: "ReplacingMergeTree", Arguments: "version"}, "ReplacingMergeTree(version)"},
		"replicated": {db.Engine{Family: "MergeTree", Replicated: true},
			"ReplicatedMergeTree(" + replica + ")"},
		"replicated with arguments": {db.Engine{Family: "ReplacingMergeTree", Arguments: "version", Replicated: true},
			"ReplicatedReplacingMergeTree(" + replica + ", version)"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.engine.String(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
