package loading

import (
	"bytes"
	"errors"
	"fmt"
	"io"
	"strings"

	"callrecords/cmd/exporter/internal/report"
	"callrecords/cmd/exporter/internal/stdin"
	"callrecords/schema"
)

// maxIDs is how many records one fetch asks for.
const maxIDs = 1000

// askedIDs are the ids of a command line.
type askedIDs struct {
	ids     []string       // each once, in the one spelling
	refused []report.Asked // what is not asked for, and why
}

// readIDs reads ids from arguments; - is a line each of the standard input.
func readIDs(args []string, in io.Reader) (a askedIDs, err error) {
	seen := map[string]bool{}
	for _, arg := range args {
		if arg != "-" {
			a.add(arg, seen)
			continue
		}
		text, err := stdin.Read(in)
		if err != nil {
			return a, err
		}
		for line := range bytes.Lines(text) {
			if id := strings.TrimSpace(string(line)); id != "" {
				a.add(id, seen)
			}
		}
	}
	if len(a.ids) == 0 && len(a.refused) > 0 {
		return a, fmt.Errorf("no id that can be asked for: %q: %s", a.refused[0].ID, a.refused[0].Reason)
	}
	if len(a.ids) == 0 {
		return a, errors.New("there are no ids on standard input")
	}
	return a, nil
}

// refuse names what is not asked for.
func (a *askedIDs) refuse(id, why string) {
	a.refused = append(a.refused, report.Asked{ID: id, Outcome: report.Refused, Reason: why})
}

// add takes one id, unless it was there before.
func (a *askedIDs) add(text string, seen map[string]bool) {
	id, err := schema.ParseRecordID(text)
	switch {
	case err != nil:
		a.refuse(fmt.Sprintf("%.*s", schema.MaxRecordID, text), err.Error())
	case seen[id]:
	case len(a.ids) == maxIDs:
		seen[id] = true
		a.refuse(id, fmt.Sprintf("beyond the %d ids of one call: ask again", maxIDs))
	default:
		seen[id] = true
		a.ids = append(a.ids, id)
	}
}
