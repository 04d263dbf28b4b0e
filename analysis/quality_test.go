package analysis_test

import (
	"encoding/json"
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
	"time"
)

// qualitySQL shows stream_quality in the form of expectedQuality.
const qualitySQL = `
SELECT concat(record_id, '|', session_index, '|', segment_index, '|', media_index, '|', stream_index,
    '|', media_type, '|', sender, '|', receiver, '|', flow,
    '|', verdict_cqd_2022, '|', verdict_cqd_2021, '|', verdict_cri,
    '|', arrayStringConcat(reasons, '+'), '|', arrayStringConcat(warnings, '+'),
    '|', ifNull(toDecimalString(seconds, 7), ''))
FROM {stream_quality}
WHERE tenant_id = %s
ORDER BY record_id, session_index, segment_index, media_index, stream_index`

// wantQuality compares stream_quality with what the JSON says.
func wantQuality(t *testing.T, documents ...[]byte) map[string]int {
	t.Helper()
	seen, want := map[string]int{}, map[string]bool{}
	for _, d := range documents {
		for _, line := range expectedQuality(t, d) {
			want[line] = true
			cells := strings.Split(line, "|")
			for i, set := range []string{"cqd-2022", "cqd-2021", "cri"} {
				seen[set+" "+cells[5]+" "+cells[9+i]]++
			}
		}
	}
	h := shipped(t, documents...)
	got := h.rows(qualitySQL)
	wrong := 0
	for _, line := range got {
		if !want[line] {
			if wrong++; wrong <= 5 {
				t.Errorf("got the row %s, which the JSON does not say", line)
			}
		}
		delete(want, line)
	}
	for line := range want {
		if wrong++; wrong <= 10 {
			t.Errorf("got no row %s", line)
		}
	}
	if wrong > 0 {
		t.Errorf("got %d wrong rows of %d", wrong, len(got))
	}
	h.want("SELECT count() FROM {stream_quality} WHERE tenant_id = %s AND verdict != verdict_cqd_2022", "0")
	return seen
}

// Every measure absent, under its limit, at it and over it, with all others in every such
// state. The least step over a limit is that of the column: 0.1 is the Float32 next to it.
func TestEveryRuleAtUnderAndOverItsLimitWithEveryPatternOfAbsence(t *testing.T) {
	t.Parallel()
	var media []any
	audio := streams(object{"streamDirection": "callerToCallee"},
		measure{"packetUtilization", values("", "500", "501", "1000", "1001")},
		measure{"averageRoundTripTime", texts("", "PT0.4999999S", "PT0.5S", "PT0.5000001S")},
		measure{"averagePacketLossRate", values("", "0.0999", "0.1", "0.10000001")},
		measure{"averageJitter", texts("", "PT0.0299999S", "PT0.03S", "PT0.0300001S")},
		measure{"averageAudioDegradation", values("", "0.99", "1", "1.0000001")},
		measure{"averageRatioOfConcealedSamples", values("", "0.069", "0.07", "0.07000001")})
	media = append(media, object{"label": "main-audio", "streams": audio})
	picture := []measure{
		{"averageVideoFrameLossPercentage", values("", "49.9", "50", "50.00001")},
		{"averageVideoFrameRate", values("", "0.99999", "1", "1.9999", "2", "6.99999", "7", "7.1")},
		{"postForwardErrorCorrectionPacketLossRate", values("", "0.1499", "0.15", "0.15000002")},
		{"videoCodec", texts("", "h264s", "h264")},
		{"streamDirection", texts("callerToCallee", "calleeToCaller", "")},
	}
	for _, label := range []string{"main-video", "main-video7", "applicationsharing-video", "data", "other"} {
		media = append(media, object{"label": label, "streams": streams(nil, picture...)})
	}
	var sessions []any
	for i, ends := range [][2]string{{"participant", "service"}, {"participant", "participant"}, {"service", "service"}} {
		m := media
		if i > 0 {
			m = media[3:4] // for the flow matters to sharing alone
		}
		sessions = append(sessions, session(ends[0], ends[1], object{}, m))
	}
	seen := wantQuality(t, written(t, "every", sessions))
	for _, set := range []string{"cqd-2022", "cqd-2021", "cri"} {
		for _, media := range []string{"audio", "video", "sharing"} {
			for _, verdict := range []string{"poor", "good", "unclassified"} {
				if seen[set+" "+media+" "+verdict] == 0 {
					t.Errorf("got no %s stream that is %s by %s", media, verdict, set)
				}
			}
		}
	}
}

