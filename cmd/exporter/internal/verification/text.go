package verification

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"time"

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
func (r *Report) text(w io.Writer, style console.Style) error {
	if err := style.Table(w, []string{"kind", "found", "meaning"}, r.kinds(style)); err != nil {
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

// meanings is the column that the meanings begin in: those that are too long for the
// terminal go on below, since a meaning that is cut is none.
const meanings = 32

// kinds are a row per kind of finding, and further ones for a long meaning.
func (r *Report) kinds(style console.Style) (rows [][]string) {
	for _, k := range verify.Kinds() {
		n := r.Figures[k.Kind]
		if n == 0 && !k.Harm {
			continue
		}
		row := []string{string(k.Kind), console.Count(int64(n))}
		for _, line := range style.Wrap(k.Meaning, meanings) {
			rows = append(rows, append(row, line))
			row = []string{"", ""}
		}
	}
	return rows
}

// tail says what was compared, repaired, and where the chain ends.
func (r *Report) tail(w io.Writer) {
	for _, l := range r.lists {
		fmt.Fprintf(w, "listed: %s of the last %d days, %s\n",
			console.Count(int64(l.headers)), l.family.Retention/(24*time.Hour), l.family.Name)
	}
	for _, tenant := range slices.Sorted(maps.Keys(r.Heads)) {
		fmt.Fprintf(w, "chain of runs, tenant %s: ends in %s\n", tenant, strings.Join(r.Heads[tenant], ", "))
	}
	if d := r.Repaired; d != nil {
		fmt.Fprintf(w, "repaired: %d made due (exporter run loads them), %d told to the ledger, "+
			"%d logged, %d withdrawn, %d tables of facts computed anew\n", d.Due, d.LedgerUpdated, d.Logged, d.Withdrawn, d.Facts)
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
