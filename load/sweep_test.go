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
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.commit(f.rows("a", 2, noon, 3))
		f.rows("b", 1, noon, 4) // died on the way
		f.want("SELECT count() FROM %s_store.streams_all", "9")

		if got := f.sweep(f.now).Rows; got != 0 {
			t.Errorf("got %d swept rows of loads that may be in flight, want 0", got)
		}
		swept := f.sweep(f.now.Add(7 * time.Hour))
		if want := uint64(6 + 8); swept.Rows != want { // a's first load, and b's
			t.Errorf("got %d swept rows, want %d", swept.Rows, want)
		}
		if swept.Bytes == 0 {
			t.Error("got 0 swept bytes, want those of the rows")
		}
		f.want("SELECT count() FROM %s_store.streams_all", "3")
		f.want(shape, "1\t1\t1\t1\t3\t0")
		if got := f.sweep(f.now.Add(7 * time.Hour)).Rows; got != 0 {
			t.Errorf("got %d rows swept twice, want 0", got)
		}
	})
}

// A reader that has read the commits may be about to read the rows.
func TestSweepSparesALoadThatLostAMomentAgo(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.now = f.now.Add(7 * time.Hour)
		f.commit(f.rows("a", 2, noon, 3))
		if got := f.sweep(f.now).Rows; got != 0 {
			t.Errorf("got %d swept rows of a load that was live until now, want 0", got)
		}
		if got := f.sweep(f.now.Add(7 * time.Hour)).Rows; got != 6 {
			t.Errorf("got %d swept rows later, want 6", got)
		}
	})
}

func TestSweepGivesTheSpaceBack(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2, 2, 2))
		f.commit(f.rows("a", 2, noon, 1))
		f.sweep(f.now.Add(7 * time.Hour))
		f.want("SELECT sum(rows) FROM system.parts WHERE database = '%s_store' AND table = 'streams_all' "+
			"AND active AND NOT startsWith(partition_id, 'patch-')", "1")
	})
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
	codes := map[string]proto.Error{
		"unknown setting":     proto.ErrUnknownSetting,
		"bad arguments":       proto.ErrBadArguments,
		"not implemented":     proto.ErrNotImplemented,
		"support is disabled": proto.ErrSupportIsDisabled,
	}
	each(t, setup, func(t *testing.T, f *fixture) {
		for name, code := range codes {
			t.Run(name, func(t *testing.T) {
				f := f.on(t)
				old := &noPatches{Engine: f.node, code: code}
				f.Warehouse = f.over(old, load.Options{})
				f.commit(f.rows(name, 1, noon, 2))
				f.commit(f.rows(name, 2, noon, 3))
				if got := f.sweep(f.now.Add(7 * time.Hour)).Rows; got != 6 {
					t.Errorf("got %d swept rows, want 6", got)
				}
				if got, want := len(old.sent), len(schema.CallRecords.Tables); got != want {
					t.Errorf("got %d classic deletes, want %d", got, want)
				}
				f.want("SELECT count() FROM %s_store.streams_all WHERE record_id = '"+name+"'", "3")
			})
		}
		f.want(shape, "4\t4\t4\t4\t12\t0")
	})
}

func TestSweepThatBreaksOffIsFinishedByTheNext(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 2))
		f.commit(f.rows("a", 2, noon, 3))
		// No reason to delete in another way.
		full := &noPatches{Engine: f.node, code: proto.ErrNotEnoughSpace}
		broken := f.over(full, load.Options{})
		if _, err := broken.Commits.Sweep(t.Context(), -time.Hour); err == nil {
			t.Error("got no error of an engine that refuses to delete, want one")
		}
		f.want(shape, "1\t1\t1\t1\t3\t0")
		if got := f.sweep(f.now.Add(7 * time.Hour)).Rows; got != 6 {
			t.Errorf("got %d swept rows, want 6", got)
		}
	})
}

func TestWarehouseIsWornWhenMoreThanATenthIsDead(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		worn := func(want bool) {
			t.Helper()
			got, err := f.Commits.NeedsSweep(t.Context(), 6*time.Hour)
			f.must(err)
			if got != want {
				t.Errorf("got worn %v, want %v", got, want)
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
	})
}

// A sweep would find nothing: so it is not begun, by every run for six hours.
func TestWarehouseIsNotWornByWhatNoSweepTakesYet(t *testing.T) {
	each(t, setup, func(t *testing.T, f *fixture) {
		f.commit(f.rows("a", 1, noon, 20))
		f.commit(f.rows("a", 2, noon, 20))
		for age, want := range map[time.Duration]bool{6 * time.Hour: false, -time.Hour: true} {
			got, err := f.Commits.NeedsSweep(t.Context(), age)
			f.must(err)
			if got != want {
				t.Errorf("got worn %v for a sweep of what is %s old, want %v", got, age, want)
			}
		}
	})
}
