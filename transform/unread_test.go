package transform_test

import (
	"reflect"
	"strings"
	"testing"

	"callrecords/schema"
	"callrecords/transform"
)

func inCaller(members string) schema.Page { return inSession(`"caller":{` + members + `}`) }

func inNetwork(members string) schema.Page {
	return inMedia(`"callerNetwork":{` + members + `},"streams":[{}]`)
}

func inOneStream(members string) schema.Page { return inMedia(`"streams":[{` + members + `}]`) }

// misfits are values that their columns cannot hold: where, what is in the column
// instead, and what is kept.
var misfits = []struct {
	name   string
	page   pageOf
	member string
	table  string
	column string
	want   any
	kept   string
}{
	{"a number where text belongs", inRecordEnded, `"type":5`, "records", "type", "", `{"type":5}`},
	{"an object where text belongs", inRecordEnded, `"type":{"a":1}`, "records", "type", "", `{"type":{"a":1}}`},
	{"text where a number belongs", inOneStream, `"packetUtilization":"many"`, "streams", "packet_utilization", nil, `{"packetUtilization":"many"}`},
	{"hexadecimal text", inOneStream, `"packetUtilization":"0x1p4"`, "streams", "packet_utilization", nil, `{"packetUtilization":"0x1p4"}`},
	{"an array where a number belongs", inOneStream, `"packetUtilization":[1]`, "streams", "packet_utilization", nil, `{"packetUtilization":[1]}`},
	{"a fraction where a whole number belongs", inOneStream, `"packetUtilization":1.5`, "streams", "packet_utilization", nil, `{"packetUtilization":1.5}`},
	{"int64 out of range", inOneStream, `"packetUtilization":9223372036854775808`, "streams", "packet_utilization", nil, `{"packetUtilization":9223372036854775808}`},
	{"int32 out of range", inCaller, `"cpuCoresCount":2147483648`, "sessions", "caller_cpu_cores_count", nil, `{"caller.cpuCoresCount":2147483648}`},
	{"text where a flag belongs", inOneStream, `"wasMediaBypassed":"true"`, "streams", "was_media_bypassed", nil, `{"wasMediaBypassed":"true"}`},
	{"a number where a flag belongs", inOneStream, `"wasMediaBypassed":1`, "streams", "was_media_bypassed", nil, `{"wasMediaBypassed":1}`},
	{"text where a real belongs", inOneStream, `"averagePacketLossRate":"much"`, "streams", "average_packet_loss_rate", nil, `{"averagePacketLossRate":"much"}`},
	{"a real that is too large", inOneStream, `"averagePacketLossRate":3.5e38`, "streams", "average_packet_loss_rate", nil, `{"averagePacketLossRate":3.5e38}`},
	{"a duration that is none", inOneStream, `"averageJitter":"2 ms"`, "streams", "average_jitter_ms", nil, `{"averageJitter":"2 ms"}`},
	{"a number as duration", inOneStream, `"averageJitter":2`, "streams", "average_jitter_ms", nil, `{"averageJitter":2}`},
	{"an instant that is none", inOneStream, `"endDateTime":"yesterday"`, "streams", "end_date_time", nil, `{"endDateTime":"yesterday"}`},
	{"an instant out of range", inRecordEnded, `"endDateTime":"9999-12-31T23:59:59Z"`, "records", "end_date_time", nil, `{"endDateTime":"9999-12-31T23:59:59Z"}`},
	{"an instant in year 1", inRecordEnded, `"endDateTime":"0001-06-01T00:00:00Z"`, "records", "end_date_time", nil, `{"endDateTime":"0001-06-01T00:00:00Z"}`},
	{"text where an object belongs", inMedia, `"callerNetwork":"none"`, "streams", "caller_network_subnet", "", `{"media.callerNetwork":"none"}`},
	{"an empty array where an object belongs", inMedia, `"callerNetwork":[]`, "streams", "caller_network_subnet", "", `{"media.callerNetwork":[]}`},
	{"an empty array where flags belong", inCaller, `"feedback":{"tokens":[]}`, "sessions", "caller_feedback_tokens", map[string]bool{}, `{"caller.feedback.tokens":[]}`},
	{"text where an identity set belongs", inRecordEnded, `"organizer_v2":{"identity":"me"}`, "records", "organizer_kind", "", `{"organizer_v2.identity":"me"}`},
	{"an array where an identity set belongs", inRecordEnded, `"organizer_v2":{"identity":[]}`, "records", "organizer_kind", "", `{"organizer_v2.identity":[]}`},
	{"a number as type", inCaller, `"name":"pc","@odata.type":5`, "sessions", "caller_endpoint_type", "participantEndpoint", `{"caller.@odata.type":5}`},
	{"an object where texts belong", inRecordEnded, `"modalities":{"a":1}`, "records", "modalities", []any{}, `{"modalities":{"a":1}}`},
	{"a number among texts", inRecordEnded, `"modalities":["audio",5]`, "records", "modalities", []any{"audio", ""}, `{"modalities[1]":5}`},
	{"text where a list of objects belongs", inNetwork, `"traceRouteHops":"x"`, "streams", "caller_network_trace_route_hop_counts", []any{}, `{"media.callerNetwork.traceRouteHops":"x"}`},
	{"text in a list of objects", inNetwork, `"traceRouteHops":["x",{"hopCount":2}]`, "streams", "caller_network_trace_route_hop_counts", []any{nil, int64(2)}, `{"media.callerNetwork.traceRouteHops[0]":"x"}`},
	{"text as a measure of a list of objects", inNetwork, `"traceRouteHops":[{"hopCount":"x"},{"hopCount":2}]`, "streams", "caller_network_trace_route_hop_counts", []any{nil, int64(2)}, `{"media.callerNetwork.traceRouteHops[0].hopCount":"x"}`},
	{"text of 3 MB", inRecordEnded, `"joinWebUrl":"` + strings.Repeat("x", 3<<20) + `"`, "records", "join_web_url", "", `{"joinWebUrl":"left out: 3145730 bytes, more than 1048576"}`},
	{"an unknown value of 3 MB", inRecordEnded, `"x":"` + strings.Repeat("x", 3<<20) + `"`, "records", "type", "", `{"x":"left out: 3145730 bytes, more than 1048576"}`},
	{"an unknown value nested 100 deep", inRecordEnded, `"x":` + strings.Repeat("[", 100) + strings.Repeat("]", 100), "records", "type", "", `{"x":"left out: nested more than 64 deep"}`},
}

