// Package loading has the commands that load records, from Graph or from what is at
// hand: their flags, their help, and how they tell what became of the records.
package loading
