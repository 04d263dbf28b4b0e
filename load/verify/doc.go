// Package verify holds what Graph showed against the warehouse, and the warehouse
// against itself; it repairs what it can, and tells all that is known of a record.
package verify
