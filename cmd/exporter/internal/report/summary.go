package report

import (
	"fmt"
	"io"
	"slices"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
	"callrecords/schema"
)

// Output is where and how a summary is printed.
type Output struct {
	Writer   io.Writer
	Style    console.Style
	Families []schema.Family
}

// Exported prints what a run did, tenant by tenant.
func (p Output) Exported(outcomes []Outcome) {
	began := slices.DeleteFunc(slices.Clone(outcomes), func(o Outcome) bool { return !o.began() })
	for _, o := range began {
		rows := o.exported(p.Families)
		if slices.ContainsFunc(began, func(other Outcome) bool { return other.Family != o.Family }) {
			rows = append([][]string{{"family", o.Family}}, rows...)
		}
		p.print(o, rows)
	}
}

// Read prints what became of documents that were at hand, tenant by tenant.
func (p Output) Read(outcomes []Outcome) {
	for _, o := range outcomes {
		p.print(o, o.read(p.Families))
	}
}

// print prints the figures of one tenant and names its troubles. A standard
// output that is gone is no reason to fail: the work is done.
func (p Output) print(o Outcome, rows [][]string) {
	rows = append([][]string{{"outcome", o.Outcome}}, rows...)
	if text := o.failure(); text != "" {
		rows = slices.Insert(rows, 1, []string{"error", text})
	}
	if err := p.Style.Table(p.Writer, []string{"tenant", o.TenantID}, p.wrapped(rows)); err != nil {
		return
	}
	p.troubles(o)
	fmt.Fprintln(p.Writer)
}

// labels is how wide the column of labels is.
const labels = 14

// wrapped breaks values that are wider than the terminal into rows without a label.
func (p Output) wrapped(rows [][]string) (all [][]string) {
	for _, row := range rows {
		label := row[0]
		for _, line := range p.Style.Wrap(console.Plain(row[1]), labels) {
			all = append(all, []string{label, line})
			label = ""
		}
	}
	return all
}

// failure is why a run failed, or was told to stop; "" when it did neither.
func (o Outcome) failure() string {
	switch {
	case o.Outcome == pipeline.RunInterrupted:
		return o.Error
	case o.Err != nil:
		return o.Err.Error()
	}
	return ""
}

// windowed says whether the run came as far as its window.
func (o Outcome) windowed() bool { return o.Window != schema.Window{} }

// exported are the figures of an export.
func (o Outcome) exported(families []schema.Family) [][]string {
	var rows [][]string
	if o.windowed() {
		rows = append(rows, []string{"window", o.Window.String()})
	}
	rows = append(rows,
		[]string{"listed", count(o.Listed)},
		[]string{"due", count(o.Due)},
		[]string{"fetched", count(o.Fetched)},
		[]string{"loaded", o.loaded()},
	)
	rows = append(rows, o.tables(families)...)
	rows = append(rows,
		[]string{"requests", o.requests()},
		[]string{"received", console.Bytes(int64(o.Bytes))},
	)
	rows = append(rows, o.cost()...)
	if o.Left > 0 {
		oldest := fmt.Sprintf("%s, expires %s", o.OldestDueID, o.OldestDueExpires.UTC().Format(time.RFC3339))
		rows = append(rows, []string{"still due", count(o.Left)}, []string{"oldest due", oldest})
	}
	if o.LeftToOthers > 0 {
		rows = append(rows, []string{"claimed", count(o.LeftToOthers) + " of the still due, by another run"})
	}
	if o.Shared > 0 {
		rows = append(rows, []string{"shared", count(o.Shared) + " of the due, which another run saw to"})
	}
	if o.Elsewhere > 0 {
		rows = append(rows, []string{"due elsewhere", count(o.Elsewhere) + ", not of this run"})
	}
	return rows
}

// read are the figures of documents that were at hand.
func (o Outcome) read(families []schema.Family) [][]string {
	rows := [][]string{
		{"read", count(o.Fetched)},
		{"set aside", count(o.SetAside)},
		{"loaded", count(o.Loaded)},
	}
	if o.Refused > 0 {
		rows = append(rows, []string{"refused", count(o.Refused)})
	}
	rows = append(rows, o.tables(families)...)
	rows = append(rows, []string{"bytes", console.Bytes(int64(o.Bytes))})
	return append(rows, o.cost()...)
}

// tables are the rows that were loaded, by table.
func (o Outcome) tables(families []schema.Family) [][]string {
	var rows [][]string
	for _, t := range schema.FamilyNamed(families, o.Family).Tables {
		rows = append(rows, []string{"  " + t.Name, count(o.Tables[t.Name])})
	}
	return rows
}

// cost is what it took.
func (o Outcome) cost() [][]string {
	return [][]string{
		{"seconds", fmt.Sprintf("%.2f", o.Finished.Sub(o.Started).Seconds())},
		{"peak memory", console.Bytes(peakMemory())},
	}
}

func count(n uint64) string { return console.Count(int64(n)) }

// loaded says it in words when there was nothing to do.
func (o Outcome) loaded() string {
	if o.NothingNew() {
		return "0 (nothing new: the warehouse has the newest version of every record)"
	}
	return count(o.Loaded)
}

func (o Outcome) requests() string {
	text := count(o.Requests)
	if o.Throttled > 0 {
		text += fmt.Sprintf(" (%s throttled)", count(o.Throttled))
	}
	return text
}

// maxTroubles bounds what the summary names; the log names all.
const maxTroubles = 20

// troubles names the records that are not in, and what of the list is not known.
func (p Output) troubles(o Outcome) {
	for i, t := range o.Troubled {
		if i == maxTroubles {
			fmt.Fprintf(p.Writer, "… and %d more, in the log and in the ledger\n", len(o.Troubled)-i)
			break
		}
		fmt.Fprintf(p.Writer, "%s: %s\n", p.Style.Paint(string(t.Kind)), subject(t))
	}
	for i, u := range o.Unlisted {
		if i == maxTroubles {
			fmt.Fprintf(p.Writer, "… and %d more of the list, in the log\n", len(o.Unlisted)-i)
			break
		}
		fmt.Fprintln(p.Writer, p.Style.Behind("list: ", u))
	}
}

// subject names a record that is not in, and why. What came without an id is known by
// the place in its reason.
func subject(t schema.Outcome) string {
	if t.RecordID == "" {
		return t.Reason
	}
	return fmt.Sprintf("record %s version %d: %s", t.RecordID, t.Version, t.Reason)
}
