package schema

import (
	"slices"

	"github.com/apache/arrow/go/v17/arrow"
)

// Table is one data table: what the dashboards see under Name, and what is
// stored under Name_all with every load's rows.
type Table struct {
	Name    string   // as the dashboards know it
	Comment string   // one line for people
	RowPath string   // JSON path of the objects that make its rows, "" for the record itself
	Counter string   // column of the family's first table that counts its rows; "" for none
	Start   string   // column that holds the start of the record
	Lookups []string // columns worth a bloom filter: looked up by value
	Columns []Column // the contract, in its order

	// Carried are columns of the levels around a row that are stored beside it, so that a
	// question about the row needs no join with theirs. Readers of the contract do not see them.
	Carried []Column
	// Derived are columns that the engine computes out of the others, once per row.
	Derived []Derived
}

// StoredName is the name of the table that holds the rows of every load.
func (t Table) StoredName() string { return t.Name + "_all" }

// StoredColumns are what is inserted: the contract's columns, the carried ones and the
// load id.
func (t Table) StoredColumns() []Column { return slices.Concat(t.Columns, t.Carried, []Column{LoadID}) }

// Arrow is the schema of a batch of the table: its stored columns.
func (t Table) Arrow() *arrow.Schema { return ArrowSchema(t.StoredColumns()) }

// ArrowSchema is the schema of a batch of some columns.
func ArrowSchema(columns []Column) *arrow.Schema {
	fields := make([]arrow.Field, len(columns))
	for i, c := range columns {
		fields[i] = arrow.Field{Name: c.Name, Type: c.Kind.Arrow(), Nullable: c.Kind.Nullable()}
	}
	return arrow.NewSchema(fields, nil)
}

// Types are the ClickHouse types of some columns, in their order.
func Types(columns []Column) []string {
	types := make([]string, len(columns))
	for i, c := range columns {
		types[i] = c.Kind.ClickHouse()
	}
	return types
}

// Positions are the columns that tell the rows of one record apart, outermost
// first; none for the table of the records themselves.
func (t Table) Positions() []string {
	var names []string
	for _, c := range t.Columns {
		if c.Source == SourcePosition {
			names = append(names, c.Name)
		}
	}
	return names
}

// Column is the table's column of that name.
func (t Table) Column(name string) (Column, bool) {
	i := slices.IndexFunc(t.Columns, func(c Column) bool { return c.Name == name })
	if i < 0 {
		return Column{}, false
	}
	return t.Columns[i], true
}
