package verification

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load/verify"
)

// document prints the report for machines.
func (r *Report) document(w io.Writer) error {
	e := json.NewEncoder(w)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// text prints the report for people.
func (r *Report) text(w io.Writer) error {
	var rows [][]string
	for _, k := range verify.Kinds() {
		if n := r.Figures[k.Kind]; n > 0 || k.Harm {
			rows = append(rows, []string{string(k.Kind), console.Count(int64(n)), k.Meaning})
		}
	}
	if err := console.Table(w, 0, []string{"kind", "found", "meaning"}, rows); err != nil {
		return err
	}
	fmt.Fprintln(w)
	named := map[verify.FindingKind]int{}
	for _, f := range r.Findings {
		fmt.Fprintln(w, console.Plain(findingLine(f)))
		named[f.Kind]++
	}
	for _, k := range verify.Kinds() {
		if more := r.Figures[k.Kind] - named[k.Kind]; more > 0 {
			fmt.Fprintf(w, "%s: and %s more; --limit names more\n", k.Kind, console.Count(int64(more)))
		}
	}
	r.tail(w)
	return nil
}

// tail says what was compared, repaired, and where the chain ends.
func (r *Report) tail(w io.Writer) {
	if r.Graph {
		fmt.Fprintf(w, "listed: %s records of Graph's 30 days\n", console.Count(int64(r.Listed)))
	}
	for _, tenant := range slices.Sorted(maps.Keys(r.Heads)) {
		fmt.Fprintf(w, "chain of runs, tenant %s: ends in %s\n", tenant, strings.Join(r.Heads[tenant], ", "))
	}
	if d := r.Repaired; d != nil {
		fmt.Fprintf(w, "repaired: %d made due (exporter run loads them), %d told to the ledger, "+
			"%d logged, %d withdrawn\n", d.Due, d.LedgerUpdated, d.Logged, d.Withdrawn)
	}
}

// findingLine is one finding in a line.
func findingLine(f verify.Finding) string {
	text := string(f.Kind) + ":"
	if f.RunID != "" {
		text += " run " + f.RunID
	}
	if f.RecordID != "" {
		text += fmt.Sprintf(" record %s version %d", f.RecordID, f.Version)
	}
	if f.Detail != "" {
		text += ": " + f.Detail
	}
	if f.Remedy != "" {
		text += "; " + f.Remedy
	}
	return text
}
