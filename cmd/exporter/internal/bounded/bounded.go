// Package bounded reads what comes from outside whole, or says that it is too large: what
// was cut without a word would be taken for all there is.
package bounded

import (
	"fmt"
	"io"
	"os"
)

// TooLargeError says that something is larger than it may be.
type TooLargeError struct{ Most int } // bytes, whole KiB

// Error says what the bound is.
func (e *TooLargeError) Error() string { return fmt.Sprintf("is larger than %d KiB", e.Most>>10) }

// Read reads to the end. The error is a *[TooLargeError] when there are more bytes than most.
func Read(r io.Reader, most int) ([]byte, error) {
	all, err := io.ReadAll(io.LimitReader(r, int64(most)+1))
	switch {
	case err != nil:
		return nil, err
	case len(all) > most:
		return nil, &TooLargeError{most}
	}
	return all, nil
}

// ReadFile reads a file as [Read] does.
func ReadFile(name string, most int) ([]byte, error) {
	f, err := os.Open(name)
	if err != nil {
		return nil, err
	}
	defer f.Close()
	return Read(f, most)
}
