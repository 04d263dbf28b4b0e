// Package scan reads the tokens of a JSON text that is in memory whole, for the flattener.
//
// It takes exactly what jsontext takes with [Options], and knows the same places; a fuzzer
// holds the two against each other. What it has beyond jsontext is speed where the next name
// is known: a name that the reader guesses costs a comparison, and so does a null. That is
// what makes flattening half as slow as it would be. What is wrong with a text that is not
// JSON is left for jsontext to say: it reads that text once more, and no message is written
// twice.
package scan
