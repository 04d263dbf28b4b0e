package demo

import (
	"strings"
	"testing"
	"unicode/utf8"
)

func TestLastLineCanBePasted(t *testing.T) {
	t.Parallel()
	const query = ` query "SELECT type, count() FROM records GROUP BY type"`
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"usual place": {Options{Program: "bin/exporter", Data: "./data"}, "bin/exporter" + query},
		"another place": {Options{Program: "exporter", Data: "it's"},
			`CALLRECORDS_WAREHOUSE_URL='embedded:it'\''s' \` + "\n  exporter" + query},
		"a server": {Options{Program: "exporter", Data: "./data", Server: "http://h:1"},
			"CALLRECORDS_WAREHOUSE_URL='http://h:1' \\\n  exporter" + query},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.o.askOn(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
			want := strings.Replace(c.want, query, " dashboard", 1)
			if got := c.o.lookOn(); got != want {
				t.Errorf("got %s, want %s", got, want)
			}
		})
	}
}

func TestQuestionsFitATerminal(t *testing.T) {
	t.Parallel()
	for _, q := range questions {
		for line := range strings.Lines(q.title + "\n" + q.sql) {
			if n := utf8.RuneCountInString(strings.TrimSuffix(line, "\n")); n > 80 {
				t.Errorf("got %d columns, want 80 at most: %s", n, line)
			}
		}
	}
}
