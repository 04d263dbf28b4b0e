package sentence

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/dashboard/answer"
)

// Of says in plain words what went wrong in a call: the people whose uplink was bad,
// and who heard it; then those who alone heard badly. The streams are those of the panel
// call_streams, the people those of call_people.
func Of(verdict string, streams, people []answer.Row) []string {
	switch verdict {
	case "good":
		return []string{"Nothing went wrong: all audio that was measured is good."}
	case "unclassified":
		return []string{"Nothing can be said of the audio: there were no measures, or too few packets."}
	}
	heard := heardBy(people)
	var said []string
	for _, s := range worstPer(streams, "sender_names") {
		others := slices.DeleteFunc(slices.Clone(heard), func(name string) bool { return name == s.who })
		tail := unheard(people, s.who)
		if to := names(s.row["receiver_names"]); len(to) > 0 {
			others = to
		}
		if len(others) > 0 {
			tail = list(others) + " heard it"
		}
		said = append(said, fmt.Sprintf("%s’s uplink %s%s; %s.", s.who, s.what(), s.place(), tail))
	}
	for _, s := range worstPer(unsent(streams), "receiver_names") {
		said = append(
			said,
			fmt.Sprintf("%s heard badly: the way to them %s%s.", s.who, s.what(), s.place()),
		)
	}
	if len(said) == 0 {
		return []string{"The call is poor, but Graph tells of no person at its poor streams."}
	}
	const most = 4
	if len(said) > most {
		rest := len(said) - most
		said = append(
			said[:most],
			fmt.Sprintf("And %s more, in the table below.", console.Number(rest, "stream")),
		)
	}
	return said
}

// unheard is what is known where nobody heard it badly.
func unheard(people []answer.Row, who string) string {
	for _, r := range people {
		if answer.Plainly(answer.Text(r["person_name"])) != who && answer.Text(r["verdict_heard"]) == "unclassified" {
			return "what the others heard was not measured"
		}
	}
	return "nobody else heard it badly"
}

// blame is the worst stream of somebody.
type blame struct {
	who string
	row answer.Row
}

// unsent are the streams that no person sent: they came from the service, and how they were
// when they came in is the way to who received them.
func unsent(streams []answer.Row) []answer.Row {
	return slices.DeleteFunc(
		slices.Clone(streams),
		func(r answer.Row) bool { return len(names(r["sender_names"])) > 0 },
	)
}

// worstPer are the worst audio streams by who is at an end. The panel sorts the worst first.
func worstPer(streams []answer.Row, column string) (all []blame) {
	seen := map[string]bool{}
	for _, r := range streams {
		if answer.Text(r["media_type"]) != "audio" {
			continue
		}
		for _, who := range names(r[column]) {
			if !seen[who] {
				seen[who] = true
				all = append(all, blame{who, r})
			}
		}
	}
	return all
}

// what says how bad it was, and for how long.
func (b blame) what() string {
	metric := answer.Text(b.row["metric"])
	value := answer.Measured(metric, answer.Number(b.row["value"]))
	did := "had " + answer.LabelOf(metric) + " of " + value
	switch metric {
	case "average_packet_loss_rate":
		did = "lost " + value
	case "average_round_trip_time_ms":
		did = "took " + value + " there and back"
	case "average_jitter_ms":
		did = "jittered by " + value
	}
	if s := answer.Number(b.row["seconds"]); s >= 1 {
		did += " for " + spoken(time.Duration(s*float64(time.Second)))
	}
	return did
}

// spoken is a length as people say it.
func spoken(d time.Duration) string {
	if d < 90*time.Second {
		return console.Number(int(d.Round(time.Second)/time.Second), "second")
	}
	return console.Number(int(d.Round(time.Minute)/time.Minute), "minute")
}

// place is where the stream's people were.
func (b blame) place() string {
	var parts []string
	if sites := names(b.row["places"]); len(sites) > 0 {
		parts = append(parts, sites[0])
	}
	wifi := names(b.row["wifi"])
	for _, class := range names(b.row["classes"]) {
		if class != "unknown" && class != "" && (len(wifi) == 0 || class != "office_wifi") {
			parts = append(parts, answer.Shown(class))
		}
	}
	if len(wifi) > 0 {
		parts = append(parts, "Wi-Fi (access point "+answer.Shown(wifi[0])+")")
	}
	if len(parts) == 0 {
		return ""
	}
	return ", " + strings.Join(parts, ", ")
}

// heardBy are the people who heard poor audio.
func heardBy(people []answer.Row) (all []string) {
	for _, r := range people {
		if answer.Text(r["verdict_heard"]) == "poor" {
			if name := answer.Plainly(answer.Text(r["person_name"])); name != "" {
				all = append(all, name)
			}
		}
	}
	return all
}

// names are the texts of an array, without empty ones.
func names(v any) (all []string) {
	list, _ := v.([]any)
	for _, item := range list {
		if s := answer.Plainly(answer.Text(item)); s != "" && s != "," {
			all = append(all, s)
		}
	}
	return all
}

// list is names as a sentence has them.
func list(all []string) string {
	const most = 4
	if len(all) > most {
		return strings.Join(all[:most-1], ", ") + " and " + console.Number(len(all)-most+1, "other")
	}
	if len(all) == 1 {
		return all[0]
	}
	return strings.Join(all[:len(all)-1], ", ") + " and " + all[len(all)-1]
}
