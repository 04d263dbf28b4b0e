package sentence

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/answer"
)

func TestACallIsExplainedInPlainWords(t *testing.T) {
	t.Parallel()
	list := func(texts ...string) []any {
		all := make([]any, len(texts))
		for i, s := range texts {
			all[i] = s
		}
		return all
	}
	stream := func(metric, value, seconds string, from, to []any, more answer.Row) answer.Row {
		r := answer.Row{"media_type": "audio", "metric": metric, "value": json.Number(value), "seconds": json.Number(seconds),
			"sender_names": from, "receiver_names": to}
		for name, v := range more {
			r[name] = v
		}
		return r
	}
	person := func(name, heard string) answer.Row { return answer.Row{"person_name": name, "verdict_heard": heard} }
	uplink := stream("average_packet_loss_rate", "0.14", "1860", list("Ann"), nil,
		answer.Row{"places": list("Lyon"), "classes": list("office_wifi"), "wifi": list("3c-84, frequency24GHz")})
	for name, c := range map[string]struct {
		verdict         string
		streams, people []answer.Row
		want            []string
	}{
		"one spoils, two hear": {"poor", []answer.Row{uplink}, []answer.Row{person("Ann", "good"), person("Ben", "poor"), person("Cem", "poor")},
			[]string{"Ann’s uplink lost 14.0 % for 31 minutes, Lyon, Wi-Fi (access point 3c-84, 2.4 GHz); Ben and Cem heard it."}},
		"names of outsiders": {"poor", []answer.Row{stream("average_jitter_ms", "78.2", "0", list("\u202eAnn\nx\u2066"), list(strings.Repeat("é", 300)), nil)}, nil,
			[]string{"Ann x’s uplink jittered by 78 ms; " + strings.Repeat("é", 200) + "… heard it."}},
		"nobody heard": {"poor", []answer.Row{uplink}, []answer.Row{person("Ann", "poor"), person("Ben", "good")},
			[]string{"Ann’s uplink lost 14.0 % for 31 minutes, Lyon, Wi-Fi (access point 3c-84, 2.4 GHz); nobody else heard it badly."}},
		"not measured": {"poor", []answer.Row{uplink}, []answer.Row{person("Ben", "unclassified")},
			[]string{"Ann’s uplink lost 14.0 % for 31 minutes, Lyon, Wi-Fi (access point 3c-84, 2.4 GHz); what the others heard was not measured."}},
		"one to one": {"poor", []answer.Row{stream("average_jitter_ms", "78.2", "75", list("Ann"), list("Ben"), nil)}, nil,
			[]string{"Ann’s uplink jittered by 78 ms for 75 seconds; Ben heard it."}},
		"the way down": {"poor", []answer.Row{stream("average_round_trip_time_ms", "612", "0", nil, list("Ben"), answer.Row{"classes": list("vpn")})}, nil,
			[]string{"Ben heard badly: the way to them took 612 ms there and back, VPN."}},
		"good":         {"good", nil, nil, []string{"Nothing went wrong: all audio that was measured is good."}},
		"unclassified": {"unclassified", nil, nil, []string{"Nothing can be said of the audio: there were no measures, or too few packets."}},
		"no person":    {"poor", []answer.Row{stream("average_jitter_ms", "50", "9", nil, nil, nil)}, nil, []string{"The call is poor, but Graph tells of no person at its poor streams."}},
		"five": {"poor", []answer.Row{stream("average_jitter_ms", "50", "9", list("A", "B", "C", "D", "E"), list("F"), nil)}, nil,
			[]string{"A’s uplink jittered by 50 ms for 9 seconds; F heard it.", "B’s uplink jittered by 50 ms for 9 seconds; F heard it.",
				"C’s uplink jittered by 50 ms for 9 seconds; F heard it.", "D’s uplink jittered by 50 ms for 9 seconds; F heard it.",
				"And 1 stream more, in the table below."}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := Of(c.verdict, c.streams, c.people); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestManyNamesAreCutShort(t *testing.T) {
	t.Parallel()
	for want, names := range map[string][]string{
		"Ann": {"Ann"}, "Ann and Ben": {"Ann", "Ben"}, "A, B, C and D": {"A", "B", "C", "D"}, "A, B, C and 2 others": {"A", "B", "C", "D", "E"},
	} {
		if got := list(names); got != want {
			t.Errorf("got %s, want %s", got, want)
		}
	}
}
