package dashboards_test

import (
	"context"
	"os"
	"sync"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/internal/story"
	"callrecords/load"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
)

const (
	database = "dashboards"
	tenantID = graphtest.DefaultTenantID
)

// store is the engine of all tests; shared is the one warehouse, with the simulated tenant.
var (
	store  enginetest.Store
	shared = sync.OnceValues(func() (*load.Warehouse, error) {
		return story.Warehouse(context.Background(), store, database, graphtest.Options{
			Records: 150, Seed: 5, Days: 14, PstnCalls: 60, DirectRoutingCalls: 120, Now: now,
		})
	})
)

// now is the tenant's, so that it is the same one each day.
func now() time.Time { return time.Date(2026, 11, 27, 12, 0, 0, 0, time.UTC) }

func TestMain(m *testing.M) {
	os.Exit(enginetest.Main(m, embedded.Options{Connections: 4}, func(s enginetest.Store) error {
		store = s
		return nil
	}))
}
