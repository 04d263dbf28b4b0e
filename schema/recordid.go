package schema

import (
	"errors"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/uuid"
)

// MaxRecordID is the longest id of a record that is believed, in bytes. Graph's
// are GUIDs of 36; what is much longer would end up in every statement that
// names the record.
const MaxRecordID = 128

// ErrRecordID says that a text cannot be the id of a record.
var ErrRecordID = errors.New("not the id of a record")

// ParseRecordID gives the one spelling of an id. A GUID may be written in
// capitals, in braces, without hyphens or as urn:uuid: (RFC 9562 reads all of
// them alike, and writers of archives differ); it becomes 36 small letters with
// hyphens. Any other id stays as it is, for identity is decided by spelling
// there. ErrRecordID: it is empty, longer than MaxRecordID, or not of printable
// UTF-8.
func ParseRecordID(s string) (string, error) {
	if len(s) == 0 {
		return "", fmt.Errorf("%w: it is empty", ErrRecordID)
	}
	if len(s) > MaxRecordID {
		return "", fmt.Errorf("%w: %d bytes, %d at most", ErrRecordID, len(s), MaxRecordID)
	}
	if id, err := uuid.Parse(s); err == nil && wholeGUID(s) {
		if len(s) == 36 && strings.ToLower(s) == s {
			return s, nil // it is spelled so already
		}
		return id.String(), nil
	}
	if !utf8.ValidString(s) {
		return "", fmt.Errorf("%w: %q is not UTF-8", ErrRecordID, s)
	}
	for _, r := range s {
		if !unicode.IsPrint(r) {
			return "", fmt.Errorf("%w: %q has a character that cannot be printed", ErrRecordID, s)
		}
	}
	return s, nil
}

// wholeGUID is needed because uuid.Parse takes any two characters around 36 for
// braces.
func wholeGUID(s string) bool { return len(s) != 38 || s[0] == '{' && s[37] == '}' }
