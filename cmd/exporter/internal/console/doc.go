// Package console is what the exporter shows: log lines, one line of progress
// on a terminal, tables, and figures set for people.
package console
