package console

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func table(t *testing.T, width int, header []string, rows ...[]string) string {
	t.Helper()
	var b strings.Builder
	if err := Table(&b, width, header, rows); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestTableThatWouldBeCutDoesNotFit(t *testing.T) {
	t.Parallel()
	rows := [][]string{{"123456789", "12"}}
	for width, want := range map[int]bool{0: true, 15: false, 16: true} {
		if got := (Style{Width: width}).Fits([]string{"key", "value"}, rows); got != want {
			t.Errorf("in %d columns: got %v, want %v", width, got, want)
		}
	}
}

func TestTableAlignsTextLeftAndNumbersRight(t *testing.T) {
	t.Parallel()
	got := table(t, 0, []string{"subnet", "streams", "loss", "note"},
		[]string{"10.1.0.0/16", "1,204", "12.5 %", "poor"},
		[]string{"Zürich", "7", "-0.1 %", ""},
		[]string{"x", "NULL", "1e-05", "12"})
	want := `subnet       streams    loss  note
───────────  ───────  ──────  ────
10.1.0.0/16    1,204  12.5 %  poor
Zürich             7  -0.1 %
x               NULL   1e-05  12
`
	if got != want {
		t.Errorf("got\n%swant\n%s", got, want)
	}
}

func TestTableFitsTheTerminal(t *testing.T) {
	t.Parallel()
	got := table(t, 30, []string{"id", "reason"},
		[]string{"0123456789", strings.Repeat("ä", 50)}, []string{"1", "short"})
	for line := range strings.Lines(got) {
		if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 30 {
			t.Errorf("columns: got %d, want 30 at most: %s", n, line)
		}
	}
	if want := "0123456789  " + strings.Repeat("ä", 17) + "…\n"; !strings.Contains(got, want) {
		t.Errorf("got\n%swant the line\n%s", got, want)
	}
}

func TestTableKeepsEightColumnsOfACell(t *testing.T) {
	t.Parallel()
	got := table(t, 3, []string{"a", "b"}, []string{"abcdefghijkl", "mnopqrstuvwx"})
	if want := "abcdefg…  mnopqrs…\n"; !strings.HasSuffix(got, want) {
		t.Errorf("got\n%swant the last line\n%s", got, want)
	}
}

func TestTableTakesRaggedRowsAndControlCharacters(t *testing.T) {
	t.Parallel()
	got := table(t, 0, []string{"a"}, []string{"x\ny\x1b[2J", "more"}, nil)
	if want := "a\n───────  ────\nx y [2J  more\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTableWithoutColumnsIsTwoEmptyLines(t *testing.T) {
	t.Parallel()
	if got, want := table(t, 40, nil), "\n\n"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
}
