package oracle_test

import (
	"encoding/json"
	"fmt"
	"os"
	"reflect"
	"testing"
	"time"

	"callrecords/transform/oracle"
)

// document is small enough to flatten by hand.
const document = `{
  "id": "r1", "version": 3, "startDateTime": "2026-01-02T03:04:05.1234567Z", "endDateTime": "0001-01-01T00:00:00Z",
  "type": "groupCall", "modalities": ["audio", null], "joinWebUrl": null, "odd": {"a": 1.50},
  "organizer": {"user": {"id": "old"}},
  "organizer_v2": {"id": "o1", "identity": {"endpointType": "default", "phone": null, "user": {"id": "u1", "x": 1}, "guest": {"id": "g1"}}},
  "participants_v2@odata.nextLink": "https://graph",
  "participants_v2": [{"id": "p1", "administrativeUnitInfos": [{"id": "au1", "y": 2}, null]}],
  "sessions": [{
    "id": "s1", "isTest": false, "failureInfo": null,
    "caller": {"@odata.type": "#microsoft.graph.callRecords.participantEndpoint", "cpuCoresCount": 8,
      "feedback": {"rating": "poor", "tokens": {"Noisy": true, "Score": 5}}},
    "callee": {"userAgent": {"@odata.type": "#microsoft.graph.callRecords.serviceUserAgent", "role": "customBot", "z": [1]}},
    "segments": [{"id": "g1", "media": [
      {"label": "main-audio", "w": true,
       "callerNetwork": {"linkSpeed": 4294967295, "traceRouteHops": [{"hopCount": 1, "roundTripTime": "PT0.01S"}, {"ipAddress": "10.0.0.1", "v": "?"},
        {"hopCount": 3, "ipAddress": "NaN", "roundTripTime": "-INF"}]},
       "streams": [{"streamId": "1", "averageJitter": "PT1M0.0016S", "averagePacketLossRate": "NaN", "u": "!"}, {"streamId": "2"}]},
      {"label": "data", "streams": null}]}]
  }]
}`

func flatten(t *testing.T) map[string][]oracle.Row {
	t.Helper()
	contract, err := os.ReadFile("../../schema/testdata/columns.tsv")
	if err != nil {
		t.Fatal(err)
	}
	o, err := oracle.New(contract)
	if err != nil {
		t.Fatal(err)
	}
	rows, err := o.Rows([]byte(document), oracle.Owner{TenantID: "t1", ExportedAt: time.UnixMilli(1)})
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func TestRowsAreThoseFlattenedByHand(t *testing.T) {
	t.Parallel()
	rows := flatten(t)
	start := time.Date(2026, 1, 2, 3, 4, 5, 123456700, time.UTC)
	for _, c := range []struct {
		table  string
		row    int
		column string
		want   any
	}{
		{"records", 0, "tenant_id", "t1"},
		{"records", 0, "record_id", "r1"},
		{"records", 0, "version", int64(3)},
		{"records", 0, "start_date_time", start},
		{"records", 0, "end_date_time", nil},
		{"records", 0, "join_web_url", ""},
		{"records", 0, "modalities", []any{"audio", ""}},
		{"records", 0, "organizer_kind", "user"},
		{"records", 0, "organizer_id", "u1"},
		{"records", 0, "organizer_endpoint_type", "default"},
		{"records", 0, "organizer_administrative_unit_ids", []any{}},
		{"records", 0, "participant_count", int64(1)},
		{"records", 0, "stream_count", int64(3)},
		{"records", 0, "exported_at", time.UnixMilli(1).UTC()},
		{"participants", 0, "record_start_date_time", start},
		{"participants", 0, "identity_kind", ""},
		{"participants", 0, "administrative_unit_ids", []any{"au1", ""}},
		{"sessions", 0, "is_test", false},
		{"sessions", 0, "start_date_time", nil},
		{"sessions", 0, "failure_reason", ""},
		{"sessions", 0, "caller_endpoint_type", "participantEndpoint"},
		{"sessions", 0, "caller_cpu_cores_count", int64(8)},
		{"sessions", 0, "caller_feedback_tokens", map[string]bool{"Noisy": true}},
		{"sessions", 0, "callee_endpoint_type", "endpoint"},
		{"sessions", 0, "callee_user_agent_type", "serviceUserAgent"},
		{"sessions", 0, "callee_feedback_tokens", map[string]bool{}},
		{"segments", 0, "session_id", "s1"},
		{"segments", 0, "caller_endpoint_type", ""},
		{"streams", 0, "average_jitter_ms", 60001.6},
		{"streams", 0, "average_packet_loss_rate", nil},
		{"streams", 0, "caller_network_link_speed", int64(4294967295)},
		{"streams", 0, "caller_network_trace_route_hop_counts", []any{int64(1), nil, int64(3)}},
		{"streams", 0, "caller_network_trace_route_ip_addresses", []any{"", "10.0.0.1", "NaN"}},
		{"streams", 0, "caller_network_trace_route_round_trip_times_ms", []any{10.0, nil, nil}},
		{"streams", 1, "stream_id", "2"},
		{"streams", 1, "stream_index", int64(1)},
		{"streams", 2, "stream_id", ""},
		{"streams", 2, "media_index", int64(1)},
		{"streams", 2, "stream_index", int64(0)},
		{"streams", 2, "media_label", "data"},
	} {
		t.Run(fmt.Sprintf("%s[%d].%s", c.table, c.row, c.column), func(t *testing.T) {
			t.Parallel()
			if got := rows[c.table][c.row][c.column]; !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %#v, want %#v", got, c.want)
			}
		})
	}
}

func TestUnknownPropertiesAreKeptByPath(t *testing.T) {
	t.Parallel()
	rows := flatten(t)
	for _, c := range []struct {
		table string
		row   int
		want  string
	}{
		{"records", 0, `{"odd":{"a":1.50},"organizer":{"user":{"id":"old"}},"organizer_v2.id":"o1",
			"organizer_v2.identity.user.x":1,"organizer_v2.identity.guest":{"id":"g1"}}`},
		{"participants", 0, `{"administrativeUnitInfos[0].y":2}`},
		{"sessions", 0, `{"caller.feedback.tokens.Score":5,"callee.userAgent.z":[1]}`},
		{"segments", 0, `null`},
		{"streams", 0, `{"u":"!","averagePacketLossRate":"NaN","media.w":true,
			"media.callerNetwork.traceRouteHops[1].v":"?","media.callerNetwork.traceRouteHops[2].roundTripTime":"-INF"}`},
		{"streams", 1, `{"media.w":true,
			"media.callerNetwork.traceRouteHops[1].v":"?","media.callerNetwork.traceRouteHops[2].roundTripTime":"-INF"}`},
		{"streams", 2, `null`},
	} {
		t.Run(fmt.Sprintf("%s[%d]", c.table, c.row), func(t *testing.T) {
			t.Parallel()
			got, err := json.Marshal(rows[c.table][c.row]["unknown_properties"])
			if err != nil {
				t.Fatal(err)
			}
			if !reflect.DeepEqual(parsed(t, got), parsed(t, []byte(c.want))) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}

func parsed(t *testing.T, text []byte) (v any) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatal(err)
	}
	return v
}
