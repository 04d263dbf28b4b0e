package analysis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"math/big"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"
)

// What follows says what stream_quality must show, from the JSON of a record alone. It
// shares nothing with the views: neither the rules' file nor a line of code.

// object is a JSON object; numbers are json.Number.
type object map[string]any

func (o object) text(name string) string { s, _ := o[name].(string); return s }

func (o object) object(name string) object {
	inner, _ := o[name].(map[string]any)
	return inner
}

func (o object) list(name string) (all []object) {
	items, _ := o[name].([]any)
	for _, i := range items {
		all = append(all, i.(map[string]any))
	}
	return all
}

// float is a single-precision measure, and whether there is one.
func (o object) float(name string) (float32, bool) {
	n, ok := o[name].(json.Number)
	if !ok {
		return 0, false // absent, null, or "NaN"
	}
	f, err := strconv.ParseFloat(n.String(), 32)
	return float32(f), err == nil
}

// millis is a duration in milliseconds, exactly.
func (o object) millis(name string) (*big.Rat, bool) {
	parts := isoDuration.FindStringSubmatch(o.text(name))
	if parts == nil {
		return nil, false
	}
	sum := new(big.Rat)
	for i, millis := range []int64{86_400_000, 3_600_000, 60_000, 1_000} {
		if parts[i+1] == "" {
			continue
		}
		n, ok := new(big.Rat).SetString(parts[i+1])
		if !ok {
			return nil, false
		}
		sum.Add(sum, n.Mul(n, big.NewRat(millis, 1)))
	}
	return sum, true
}

// isoDuration is a duration of days, hours, minutes and seconds (ISO 8601).
var isoDuration = regexp.MustCompile(`^P(?:([\d.]+)D)?(?:T(?:([\d.]+)H)?(?:([\d.]+)M)?(?:([\d.]+)S)?)?$`)

// state is how a measure stands to a limit: nothing is known, within, or over.
type state int

const (
	absent state = iota
	within
	over
)

func stateOf(known, isOver bool) state {
	switch {
	case !known:
		return absent
	case isOver:
		return over
	}
	return within
}

func (o object) floatOver(name string, limit float32) state {
	v, ok := o.float(name)
	return stateOf(ok, v > limit)
}

func (o object) floatUnder(name string, limit float32) state {
	v, ok := o.float(name)
	return stateOf(ok, v < limit)
}

func (o object) millisOver(name string, limit int64) state {
	v, ok := o.millis(name)
	return stateOf(ok, ok && v.Cmp(big.NewRat(limit, 1)) > 0)
}

func (o object) packetsOver(limit int64) bool {
	n, ok := o["packetUtilization"].(json.Number)
	if !ok {
		return false
	}
	v, err := n.Int64()
	return err == nil && v > limit
}

// firstPresent is the verdict by the first measure that is known.
func firstPresent(states ...state) string {
	for _, s := range states {
		switch s {
		case over:
			return "poor"
		case within:
			return "good"
		}
	}
	return "unclassified"
}

// audioVerdict holds a stream against the limits of audio.
func audioVerdict(set string, s object) string {
	states := []state{
		s.millisOver("averageRoundTripTime", 500),
		s.floatOver("averagePacketLossRate", 0.1),
		s.millisOver("averageJitter", 30),
	}
	switch set {
	case "cqd-2022":
		if !s.packetsOver(500) {
			return "unclassified"
		}
	case "cri":
		if !s.packetsOver(1000) {
			return "unclassified"
		}
	case "cqd-2021":
		states = append(states,
			s.floatOver("averageAudioDegradation", 1.0), s.floatOver("averageRatioOfConcealedSamples", 0.07))
	}
	switch {
	case slices.Contains(states, over):
		return "poor"
	case slices.Contains(states, within) || set == "cri":
		return "good"
	}
	return "unclassified"
}

// pictureVerdict holds a stream against the limits of video and sharing.
func pictureVerdict(set, media, flow string, s object) string {
	loss := s.floatOver("averageVideoFrameLossPercentage", 50)
	repaired := s.floatOver("postForwardErrorCorrectionPacketLossRate", 0.15)
	switch {
	case media == "video":
		return firstPresent(loss, s.floatUnder("averageVideoFrameRate", 7), repaired)
	case set != "cqd-2022":
		return firstPresent(loss, s.floatUnder("averageVideoFrameRate", 2), repaired)
	case (flow == "inbound" || flow == "peer") && s.text("videoCodec") != "h264s":
		return firstPresent(loss)
	}
	return firstPresent(s.floatUnder("averageVideoFrameRate", 1))
}

// verdictOf is the verdict of a stream by a set; a media without one has the stream nil.
func verdictOf(set, media, flow string, s object) string {
	switch {
	case media == "data" || s.text("streamId") == "":
		return "not_applicable"
	case media == "audio":
		return audioVerdict(set, s)
	case media == "video" || media == "sharing":
		return pictureVerdict(set, media, flow, s)
	}
	return "unclassified"
}

