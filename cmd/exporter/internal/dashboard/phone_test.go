package dashboard

import (
	"regexp"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// A telephone call leads to its call record, and one that has none leads nowhere.
func TestFailedTelephoneCallsLeadToTheirRecordsOnly(t *testing.T) {
	t.Parallel()
	_, page := get(t, pagesOf(t), chosen.Path+"panel/phone_failed?all=phone_failed")
	rows := regexp.MustCompile(`(?s)<tr>.*?</tr>`).FindAllString(page, -1)
	if len(rows) < 10 {
		t.Fatalf("got %d rows, want some", len(rows))
	}
	for _, row := range rows[1:] {
		none, leads := strings.Contains(row, "<bdi>none</bdi>"), strings.Contains(row, chosen.Path+"call?")
		if none == leads {
			t.Errorf("got row %s, want a link where there is a record", row)
		}
	}
}
