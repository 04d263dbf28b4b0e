package load_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/memory"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

const tenant = "11111111-1111-1111-1111-111111111111"

// noon is a fixed instant for what a test does not care about.
var noon = time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)

// fixture is a warehouse of its own for one test.
type fixture struct {
	*testing.T
	*load.Warehouse
	node     engine.Engine // what the test runs on
	engine   engine.Engine // the same, as the warehouse asks it
	database string
	now      time.Time
}

// setup is a warehouse on one node.
func setup(t *testing.T, e engine.Engine) *fixture {
	t.Helper()
	f := &fixture{T: t, node: e, engine: e, now: time.Now()}
	f.lend("node", func() { f.Warehouse = f.over(e, load.Options{}) })
	return f
}

// bare is a fixture without a database yet.
func bare(t *testing.T, e engine.Engine) *fixture {
	f := &fixture{T: t, node: e, engine: e, database: nextDatabase(), now: time.Now()}
	f.Warehouse = f.over(e, load.Options{})
	t.Cleanup(f.drop)
	return f
}

// over is the fixture's warehouse on an engine. Its clock is the test's.
func (f *fixture) over(e engine.Engine, o load.Options) *load.Warehouse {
	o.Database, o.Clock = f.database, func(context.Context) (time.Time, error) { return f.now, nil }
	return load.New(e, o)
}

// on is the fixture in a subtest.
func (f *fixture) on(t *testing.T) *fixture {
	g := *f
	g.T = t
	return &g
}

func (f *fixture) must(err error) {
	f.Helper()
	if err != nil {
		f.Fatal(err)
	}
}

// exec runs a statement in which %s stands for the database.
func (f *fixture) exec(sql string) {
	f.Helper()
	// A test that ended has no context any more, but its database must go.
	f.must(f.node.Exec(context.WithoutCancel(f.Context()), strings.ReplaceAll(sql, "%s", f.database)))
}

// value is the one value of a query in which %s stands for the database.
func (f *fixture) value(sql string) string {
	f.Helper()
	body, err := f.engine.Query(context.WithoutCancel(f.Context()), strings.ReplaceAll(sql, "%s", f.database), "TSV")
	f.must(err)
	text, err := io.ReadAll(body)
	f.must(errors.Join(err, body.Close()))
	return strings.TrimSpace(string(text))
}

func (f *fixture) want(sql, want string) {
	f.Helper()
	if got := f.value(sql); got != want {
		f.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}

// rows inserts one record's rows and returns the load that would commit them:
// one participant, and for each number a session of that many streams.
func (f *fixture) rows(id string, version uint64, start time.Time, streams ...int) schema.Load {
	f.Helper()
	return f.rowsOf([]string{id}, version, start, streams...)[0]
}

// rowsOf does so for several records, in one batch: that takes hardly longer.
func (f *fixture) rowsOf(ids []string, version uint64, start time.Time, streams ...int) []schema.Load {
	f.Helper()
	var loads []schema.Load
	for _, id := range ids {
		loads = append(loads, f.begin(id, version, start))
	}
	f.must(f.Commits.Insert(f.Context(), f.batch(loads, streams...)))
	return loads
}

// batch makes the rows of loads of one shape, and declares them.
func (f *fixture) batch(loads []schema.Load, streams ...int) (batch []schema.Rows) {
	f.Helper()
	positions := map[string][][]int{"records": {nil}, "participants": {{0}}}
	for s, n := range streams {
		positions["sessions"] = append(positions["sessions"], []int{s})
		positions["segments"] = append(positions["segments"], []int{s, 0})
		for i := range n {
			positions["streams"] = append(positions["streams"], []int{s, 0, 0, i})
		}
	}
	for i := range loads {
		loads[i].Counts = schema.Counts{}
		for table, at := range positions {
			loads[i].Counts[table] = uint64(len(at))
		}
	}
	for _, t := range schema.CallRecords.Tables {
		if at := positions[t.Name]; len(at) > 0 {
			batch = append(batch, schema.Rows{Table: t, Record: recordOf(f.T, t, loads, at)})
		}
	}
	return batch
}

// begin is a load of a version, without rows. It may shrink, like what Graph sent.
func (f *fixture) begin(id string, version uint64, start time.Time) schema.Load {
	return schema.Load{
		Family: schema.CallRecords.Name, TenantID: tenant, RecordID: id, Version: version,
		LoadID: f.Commits.NextLoadID(f.now), Start: start, MayShrink: true,
	}
}

// ownerOf is whose pages the load's are.
func ownerOf(l schema.Load) schema.Owner {
	return schema.Owner{
		Family: l.Family, TenantID: l.TenantID, RecordID: l.RecordID, Version: l.Version, LoadID: l.LoadID,
	}
}

// recordNames are the ids of n records.
func recordNames(n int) (ids []string) {
	for i := range n {
		ids = append(ids, fmt.Sprintf("record-%d", i))
	}
	return ids
}

// commit makes loads visible.
func (f *fixture) commit(loads ...schema.Load) {
	f.Helper()
	refused, err := f.Commits.Commit(f.Context(), "run", f.now, loads)
	f.must(err)
	if len(refused) > 0 {
		f.Errorf("got refused %+v, want nothing refused", refused)
	}
}

// recordOf is an Arrow record with the given positions for each load; other
// columns are empty.
func recordOf(t *testing.T, table schema.Table, loads []schema.Load, positions [][]int) arrow.Record {
	t.Helper()
	b := array.NewRecordBuilder(memory.DefaultAllocator, table.Arrow())
	defer b.Release()
	for _, l := range loads {
		for _, at := range positions {
			row := map[string]any{
				"tenant_id": l.TenantID, "record_id": l.RecordID, "version": l.Version, "load_id": l.LoadID,
				table.Start: l.Start.Format(arrowTime),
			}
			for i, name := range table.Positions() {
				row[name] = at[i]
			}
			if err := appendRow(b, table, row); err != nil {
				t.Fatal(err)
			}
		}
	}
	return b.NewRecord()
}

// arrowTime is an instant as Arrow's builders read it.
const arrowTime = "2006-01-02T15:04:05.000000000Z"

// appendRow appends one row; columns without a value are empty.
func appendRow(b *array.RecordBuilder, table schema.Table, values map[string]any) error {
	for i, c := range table.StoredColumns() {
		v, ok := values[c.Name]
		if c.Kind == schema.KindKeyword && !ok {
			v, ok = "", true // an empty value of a dictionary builder points at nothing
		}
		if !ok {
			b.Field(i).AppendEmptyValue()
		} else if err := b.Field(i).AppendValueFromString(fmt.Sprint(v)); err != nil {
			return fmt.Errorf("%s.%s: %w", table.Name, c.Name, err)
		}
	}
	return nil
}
