// Package ledger remembers what Graph listed and what became of it, one row per
// record, and one row per run. Its states combine in any order, so that several
// exporters need no lock.
package ledger
