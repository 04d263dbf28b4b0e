package export

import (
	"cmp"
	"context"
	"errors"
	"io"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
)

var errRefused = errors.New("refused")

// refusing is an engine that refuses the statements with a word in them; with ""
// none.
type refusing struct {
	engine.Engine
	word string
}

// refuses says whether it refuses a statement.
func (r refusing) refuses(sql string) bool { return r.word != "" && strings.Contains(sql, r.word) }

// Exec is the engine's, unless it is refused.
func (r refusing) Exec(ctx context.Context, sql string) error {
	if r.refuses(sql) {
		return errRefused
	}
	return r.Engine.Exec(ctx, sql)
}

// Query is the engine's, unless it is refused.
func (r refusing) Query(ctx context.Context, sql, format string) (io.ReadCloser, error) {
	if r.refuses(sql) {
		return nil, errRefused
	}
	return r.Engine.Query(ctx, sql, format)
}

// idle is an export of no tenants: all that it does is the upkeep.
func idle(e engine.Engine, cluster string) *Export {
	x := &Export{engine: e, Warehouse: load.New(e, load.Options{Cluster: cluster})}
	x.Config.Export = config.Export{RawRetention: time.Hour}
	x.Logger = slog.New(slog.DiscardHandler)
	return x
}

func TestRunWhoseUpkeepIsRefusedSaysSo(t *testing.T) {
	t.Parallel()
	store, err := embedded.Open(t.Context(), embedded.Options{Path: filepath.Join(t.TempDir(), "store")})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { store.Close() })
	if err := idle(store, "").Warehouse.Migrate(t.Context()); err != nil {
		t.Fatal(err)
	}
	leftovers(t, store)
	for _, c := range []struct{ word, says string }{ // in the order of the upkeep
		{"OPTIMIZE TABLE", "dead rows were not swept"},
		{"DROP PARTITION", "the archive was not kept to export.raw_retention"},
		{"settle_line", "old loads were not settled"},
		{"HAVING parts", "its parts were not merged"},
		{"detached_parts", "the store was not looked at"},
		{"", ""},
	} {
		t.Run(cmp.Or(c.word, "nothing"), func(t *testing.T) {
			_, err := idle(refusing{store, c.word}, "").Once(t.Context())
			if c.word == "" {
				if err != nil {
					t.Errorf("got %v, want no error", err)
				}
				return
			}
			want := "the run is done, but " + c.says
			if !errors.Is(err, errRefused) || !strings.Contains(err.Error(), want) {
				t.Errorf("got %v, want %q and why: %v", err, want, errRefused)
			}
		})
	}
}

// leftovers are rows of a load that was never committed, and a page that is too
// old to be kept: the upkeep takes both.
func leftovers(t *testing.T, e engine.Engine) {
	t.Helper()
	for _, sql := range []string{
		"INSERT INTO callrecords_store.streams_all (load_id, record_id) VALUES (1, 'gone')",
		"INSERT INTO callrecords_store.raw_pages (load_id, record_id, fetched_at) VALUES (1, 'gone', 1)",
	} {
		if err := e.Exec(t.Context(), sql); err != nil {
			t.Fatal(err)
		}
	}
}

// replicated is a cluster of two shards of two replicas each, as far as it is asked.
type replicated struct{ engine.Engine }

// Query answers what is asked before loads are settled.
func (replicated) Query(_ context.Context, sql, _ string) (io.ReadCloser, error) {
	for asked, answer := range map[string]string{
		"now64":          `{"at":"2026-03-04 12:00:00.000"}`,
		"settle_line":    `{"line":0,"least":0,"safe":0}`,
		"total_replicas": `{"listed":2,"most":2,"known":2,"of":2}`,
	} {
		if strings.Contains(sql, asked) {
			return io.NopCloser(strings.NewReader(answer)), nil
		}
	}
	return nil, errRefused
}

// A cluster with replicas settles no loads: a run there is complete all the same.
func TestClusterThatSettlesNothingIsNoFailure(t *testing.T) {
	t.Parallel()
	x := idle(replicated{}, "prod")
	if err := settleOld(t.Context(), x.Warehouse, x.Logger); err != nil {
		t.Errorf("got %v, want no error", err)
	}
}
