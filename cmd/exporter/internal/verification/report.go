package verification

import (
	"fmt"
	"io"
	"time"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/report"
	"callrecords/load/verify"
	"callrecords/schema"
)

// Report is what was found. Its JSON keys are a contract.
type Report struct {
	VerifiedAt time.Time                  `json:"verified_at"`
	Graph      bool                       `json:"graph"`    // Graph was asked
	Listed     int                        `json:"listed"`   // headers that Graph showed
	Complete   bool                       `json:"complete"` // nothing is left
	Figures    map[verify.FindingKind]int `json:"figures"`  // every kind
	Findings   []verify.Finding           `json:"findings"` // up to --limit a kind
	Repaired   *verify.Repaired           `json:"repaired,omitempty"`
	Heads      map[string][]string        `json:"chain_heads"` // by tenant

	lists    []list
	unlisted []verify.Finding
	listErr  error // Graph's list broke off: the figures are true as far as they go
}

// list is what Graph showed of one family.
type list struct {
	family  schema.Family
	headers int
}

// add counts headers that Graph showed of a family, of one more tenant or page.
func (r *Report) add(f schema.Family, headers int) {
	r.Listed += headers
	for i := range r.lists {
		if r.lists[i].family.Name == f.Name {
			r.lists[i].headers += headers
			return
		}
	}
	r.lists = append(r.lists, list{f, headers})
}

// count makes figures of findings, and names some of each kind.
func (r *Report) count(found []verify.Finding, limit int) {
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
func (r *Report) left() (n int) {
	for _, k := range verify.Kinds() {
		if k.Harm && (r.Repaired == nil || !k.AtOnce()) {
			n += r.Figures[k.Kind]
		}
	}
	return n
}

// Print reports, as one JSON document or for people in a style, and makes an error of what
// is left.
func (r *Report) Print(w io.Writer, style console.Style, asJSON bool) error {
	r.Complete = r.left() == 0 && r.listErr == nil
	show := func() error { return r.text(w, style) }
	if asJSON {
		show = func() error { return r.document(w) }
	}
	if err := show(); err != nil {
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
	return fmt.Sprintf("verify: findings left: %d; they are named with what to do about them, "+
		"see docs/verify.md", e.findings)
}

// Unwrap makes it a partial outcome, for the exit code.
func (leftError) Unwrap() error { return report.ErrPartial }
