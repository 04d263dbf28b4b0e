package demo

import "testing"

func TestLastLineCanBePasted(t *testing.T) {
	t.Parallel()
	const query = ` query "SELECT type, count() FROM records GROUP BY type"`
	for name, c := range map[string]struct {
		o    Options
		want string
	}{
		"usual place": {Options{Program: "bin/exporter", Data: "./data"}, "bin/exporter" + query},
		"another place": {Options{Program: "exporter", Data: "it's"},
			`CALLRECORDS_WAREHOUSE_URL='embedded:it'\''s' exporter` + query},
		"a server": {Options{Program: "exporter", Data: "./data", Server: "http://h:1"},
			"CALLRECORDS_WAREHOUSE_URL='http://h:1' exporter" + query},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := c.o.askOn(); got != c.want {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
