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

// The trunk that fails more than the others do is seen at once.
func TestTheTrunkThatDoesNotDeliverIsMarked(t *testing.T) {
	t.Parallel()
	_, page := get(t, pagesOf(t), chosen.Path+"panel/phone_trunks")
	rows := regexp.MustCompile(`(?s)<tr><th scope="row".*?</tr>`).FindAllString(page, -1)
	if len(rows) < 3 || !strings.Contains(rows[0], "sbc3.contoso.example") || !strings.Contains(rows[0], `<td class="n poor rate">`) {
		t.Errorf("got %q, want sbc3 first, and marked", rows)
	}
	for _, row := range rows[1:] {
		if strings.Contains(row, "poor rate") {
			t.Errorf("got %s marked, too", row)
		}
	}
}

// The logs of telephone calls know no site and no medium: who has chosen one is told so.
func TestWhatDoesNotHoldIsSaid(t *testing.T) {
	t.Parallel()
	const said = "Of all, whatever is chosen for site, platform: it does not hold here."
	_, phone := get(t, pagesOf(t), chosen.Path+"phone?building=Lisbon&platform=windows")
	if n := strings.Count(phone, said); n != 5 {
		t.Errorf("got it said %d times, want it of each panel", n)
	}
	if strings.Contains(phone, `aria-label="Media"`) {
		t.Error("got media to choose from, which nothing depends on")
	}
	_, health := get(t, pagesOf(t), chosen.Path+"?building=Lisbon&platform=windows")
	if strings.Contains(health, "it does not hold here") || !strings.Contains(health, `aria-label="Media"`) {
		t.Error("got that a filter does not hold, or no media, on a page that knows them")
	}
	_, call := get(t, pagesOf(t), changedCall(t)+"&building=Lisbon")
	if strings.Contains(call, "it does not hold here") {
		t.Error("got that a filter does not hold on the page of one call, which has none")
	}
}
