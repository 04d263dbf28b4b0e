// Package stdin reads small texts from standard input.
package stdin

import (
	"errors"
	"fmt"
	"io"

	"callrecords/cmd/exporter/internal/bounded"
)

// Most is how much is read whole, in bytes: one statement, which the engine takes less
// of, or some ids.
const Most = 1 << 20

// Read reads a small text to its end.
func Read(stdin io.Reader) ([]byte, error) {
	text, err := bounded.Read(stdin, Most)
	if _, large := errors.AsType[*bounded.TooLargeError](err); large {
		return nil, fmt.Errorf("standard input has more than %d KiB: split it", Most>>10)
	}
	if err != nil {
		return nil, fmt.Errorf("standard input: %w", err)
	}
	return text, nil
}
