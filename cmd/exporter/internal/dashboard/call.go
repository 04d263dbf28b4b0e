package dashboard

import (
	"strings"

	"callrecords/cmd/exporter/internal/dashboard/answer"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
	"callrecords/cmd/exporter/internal/dashboard/sentence"
	"callrecords/cmd/exporter/internal/dashboard/show"
)

// callView is the head of the page of a call.
type callView struct {
	Title, When string
	Facts       []string
	Verdict     show.Cell
	Said        []string
	Trouble     string
	Gone        bool
	Record      string
	Known       string // where all that is known of it is
}

// newCall says in words what a call was.
func newCall(s chosen.State, askings map[string]*asking) callView {
	v := callView{Record: s.Further["record"], Known: ofRecord(s, "record")}
	a, err := askings["call"].wait()
	if err != nil {
		v.Trouble = err.Error()
		return v
	}
	if len(a.Rows) == 0 {
		v.Gone = true
		return v
	}
	r := a.ByColumn()[0]
	kind := answer.Shown(answer.Text(r["scenario"]))
	v.Title = strings.ToUpper(kind[:min(len(kind), 1)]) + kind[min(len(kind), 1):]
	if name := answer.Text(r["organizer_display_name"]); name != "" {
		v.Title += " of " + answer.Plainly(name)
	}
	if from, ok := answer.InstantOf(r["start_date_time"]); ok {
		v.When = from.In(s.Location()).Format("2 January 2006, 15:04")
		if to, ok := answer.InstantOf(r["end_date_time"]); ok {
			v.When += "–" + to.In(s.Location()).Format("15:04")
		}
		v.When += " " + s.Zone
	}
	v.Facts = append(v.Facts, answer.Whole(answer.Number(r["people"]))+" people", "version "+answer.Whole(answer.Number(r["version"])))
	if n := answer.Number(r["poor_people"]); n > 0 {
		v.Facts = append(v.Facts, "poor for "+answer.Whole(n))
	}
	if n := answer.Number(r["dropped_sessions"]); n > 0 {
		v.Facts = append(v.Facts, answer.Whole(n)+" dropped")
	}
	if n := answer.Number(r["failed_sessions"]); n > 0 {
		v.Facts = append(v.Facts, answer.Whole(n)+" did not come in")
	}
	v.Verdict.Text, v.Verdict.Class, v.Verdict.Mark = show.Verdict(answer.Text(r["verdict"]))
	streams, err1 := askings["call_streams"].wait()
	people, err2 := askings["call_people"].wait()
	if err1 != nil || err2 != nil {
		v.Said = []string{"Why cannot be said now; see below."}
		return v
	}
	v.Said = sentence.Of(answer.Text(r["verdict"]), streams.ByColumn(), people.ByColumn())
	return v
}
