//go:build race

package peak

// Raced says that this is a build with the race detector, which keeps several bytes
// for each one of the program (Go, "Data Race Detector"): no figure holds there.
const Raced = true