// measure is a property with the values that it takes; nil is absent.
type measure struct {
	name   string
	values []any
}

func values(numbers ...string) (all []any) {
	for _, n := range numbers {
		if n == "" {
			all = append(all, nil)
			continue
		}
		all = append(all, json.Number(n))
	}
	return all
}

func texts(said ...string) (all []any) {
	for _, s := range said {
		if s == "" {
			all = append(all, nil)
			continue
		}
		all = append(all, s)
	}
	return all
}

// streams are one stream per combination of values.
func streams(base object, measures ...measure) []any {
	all := []object{base}
	for _, m := range measures {
		var more []object
		for _, before := range all {
			for _, v := range m.values {
				s := object{"streamId": "1"}
				for name, value := range before {
					s[name] = value
				}
				if v != nil {
					s[m.name] = v
				}
				more = append(more, s)
			}
		}
		all = more
	}
	list := make([]any, len(all))
	for i, s := range all {
		list[i] = s
	}
	return list
}

// session is a session of one segment; the times are those of span.
func session(caller, callee string, span object, media []any) object {
	s := object{
		"id": "s", "caller": endpoint(caller), "callee": endpoint(callee),
		"startDateTime": "2026-03-04T12:00:00Z", "endDateTime": "2026-03-04T12:10:00Z",
		"segments": []any{object{"id": "g", "caller": endpoint(caller), "callee": endpoint(callee), "media": media}},
	}
	for name, value := range span {
		s[name] = value
	}
	return s
}

func endpoint(kind string) any {
	if kind == "" {
		return nil
	}
	return object{"@odata.type": "#microsoft.graph.callRecords." + kind + "Endpoint"}
}

// written is the JSON of a record.
func written(t *testing.T, id string, sessions any) []byte {
	t.Helper()
	document, err := json.Marshal(object{
		"id": id, "version": 1, "type": "groupCall", "sessions": sessions,
		"startDateTime": "2026-03-04T12:00:00Z", "endDateTime": "2026-03-04T13:00:00Z",
	})
	if err != nil {
		t.Fatal(err)
	}
	return document
}

// Rows of an older exporter hold NaN and infinities. They are no measures, for nobody's average.
func TestNumbersThatAreNoneCountAsMissing(t *testing.T) {
	t.Parallel()
	h := shipped(t, written(t, "r", []any{session("participant", "service", nil, []any{object{
		"label": "main-audio", "streams": streams(nil,
			measure{"packetUtilization", values("900")}, measure{"averagePacketLossRate", values("0.05")}),
	}})}))
	const older = "INSERT INTO analysis_store.streams_all (* EXCEPT record_date) SELECT * REPLACE(%s) " +
		"FROM (SELECT * FROM analysis_store.streams_all WHERE tenant_id = '%s' AND stream_index = 0)"
	for i, values := range []string{"nan AS average_packet_loss_rate", "inf AS average_jitter_ms"} {
		replaced := fmt.Sprintf("%s, %d AS stream_index", values, i+1)
		if err := store.Exec(t.Context(), fmt.Sprintf(older, replaced, h.tenant)); err != nil {
			t.Fatal(err)
		}
	}
	h.want("SELECT verdict, average_packet_loss_rate, average_jitter_ms FROM {stream_quality} WHERE tenant_id = %s"+
		" ORDER BY stream_index", `good 0.05 \N`, `unclassified \N \N`, `good 0.05 \N`)
}

