package main

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/load/verify"
)

// verifyReport is what exporter verify found. Its JSON keys are a contract.
type verifyReport struct {
	VerifiedAt time.Time                  `json:"verified_at"`
	Graph      bool                       `json:"graph"`    // Graph was asked
	Listed     int                        `json:"listed"`   // headers that Graph showed
	Complete   bool                       `json:"complete"` // nothing is left
	Figures    map[verify.FindingKind]int `json:"figures"`  // every kind
	Findings   []verify.Finding           `json:"findings"` // up to --limit a kind
	Repaired   *verify.Repaired           `json:"repaired,omitempty"`
	Heads      map[string][]string        `json:"chain_heads"` // by tenant

	unlisted []verify.Finding
	listErr  error // Graph's list broke off: the figures are true as far as they go
}

// count makes figures of findings, and names some of each kind.
func (r *verifyReport) count(found []verify.Finding, limit int) {
	r.Figures, r.Findings = map[verify.FindingKind]int{}, []verify.Finding{}
	for _, k := range verify.Kinds() {
		r.Figures[k.Kind] = 0
	}
	for _, f := range found {
		if r.Figures[f.Kind]++; r.Figures[f.Kind] <= limit {
			r.Findings = append(r.Findings, f)
		}
	}
}

// left is how many findings are left that harm.
func (r *verifyReport) left() (n int) {
	for _, k := range verify.Kinds() {
		if k.Harm && (r.Repaired == nil || !k.AtOnce()) {
			n += r.Figures[k.Kind]
		}
	}
	return n
}

// print reports, and makes an error of what is left.
func (r *verifyReport) print(p *program, v verifyFlags) error {
	r.Complete = r.left() == 0 && r.listErr == nil
	show := r.text
	if v.json {
		show = r.document
	}
	if err := show(p); err != nil {
		return err
	}
	switch {
	case r.listErr != nil:
		return fmt.Errorf("graph was not listed to the end, what is missing is not known: %w", r.listErr)
	case !r.Complete:
		return leftError{r.left()}
	}
	return nil
}

// leftError says that verify found something that is not repaired yet.
type leftError struct{ findings int }

// Error says how much, and where to read on.
func (e leftError) Error() string {
	return fmt.Sprintf(
		"verify: findings left: %d; they are named with what to do about them, see docs/verify.md",
		e.findings,
	)
}

// Unwrap makes it a partial outcome, for the exit code.
func (leftError) Unwrap() error { return report.ErrPartial }

// document prints the report for machines.
func (r *verifyReport) document(p *program) error {
	e := json.NewEncoder(p.Stdout)
	e.SetIndent("", "  ")
	return e.Encode(r)
}

// text prints the report for people.
func (r *verifyReport) text(p *program) error {
	var rows [][]string
	for _, k := range verify.Kinds() {
		if n := r.Figures[k.Kind]; n > 0 || k.Harm {
			rows = append(rows, []string{string(k.Kind), console.Count(int64(n)), k.Meaning})
		}
	}
	if err := console.Table(p.Stdout, 0, []string{"kind", "found", "meaning"}, rows); err != nil {
		return err
	}
	fmt.Fprintln(p.Stdout)
	named := map[verify.FindingKind]int{}
	for _, f := range r.Findings {
		fmt.Fprintln(p.Stdout, console.Plain(findingLine(f)))
		named[f.Kind]++
	}
	for _, k := range verify.Kinds() {
		if more := r.Figures[k.Kind] - named[k.Kind]; more > 0 {
			fmt.Fprintf(
				p.Stdout,
				"%s: and %s more; --limit names more\n",
				k.Kind,
				console.Count(int64(more)),
			)
		}
	}
	r.tail(p)
	return nil
}

// tail says what was compared, repaired, and where the chain ends.
func (r *verifyReport) tail(p *program) {
	if r.Graph {
		fmt.Fprintf(p.Stdout, "listed: %s records of Graph's 30 days\n", console.Count(int64(r.Listed)))
	}
	for _, tenant := range slices.Sorted(maps.Keys(r.Heads)) {
		fmt.Fprintf(
			p.Stdout,
			"chain of runs, tenant %s: ends in %s\n",
			tenant,
			strings.Join(r.Heads[tenant], ", "),
		)
	}
	if d := r.Repaired; d != nil {
		fmt.Fprintf(
			p.Stdout,
			"repaired: %d made due (exporter run loads them), %d told to the ledger, %d logged, %d withdrawn\n",
			d.Due,
			d.LedgerUpdated,
			d.Logged,
			d.Withdrawn,
		)
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
