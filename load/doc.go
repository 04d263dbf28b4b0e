// Package load moves Arrow batches into ClickHouse and keeps the books: which
// load of a record is live, what is due, what happened. All SQL is here.
//
// Rows come first, in any number of inserts; one row a record in the table
// loads is the commit that makes them visible. Readers use views that choose
// rows by live load ids, so a load that died on the way was never seen.
package load
