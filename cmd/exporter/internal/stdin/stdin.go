// Package stdin reads small texts from standard input.
package stdin

import (
	"fmt"
	"io"
)

// Most is how much is read whole, in bytes: one statement, which the engine takes less
// of, or some ids.
const Most = 1 << 20

// Read reads a small text to its end.
func Read(stdin io.Reader) ([]byte, error) {
	text, err := io.ReadAll(io.LimitReader(stdin, Most+1))
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	if len(text) > Most {
		return nil, fmt.Errorf("standard input has more than %d KiB: split it", Most>>10)
	}
	return text, nil
}