func TestBadValueCostsItself(t *testing.T) {
	t.Parallel()
	for _, c := range misfits {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			b, rows := transform.NewBatch(schema.CallRecords), tables{}
			load := read(t, b, c.page(c.member))
			rows.take(b)
			row := rows[c.table][0]
			if got := row[c.column]; !reflect.DeepEqual(got, c.want) {
				t.Errorf("got %s %#v, want %#v", c.column, got, c.want)
			}
			if got := row["unknown_properties"]; !reflect.DeepEqual(properties(got), properties(c.kept)) {
				t.Errorf("got unknown properties %s, want %s", got, c.kept)
			}
			if load.Unread.Values != 1 {
				t.Errorf("got %d unread values, want 1", load.Unread.Values)
			}
			if !strings.HasPrefix(load.Unread.First, "page 0, /") {
				t.Errorf("got the first at %q, want a pointer into page 0", load.Unread.First)
			}
		})
	}
}

func TestUnreadValuesAreCountedOverThePages(t *testing.T) {
	t.Parallel()
	b := transform.NewBatch(schema.CallRecords)
	load := read(t, b,
		inRecord(`,"sessions":[{"id":"a"}]}`),
		sessionsPage([]byte(`{"value":[{"isTest":"no"},{"segments":[{"media":[{"streams":[{"averageJitter":1,"maxJitter":"PT1S"}]}]}]}]}`)),
		sessionsPage([]byte(`{"value":[{"isTest":"no"}]}`)),
	)
	want := schema.Unread{Values: 3, First: "page 1, /value/0/isTest"}
	if load.Unread != want {
		t.Errorf("got %+v, want %+v", load.Unread, want)
	}
	// The next record of the batch begins anew.
	if load := read(t, b, inRecord("}")); load.Unread != (schema.Unread{}) {
		t.Errorf("got %+v of a good record, want none", load.Unread)
	}
}

func TestUnreadValuesOfAFirstMemberDoNotCount(t *testing.T) {
	t.Parallel()
	load := read(t, transform.NewBatch(schema.CallRecords), inRecordEnded(`"endDateTime":5,"type":6,"endDateTime":null`))
	want := schema.Unread{Values: 1, First: "page 0, /type"}
	if load.Unread != want {
		t.Errorf("got %+v, want %+v", load.Unread, want)
	}
}

func TestValuesThatSayThatTheyAreNoneAreRead(t *testing.T) {
	t.Parallel()
	page := inOneStream(`"averageJitter":"INF","averagePacketLossRate":"NaN","packetUtilization":"-INF","endDateTime":"0001-01-01T00:00:00Z","maxJitter":""`)
	b, rows := transform.NewBatch(schema.CallRecords), tables{}
	load := read(t, b, page)
	rows.take(b)
	if load.Unread.Values != 0 {
		t.Errorf("got %+v, want none unread", load.Unread)
	}
	want := `{"averageJitter":"INF","averagePacketLossRate":"NaN","packetUtilization":"-INF"}`
	if got := rows["streams"][0]["unknown_properties"]; got != want {
		t.Errorf("got unknown properties %s, want %s", got, want)
	}
	for _, column := range []string{"average_jitter_ms", "average_packet_loss_rate", "packet_utilization", "end_date_time", "max_jitter_ms"} {
		t.Run(column, func(t *testing.T) {
			if got := rows["streams"][0][column]; got != nil {
				t.Errorf("got %v, want nil", got)
			}
		})
	}
}

func TestNumbersAreReadHoweverTheyAreWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int64{
		"12": 12, "-0": 0, "12.0": 12, "1.2e1": 12, "5e3": 5000, `"12"`: 12, `"1.2E+1"`: 12,
		"9223372036854775807": 1<<63 - 1, "9007199254740991.0": 1<<53 - 1,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			rows := flattened(t, inOneStream(`"packetUtilization":`+text))
			if got := rows["streams"][0]["packet_utilization"]; got != want {
				t.Errorf("got %v, want %d", got, want)
			}
		})
	}
}
