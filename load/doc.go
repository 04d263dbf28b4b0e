// Package load is the warehouse: Arrow batches go into ClickHouse, rows first,
// then one row per record in the table loads, the commit that makes them visible.
// Readers use views that choose rows by live load ids, so a load that died on the
// way was never seen.
//
// The parts are packages of their own, and this one composes them: verify stands
// on commit, ledger and archive, those on ddl (tables and views), that on db (SQL
// and rows) and that on engine (ClickHouse itself).
package load
