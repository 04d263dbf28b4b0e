package analysis_test

import (
	"strings"
	"sync"
	"testing"
	"time"

	"callrecords/schema"
)

// The ends of the calls below, as Graph sends them. TENANT is the tenant of the test.
const (
	adaEnd = `{"@odata.type": "#microsoft.graph.callRecords.participantEndpoint", "name": "PC-ADA",
		"associatedIdentity": {"id": "ada", "displayName": "Ada", "tenantId": "TENANT", "userPrincipalName": "ada@x.test"},
		"identity": {"user": {"id": "ada", "displayName": "Ada"}},
		"userAgent": {"@odata.type": "#microsoft.graph.callRecords.clientUserAgent", "platform": "windows"} FEEDBACK}`
	bobEnd = `{"@odata.type": "#microsoft.graph.callRecords.participantEndpoint",
		"identity": {"user": {"id": "bob", "displayName": "Bob", "tenantId": "TENANT"}},
		"userAgent": {"@odata.type": "#microsoft.graph.callRecords.clientUserAgent", "platform": "macOS"} FEEDBACK}`
	cyEnd  = `{"@odata.type": "#microsoft.graph.callRecords.participantEndpoint", "identity": {"guest": {"id": "cy"}}}`
	eveEnd = `{"@odata.type": "#microsoft.graph.callRecords.participantEndpoint",
		"identity": {"user": {"id": "eve", "tenantId": "f"}}}`
	phoneEnd = `{"@odata.type": "#microsoft.graph.callRecords.participantEndpoint",
		"identity": {"phone": {"id": "+41441234567"}}}`
	meeting = `{"@odata.type": "#microsoft.graph.callRecords.serviceEndpoint"}`
	menu    = `{"@odata.type": "#microsoft.graph.callRecords.serviceEndpoint",
		"userAgent": {"role": "skypeForBusinessAutoAttendant"}}`
)

// heard and sent are audio streams of a caller, good or poor.
const (
	sentGood  = `{"streamId": "1", "streamDirection": "callerToCallee", "packetUtilization": 9000, "averageJitter": "PT0.01S"}`
	sentPoor  = `{"streamId": "1", "streamDirection": "callerToCallee", "packetUtilization": 9000, "averageJitter": "PT0.04S"}`
	heardGood = `{"streamId": "2", "streamDirection": "calleeToCaller", "packetUtilization": 9000, "averageJitter": "PT0.01S"}`
	heardPoor = `{"streamId": "2", "streamDirection": "calleeToCaller", "packetUtilization": 9000, "averagePacketLossRate": 0.3}`
)

// leg is the JSON of a session of one segment, with what else it says; without streams it has no media.
func leg(from, to, caller, callee, more string, streams ...string) string {
	media := "[]"
	if len(streams) > 0 {
		media = `[{"label": "main-audio", "callerDevice": {"captureDeviceName": "Headset"}, "streams": [` +
			strings.Join(streams, ",") + `]}]`
	}
	ends := `"caller": ` + caller + `, "callee": ` + callee
	return `{"id": "s", "startDateTime": "2026-03-04T` + from + `Z", "endDateTime": "2026-03-04T` + to + `Z", ` + ends +
		`, "segments": [{"id": "g", ` + ends + `, "media": ` + media + `}] ` + more + `}`
}

// call is the JSON of a record.
func call(tenant, id, kind, end string, participants string, legs ...string) []byte {
	text := `{"id": "` + id + `", "version": 3, "type": "` + kind + `", "startDateTime": "2026-03-04T12:00:00Z",
		"endDateTime": "2026-03-04T` + end + `Z", "lastModifiedDateTime": "2026-03-04T15:00:00Z",
		"participants_v2": [` + participants + `], "sessions": [` + strings.Join(legs, ",") + `]}`
	return []byte(strings.NewReplacer(" FEEDBACK", "", "TENANT", tenant).Replace(text))
}

// rated is an end with a feedback.
func rated(end, feedback string) string {
	return strings.Replace(end, " FEEDBACK", `, "feedback": `+feedback, 1)
}

