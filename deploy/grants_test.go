package deploy_test

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// qualified is a table or view of the store in the statements that make the views.
var qualified = regexp.MustCompile("`callrecords_store`\\.`(\\w+)`")

// readByViews are the tables and views of the store that the views of analysts
// read, the views among them followed to what they read.
func readByViews(t *testing.T) []string {
	t.Helper()
	// The reviewed statements are the ones that are executed.
	statements := strings.Split(read(t, "load/testdata/golden/node.sql"), "CREATE ")
	views := map[string]string{} // definitions, by qualified name
	heading := regexp.MustCompile("^OR REPLACE VIEW `(\\w+)`\\.`(\\w+)`\n")
	for _, s := range statements {
		if m := heading.FindStringSubmatch(s); m != nil {
			views[m[1]+"."+m[2]] = s[len(m[0]):]
		}
	}
	found := map[string]bool{}
	var follow func(definition string)
	follow = func(definition string) {
		for _, m := range qualified.FindAllStringSubmatch(definition, -1) {
			if !found[m[1]] {
				found[m[1]] = true
				follow(views["callrecords_store."+m[1]])
			}
		}
	}
	for name, definition := range views {
		if strings.HasPrefix(name, "callrecords.") {
			follow(definition)
		}
	}
	return slices.Sorted(maps.Keys(found))
}

// The views run with the rights of whoever asks, so a reader needs a right on
// all that they read.
func TestReaderMayReadWhatTheViewsRead(t *testing.T) {
	t.Parallel()
	needed := readByViews(t)
	if len(needed) < 10 {
		t.Fatalf("the views read %q: the statements were not understood", needed)
	}
	for _, file := range []string{"deploy/clickhouse/users.xml", "docs/served.md"} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			text := read(t, file)
			for _, name := range needed {
				granted := regexp.MustCompile(`SELECT(\([\w, ]+\))?\s+ON callrecords_store\.` + name + `\b`)
				if !granted.MatchString(text) {
					t.Errorf("no grant on callrecords_store.%s", name)
				}
			}
		})
	}
}

// No reader of the dashboard sees what Graph sent, beyond what became columns.
func TestReaderMayNotReadRawPages(t *testing.T) {
	t.Parallel()
	users := read(t, "deploy/clickhouse/users.xml")
	for _, m := range regexp.MustCompile(`SELECT([^<]*) ON callrecords_store\.raw_pages`).FindAllStringSubmatch(users, -1) {
		if m[1] == "" || strings.Contains(m[1], "body") || strings.Contains(m[1], "url") {
			t.Errorf("the reader may read %q of raw_pages", m[1])
		}
	}
	if strings.Contains(users, "ON callrecords_store.*") {
		t.Error("the reader may read all of the store")
	}
}
