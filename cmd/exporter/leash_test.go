package main

import (
	"io"
	"os"

	"callrecords/cmd/exporter/internal/exit"
)

// leash is a pipe that every program of a test holds one end of, as its file 3.
// Nobody writes into it; it breaks when the process of the tests is gone, however
// that ended, and the programs end with it. A kill at a time-out leaves none behind.
var leash struct{ held, kept *os.File }

// makeLeash makes it, in the process of the tests.
func makeLeash() (err error) {
	leash.held, leash.kept, err = os.Pipe()
	return err
}

// followLeash ends the program when the leash breaks.
func followLeash() {
	_, _ = io.Copy(io.Discard, os.NewFile(3, "leash"))
	os.Exit(exit.Failed)
}
