package show

import (
	"encoding/json"
	"fmt"
	"slices"
	"testing"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Whoever opens a stream sees first what was wrong with it.
func TestASheetBeginsWithWhatWasPoor(t *testing.T) {
	t.Parallel()
	p, _ := dashboards.PanelOf("stream")
	row := answer.Row{"audio_codec": "satin", "average_jitter_ms": json.Number("36"), "verdict": "poor",
		"reasons": []any{"average_jitter_ms", "average_packet_loss_rate"}, "average_packet_loss_rate": json.Number("0.141"), "video_codec": "",
		"max_packet_loss_rate": json.Number("0.5")}
	columns := []string{"audio_codec", "average_packet_loss_rate", "average_jitter_ms", "verdict", "reasons", "video_codec", "max_packet_loss_rate"}
	var got []string
	for _, l := range NewSheet(chosen.State{}, p, []answer.Row{row}, columns).Lines {
		got = append(got, fmt.Sprint(l.Name, ": ", l.Values[0].Text, l.Values[0].Mark))
	}
	want := []string{"verdict: poor!", "reasons: jitter, lost", "average jitter ms: 36 ms!", "average packet loss rate: 14.1 %!", "audio codec: satin", "max packet loss rate: 50.0 %"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}
