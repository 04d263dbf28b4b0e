package graphtest

import (
	"net/http"
	"strings"
	"testing"
)

func TestLogsOfPhoneCallsPageByOffset(t *testing.T) {
	t.Parallel()
	for log, names := range map[Endpoint]string{
		PstnCalls: "(from=2026-07-01,to=2026-08-21)", DirectRoutingCalls: "(fromDateTime=2026-07-01,toDateTime=2026-08-21)",
	} {
		t.Run(string(log), func(t *testing.T) {
			t.Parallel()
			tenant := New(Options{PstnCalls: 2300, DirectRoutingCalls: 2300, Now: newClock().Now})
			first := collection + "/" + string(log) + "(fromDateTime=2026-07-01,toDateTime=2026-08-21)"
			rows, sizes := listAll(t, tenant, first)
			if len(rows) != 2300 || len(sizes) != 3 || sizes[0] != 1000 {
				t.Errorf("got %d rows on pages of %v, want 2300 on three", len(rows), sizes)
			}
			page := get(t, tenant, first)
			if want := testRoot + collection + "/" + string(log) + names + "?$skip=1000"; page.next() != want {
				t.Errorf("got next link %s, want %s", page.next(), want)
			}
			if page.body["@odata.count"] != float64(1000) {
				t.Errorf("got count %v, want that of the page, 1000", page.body["@odata.count"])
			}
			if a := get(t, tenant, strings.Replace(first, "2026-07", "2026-05", 1)); a.status != http.StatusNotAcceptable {
				t.Errorf("more than 90 days: got %d, want 406", a.status)
			}
		})
	}
}

func TestRowsOfPhoneCallsAreOfAllSorts(t *testing.T) {
	t.Parallel()
	tenant := New(Options{PstnCalls: 500, DirectRoutingCalls: 500})
	all := map[Endpoint]string{}
	for _, log := range []Endpoint{PstnCalls, DirectRoutingCalls} {
		for _, row := range tenant.Calls(log) {
			all[log] += string(row)
		}
	}
	ofRecords := 0
	for _, h := range tenant.Headers() {
		ofRecords += strings.Count(all[DirectRoutingCalls], `"correlationId":"`+h.ID)
	}
	if ofRecords == 0 {
		t.Error("got no row that belongs to a call record")
	}
	for text, log := range map[string]Endpoint{
		`***"`: DirectRoutingCalls, `"userId":"",`: PstnCalls, `"failureDateTime":"0001-01-01T00:00:00Z"`: DirectRoutingCalls,
		`"finalSipCode":486,"callEndSubReason":560486`: DirectRoutingCalls, `"charge":null`: PstnCalls,
		`"destinationContext":null`: PstnCalls, `"callType":"ucap_in"`: PstnCalls,
	} {
		if !strings.Contains(all[log], text) {
			t.Errorf("%s: got no row with %s", log, text)
		}
	}
}
