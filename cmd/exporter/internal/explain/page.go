package explain

import (
	"fmt"
	"io"
	"strings"
	"time"
	"unicode/utf8"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load/verify"
	"callrecords/schema"
)

// page prints everything known of a record. The tables are those of its family. On a
// terminal that is too narrow for a table, loads are printed one below the other.
func page(w io.Writer, tables []schema.Table, x verify.Explanation, now time.Time, width int) error {
	rows := [][]string{
		{"tenant", x.TenantID},
		{"starts", at(x.Start)},
		{"listed", listedText(x)},
		{"live", liveText(x)},
		{"ledger", ledgerText(x)},
		{"attempts", console.Count(int64(x.Attempts))},
		{"last incident", incidentText(x)},
		{"expires", expiryText(x.RecordState, now)},
		{"next run", nextText(x, now)},
	}
	if err := pairs(w, []string{"record", x.RecordID}, rows, width); err != nil {
		return err
	}
	fmt.Fprintln(w)
	header := []string{"load", "begun", "version", "outcome", "run", "pages", "bytes"}
	for _, t := range tables {
		header = append(header, t.Name)
	}
	rows = nil
	for _, h := range x.Loads {
		rows = append(rows, loadRow(tables, h))
	}
	if err := loads(w, header, rows, width); err != nil {
		return err
	}
	for _, h := range x.Loads {
		if h.Reason != "" {
			fmt.Fprintln(w, console.Style{Width: width}.Behind(fmt.Sprintf("load %d: ", h.LoadID), h.Reason))
		}
	}
	_, err := fmt.Fprintln(w)
	return err
}

// loads prints a table of loads, or each of them by itself where the table is too wide.
func loads(w io.Writer, header []string, rows [][]string, width int) error {
	if done, err := table(w, header, rows, width); done || err != nil {
		return err
	}
	for i, row := range rows {
		if i > 0 {
			fmt.Fprintln(w)
		}
		var cells [][]string
		for j := 1; j < len(header); j++ {
			cells = append(cells, []string{header[j], row[j]})
		}
		if err := pairs(w, []string{header[0], row[0]}, cells, width); err != nil {
			return err
		}
	}
	return nil
}

// pairs prints names and what is said of them, a table or, where that is too wide, with
// what is said broken into lines.
func pairs(w io.Writer, first []string, rows [][]string, width int) error {
	if done, err := table(w, first, rows, width); done || err != nil {
		return err
	}
	for _, row := range append([][]string{first}, rows...) {
		if _, err := fmt.Fprintln(w, console.Style{Width: width}.Behind(fmt.Sprintf("%-15s", row[0]), row[1])); err != nil {
			return err
		}
	}
	return nil
}

// table prints a table whole, or nothing where it is too wide.
func table(w io.Writer, header []string, rows [][]string, width int) (done bool, err error) {
	var text strings.Builder
	if err := console.Table(&text, 0, header, rows); err != nil {
		return false, err
	}
	if width > 0 && widest(text.String()) > width {
		return false, nil
	}
	_, err = io.WriteString(w, text.String())
	return true, err
}

// widest is the width of a text's longest line.
func widest(text string) (n int) {
	for line := range strings.Lines(text) {
		n = max(n, utf8.RuneCountInString(strings.TrimSuffix(line, "\n")))
	}
	return n
}

// loadRow is one load in the table. Rows that are not as declared show as
// "found of declared"; those of a load that was swept are 0.
func loadRow(tables []schema.Table, h verify.History) []string {
	row := []string{fmt.Sprint(h.LoadID), at(h.Began()), fmt.Sprint(h.Version), outcomeText(h), h.RunID,
		console.Count(int64(h.Pages)), console.Bytes(int64(h.Bytes))}
	for _, t := range tables {
		found, declared := h.Found[t.Name], h.Declared[t.Name]
		cell := fmt.Sprint(found)
		if h.Live && found != declared {
			cell = fmt.Sprintf("%d of %d", found, declared)
		}
		row = append(row, cell)
	}
	return row
}

func outcomeText(h verify.History) string {
	text := strings.Join(h.Outcomes, ", ")
	if text == "" {
		text = "not finished, or not logged"
	}
	if h.Live {
		text += ", live"
	}
	return text
}

// at is an instant in UTC, "-" for none.
func at(t time.Time) string {
	if t.IsZero() {
		return "-"
	}
	return t.UTC().Format(time.RFC3339)
}

func listedText(x verify.Explanation) string {
	if x.Listed == 0 {
		return "never: it was imported, or its row was taken out of the ledger"
	}
	return fmt.Sprintf(
		"version %d, first %s, last new or changed %s",
		x.Listed,
		at(x.FirstListed.Time),
		at(x.LastListed.Time),
	)
}

func liveText(x verify.Explanation) string {
	if x.Live == 0 {
		return "no version"
	}
	text := fmt.Sprintf("version %d, load %d", x.Live, x.LiveLoad)
	if x.LivePart != "" {
		text += ", a part: " + console.Plain(x.LivePart)
	}
	return text
}

func ledgerText(x verify.Explanation) string {
	text := "nothing loaded"
	if x.Loaded > 0 {
		text = fmt.Sprintf("version %d loaded %s", x.Loaded, at(x.LoadedAt.Time))
	}
	if !x.Wanted.IsZero() {
		text += ", wanted again " + at(x.Wanted.Time)
	}
	if x.Lost {
		text += ", lost " + at(x.LostAt.Time)
	}
	return text
}

func incidentText(x verify.Explanation) string {
	if x.Incident == "" {
		return "-"
	}
	return at(x.IncidentAt.Time) + " " + x.Incident
}

func expiryText(s verify.RecordState, now time.Time) string {
	left := s.Expires.Sub(now)
	switch {
	case s.Start.IsZero():
		return "not known"
	case left < 0:
		return fmt.Sprintf("%s, %s ago: Graph has forgotten it", at(s.Expires), console.Duration(-left))
	}
	return fmt.Sprintf("%s, in %s", at(s.Expires), console.Duration(left))
}

// nextText is what the next run will do with the record, and why.
func nextText(x verify.Explanation, now time.Time) string {
	replay := "exporter replay --record " + x.RecordID + " loads what the archive has"
	switch {
	case x.Due && !x.InGraph(now):
		return "asks for it, although Graph should have forgotten it"
	case x.Due && x.Listed > x.Loaded:
		return fmt.Sprintf("fetches version %d", x.Listed)
	case x.Due && x.LivePart != "":
		return fmt.Sprintf("fetches version %d again: only a part of it is live", x.Listed)
	case x.Due:
		return fmt.Sprintf("fetches version %d again: it is wanted", x.Listed)
	case x.Lost && x.Live < x.Listed && x.Pages > 0:
		return "nothing: Graph no longer has it; " + replay
	case x.Lost && x.Live == 0:
		return "nothing: Graph no longer has it"
	case x.Live == 0 && x.Pages > 0:
		return "nothing; " + replay
	case x.Live < max(x.Loaded, x.Logged):
		return "nothing, although the ledger or the log calls a version loaded that is not live: " +
			"exporter verify --repair"
	}
	return "nothing, unless it is listed in a newer version"
}
