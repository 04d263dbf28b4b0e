package main

import (
	"fmt"
	"io"
)

// maxInput bounds what is read whole from standard input, in bytes: one statement, which
// the engine takes less of, or some ids.
const maxInput = 1 << 20

// standardInput reads a small text to its end.
func standardInput(stdin io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(stdin, maxInput+1))
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	if len(text) > maxInput {
		return nil, fmt.Errorf("standard input has more than %d KiB: split it", maxInput>>10)
	}
	return text, nil
}
