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
			t.Errorf("%d columns: %s", n, line)
		}
	}
	if !strings.Contains(got, "0123456789  "+strings.Repeat("ä", 17)+"…\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestTableKeepsEightColumnsOfACell(t *testing.T) {
	t.Parallel()
	got := table(t, 3, []string{"a", "b"}, []string{"abcdefghijkl", "mnopqrstuvwx"})
	if !strings.HasSuffix(got, "abcdefg…  mnopqrs…\n") {
		t.Errorf("got\n%s", got)
	}
}

func TestTableTakesRaggedRowsAndControlCharacters(t *testing.T) {
	t.Parallel()
	got := table(t, 0, []string{"a"}, []string{"x\ny\x1b[2J", "more"}, nil)
	if got != "a\n───────  ────\nx y [2J  more\n\n" {
		t.Errorf("got %q", got)
	}
	if got := table(t, 40, nil); got != "\n\n" {
		t.Errorf("an empty table is %q", got)
	}
}

func TestCut(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		text  string
		width int
		want  string
	}{{"abc", 3, "abc"}, {"abcd", 3, "ab…"}, {"äöü", 2, "ä…"}, {"ab", 1, "…"}, {"ab", 0, ""}, {"ab", -1, ""}, {"\xff\xfe\xfd", 2, "\xff…"}} {
		if got := Cut(test.text, test.width); got != test.want {
			t.Errorf("Cut(%q, %d) is %q, want %q", test.text, test.width, got, test.want)
		}
	}
}
