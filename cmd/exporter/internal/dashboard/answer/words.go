package answer

import (
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/console"
)

// Number is a value as a number; NaN when it is none.
func Number(v any) float64 {
	switch v := v.(type) {
	case json.Number:
		if f, err := v.Float64(); err == nil {
			return f
		}
	case string: // a number of 64 bits may be quoted
		if f, err := strconv.ParseFloat(v, 64); err == nil {
			return f
		}
	case bool:
		if v {
			return 1
		}
		return 0
	}
	return math.NaN()
}

// Text is a value as it is.
func Text(v any) string {
	switch v := v.(type) {
	case nil:
		return ""
	case string:
		return v
	case []any:
		parts := make([]string, len(v))
		for i := range v {
			parts[i] = Text(v[i])
		}
		return strings.Join(parts, ", ")
	case map[string]any:
		var parts []string
		for _, name := range slices.Sorted(maps.Keys(v)) {
			parts = append(parts, name+" "+Text(v[name]))
		}
		return strings.Join(parts, ", ")
	}
	return fmt.Sprint(v)
}

// Percent is a share with one digit.
func Percent(share float64) string {
	if math.IsNaN(share) {
		return "–"
	}
	return strconv.FormatFloat(100*share, 'f', 1, 64) + " %"
}

// Digit is a share in percent, without its sign.
func Digit(share float64) string { return strconv.FormatFloat(100*share, 'f', 1, 64) }

// Whole is a count with its thousands apart.
func Whole(f float64) string {
	if math.IsNaN(f) {
		return "–"
	}
	return console.Count(int64(math.Round(f)))
}

// InstantOf reads an instant as the engine writes it, which is UTC.
func InstantOf(v any) (time.Time, bool) {
	s, _ := v.(string)
	for _, layout := range []string{"2006-01-02 15:04:05.9999999", time.DateTime, time.DateOnly} {
		if t, err := time.Parse(layout, s); err == nil {
			return t, t.Unix() > 0
		}
	}
	return time.Time{}, false
}

// DayOf reads a day, as midnight of a zone.
func DayOf(v any, zone *time.Location) (time.Time, bool) {
	s, _ := v.(string)
	t, err := time.ParseInLocation(time.DateOnly, s, zone)
	return t, err == nil
}

// Measures are how the measures of a stream are told.
var Measures = map[string]struct {
	Words string
	Unit  dashboards.Unit
}{
	"average_packet_loss_rate":                       {"lost", dashboards.Percent},
	"average_jitter_ms":                              {"jitter", "ms"},
	"average_round_trip_time_ms":                     {"round trip", "ms"},
	"average_audio_degradation":                      {"degradation", dashboards.Decimal},
	"average_ratio_of_concealed_samples":             {"concealed", dashboards.Percent},
	"average_video_frame_loss_percentage":            {"frames lost", "%"},
	"average_video_frame_rate":                       {"frames per second", dashboards.Decimal},
	"post_forward_error_correction_packet_loss_rate": {"lost after repair", dashboards.Percent},
}

// Measured is a measure in words.
func Measured(metric string, value float64) string {
	if math.IsNaN(value) {
		return "–"
	}
	switch unit := Measures[metric].Unit; unit {
	case dashboards.Percent:
		return Percent(value)
	case "ms", "%":
		return strconv.FormatFloat(value, 'f', 0, 64) + " " + string(unit)
	}
	return strconv.FormatFloat(value, 'f', 2, 64)
}

// LabelOf is what a dimension or a measure is called.
func LabelOf(name string) string {
	if d, ok := dashboards.DimensionOf(name); ok {
		return d.Label
	}
	if m, ok := Measures[name]; ok {
		return m.Words
	}
	return strings.ReplaceAll(name, "_", " ")
}

// plain are values that are better told in words.
var plain = map[string]string{
	"office_wired": "office, wired",
	"office_wifi":  "office, Wi-Fi",
	"vpn":          "VPN",
	"wifi":         "Wi-Fi",
	"peer_to_peer": "one to one",
	"voice_app":    "attendant or queue",
	"pstn":         "telephone",
	"test":         "test call",
	"setup_failed": "setup failed",
	"roomSystem":   "room",
	"ipPhone":      "desk phone",
	"surfaceHub":   "Surface Hub",

	"call_records":         "call record",
	"pstn_calls":           "PSTN log",
	"direct_routing_calls": "direct routing log",
}

// Shown is a value as readers know it; "" is not known.
func Shown(value string) string {
	if words, ok := plain[value]; ok {
		return words
	}
	return bands.Replace(value)
}

// Plainly is a text of outsiders among words of ours: on one line, not longer than a name is, and
// without the marks that turn the direction of what stands behind it (Unicode, UAX 9).
func Plainly(text string) string {
	const most = 200 // letters
	n := 0
	for at := range text {
		if n++; n > most {
			text = text[:at] + "…"
			break
		}
	}
	return strings.Map(func(r rune) rune {
		switch {
		case unicode.Is(unicode.Bidi_Control, r):
			return -1
		case unicode.IsControl(r):
			return ' '
		}
		return r
	}, text)
}

// bands are the Wi-Fi bands, where they stand among other words.
var bands = strings.NewReplacer(
	"frequency24GHz",
	"2.4 GHz",
	"frequency50GHz",
	"5 GHz",
	"frequency60GHz",
	"6 GHz",
)
