package reference_test

import (
	"context"
	"errors"
	"io"
	"os"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"callrecords/analysis/reference"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/enginetest"
	store "callrecords/load/reference"
)

var (
	engines   enginetest.Store
	databases atomic.Int64
)

func TestMain(m *testing.M) {
	os.Exit(enginetest.Main(m, embedded.Options{Connections: 4}, func(s enginetest.Store) error {
		engines = s
		return nil
	}))
}

const (
	tenant = "11111111-1111-1111-1111-111111111111"
	other  = "22222222-2222-2222-2222-222222222222"
)

// desk is a warehouse with the views of reference data, on one engine.
type desk struct {
	*testing.T
	*load.Warehouse
	engine   engine.Engine
	database string
	now      time.Time // by the warehouse's clock
}

// onEach runs a test on each engine, in one warehouse each.
func onEach(t *testing.T, test func(t *testing.T, d *desk)) {
	t.Helper()
	engines.Each(t, func(t *testing.T, e engine.Engine) {
		d := &desk{T: t, engine: e, now: time.Now(), database: "reference_" + string(rune('a'+databases.Add(1)))}
		d.onAnotherMachine()
		d.must(d.Migrate(t.Context()))
		test(t, d)
	})
}

// onAnotherMachine is the same warehouse from a machine that has loaded nothing yet.
func (d *desk) onAnotherMachine() {
	clock := func(context.Context) (time.Time, error) { return d.now, nil }
	d.Warehouse = load.New(d.engine, load.Options{
		Database: d.database, Views: reference.Views(), Program: "v1", Clock: clock,
	})
}

func (d *desk) must(err error) {
	d.Helper()
	if err != nil {
		d.Fatal(err)
	}
}

// put loads a text as a file of a kind, without what is wrong with it.
func (d *desk) put(tenant, kind, text string) reference.File {
	d.Helper()
	k, _ := reference.Of(kind)
	file, err := k.Read(strings.NewReader(text))
	d.must(err)
	l := store.Load{
		Tenant: tenant, Kind: kind, File: kind + ".csv", Body: reference.Body(file.Rows),
		Rows: uint64(len(file.Rows)), LeftOut: uint64(file.Wrong), Derived: k.Derived(file.Rows),
	}
	d.must(d.Reference.Replace(d.Context(), l))
	return file
}

// value is the answer to a query in which %s stands for the database.
func (d *desk) value(sql string) string {
	d.Helper()
	body, err := d.engine.Query(d.Context(), strings.ReplaceAll(sql, "%s", d.database), "TSV")
	d.must(err)
	text, err := io.ReadAll(body)
	d.must(errors.Join(err, body.Close()))
	return strings.TrimSuffix(string(text), "\n")
}

func (d *desk) want(sql, want string) {
	d.Helper()
	if got := d.value(sql); got != want {
		d.Errorf("%s\n got %q\nwant %q", sql, got, want)
	}
}
