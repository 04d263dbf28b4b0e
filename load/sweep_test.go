package load_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/engine"
	"callrecords/schema"
)

// sweep sweeps what is older than the sweep age at an instant.
func (f *fixture) sweep(at time.Time) commit.Swept {
	f.Helper()
	now := f.now
	defer func() { f.now = now }()
	f.now = at
	swept, err := f.Commits.Sweep(f.Context(), commit.SweepAge)
	f.must(err)
	return swept
}

func TestSweepTakesDeadLoadsOnly(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 2))
	f.commit(f.rows("a", 2, noon, 3))
	f.rows("b", 1, noon, 4) // died on the way
	f.want("SELECT count() FROM %s_store.streams_all", "9")

	if swept := f.sweep(f.now); swept.Rows != 0 {
		t.Errorf("swept %d rows of loads that may be in flight", swept.Rows)
	}
	swept := f.sweep(f.now.Add(7 * time.Hour))
	if swept.Rows != 6+8 || swept.Bytes == 0 { // a's first load, and b's
		t.Errorf("swept %+v, want 14 rows and their bytes", swept)
	}
	f.want("SELECT count() FROM %s_store.streams_all", "3")
	f.want(shape, "1\t1\t1\t1\t3\t0")
	if swept := f.sweep(f.now.Add(7 * time.Hour)); swept.Rows != 0 {
		t.Errorf("swept %d rows twice", swept.Rows)
	}
}

// A reader that has read the commits may be about to read the rows.
func TestSweepSparesALoadThatLostAMomentAgo(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 2))
	f.now = f.now.Add(7 * time.Hour)
	f.commit(f.rows("a", 2, noon, 3))
	if swept := f.sweep(f.now); swept.Rows != 0 {
		t.Errorf("swept %d rows of a load that was live until now", swept.Rows)
	}
	if swept := f.sweep(f.now.Add(7 * time.Hour)); swept.Rows != 6 {
		t.Errorf("swept %d rows later, want 6", swept.Rows)
	}
}

func TestSweepGivesTheSpaceBack(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 2, 2, 2))
	f.commit(f.rows("a", 2, noon, 1))
	f.sweep(f.now.Add(7 * time.Hour))
	f.want("SELECT sum(rows) FROM system.parts WHERE database = '%s_store' AND table = 'streams_all' AND active AND NOT startsWith(partition_id, 'patch-')", "1")
}

// noPatches is an engine of a server without patch parts.
type noPatches struct {
	engine.Engine
	code proto.Error
	mu   sync.Mutex
	sent []string // deletes that it took
}

func (e *noPatches) Exec(ctx context.Context, sql string) error {
	if strings.Contains(sql, "lightweight_delete_mode") {
		return &engine.Exception{Code: e.code, Message: "no such thing"}
	}
	if strings.HasPrefix(sql, "DELETE") {
		e.mu.Lock()
		e.sent = append(e.sent, sql)
		e.mu.Unlock()
	}
	return e.Engine.Exec(ctx, sql)
}

func TestSweepDeletesWithoutPatchPartsToo(t *testing.T) {
	for _, code := range []proto.Error{proto.ErrUnknownSetting, proto.ErrBadArguments, proto.ErrNotImplemented, proto.ErrSupportIsDisabled} {
		t.Run(code.String(), func(t *testing.T) {
			f := setup(t)
			old := &noPatches{Engine: shared, code: code}
			f.Warehouse = f.over(old, load.Options{})
			f.commit(f.rows("a", 1, noon, 2))
			f.commit(f.rows("a", 2, noon, 3))
			if swept := f.sweep(f.now.Add(7 * time.Hour)); swept.Rows != 6 {
				t.Errorf("swept %d rows, want 6", swept.Rows)
			}
			if len(old.sent) != len(schema.CallRecords.Tables) {
				t.Errorf("%d classic deletes, want %d", len(old.sent), len(schema.CallRecords.Tables))
			}
			f.want("SELECT count() FROM %s_store.streams_all", "3")
			f.want(shape, "1\t1\t1\t1\t3\t0")
		})
	}
}

func TestSweepThatBreaksOffIsFinishedByTheNext(t *testing.T) {
	f := setup(t)
	f.commit(f.rows("a", 1, noon, 2))
	f.commit(f.rows("a", 2, noon, 3))
	broken := f.over(&noPatches{Engine: shared, code: proto.ErrNotEnoughSpace}, load.Options{}) // no reason to delete in another way
	if _, err := broken.Commits.Sweep(t.Context(), -time.Hour); err == nil {
		t.Error("an engine that refuses to delete made no error")
	}
	f.want(shape, "1\t1\t1\t1\t3\t0")
	if swept := f.sweep(f.now.Add(7 * time.Hour)); swept.Rows != 6 {
		t.Errorf("swept %d rows, want 6", swept.Rows)
	}
}

func TestWarehouseIsWornWhenMoreThanATenthIsDead(t *testing.T) {
	f := setup(t)
	worn := func(want bool) {
		t.Helper()
		got, err := f.Commits.NeedsSweep(t.Context())
		f.must(err)
		if got != want {
			t.Errorf("worn %v, want %v", got, want)
		}
	}
	worn(false)                                    // nothing at all
	f.commit(f.rows("a", 1, noon, 20, 20, 20, 20)) // 90 rows
	worn(false)
	f.rows("b", 1, noon, 1) // 5 dead rows
	worn(false)
	f.rows("b", 1, noon, 4) // 8 more
	worn(true)
	f.sweep(f.now.Add(7 * time.Hour))
	worn(false)
}
