// Package pipeline composes one export of one tenant: list, fetch, flatten,
// load, settle. It knows the schema and the small interfaces below, and
// nothing of Graph, JSON or SQL.
package pipeline
