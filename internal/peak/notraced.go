//go:build !race

package peak

// Raced says that this is a build with the race detector.
const Raced = false
