package config

import (
	"fmt"
	"io"
	"log/slog"
	"strings"

	"callrecords/cmd/exporter/internal/bounded"
)

// redacted is what a secret shows of itself, even an empty one.
const redacted = "[redacted]"

// Secret is a text that does not print: not with any verb of fmt, not as JSON
// or YAML, not in a log. Keep it in exported fields: fmt cannot ask the methods
// of what it reaches through an unexported one.
type Secret string

// Reveal returns the text itself.
func (s Secret) Reveal() string { return string(s) }

// String hides the text.
func (s Secret) String() string { return redacted }

// GoString hides the text from %#v.
func (s Secret) GoString() string { return redacted }

// Format hides the text from every other verb: %d would print it otherwise.
func (s Secret) Format(f fmt.State, _ rune) { _, _ = io.WriteString(f, redacted) }

// MarshalText hides the text from encoders such as encoding/json.
func (s Secret) MarshalText() ([]byte, error) { return []byte(redacted), nil }

// LogValue hides the text from slog.
func (s Secret) LogValue() slog.Value { return slog.StringValue(redacted) }

// maxSecret bounds a file that holds a secret, in bytes.
const maxSecret = 64 << 10

// ReadSecret reads a secret from a file, without the line break at its end.
// Read it anew whenever it is used: mounted secrets change while we run.
func ReadSecret(file string) (Secret, error) {
	text, err := bounded.ReadFile(file, maxSecret)
	if err != nil {
		return "", fmt.Errorf("secret: %w", err)
	}
	return Secret(strings.TrimRight(string(text), "\r\n")), nil
}
