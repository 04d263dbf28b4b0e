// Package care has the commands that take care of the warehouse: its tables, what is
// swept and settled, and the reference data.
package care
