// Package pipeline composes one export of one tenant: list, fetch, flatten,
// load, record. It knows the schema and the small interfaces of its stages, and nothing
// of HTTP, JSON or SQL. What it must know of a kind of records is data of its
// [schema.Family].
package pipeline
