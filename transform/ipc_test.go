package transform_test

import (
	"bytes"
	"testing"

	"github.com/apache/arrow/go/v17/arrow"
	"github.com/apache/arrow/go/v17/arrow/array"
	"github.com/apache/arrow/go/v17/arrow/ipc"

	"callrecords/schema"
	"callrecords/transform"
)

// The columns are in Arrow's layout by our own hand: what a reader of Arrow makes of them is
// what they are, down to the items of lists.
func TestRowsComeThroughArrowsWireFormat(t *testing.T) {
	t.Parallel()
	b, got, want := transform.NewBatch(schema.CallRecords), tables{}, tables{}
	for seed := range uint64(60) {
		read(t, b, recordPage(newGenerator(t, seed).record("r")))
	}
	for _, taken := range b.Take() {
		checkTypes(t, taken.Record)
		var wire bytes.Buffer
		w := ipc.NewWriter(&wire, ipc.WithSchema(taken.Record.Schema()))
		if err := w.Write(taken.Record); err != nil {
			t.Fatalf("%s: %v", taken.Table.Name, err)
		}
		w.Close()
		r, err := ipc.NewReader(&wire)
		if err != nil {
			t.Fatal(err)
		}
		for r.Next() {
			got[taken.Table.Name] = append(got[taken.Table.Name], rowsOf(r.Record())...)
		}
		want[taken.Table.Name] = rowsOf(taken.Record)
		r.Release()
		taken.Record.Release()
	}
	if len(got["streams"]) < 30 {
		t.Errorf("got %d streams, want 30 at least", len(got["streams"]))
	}
	for table, rows := range want {
		for i := range rows {
			for column := range rows[i] {
				if !sameRow(got[table][i][column], rows[i][column]) {
					t.Errorf("%s[%d].%s: got %#v, want %#v", table, i, column, got[table][i][column], rows[i][column])
				}
			}
		}
	}
}

func sameRow(got, want any) bool {
	if g, ok := got.([]any); ok {
		w, ok := want.([]any)
		if !ok || len(g) != len(w) {
			return false
		}
		for i := range g {
			if !sameValue(g[i], w[i]) {
				return false
			}
		}
		return true
	}
	return sameValue(got, want)
}

// checkTypes holds the arrays inside others against the types that those have.
func checkTypes(t *testing.T, r arrow.Record) {
	t.Helper()
	for i, field := range r.Schema().Fields() {
		switch a := r.Column(i).(type) {
		case *array.Map:
			of := a.DataType().(*arrow.MapType)
			if !arrow.TypeEqual(a.Keys().DataType(), of.KeyType()) || !arrow.TypeEqual(a.Items().DataType(), of.ItemType()) {
				t.Errorf("%s: got a map of %s and %s, want %s", field.Name, a.Keys().DataType(), a.Items().DataType(), of)
			}
		case *array.List:
			if of := a.DataType().(*arrow.ListType); !arrow.TypeEqual(a.ListValues().DataType(), of.Elem()) {
				t.Errorf("%s: got a list of %s, want %s", field.Name, a.ListValues().DataType(), of)
			}
		}
	}
}
