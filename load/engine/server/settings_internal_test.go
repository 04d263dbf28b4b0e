package server

import (
	"testing"

	"github.com/ClickHouse/clickhouse-go/v2/lib/proto"
)

func TestAQueryIsOfOneMomentWhereTheServerCan(t *testing.T) {
	t.Parallel()
	for version, want := range map[string]any{"25.3.2": nil, "25.5.9": nil, "25.6.1": 1, "25.8.30": 1, "26.7.3": 1} {
		t.Run(version, func(t *testing.T) {
			t.Parallel()
			got := reading(t.Context(), proto.ParseVersion(version))["enable_shared_storage_snapshot_in_query"]
			if got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
}
