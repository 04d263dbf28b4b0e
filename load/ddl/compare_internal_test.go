package ddl

import "testing"

func TestEngineIsComparedByWhatItKeeps(t *testing.T) {
	t.Parallel()
	for spelled, want := range map[string]struct {
		family     string
		replicated bool
	}{
		"MergeTree": {"MergeTree", false},
		"ReplacingMergeTree(version) ORDER BY (a, b) SETTINGS x = 1":                                        {"ReplacingMergeTree(version)", false},
		"ReplicatedReplacingMergeTree('/clickhouse/tables/{shard}/d/t', '{replica}', version) ORDER BY (a)": {"ReplacingMergeTree(version)", true},
		"SharedReplacingMergeTree('/clickhouse/tables/{uuid}/{shard}', '{replica}', version) ORDER BY a":    {"ReplacingMergeTree(version)", true},
		"ReplicatedMergeTree('/clickhouse/tables/{shard}/d/t', '{replica}') PARTITION BY f(x) ORDER BY a":   {"MergeTree", true},
		"SharedAggregatingMergeTree ORDER BY a":                                                             {"AggregatingMergeTree", true},
		"Memory":                                                                                            {"", false},
		"Distributed('c', 'd', 't')":                                                                        {"", false},
	} {
		if family, replicated := engineFamily(spelled); family != want.family || replicated != want.replicated {
			t.Errorf("%s is kept as %q, replicated %v", spelled, family, replicated)
		}
	}
}