// 600 records of any shape: ends that only the session tells, times that are there or not,
// values that are no numbers, media without streams.
func TestVerdictsOfRecordsAreWhatTheJSONSays(t *testing.T) {
	t.Parallel()
	g := generator{rand.New(rand.NewPCG(11, 2))}
	documents := make([][]byte, 600)
	for i := range documents {
		documents[i] = written(t, fmt.Sprintf("r%03d", i), g.list(3, g.session))
	}
	seen := wantQuality(t, documents...)
	if len(seen) < 30 {
		t.Errorf("got %d kinds of verdicts, want 30 at least: %v", len(seen), seen)
	}
}

// generator makes records by chance.
type generator struct{ *rand.Rand }

func (g generator) list(most int, of func() object) (all []any) {
	for range 1 + g.IntN(most) {
		all = append(all, of())
	}
	return all
}

func pick[T any](g generator, of ...T) T { return of[g.IntN(len(of))] }

// times are those of a thing that may lack them.
func (g generator) times() object {
	o := object{}
	begin := time.Date(2026, 3, 4, 12, g.IntN(60), g.IntN(60), g.IntN(1e7)*100, time.UTC)
	if g.IntN(3) > 0 {
		o["startDateTime"] = begin.Format(time.RFC3339Nano)
	}
	if g.IntN(3) > 0 {
		o["endDateTime"] = begin.Add(time.Duration(g.IntN(4000)) * time.Second).Format(time.RFC3339Nano)
	}
	return o
}

func (g generator) session() object {
	s := g.times()
	s["id"], s["segments"] = "s", g.list(2, g.segment)
	s["caller"], s["callee"] = g.end(), g.end()
	return s
}

func (g generator) end() any { return endpoint(pick(g, "participant", "service", "participant", "")) }

func (g generator) segment() object {
	s := g.times()
	s["id"], s["media"] = "g", g.list(4, g.media)
	s["caller"], s["callee"] = g.end(), g.end()
	return s
}

func (g generator) media() object {
	m := object{"label": pick(g, "main-audio", "main-video", "main-video3", "main-video10", "panoramic-video",
		"applicationsharing-video", "data", "", "Main-Audio")}
	if g.IntN(8) > 0 {
		m["streams"] = g.list(2, g.stream)
	}
	return m
}

func (g generator) stream() object {
	s := g.times()
	s["streamId"] = "1"
	for _, m := range []measure{
		{"streamDirection", texts("callerToCallee", "calleeToCaller", "", "unknownFutureValue")},
		{"videoCodec", texts("", "unknown", "h264s", "h264")},
		{"packetUtilization", values("", "3", "500", "501", "1001", "90000")},
		{"averageRoundTripTime", texts("", "PT0S", "PT0.5S", "PT0.6S", "PT2S")},
		{"averagePacketLossRate", []any{nil, json.Number("0"), json.Number("0.1"), json.Number("0.2"), "NaN", "INF"}},
		{"averageJitter", texts("", "PT0.01S", "PT0.03S", "PT0.031S")},
		{"averageAudioDegradation", []any{nil, json.Number("0.5"), json.Number("1.5"), "-INF"}},
		{"averageRatioOfConcealedSamples", values("", "0", "0.07", "0.08")},
		{"averageVideoFrameLossPercentage", values("", "", "0", "50", "51")},
		{"averageVideoFrameRate", values("", "0", "1", "5", "30")},
		{"postForwardErrorCorrectionPacketLossRate", values("", "0.1", "0.2")},
		{"maxPacketLossRate", values("", "0.2", "0.3")},
		{"maxJitter", texts("", "PT0.06S", "PT0.061S")},
		{"maxRoundTripTime", texts("", "PT1S", "PT1.5S")},
	} {
		if v := pick(g, m.values...); v != nil {
			s[m.name] = v
		}
	}
	return s
}
