package transform_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/schema"
	"callrecords/transform"
	"callrecords/transform/oracle"
)

// exportedAt is when the rows of all tests were made.
var exportedAt = time.Date(2026, 1, 2, 3, 4, 5, 678e6, time.UTC)

// tables are rows by table.
type tables map[string][]oracle.Row

// take empties a batch into rows.
func (into tables) take(b *transform.Batch) {
	for _, taken := range b.Take() {
		into[taken.Table.Name] = append(into[taken.Table.Name], rowsOf(taken.Record)...)
		taken.Record.Release()
	}
}

// rowsOf reads an Arrow record back.
func rowsOf(r arrow.Record) []oracle.Row {
	rows := make([]oracle.Row, r.NumRows())
	for i := range rows {
		rows[i] = oracle.Row{}
		for c := range int(r.NumCols()) {
			rows[i][r.ColumnName(c)] = cellOf(r.Column(c), i)
		}
	}
	return rows
}

// cellOf reads one value in the oracle's words.
func cellOf(a arrow.Array, i int) any {
	if a.IsNull(i) {
		return nil
	}
	switch a := a.(type) {
	case *array.String:
		return strings.Clone(a.Value(i))
	case *array.Dictionary:
		return strings.Clone(a.Dictionary().(*array.String).Value(a.GetValueIndex(i)))
	case *array.Boolean:
		return a.Value(i)
	case *array.Int32:
		return int64(a.Value(i))
	case *array.Int64:
		return a.Value(i)
	case *array.Uint32:
		return int64(a.Value(i))
	case *array.Uint64:
		return int64(a.Value(i))
	case *array.Float32:
		return float64(a.Value(i))
	case *array.Float64:
		return a.Value(i)
	case *array.Decimal128:
		return a.Value(i).ToString(a.DataType().(*arrow.Decimal128Type).Scale)
	case *array.Timestamp:
		return a.Value(i).ToTime(a.DataType().(*arrow.TimestampType).Unit)
	case *array.Map:
		return flagsOf(a, i)
	case *array.List:
		return listOf(a, i)
	}
	return fmt.Sprintf("column of %s", a.DataType())
}

func listOf(a *array.List, i int) any {
	items := []any{}
	from, to := a.ValueOffsets(i)
	for k := from; k < to; k++ {
		items = append(items, cellOf(a.ListValues(), int(k)))
	}
	return items
}

func flagsOf(a *array.Map, i int) any {
	flags := map[string]bool{}
	from, to := a.ValueOffsets(i)
	for k := from; k < to; k++ {
		flags[cellOf(a.Keys(), int(k)).(string)] = cellOf(a.Items(), int(k)).(bool)
	}
	return flags
}

// sorted are the rows of every table in the order of their positions, which is
// theirs whatever the order in which the pages came.
func (from tables) sorted() tables {
	into := tables{}
	for _, table := range schema.CallRecords.Tables {
		into[table.Name] = slices.SortedStableFunc(slices.Values(from[table.Name]), func(a, b oracle.Row) int {
			order := cmp.Compare(a["record_id"].(string), b["record_id"].(string))
			for _, p := range table.Positions() {
				order = cmp.Or(order, cmp.Compare(a[p].(int64), b[p].(int64)))
			}
			return order
		})
	}
	return into
}

// compare holds rows against those that they should be, column by column.
func compare(t *testing.T, got, want tables) {
	t.Helper()
	carry(t, got)
	got, want = got.sorted(), want.sorted()
	for _, table := range schema.CallRecords.Tables {
		g, w := got[table.Name], want[table.Name]
		if len(g) != len(w) {
			t.Errorf("%s: got %d rows, want %d", table.Name, len(g), len(w))
			continue
		}
		for i := range g {
			for _, c := range table.Columns {
				if !same(c, g[i][c.Name], w[i][c.Name]) {
					t.Errorf("%s[%d].%s: got %#v, want %#v", table.Name, i, c.Name, g[i][c.Name], w[i][c.Name])
				}
			}
		}
	}
}

