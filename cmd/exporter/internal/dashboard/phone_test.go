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

// A trunk leads to the calls that failed over it, and to those alone.
func TestATrunkLeadsToItsFailedCalls(t *testing.T) {
	t.Parallel()
	_, page := get(t, pagesOf(t), chosen.Path+"phone")
	link := regexp.MustCompile(`href="(/dashboard/panel/phone_failed\?trunk=sbc3[^"]*)"`).FindStringSubmatch(page)
	if link == nil {
		t.Fatalf("got no link from a trunk\n%s", page)
	}
	_, failed := get(t, pagesOf(t), link[1])
	if !strings.Contains(failed, "Take off: trunk sbc3.contoso.example") || !strings.Contains(failed, "<bdi>sbc3.contoso.example</bdi>") ||
		strings.Contains(failed, "sbc1.contoso.example") {
		t.Errorf("got other trunks, or not this one\n%s", failed)
	}
}
