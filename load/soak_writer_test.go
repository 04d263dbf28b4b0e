package load_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load"
	"callrecords/load/commit"
	"callrecords/load/db"
	"callrecords/schema"
)

// writer loads versions of records at random, in batches.
type writer struct {
	*soak
	fuse      *fuse
	warehouse *load.Warehouse
	off       time.Duration // of its machine's clock
	age       time.Duration // at which a sweep may take a load that is on its way
}

func newWriter(s *soak) *writer {
	f := &fuse{Engine: s.engine}
	return &writer{soak: s, fuse: f, warehouse: s.warehouse(f), age: soakAge}
}

// now is the time by the machine's clock.
func (w *writer) now() time.Time { return time.Now().Add(w.off) }

// inserts is what a whole load takes at most: the five data tables twice, the
// commit and its log.
const inserts = 2*5 + 2

// attempt loads one batch, or dies on the way and leaves everything as it is.
func (w *writer) attempt(ctx context.Context) error {
	left := -1
	if rand.IntN(2) == 0 {
		left = rand.IntN(inserts)
	}
	w.fuse.light(left, rand.IntN(2) == 0)
	if rand.IntN(12) == 0 {
		var cancel context.CancelFunc
		ctx, cancel = context.WithTimeout(ctx, time.Duration(rand.IntN(150))*time.Millisecond)
		defer cancel()
	}
	loads := w.loads()
	err := w.load(ctx, loads)
	w.note(loads)
	return w.judge(ctx, err)
}

// loads are some records' next, last or earlier versions, of any shape and
// start.
func (w *writer) loads() []schema.Load {
	floor := w.model.floor()
	var loads []schema.Load
	for _, n := range rand.Perm(soakRecords)[:1+rand.IntN(soakBatch)] {
		id := fmt.Sprintf("record-%02d", n)
		version := floor[id] + 1
		if floor[id] > 0 && rand.IntN(4) == 0 {
			version -= uint64(rand.IntN(int(min(version, 4))))
			w.tally.late.Add(1)
		}
		loads = append(loads, w.shaped(id, max(version, 1)))
	}
	return loads
}

// shaped is a load of a version, of any shape and start.
func (w *writer) shaped(id string, version uint64) schema.Load {
	return schema.Load{
		Family: schema.CallRecords.Name, TenantID: tenant, RecordID: id, Version: version,
		LoadID: w.warehouse.Commits.NextLoadID(w.now()),
		Start:  noon.AddDate(0, rand.IntN(2), rand.IntN(5)),
		Counts: schema.Counts{
			"records": 1, "participants": 1 + rand.Uint64N(4), "sessions": 1 + rand.Uint64N(4),
			"segments": 1 + rand.Uint64N(6), "streams": 1 + rand.Uint64N(24),
		},
		MayShrink: true,
	}
}

// load inserts the rows, now and then in two portions, and commits.
func (w *writer) load(ctx context.Context, loads []schema.Load) error {
	portions := 1 + rand.IntN(4)/3
	for portion := range portions {
		var batch []schema.Rows
		for _, table := range schema.CallRecords.Tables {
			rows, err := rowsOf(table, loads, portion, portions)
			if err != nil {
				return err
			}
			if rows.NumRows() > 0 {
				batch = append(batch, schema.Rows{Table: table, Record: rows})
			}
		}
		if err := w.warehouse.Commits.Insert(ctx, batch); err != nil {
			return err
		}
	}
	_, err := w.warehouse.Commits.Commit(ctx, "soak", w.now(), loads)
	return err
}

// note tells the model what was committed, or may be.
func (w *writer) note(loads []schema.Load) {
	if !w.fuse.tried {
		return
	}
	for _, l := range loads {
		stalled := w.fuse.ended.Sub(db.LoadTime(l.LoadID)) > w.age
		if stalled {
			w.tally.stalled.Add(1)
		}
		w.model.add(l.RecordID, soakCommit{version: l.Version, load: l.LoadID,
			begun: w.fuse.begun, ended: w.fuse.ended, sure: w.fuse.sure}, stalled)
	}
	if w.fuse.sure {
		w.tally.committed.Add(int64(len(loads)))
	}
}

// judge sorts what became of an attempt. Every death of its own making is fine.
func (w *writer) judge(ctx context.Context, err error) error {
	switch {
	case errors.Is(err, errBurnt):
		w.tally.abandoned.Add(1)
	case errors.Is(err, errLostReply):
		w.tally.lostReplies.Add(1)
	case errors.Is(err, commit.ErrTooOld), errors.Is(err, commit.ErrBehindLine):
		w.tally.tooOld.Add(1)
	case clockRefused(err):
		w.tally.refused.Add(1)
	case err != nil && ctx.Err() != nil:
		w.tally.unknown.Add(1)
	default:
		return err
	}
	return nil
}

// clockRefused says whether something was refused because of the machine's clock.
func clockRefused(err error) bool {
	_, refused := errors.AsType[*db.ClockError](err)
	return refused
}

// mark is what every row of a load carries, so that a reader can tell by a
// record's rows alone whether they are one load's, and all of it.
func mark(l schema.Load) string {
	c := l.Counts
	return fmt.Sprintf("%d/1/%d/%d/%d/%d",
		l.LoadID, c["participants"], c["sessions"], c["segments"], c["streams"])
}

// rowsIn is how many rows of a load a table has.
func rowsIn(table string, c schema.Counts) int {
	return int(c[table])
}

// rowsOf are one table's rows of some loads: one portion of several.
func rowsOf(table schema.Table, loads []schema.Load, portion, portions int) (arrow.Record, error) {
	b := array.NewRecordBuilder(memory.DefaultAllocator, table.Arrow())
	defer b.Release()
	for _, l := range loads {
		for n := portion; n < rowsIn(table.Name, l.Counts); n += portions {
			values := map[string]any{
				"tenant_id": l.TenantID, "record_id": l.RecordID, "version": l.Version, "load_id": l.LoadID,
				table.Start: l.Start.Format(arrowTime), "unknown_properties": mark(l),
			}
			if len(table.Positions()) > 0 {
				values[table.Positions()[len(table.Positions())-1]] = n
			}
			if err := appendRow(b, table, values); err != nil {
				return nil, err
			}
		}
	}
	return b.NewRecord(), nil
}
