// Package httpserver serves an engine over ClickHouse's HTTP interface: a
// [net/http.Handler] for Grafana, DBeaver and JDBC, curl, clickhouse-go and
// the ClickHouse JavaScript client.
//
// Every statement has a session of its own, which ends with it: bounds on
// memory, time and result, and the settings and parameters of its URL. Unless the
// handler is writable, the session only reads. Three walls see to that, because
// none of them holds alone (see [Options] and guard.go):
//
//   - only statements that read are let through, one at a time;
//   - the engine's own parser shows what is in a statement, and whatever reaches
//     beyond the store's tables (files, other hosts, settings) is refused;
//   - the engine runs it with readonly = 1.
//
// It differs from a ClickHouse server in this: there is one user; sessions,
// roles, quotas and external data do not exist; rows are inserted as
// ArrowStream, or by VALUES and SELECT; the summary counts written rows only.
package httpserver
