// Package schema is the ground that every other package stands on: the tables
// and columns of the warehouse as data, and the few words (record, page,
// window) that the stages hand to one another.
//
// A column is declared once, here, in the order and the words of the contract
// with the dashboards. The Arrow schema, the DDL, the decoder's plan and the
// data dictionary are derived from it. The package does no I/O.
package schema
