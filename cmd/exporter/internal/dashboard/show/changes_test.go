package show

import (
	"fmt"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/answer"
)

func TestAnItemThatCameOrWentIsOneLine(t *testing.T) {
	t.Parallel()
	row := func(load, body string) answer.Row {
		return answer.Row{"load_id": load, "version": load, "kind": "record", "body": body}
	}
	c, err := NewChanges([]answer.Row{
		row("1", `{"id": "r", "version": 1, "sessions": [{"id": "a.b", "n": 1, "media": [{"label": "x"}]}, {"id": "c", "n": 1}]}`),
		row("2", `{"id": "r", "version": 2, "sessions": [{"id": "a.b", "n": 2, "media": [{"label": "x"}, {"label": "y", "streams": [{"n": 1}]}]},
			{"id": "a.b", "n": 9}, {"id": "d", "n": 1, "m": 2}]}`),
	}, "2")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, o := range c.Objects {
		for _, l := range append(o.Lines, changeLine{}) {
			got = append(got, strings.TrimSpace(fmt.Sprint(o.Whole, " ", o.Path, " ", l.Name.Text, " ", l.Before.Text, " ", l.After.Text)))
		}
	}
	want := []string{
		"added sessions[a.b]#2", "sessions[a.b] n 1 2", "sessions[a.b]", "added sessions[a.b].media[1]", "removed sessions[c]",
		"added sessions[d]", "version 1 2", "",
	}
	for _, line := range want {
		found := false
		for _, g := range got {
			found = found || g == line
		}
		if !found {
			t.Errorf("got no %q in %q", line, got)
		}
	}
	if len(c.Objects) != 6 {
		t.Errorf("got %d objects, want 6: %q", len(c.Objects), got)
	}
}
