// Package ddl is what a warehouse consists of: the control tables, how the data
// tables are kept, and the views. It compares that with what is there, and makes
// what is missing. It never drops.
package ddl

import "callrecords/load/db"

// Schema is what a warehouse's databases must have.
type Schema struct {
	db      *db.DB
	program string // version of the program, for schema_versions
}

// New is the schema of a warehouse.
func New(d *db.DB, program string) *Schema { return &Schema{db: d, program: program} }
