// Package server is a ClickHouse behind HTTP or HTTPS, through clickhouse-go.
// It implements [engine.Engine].
//
// Rows go up as one ArrowStream body, which the server reads as one block, and
// results come back in whatever format is asked for; nothing is converted on
// this side. Nothing is sent twice: not by the driver, not by net/http (a POST
// is not replayed once a byte of it was written), and not after a redirect.
package server
