package config

import (
	"slices"
	"testing"
)

func TestClusterWantsAServerAndAName(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ url, cluster, want string }{
		{"https://h", "", ""},
		{"https://h", "prod-cluster_1", ""},
		{"embedded:./data", "", ""},
		{"embedded:./data", "main", "wants a server in warehouse.url; the embedded engine is one node"},
		{"https://h", "two words", "wants a name of letters, digits, _, - and ., as system.clusters has it"},
	} {
		_, err := LoadWarehouse("", []string{"CALLRECORDS_WAREHOUSE_URL=" + c.url, "CALLRECORDS_WAREHOUSE_CLUSTER=" + c.cluster})
		var want []string
		if c.want != "" {
			want = []string{"environment: CALLRECORDS_WAREHOUSE_CLUSTER: " + c.want}
		}
		if got := told(t, "x/x", err); !slices.Equal(got, want) {
			t.Errorf("%s on %s: %q", c.cluster, c.url, got)
		}
	}
}
