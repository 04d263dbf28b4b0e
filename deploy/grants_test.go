package deploy_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
)

// grantsOf reads the rights of a file of deploy/clickhouse, one by one: SELECT ON system.parts.
func grantsOf(t *testing.T, file string) (rights []string) {
	t.Helper()
	var text strings.Builder
	for line := range strings.Lines(read(t, "deploy/clickhouse/"+file)) {
		if !strings.HasPrefix(line, "--") {
			text.WriteString(line)
		}
	}
	for statement := range strings.SplitSeq(text.String(), ";") {
		if list, ok := strings.CutPrefix(strings.Join(strings.Fields(statement), " "), "GRANT "); ok {
			rights = append(rights, rightsOf(list)...)
		}
	}
	if len(rights) == 0 {
		t.Fatalf("%s grants nothing", file)
	}
	return rights
}

// rightsOf are the rights of one statement, without its first word.
func rightsOf(list string) (rights []string) {
	privileges, target, _ := strings.Cut(list, " ON ")
	target, _, _ = strings.Cut(target, " TO ")
	if strings.HasPrefix(privileges, "SELECT(") {
		return []string{privileges + " ON " + target} // columns belong together
	}
	for privilege := range strings.SplitSeq(privileges, ", ") {
		rights = append(rights, privilege+" ON "+target)
	}
	return rights
}

// The users of the compose file's ClickHouse may what the files say that they need.
func TestUsersHaveTheRightsOfTheFiles(t *testing.T) {
	t.Parallel()
	users := read(t, "deploy/clickhouse/users.xml")
	for user, file := range map[string]string{"exporter": "exporter.sql", "reader": "reader.sql"} {
		t.Run(user, func(t *testing.T) {
			t.Parallel()
			_, of, _ := strings.Cut(users, "<users>")
			_, of, _ = strings.Cut(of, "<"+user+">")
			of, _, _ = strings.Cut(of, "</"+user+">")
			var got []string
			for _, m := range regexp.MustCompile(`<query>GRANT (.*)</query>`).FindAllStringSubmatch(of, -1) {
				got = append(got, rightsOf(m[1])...)
			}
			want := grantsOf(t, file)
			slices.Sort(got)
			slices.Sort(want)
			if !slices.Equal(got, want) {
				t.Errorf("got the rights\n%s\nwant those of %s\n%s", strings.Join(got, "\n"), file, strings.Join(want, "\n"))
			}
		})
	}
}

// No reader of the dashboard sees what Graph sent, beyond what became columns.
func TestReaderMayNotReadRawPages(t *testing.T) {
	t.Parallel()
	for _, right := range append(grantsOf(t, "reader.sql"), grantsOf(t, "reader-definer.sql")...) {
		if strings.HasSuffix(right, ".raw_pages") &&
			(strings.HasPrefix(right, "SELECT ON") || strings.Contains(right, "body") || strings.Contains(right, "url")) {
			t.Errorf("the reader may %s", right)
		}
		if strings.HasSuffix(right, " ON callrecords_store.*") || !strings.HasPrefix(right, "SELECT") {
			t.Errorf("the reader may %s", right)
		}
	}
}
