// Package answer asks the warehouse the questions of the pages, as a reader does, and says the values of an
// answer as people read them.
package answer
