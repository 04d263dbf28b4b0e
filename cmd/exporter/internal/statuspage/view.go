package statuspage

import (
	"html/template"
	"net/http"
	"slices"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/status"
	"callrecords/load/ledger"
)

const (
	// dangersShown bounds what to do first; every tenant's own page has all of its own.
	dangersShown = 5
	// runsShown bounds the runs of many tenants together.
	runsShown = 10
)

// view is what the template shows.
type view struct {
	Style   template.CSS
	Path    string
	Process Process
	Choice  choice
	Zone    zone
	Known   bool   // there is a report
	Trouble string // why there is no report, or only an old one
	Now     time.Time
	Looked  time.Time // when the page was made
	Promise string
	Danger  bool
	Dangers []string
	More    int           // dangers that are not shown
	Parts   []status.Part // that are listed
	Total   int           // parts that were chosen
	Sum     status.Part
	Newest  newest
	Runs    []ledger.LastRun
	Errors  []trouble
	Chart   chart
}

// newest adds up the newest run of every part.
type newest struct{ SetAside, Requests, Throttled uint64 }

// trouble is an error of a run, or of the record that expires first.
type trouble struct {
	At         time.Time // of a run; zero for a record
	Tenant, Of string
	Text       string
}

// newView chooses from an answer what is shown, in the time zone that is configured unless
// another one was chosen.
func newView(a answer, p Process, c choice, configured string, looked time.Time) view {
	v := view{
		Style: sheet, Path: Path, Process: p, Choice: c, Zone: zoneOf(c.Zone, configured), Looked: looked.UTC(),
		Known: !a.since.IsZero(), Now: a.report.CheckedAt,
	}
	if a.err != nil {
		v.Trouble = console.Plain(a.err.Error())
	}
	parts := c.of(a.report.Parts)
	v.Total, v.Parts = len(parts), c.few(parts)
	chosen := status.Report{CheckedAt: a.report.CheckedAt, Parts: parts}
	v.Promise, v.Sum = chosen.Promise(), chosen.Sum()
	v.Runs = v.Sum.Runs[:min(len(v.Sum.Runs), runsShown)]
	for _, p := range parts {
		v.take(p)
	}
	v.Danger, v.More = len(v.Dangers) > 0, max(0, len(v.Dangers)-dangersShown)
	v.Dangers = v.Dangers[:len(v.Dangers)-v.More]
	slices.SortStableFunc(v.Errors, func(a, b trouble) int {
		if a.At.IsZero() != b.At.IsZero() { // a record that is due can be helped, a run is past
			return a.At.Compare(b.At)
		}
		return b.At.Compare(a.At)
	})
	v.Errors = v.Errors[:min(len(v.Errors), runsShown)]
	v.Chart = newChart(v.Sum.Days)
	return v
}

// take adds what one part has of dangers, of the newest runs, and of errors.
func (v *view) take(p status.Part) {
	for _, d := range p.Dangers {
		if v.Several() {
			d = "tenant " + short(p.TenantID) + ": " + d
		}
		v.Dangers = append(v.Dangers, d)
	}
	if len(p.Runs) > 0 {
		v.Newest.SetAside += p.Runs[0].SetAside
		v.Newest.Requests += p.Runs[0].Requests
		v.Newest.Throttled += p.Runs[0].Throttled
	}
	for _, r := range p.Runs {
		if r.Error != "" {
			v.Errors = append(
				v.Errors,
				trouble{r.Finished.Time, p.TenantID, r.Command + ", " + r.Outcome, r.Error},
			)
		}
	}
	if o := p.Oldest; o != nil && o.Reason != "" {
		v.Errors = append(
			v.Errors,
			trouble{time.Time{}, p.TenantID, "record " + o.RecordID + ", due", o.Reason},
		)
	}
}

// code is the status code of the page.
func (v view) code() int {
	switch {
	case !v.Known:
		return http.StatusServiceUnavailable
	case v.Choice.Narrow() && v.Total == 0:
		return http.StatusNotFound
	}
	return http.StatusOK
}

// Verdict is one word on the state of all that was chosen.
func (v view) Verdict() string {
	switch {
	case !v.Known:
		return "Not known"
	case v.Danger:
		return "In danger"
	}
	return "In order"
}

// Title is what a browser's tab says of the page: no verdict without figures of now.
func (v view) Title() string {
	switch {
	case v.code() == http.StatusNotFound:
		return "Not known"
	case v.Known && v.Trouble != "":
		return "Old figures"
	}
	return v.Verdict()
}

// Several says whether the tenants are told apart.
func (v view) Several() bool { return v.Total > 1 }

// At is an instant in the reader's zone, which is named.
func (v view) At(t time.Time) string { return t.In(v.Zone.at).Format(time.DateTime + " MST") }

// Clock is the same below a heading that names the zone.
func (v view) Clock(t time.Time) string { return t.In(v.Zone.at).Format(time.DateTime) }

// Link is the address of a page that shows other parts.
func (v view) Link(tenant, family string, all bool) string {
	return v.Path + v.Choice.link(tenant, family, all)
}

// Ago is how long an instant is past, as of the report.
func (v view) Ago(at time.Time) string { return console.Duration(max(0, v.Now.Sub(at))) }

// Until is how long it is to an instant, by this machine's clock.
func (v view) Until(at time.Time) string { return console.Duration(max(0, at.Sub(v.Looked))) }

// Left is how long Graph has a record yet, as of the report.
func (v view) Left(o *status.Oldest) string {
	if left := o.ExpiresAt.Sub(v.Now); left > 0 {
		return "in " + console.Duration(left)
	}
	return "expired"
}

// Seconds is the same, for machines.
func (v view) Seconds(o *status.Oldest) int64 { return int64(o.ExpiresAt.Sub(v.Now).Seconds()) }

// Overdue says whether the next run is to begin, but has not.
func (v view) Overdue() bool { return !v.Process.Next.After(v.Looked) }
