// Package servertest is a ClickHouse server for tests: the HTTP interface of
// ClickHouse over any [load.Engine], such as the embedded one. Only tests may
// import it.
//
// It answers what clickhouse-go and load/server ask for: its greeting and
// pings, statements in any output format, inserts of ArrowStream bodies,
// users and passwords, exceptions with their code, before or in the middle of
// a result, and the summary of what was written. Anything that the engine does
// is the engine's, so that an embedded ClickHouse underneath makes its SQL and
// its types those of a real server. Faults are injected by statement.
//
// It differs from a real server in this: settings are checked, but those of
// the engine apply; the record batches of a body are inserted one by one
// instead of being gathered; bodies are not compressed by HTTP.
package servertest
