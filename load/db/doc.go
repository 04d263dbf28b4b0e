// Package db is a warehouse's databases through an engine: where tables and
// views are, SQL made of templates, queries whose rows are decoded by name,
// inserts whose rows are counted, and load ids. What a table is for, it does
// not know.
package db