// tale are five calls: a meeting of four people and a bot, a call that was rated badly and measured
// well, one that was declined, one that was hung up in a menu, and a test call.
func tale(tenant string) [][]byte {
	declined := `, "failureInfo": {"stage": "callSetup", "reason": "The call was declined."}`
	broken := `, "failureInfo": {"stage": "midcall", "reason": ""}`
	return [][]byte{
		call(tenant, "a", "groupCall", "13:00:00",
			`{"id": "1", "identity": {"user": {"id": "ada", "displayName": "Ada", "tenantId": "TENANT"}}},
			{"id": "2", "identity": {"user": {"id": "bob", "displayName": "Bob", "tenantId": "TENANT"}}},
			{"id": "3", "identity": {"user": {"id": "dee", "displayName": "Dee", "tenantId": "f"}}},
			{"id": "4", "identity": {"application": {"id": "bot", "displayName": "Notes"}}}`,
			leg("12:00:00", "12:30:00", adaEnd, meeting, "", sentGood, heardPoor),
			leg("12:40:00", "13:00:00", adaEnd, meeting, ""),
			leg("12:10:00", "13:00:00",
				rated(bobEnd, `{"rating": "bad", "tokens": {"Noise": true, "Echo": true, "Delay": false}}`),
				meeting, "", sentPoor, heardGood),
			// Who is called in a meeting does not count here: there is a leg of the person's own.
			leg("12:20:00", "12:50:00", cyEnd, bobEnd, broken)),
		call(tenant, "b", "peerToPeer", "12:05:00", "",
			leg("12:00:00", "12:05:00", rated(adaEnd, `{"rating": "bad"}`), eveEnd, "", sentGood, heardGood)),
		call(tenant, "c", "peerToPeer", "12:00:20", "",
			leg("12:00:00", "12:00:20", rated(adaEnd, `{"rating": "notRated"}`), phoneEnd, declined)),
		call(tenant, "d", "groupCall", "12:00:03", "", leg("12:00:00", "12:00:03", bobEnd, menu, broken)),
		call(tenant, "e", "peerToPeer", "12:01:00", "", leg("12:00:00", "12:01:00", adaEnd, meeting, `, "isTest": true`)),
	}
}

// telling loads the tale once, for all tests that only ask.
var telling sync.Once

// told is the shared warehouse with the tale.
func told(t *testing.T) *house {
	t.Helper()
	w, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	h := &house{t, w, "analysis", "tale"}
	telling.Do(func() { h.load(tale(h.tenant)...) })
	return h
}

func TestSessionsHaveOutcomesAsTheyWere(t *testing.T) {
	t.Parallel()
	told(t).want(`
SELECT record_id, session_index, scenario, outcome, expected, seconds, short, verdict, ifNull(toString(rating), '-')
FROM {session_outcomes}
WHERE tenant_id = %s
ORDER BY record_id, session_index`,
		"a 0 meeting ok false 1800 false poor -",
		"a 1 meeting ok false 1200 false unclassified -",
		"a 2 meeting ok false 3000 false poor 1",
		"a 3 meeting dropped false 1800 false unclassified -",
		"b 0 peer_to_peer ok false 300 false good 1",
		"c 0 pstn setup_failed true 20 true unclassified 0",
		"d 0 voice_app dropped true 3 true unclassified -",
		"e 0 test ok false 60 false unclassified -")
}

func TestPeopleOfCallsAreThoseOfTheListAndOfTheSessions(t *testing.T) {
	t.Parallel()
	h := told(t)
	h.want(`
SELECT record_id, person_id, person_name, person_kind, formatDateTime(joined, '%H:%i'),
    formatDateTime(left, '%H:%i'), minutes, sessions, rejoins, verdict_heard, verdict_sent, role, capture_device, in_list, in_sessions
FROM {call_people}
WHERE tenant_id = '`+h.tenant+`' AND record_id IN ('a', 'b')
ORDER BY record_id, person_id`,
		"a ada Ada internal 12:00 13:00 50 2 1 poor good impacted Headset true true",
		"a bob Bob internal 12:10 13:00 50 1 0 good poor impacting Headset true true",
		"a cy  guest 12:20 12:50 30 1 0 unclassified unclassified none  false true",
		`a dee Dee federated \N \N 0 0 0 unclassified unclassified none  true false`,
		"b ada Ada internal 12:00 12:05 5 1 0 good good none Headset false true",
		"b eve  federated 12:00 12:05 5 1 0 good good none  false true")
}

func TestCallsSumUpTheirPeopleAndSessions(t *testing.T) {
	t.Parallel()
	told(t).want(`
SELECT record_id, scenario, people, guests, anonymous, phones, federated_tenants, round(minutes, 2),
    round(person_minutes, 2), peak_people, poor_people, verdict, sessions, failed_sessions, dropped_sessions, unexpected_failures, version,
    round(hours_to_last_change, 2)
FROM {calls}
WHERE tenant_id = %s
ORDER BY record_id`,
		"a meeting 4 1 0 0 1 60 130 3 1 poor 4 0 1 1 3 2",
		"b peer_to_peer 2 0 0 0 1 5 10 2 0 good 1 0 0 0 3 2.92",
		"c pstn 2 0 0 1 0 0.33 0.67 2 0 unclassified 1 1 0 0 3 2.99",
		"d voice_app 1 0 0 0 0 0.05 0.05 1 0 unclassified 1 0 1 0 3 3",
		"e test 1 0 0 0 0 1 1 1 0 unclassified 1 0 0 0 3 2.98")
}

