package schema

import (
	"slices"
	"time"
)

// Family is a kind of record with its tables: all that the rest of the program
// knows of how many tables, levels and pages there are. A family whose service
// has no records of its own takes a day of them as its record.
type Family struct {
	Name      string        // in the control tables, e.g. call_records
	Retention time.Duration // how long the service keeps a record, from its start
	BuildTime time.Duration // how long the service takes at most to build a record, from its end
	Levels    []Level       // outermost first; the first one is the record itself
	Tables    []Table       // parents first
	Pages     []PageForm    // kinds of pages; a record begins with one of the first kind
	Types     []DerivedType // types that are left out on the wire
	Daily     bool          // a record is a UTC day of rows: see [Family.DayID]
}

// Level is a depth of a record's tree at which something repeats.
type Level struct {
	Path     string // of its objects in the JSON, e.g. sessions[].segments[]; "" is the record itself
	Position string // column that holds their position inside their parent; "" for the record
	Prefix   string // of their unknown properties in the rows of a deeper level, when they make no row of their own

	// Key is the property that tells its objects apart, all over a record. Of objects with
	// an equal one the first makes a row, and the others none: a log that is read by offset
	// sends rows twice when it changes meanwhile. "" where equal ones are several.
	Key string
}

// PageForm is a kind of page, and where its arrays belong.
type PageForm struct {
	Kind PageKind
	// Arrays are the levels of the arrays on the page, by name: value holds
	// sessions[]. nil: the page is the record itself, with what was expanded.
	Arrays map[string]string
}

// DerivedType says what an object is that came without @odata.type: OData
// leaves it out when it is the declared type, and with odata.metadata=none.
type DerivedType struct {
	Objects    []string // paths of such objects
	Declared   string   // the declared type
	Properties []string // what the declared type has
	Derived    string   // the type of an object that has any other property
}

// Expires is when the service forgets a record that started at a time.
func (f Family) Expires(start time.Time) time.Time { return start.Add(f.Retention) }

// Table is the family's table of that name.
func (f Family) Table(name string) (Table, bool) {
	i := slices.IndexFunc(f.Tables, func(t Table) bool { return t.Name == name })
	if i < 0 {
		return Table{}, false
	}
	return f.Tables[i], true
}

// FamilyNamed is the family of that name; the zero one when there is none.
func FamilyNamed(families []Family, name string) Family {
	i := slices.IndexFunc(families, func(f Family) bool { return f.Name == name })
	if i < 0 {
		return Family{}
	}
	return families[i]
}

// Tables are the tables of all families, in their order.
func Tables(families []Family) []Table {
	var all []Table
	for _, f := range families {
		all = append(all, f.Tables...)
	}
	return all
}

// Counts are the rows of one load, by the name of the table.
type Counts map[string]uint64

// Total is the number of rows over all tables.
func (c Counts) Total() (rows uint64) {
	for _, n := range c {
		rows += n
	}
	return rows
}

// Add adds the rows of another load.
func (c Counts) Add(more Counts) {
	for table, n := range more {
		c[table] += n
	}
}
