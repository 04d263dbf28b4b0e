package report

import (
	"strconv"

	"callrecords/cmd/exporter/internal/console"
)

// Asked is what became of a record that was asked for by its id.
type Asked struct {
	ID      string `json:"id"`      // as it was asked for, in the one spelling
	Outcome string `json:"outcome"` // loaded, unchanged, not found, …; refused when it was not asked for
	Version uint64 `json:"version"` // that is loaded, or should be; 0 when it is not known
	Reason  string `json:"reason,omitempty"`
}

// Refused is the outcome of what nobody was asked for: no id, or one too many.
const Refused = "refused"

// Asked prints what became of each id. A standard output that is gone is no reason to
// fail: the work is done.
func (p Output) Asked(all []Asked) {
	rows := make([][]string, len(all))
	for i, a := range all {
		rows[i] = []string{a.ID, a.Outcome, strconv.FormatUint(a.Version, 10), a.Reason}
	}
	_ = console.Table(p.Writer, 0, []string{"record", "outcome", "version", "why"}, rows)
}
