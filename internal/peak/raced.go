//go:build race

package peak

// raced says that this is a build with the race detector, which keeps several bytes
// for each one of the program (Go, "Data Race Detector"): no figure holds there.
const raced = true
