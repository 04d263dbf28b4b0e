// Package servertest is a ClickHouse server for tests: package httpserver, which
// speaks ClickHouse's HTTP interface over an engine, and faults. Only tests may
// import it.
//
// It lets its clients write and bounds nothing. Anything that the engine
// does is the engine's, so that an embedded ClickHouse underneath makes its SQL
// and its types those of a real server. Faults are injected by statement.
//
// It differs from a real server in this: the settings of an insert are checked,
// but those of the engine apply; the record batches of a body are inserted one
// by one instead of being gathered.
package servertest