// reasonsOf are the columns that make a stream poor by cqd-2022.
func reasonsOf(media, flow string, s object) (reasons []string) {
	if verdictOf("cqd-2022", media, flow, s) != "poor" {
		return nil
	}
	if media == "audio" {
		for name, st := range map[string]state{
			"1 average_round_trip_time_ms": s.millisOver("averageRoundTripTime", 500),
			"2 average_packet_loss_rate":   s.floatOver("averagePacketLossRate", 0.1),
			"3 average_jitter_ms":          s.millisOver("averageJitter", 30),
		} {
			if st == over {
				reasons = append(reasons, name)
			}
		}
		slices.Sort(reasons)
		for i := range reasons {
			reasons[i] = reasons[i][2:]
		}
		return reasons
	}
	_, loss := s.float("averageVideoFrameLossPercentage")
	_, rate := s.float("averageVideoFrameRate")
	received := flow == "inbound" || flow == "peer"
	switch {
	case media == "video" && loss, media == "sharing" && received && s.text("videoCodec") != "h264s":
		return []string{"average_video_frame_loss_percentage"}
	case rate:
		return []string{"average_video_frame_rate"}
	}
	return []string{"post_forward_error_correction_packet_loss_rate"}
}

// warningsOf are the measures that show trouble.
func warningsOf(s object) (names []string) {
	for _, w := range []struct {
		name string
		is   state
	}{
		{"max_packet_loss_rate", s.floatOver("maxPacketLossRate", 0.2)},
		{"max_jitter_ms", s.millisOver("maxJitter", 60)},
		{"max_round_trip_time_ms", s.millisOver("maxRoundTripTime", 1000)},
		{"average_ratio_of_concealed_samples", s.floatOver("averageRatioOfConcealedSamples", 0.07)},
		{"average_audio_degradation", s.floatOver("averageAudioDegradation", 1.0)},
	} {
		if w.is == over {
			names = append(names, w.name)
		}
	}
	return names
}

// mediaOf is the medium of a label.
func mediaOf(label string) string {
	switch label {
	case "main-audio":
		return "audio"
	case "main-video", "panoramic-video":
		return "video"
	case "applicationsharing-video":
		return "sharing"
	case "data":
		return "data"
	}
	if digit, ok := strings.CutPrefix(label, "main-video"); ok && len(digit) == 1 && digit >= "1" && digit <= "9" {
		return "video"
	}
	return "unknown"
}

// endOf is what an end is: p for a participant, s for a service, or nothing. One that comes
// without its type and has what only those have is a participant (Graph, odata.metadata=none).
func endOf(segment, session object, side string) string {
	for _, o := range []object{segment, session} {
		switch o.object(side).text("@odata.type") {
		case "#microsoft.graph.callRecords.participantEndpoint":
			return "p"
		case "#microsoft.graph.callRecords.serviceEndpoint":
			return "s"
		case "":
			for _, name := range []string{
				"name", "cpuName", "cpuCoresCount", "cpuProcessorSpeedInMhz", "associatedIdentity", "identity", "feedback",
			} {
				if o.object(side)[name] != nil {
					return "p"
				}
			}
		}
	}
	return ""
}

// flowOf says who sends to whom.
func flowOf(sender, caller, callee string) string {
	from, to := caller, callee
	if sender == "callee" {
		from, to = callee, caller
	}
	switch ends := from + to; {
	case ends == "pp":
		return "peer"
	case ends == "ss":
		return "service"
	case ends == "ps" && sender != "":
		return "outbound"
	case ends == "sp" && sender != "":
		return "inbound"
	}
	return ""
}

// secondsOf is the first length that is known.
func secondsOf(objects ...object) string {
	for _, o := range objects {
		from, err1 := time.Parse(time.RFC3339Nano, o.text("startDateTime"))
		to, err2 := time.Parse(time.RFC3339Nano, o.text("endDateTime"))
		if err1 == nil && err2 == nil {
			return fmt.Sprintf("%.7f", to.Sub(from).Seconds())
		}
	}
	return ""
}

// expectedQuality is what stream_quality shows of a record, a line per row.
func expectedQuality(t *testing.T, document []byte) (lines []string) {
	t.Helper()
	in := json.NewDecoder(bytes.NewReader(document))
	in.UseNumber()
	var record object
	if err := in.Decode(&record); err != nil {
		t.Fatal(err)
	}
	for i, session := range record.list("sessions") {
		for j, segment := range session.list("segments") {
			for k, media := range segment.list("media") {
				streams := media.list("streams")
				if len(streams) == 0 {
					streams = []object{nil}
				}
				for l, s := range streams {
					label, direction := mediaOf(media.text("label")), s.text("streamDirection")
					sender := map[string]string{"callerToCallee": "caller", "calleeToCaller": "callee"}[direction]
					receiver := map[string]string{"caller": "callee", "callee": "caller"}[sender]
					flow := flowOf(sender, endOf(segment, session, "caller"), endOf(segment, session, "callee"))
					lines = append(lines, strings.Join([]string{
						record.text("id"), fmt.Sprint(i), fmt.Sprint(j), fmt.Sprint(k), fmt.Sprint(l),
						label, sender, receiver, flow,
						verdictOf("cqd-2022", label, flow, s), verdictOf("cqd-2021", label, flow, s),
						verdictOf("cri", label, flow, s),
						strings.Join(reasonsOf(label, flow, s), "+"), strings.Join(warningsOf(s), "+"),
						secondsOf(s, segment, session),
					}, "|"))
				}
			}
		}
	}
	return lines
}
