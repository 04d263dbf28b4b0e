package main

import (
	"fmt"
	"os"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/schema"
)

// summary prints what a run did, tenant by tenant.
func (p *program) summary(outcomes []outcome) {
	for _, o := range outcomes {
		if o.ID == "" {
			continue
		}
		header := []string{"tenant " + o.TenantID, o.Outcome}
		if err := console.Table(p.Stdout, 0, header, summaryRows(o)); err != nil {
			return
		}
		p.troubles(o)
		fmt.Fprintln(p.Stdout)
	}
}

// summaryRows are the figures of one tenant.
func summaryRows(o outcome) [][]string {
	n := func(v uint64) string { return console.Count(int64(v)) }
	rows := [][]string{
		{"window", o.Window.String()},
		{"listed", n(o.Listed)},
		{"due", n(o.Due)},
		{"fetched", n(o.Fetched)},
		{"loaded", loaded(o)},
	}
	for _, t := range schema.FamilyNamed(familyList(), o.Family).Tables {
		rows = append(rows, []string{"  " + t.Name, n(o.Tables[t.Name])})
	}
	rows = append(rows,
		[]string{"requests", requests(o)},
		[]string{"received", console.Bytes(int64(o.Bytes))},
		[]string{"seconds", fmt.Sprintf("%.2f", o.Finished.Sub(o.Started).Seconds())},
		[]string{"peak memory", console.Bytes(peakMemory())},
	)
	if o.Left > 0 {
		rows = append(
			rows,
			[]string{"still due", n(o.Left)},
			[]string{
				"oldest due",
				fmt.Sprintf("%s, expires %s", o.OldestDueID, o.OldestDueExpires.UTC().Format(time.RFC3339)),
			},
		)
	}
	return rows
}

// loaded says it in words when there was nothing to do.
func loaded(o outcome) string {
	if o.Loaded == 0 && o.Due == 0 {
		return "0 (nothing new: the warehouse has the newest version of every record)"
	}
	return console.Count(int64(o.Loaded))
}

func requests(o outcome) string {
	text := console.Count(int64(o.Requests))
	if o.Throttled > 0 {
		text += fmt.Sprintf(" (%s throttled)", console.Count(int64(o.Throttled)))
	}
	return text
}

// maxTroubles bounds what the summary names; the log names all.
const maxTroubles = 20

// troubles names the records that are not in.
func (p *program) troubles(o outcome) {
	for i, t := range o.Troubled {
		if i == maxTroubles {
			fmt.Fprintf(p.Stdout, "… and %d more, in the log and in the ledger\n", len(o.Troubled)-i)
			break
		}
		fmt.Fprintf(p.Stdout, "%s: record %s version %d: %s\n", t.Kind, t.RecordID, t.Version, t.Reason)
	}
	for _, u := range o.Unlisted {
		fmt.Fprintf(p.Stdout, "list: %s\n", u)
	}
}

// peakMemory is the process's peak resident memory in bytes, 0 where the
// system does not tell (Linux: proc(5), VmHWM).
func peakMemory() int64 {
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		return 0
	}
	for line := range strings.Lines(string(status)) {
		var kib int64
		if _, err := fmt.Sscanf(line, "VmHWM: %d kB", &kib); err == nil {
			return kib << 10
		}
	}
	return 0
}
