package report

import (
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/cmd/exporter/internal/pipeline"
)

func TestSummaryFitsATerminalOf80Columns(t *testing.T) {
	t.Parallel()
	o := busy()
	o.TenantID, o.OldestDueID = strings.Repeat("t", 36), strings.Repeat("r", 36)
	o.Troubled, o.Unlisted = nil, nil
	o.Err = errDenied
	nothing := o
	nothing.Err, nothing.Outcome, nothing.Due, nothing.Loaded = nil, pipeline.RunComplete, 0, 0
	text := printed(func(w io.Writer) {
		Output{Writer: w, Style: console.Style{Width: 80}, Families: woods}.Exported([]Outcome{o, nothing})
	})
	for line := range strings.Lines(text) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
			t.Errorf("got %d columns, want 80 at most: %s", n, line)
		}
	}
	whole := strings.Join(strings.Fields(text), " ")
	for _, want := range []string{"newest version of every record)", "expires 2026-03-01T13:00:00Z", "error denied"} {
		if !strings.Contains(whole, want) {
			t.Errorf("got\n%s\nwant %q in it", text, want)
		}
	}
}