// carry holds what rows carry of the levels around them against the rows of those.
func carry(t *testing.T, got tables) {
	t.Helper()
	for _, table := range schema.CallRecords.Tables {
		for _, c := range table.Carried {
			around, of := carriedFrom(c)
			for i, row := range got[table.Name] {
				j := slices.IndexFunc(got[around.Name], func(r map[string]any) bool {
					positions := append([]string{"record_id", schema.LoadID.Name}, around.Positions()...)
					return !slices.ContainsFunc(positions, func(p string) bool { return r[p] != row[p] })
				})
				if j < 0 || !same(c, row[c.Name], got[around.Name][j][of.Name]) {
					t.Errorf("%s[%d].%s: got %#v, want %s of row %d of %s", table.Name, i, c.Name, row[c.Name], of.Name, j, around.Name)
				}
			}
		}
	}
}

// carriedFrom is the column that a carried one is a copy of, and its table.
func carriedFrom(carried schema.Column) (schema.Table, schema.Column) {
	for _, table := range schema.CallRecords.Tables {
		for _, c := range table.Columns {
			if c.Source == carried.Source && c.Kind == carried.Kind {
				return table, c
			}
		}
	}
	return schema.Table{}, schema.Column{}
}

// same compares two values of a column.
func same(c schema.Column, got, want any) bool {
	if c.Source == schema.SourceUnknown {
		return reflect.DeepEqual(properties(got), properties(want))
	}
	if g, ok := got.([]any); ok {
		w, ok := want.([]any)
		return ok && slices.EqualFunc(g, w, sameValue)
	}
	return sameValue(got, want)
}

func sameValue(got, want any) bool {
	switch g := got.(type) {
	case float64:
		w, ok := want.(float64)
		return ok && (g == w || math.IsNaN(g) && math.IsNaN(w) || near(g, w))
	case time.Time:
		w, ok := want.(time.Time)
		return ok && g.Equal(w)
	}
	return reflect.DeepEqual(got, want)
}

// near says whether two finite numbers differ by no more than the rounding of
// a duration's parts one by one, where the oracle rounds their sum.
func near(g, w float64) bool {
	return !math.IsInf(w, 0) && math.Abs(g-w) <= 4e-15*math.Abs(w)
}

// properties parses unknown_properties: text in a row, a map in the oracle's.
func properties(v any) any {
	text, ok := v.(string)
	if !ok {
		raw, _ := json.Marshal(v)
		text = string(raw)
	}
	if text == "" {
		text = "null"
	}
	dec := json.NewDecoder(strings.NewReader(text))
	dec.UseNumber()
	var parsed any
	if err := dec.Decode(&parsed); err != nil {
		return err.Error()
	}
	return parsed
}

// expected is what the oracle says of a document.
func expected(t testing.TB, document []byte) tables {
	t.Helper()
	rows, err := oracleOf(t).Rows(document, oracle.Owner{TenantID: "tenant", ExportedAt: exportedAt})
	if err != nil {
		t.Fatalf("oracle: %v", err)
	}
	return rows
}

// theOracle is made once: it only reads.
var theOracle = sync.OnceValues(func() (*oracle.Oracle, error) {
	contract, err := os.ReadFile("../schema/testdata/columns.tsv")
	if err != nil {
		return nil, err
	}
	return oracle.New(contract)
})

// oracleOf is the oracle that knows the contract.
func oracleOf(t testing.TB) *oracle.Oracle {
	t.Helper()
	o, err := theOracle()
	if err != nil {
		t.Fatal(err)
	}
	return o
}

// owner is the owner of the records of all tests.
func owner() schema.Owner {
	return schema.Owner{TenantID: "tenant", LoadID: 7, ExportedAt: exportedAt}
}

// read reads a record's pages into a batch.
func read(t testing.TB, b *transform.Batch, pages ...schema.Page) schema.Load {
	t.Helper()
	r := b.Record(owner())
	for _, p := range pages {
		before := bytes.Clone(p.Body)
		if err := r.Page(p); err != nil {
			t.Fatalf("%v\n%s", err, p.Body)
		}
		if !bytes.Equal(before, p.Body) {
			t.Fatal("the page was changed while it was read")
		}
	}
	return r.Close()
}

// flattened are the rows of one record's pages.
func flattened(t testing.TB, pages ...schema.Page) tables {
	t.Helper()
	b, rows := transform.NewBatch(schema.CallRecords), tables{}
	read(t, b, pages...)
	rows.take(b)
	return rows
}

func recordPage(body []byte) schema.Page   { return schema.Page{Kind: schema.PageRecord, Body: body} }
func sessionsPage(body []byte) schema.Page { return schema.Page{Kind: schema.PageSessions, Body: body} }
func participantsPage(body []byte) schema.Page {
	return schema.Page{Kind: schema.PageParticipants, Body: body}
}
