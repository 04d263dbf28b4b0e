// Package transform flattens the JSON pages of records into rows of the tables
// of their family, straight into Arrow builders.
//
// A record is never unmarshalled into structs: the sources of the columns are
// compiled into a trie, and the tokens of a page walk it. How many tables,
// levels and kinds of pages there are is said by [schema.Family] alone. The
// package has no clock and does no I/O.
package transform
