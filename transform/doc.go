// Package transform flattens the JSON pages of call records into rows of the
// five tables, straight into Arrow builders.
//
// A record is never unmarshalled into structs: the sources of the columns are
// compiled into a trie, and the tokens of a page walk it. The package has no
// clock and does no I/O.
package transform
