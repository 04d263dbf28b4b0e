package transform_test

import (
	"strings"
	"testing"

	"callrecords/schema"
	"callrecords/transform"
)

const (
	oneID    = "5eed0000-0000-4000-8000-00000000beef"
	inBraces = "{5EED0000-0000-4000-8000-00000000BEEF}"
)

// idOfLoad reads a record with an id, listed as another.
func idOfLoad(id, listed string) (string, error) {
	r := transform.NewBatch(schema.CallRecords).Record(schema.Owner{RecordID: listed})
	page := `{"id":"` + id + `","version":1,"startDateTime":"2026-01-02T03:04:05Z"}`
	if err := r.Page(recordPage([]byte(page))); err != nil {
		return "", err
	}
	return r.Close().RecordID, nil
}

// However two writers spell the id of a record, it is one record.
func TestIDOfARecordHasOneSpelling(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ id, listed, want string }{
		"not listed":                {inBraces, "", oneID},
		"listed":                    {inBraces, oneID, oneID},
		"listed as it is":           {oneID, oneID, oneID},
		"listed in another way":     {oneID, strings.ToUpper(oneID), strings.ToUpper(oneID)},
		"both in ways of their own": {inBraces, strings.ToUpper(oneID), strings.ToUpper(oneID)},
		"no GUID":                   {"Day-1", "day-1", "day-1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := idOfLoad(c.id, c.listed)
			if err != nil {
				t.Fatal(err)
			}
			if got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

func TestIDThatIsNoneIsMalformed(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{
		"too long": strings.Repeat("x", schema.MaxRecordID+1), "not printable": `a\u0001`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := idOfLoad(id, ""); err == nil || !strings.Contains(err.Error(), "not the id of a record") {
				t.Errorf("got %v, want that it is no id", err)
			}
		})
	}
}
