package schema_test

import (
	"errors"
	"strings"
	"testing"

	"callrecords/schema"
)

func TestParseRecordIDGivesOneSpelling(t *testing.T) {
	t.Parallel()
	const guid = "e523d2ed-2966-4b6b-925b-754a88034cc5"
	for name, c := range map[string]struct{ in, want string }{
		"as Graph writes it":            {guid, guid},
		"in capitals":                   {strings.ToUpper(guid), guid},
		"in braces":                     {"{" + guid + "}", guid},
		"in braces and capitals":        {"{" + strings.ToUpper(guid) + "}", guid},
		"as a URN":                      {"urn:uuid:" + guid, guid},
		"without hyphens":               {strings.ReplaceAll(guid, "-", ""), guid},
		"between other characters":      {"x" + guid + "y", "x" + guid + "y"},
		"a day, as another family's id": {"2026-01-31", "2026-01-31"},
		"capitals that are no GUID":     {"Day-A", "Day-A"},
		"as long as it may be":          {strings.Repeat("a", schema.MaxRecordID), strings.Repeat("a", schema.MaxRecordID)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := schema.ParseRecordID(c.in)
			if err != nil {
				t.Fatalf("got %v, want no error", err)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestParseRecordIDRefusesWhatIsNone(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{
		"empty":             "",
		"too long":          strings.Repeat("a", schema.MaxRecordID+1),
		"not UTF-8":         "a\xff",
		"a line break":      "a\nb",
		"a zero byte":       "a\x00",
		"an escape":         "\x1b[31m",
		"a direction mark":  "a\u202eb",
		"an unpaired space": "a\u2028b",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := schema.ParseRecordID(in); !errors.Is(err, schema.ErrRecordID) {
				t.Errorf("got %q, %v, want ErrRecordID", got, err)
			}
		})
	}
}