func TestRatingsAreHeldAgainstWhatWasMeasured(t *testing.T) {
	t.Parallel()
	told(t).want(`
SELECT record_id, session_index, side, person_id, stars, complaints, measured_verdict, disagrees, scenario, platform
FROM {ratings}
WHERE tenant_id = %s
ORDER BY record_id`,
		"a 2 caller bob 1 ['Echo','Noise'] poor false meeting macOS",
		"b 0 caller ada 1 [] good true peer_to_peer windows")
}

func TestEndsOfStreamsArePeoplesWithTheirDevices(t *testing.T) {
	t.Parallel()
	told(t).want(`
SELECT record_id, session_index, stream_index, side, person_id, machine, platform, capture_device, verdict
FROM {stream_ends}
WHERE tenant_id = %s
ORDER BY record_id, session_index, stream_index, side`,
		"a 0 0 sender ada PC-ADA windows Headset good",
		"a 0 1 receiver ada PC-ADA windows Headset poor",
		"a 2 0 sender bob  macOS Headset poor",
		"a 2 1 receiver bob  macOS Headset good",
		"b 0 0 receiver eve    good",
		"b 0 0 sender ada PC-ADA windows Headset good",
		"b 0 1 receiver ada PC-ADA windows Headset good",
		"b 0 1 sender eve    good")
}

func TestDifferencesSetThePoorEndsApart(t *testing.T) {
	t.Parallel()
	h := told(t)
	const sql = `
SELECT dimension, value, ends, poor, round(poor_rate, 3), round(poor_rate_low, 3), round(poor_rate_high, 3),
    round(rest_rate, 3), round(lift, 3), round(z, 3)
FROM analysis.differences(from = '2026-03-04 00:00:00', to = 'TO')
WHERE tenant_id = %s AND dimension IN ('platform', 'media_type')
ORDER BY dimension, value`
	h.want(strings.Replace(sql, "TO", "2026-03-05 00:00:00", 1),
		`media_type audio 8 2 0.25 0.071 0.591 \N \N \N`,
		"platform  2 0 0 0 0.658 0.333 0 -0.943",
		"platform macOS 2 1 0.5 0.095 0.905 0.167 3 0.943",
		"platform windows 4 1 0.25 0.046 0.699 0.25 1 0")
	h.want(strings.Replace(sql, "TO", "2026-03-04 11:00:00", 1))
}

// Where there is one tenant, differences does not tell tenants apart: where there are two, it does.
func TestDifferencesAreThoseOfEachTenant(t *testing.T) {
	t.Parallel()
	one, other := told(t), shipped(t, tale(t.Name())...)
	const sql = "SELECT uniqExact(tenant_id, dimension, value), sum(ends)" +
		" FROM analysis.differences(from = '2026-03-04 00:00:00', to = '2026-03-05 00:00:00') WHERE tenant_id = %s"
	if got, want := other.rows(sql), one.rows(sql); len(want) != 1 || strings.HasSuffix(want[0], " 0") || got[0] != want[0] {
		t.Errorf("got %q of one tenant and %q of another that has the same calls", want, got)
	}
}

func TestTrustSaysWhatIsThere(t *testing.T) {
	t.Parallel()
	h := shipped(t, tale(t.Name())...)
	day := time.Date(2026, 3, 4, 12, 0, 0, 0, time.UTC)
	books := h.Ledger(schema.CallRecords)
	if _, err := books.RecordListed(t.Context(), h.tenant, day, []schema.Header{
		{ID: "a", Version: 3, Start: day}, {ID: "due", Version: 1, Start: day}, {ID: "lost", Version: 1, Start: day},
	}); err != nil {
		t.Fatal(err)
	}
	if err := books.RecordOutcomes(t.Context(), h.tenant, []schema.Outcome{
		{RecordID: "a", Version: 3, Kind: schema.OutcomeLoaded, At: day},
		{RecordID: "lost", Version: 1, Kind: schema.OutcomeLost, At: day},
	}); err != nil {
		t.Fatal(err)
	}
	h.want(`
SELECT day, media_type, platform, listed, loaded, due, lost, records, average_version,
    round(hours_to_last_change, 2), sessions, sessions_without_stream, ends, unmeasured, classified, classified_share, mapped, mapped_share
FROM {data_trust}
WHERE tenant_id = %s
ORDER BY media_type, platform`,
		`2026-03-04   3 1 1 1 5 3 2.78 8 5 0 0 0 \N 0 \N`,
		`2026-03-04 audio  0 0 0 0 0 \N \N 0 0 2 0 2 1 0 0`,
		`2026-03-04 audio macOS 0 0 0 0 0 \N \N 0 0 2 0 2 1 0 0`,
		`2026-03-04 audio windows 0 0 0 0 0 \N \N 0 0 4 0 4 1 0 0`)
}
