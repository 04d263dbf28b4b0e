package status

import (
	"encoding/json"
	"fmt"
	"io"
	"time"

	"callrecords/cmd/exporter/internal/console"
)

// width is that of the page, in columns.
const width = 80

// Print prints the report, as one JSON document or as a page, and makes an error of a
// danger ([ErrDanger]).
func (r Report) Print(w io.Writer, asJSON bool) error {
	show := r.page
	if asJSON {
		show = r.document
	}
	if err := show(w); err != nil {
		return err
	}
	if r.Danger {
		return ErrDanger
	}
	return nil
}

func (r Report) document(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// page is for people.
func (r Report) page(w io.Writer) error {
	fmt.Fprintln(w, console.Style{Width: width}.Behind("", r.Promise()+"."))
	switch h := r.Holder; {
	case h == nil:
		fmt.Fprintln(w, "No other process of this machine holds the store.")
	default:
		fmt.Fprintf(w, "%s holds the store: process %d, since %s (%s).\n", h.Command, h.PID,
			instant(h.Since), console.Duration(r.CheckedAt.Sub(h.Since)))
	}
	for _, p := range r.Parts {
		if err := p.page(w, r.CheckedAt); err != nil {
			return err
		}
	}
	if len(r.Parts) == 0 {
		fmt.Fprintln(w, "The warehouse has no record and no run: exporter run")
	}
	return nil
}

// page is one family of a tenant.
func (p Part) page(w io.Writer, now time.Time) error {
	style := console.Style{Width: width}
	verdict := "in order"
	if len(p.Dangers) > 0 {
		verdict = "in danger"
	}
	fmt.Fprintf(w, "\ntenant %s, %s: %s\n", p.TenantID, p.Family, verdict)
	for _, d := range p.Dangers {
		fmt.Fprintln(w, style.Behind("! ", d))
	}
	rows := [][]string{
		{"last success", ago(p.SuccessAt, now)},
		{"last load", ago(p.LoadedAt, now)},
		{"records", fmt.Sprintf("%s listed, %s live", count(p.Listed), count(p.Live))},
		{"due", count(p.Due)},
	}
	if o := p.Oldest; o != nil {
		rows = append(
			rows,
			[]string{"the first", fmt.Sprintf("%s, until %s", o.RecordID, instant(o.ExpiresAt))},
		)
		if o.Reason != "" {
			rows = append(rows, []string{"its trouble", o.Reason})
		}
	}
	rows = append(rows, []string{"lost", fmt.Sprintf("%s, unread %s", count(p.Lost), count(p.Unread))})
	if err := console.Table(w, width, []string{"what", "how"}, rows); err != nil || len(p.Runs) == 0 {
		return err
	}
	fmt.Fprintln(w)
	var runs [][]string
	for _, r := range p.Runs {
		runs = append(runs, []string{instant(r.Started.Time), r.Command, r.Outcome,
			console.Duration(
				r.Finished.Sub(r.Started.Time),
			), count(r.Loaded), count(r.SetAside), count(r.Lost), count(r.Left)})
	}
	header := []string{"run begun", "command", "outcome", "took", "loaded", "aside", "lost", "left"}
	if err := console.Table(w, width, header, runs); err != nil {
		return err
	}
	if e := p.Runs[0].Error; e != "" {
		fmt.Fprintln(w, style.Behind("the last one: ", e))
	}
	return nil
}

func count(n uint64) string { return console.Count(int64(n)) }

// instant is a time to the second, in UTC.
func instant(t time.Time) string { return t.UTC().Format(time.RFC3339) }

// ago is an instant and how long it is past.
func ago(t *time.Time, now time.Time) string {
	if t == nil {
		return "never"
	}
	return fmt.Sprintf("%s, %s ago", instant(*t), console.Duration(now.Sub(*t)))
}
