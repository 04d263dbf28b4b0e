package report

import (
	"fmt"
	"io"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/schema"
)

// Summary prints what a run did, tenant by tenant.
func Summary(w io.Writer, families []schema.Family, outcomes []Outcome) {
	for _, o := range outcomes {
		if o.ID != "" {
			o.print(w, o.exported(families))
		}
	}
}

// OfflineSummary prints what became of documents that were at hand, tenant by tenant.
func OfflineSummary(w io.Writer, families []schema.Family, outcomes []Outcome) {
	for _, o := range outcomes {
		o.print(w, o.read(families))
	}
}

// print prints the figures of one tenant and names its troubles. A standard
// output that is gone is no reason to fail: the work is done.
func (o Outcome) print(w io.Writer, rows [][]string) {
	if err := console.Table(w, 0, []string{"tenant " + o.TenantID, o.Outcome}, rows); err != nil {
		return
	}
	o.troubles(w)
	fmt.Fprintln(w)
}

// exported are the figures of an export.
func (o Outcome) exported(families []schema.Family) [][]string {
	rows := [][]string{
		{"window", o.Window.String()},
		{"listed", count(o.Listed)},
		{"due", count(o.Due)},
		{"fetched", count(o.Fetched)},
		{"loaded", o.loaded()},
	}
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
func (o Outcome) troubles(w io.Writer) {
	for i, t := range o.Troubled {
		if i == maxTroubles {
			fmt.Fprintf(w, "… and %d more, in the log and in the ledger\n", len(o.Troubled)-i)
			break
		}
		fmt.Fprintf(w, "%s: record %s version %d: %s\n", t.Kind, t.RecordID, t.Version, t.Reason)
	}
	for i, u := range o.Unlisted {
		if i == maxTroubles {
			fmt.Fprintf(w, "… and %d more of the list, in the log\n", len(o.Unlisted)-i)
			break
		}
		fmt.Fprintf(w, "list: %s\n", u)
	}
}
