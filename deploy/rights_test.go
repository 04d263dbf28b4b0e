package deploy_test

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"callrecords/analysis"
	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/schema"
)

// administrator is the user that makes the warehouse: the engine's own, in the place of the
// compose file's that goes. He may make views that run with the rights of others.
const administrator = `<default>
            <password></password>
            <networks><ip>::/0</ip></networks>
            <profile>default</profile>
            <quota>default</quota>
            <access_management>1</access_management>
        </default>`

// user is one more, with some rights.
func user(name string, rights []string) string {
	text := "<" + name + "><password/><networks><ip>::/0</ip></networks><profile>default</profile><quota>default</quota><grants>"
	for _, right := range rights {
		text += "<query>GRANT " + right + "</query>"
	}
	return text + "</grants></" + name + ">"
}

// users are an engine with the users of the compose file's ClickHouse, and more: one who has
// rights on the views alone, and readers that lack one of their rights each.
type users struct {
	*testing.T
	*embedded.Engine
	views []string // that analysts read
}

// engineOf is an engine with the users of a users.xml. The caller closes it.
func engineOf(t *testing.T, users string) *embedded.Engine {
	t.Helper()
	folder := t.TempDir()
	file := filepath.Join(folder, "users.xml")
	if err := os.WriteFile(file, []byte(users), 0o600); err != nil {
		t.Fatal(err)
	}
	e, err := embedded.Open(t.Context(), embedded.Options{
		Path: filepath.Join(folder, "store"), Config: "<users_config>" + file + "</users_config>",
	})
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// withUsers makes a warehouse whose views run with the rights of whoever asks, or else of
// whoever made them.
func withUsers(t *testing.T, definer bool) users {
	t.Helper()
	text := read(t, "deploy/clickhouse/users.xml")
	// Of the readers without one of their rights, each has a name with its place in the file.
	rights := grantsOf(t, "reader.sql")
	more := ""
	for i := range rights {
		more += user(fmt.Sprintf("without%d", i), slices.Delete(slices.Clone(rights), i, i+1))
	}
	for _, replaced := range [][2]string{
		{`<default remove="remove"/>`, administrator + user("stranger", []string{"SELECT ON callrecords.*"}) + more},
		{"<profiles>", "<quotas><default/></quotas><profiles><default/>"},
		{"@exporter_password@", strings.Repeat("0", 64)}, {"@reader_password@", strings.Repeat("0", 64)},
	} {
		if !strings.Contains(text, replaced[0]) {
			t.Fatalf("users.xml has no %s", replaced[0])
		}
		text = strings.Replace(text, replaced[0], replaced[1], 1)
	}
	e := engineOf(t, text)
	t.Cleanup(func() {
		if err := e.Close(); err != nil {
			t.Error(err)
		}
	})
	u := users{T: t, Engine: e}
	u.makeWarehouse(definer)
	return u
}

func (u *users) makeWarehouse(definer bool) {
	u.Helper()
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		u.Fatal(err)
	}
	derived, err := analysis.Derived(analysis.Options{})
	if err != nil {
		u.Fatal(err)
	}
	w := load.New(u.Engine, load.Options{
		Families: []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls},
		Views:    views, Derived: derived, Definer: definer,
	})
	if err := w.Migrate(u.Context()); err != nil {
		u.Fatal(err)
	}
	if err := u.Exec(u.Context(), "CREATE DATABASE asked"); err != nil {
		u.Fatal(err)
	}
	u.views = strings.Fields(u.mustRead("SELECT name FROM system.tables WHERE database = 'callrecords' ORDER BY name"))
	if len(u.views) < 30 {
		u.Fatalf("got views %q, want those of all tables and of analysts", u.views)
	}
}

func (u *users) mustRead(sql string) string {
	u.Helper()
	text, err := u.read(sql)
	if err != nil {
		u.Fatal(err)
	}
	return text
}

func (u *users) read(sql string) (string, error) {
	body, err := u.Query(u.Context(), sql, "TSV")
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(body)
	return string(text), errors.Join(err, body.Close())
}

// as asks with the rights of a user: the engine of this process knows no other way than a
// view that is his (ClickHouse, CREATE VIEW, SQL SECURITY).
func (u *users) as(user, sql string) error {
	u.Helper()
	made, err := u.QueryIn(u.Context(), fmt.Sprintf(
		"CREATE OR REPLACE VIEW asked.question DEFINER = %s SQL SECURITY DEFINER AS (%s)", user, sql),
		"Null", engine.QuerySession{Database: "callrecords"})
	if err == nil {
		err = made.Close()
	}
	if err != nil {
		u.Fatalf("%v\n%s", err, sql)
	}
	_, err = u.read("SELECT * FROM asked.question")
	return err
}

// window is what the view with parameters is asked for.
const window = "(from = '2026-01-01 00:00:00', to = '2026-02-01 00:00:00')"

// all are the statements that read every view, and the questions of analysts.
func (u *users) all() (statements []string) {
	u.Helper()
	for _, view := range u.views {
		if view == "differences" {
			view += window
		}
		statements = append(statements, "SELECT * FROM callrecords."+view)
	}
	questions := regexp.MustCompile("(?s)\n```sql\n(.*?)\n```").FindAllStringSubmatch(read(u.T, "docs/analysts.md"), -1)
	if len(questions) < 32 {
		u.Fatalf("got %d questions, want 32 at least", len(questions))
	}
	for _, q := range questions {
		// In the database of who asks a function is not looked for when a view does.
		statements = append(statements, strings.ReplaceAll(q[1], "FROM differences(", "FROM callrecords.differences("))
	}
	return statements
}

// refused wants the engine to say that the user lacks a right.
func (u *users) refused(user, sql string) {
	u.Helper()
	if err := u.as(user, sql); !engine.IsCode(err, 497) {
		u.Errorf("%s asks %s: got %v, want that he may not", user, sql, err)
	}
}

// These tests are not parallel: a process holds one store at a time.

// The grants that are shipped suffice a reader, on a genuine engine; and nobody reads on
// with rights on the views alone.
func TestTheReaderAsksAllThatAnalystsAsk(t *testing.T) {
	u := withUsers(t, false)
	for _, sql := range u.all() {
		if err := u.as("reader", sql); err != nil {
			t.Errorf("%v\n%s", err, sql)
		}
	}
	panels := u.pages()
	for name, sql := range panels {
		if archived[name] {
			u.refused("reader", sql)
		} else if err := u.as("reader", sql); err != nil {
			t.Errorf("panel %s: %v\n%s", name, err, sql)
		}
	}
	// These three read nearly all of the store; the runs are read by a page alone.
	statements := append([]string{"SELECT * FROM callrecords.audit", "SELECT * FROM callrecords.completeness",
		"SELECT * FROM callrecords.calls", panels["runs"]}, u.all()...)
	for i, right := range grantsOf(t, "reader.sql") {
		lacks := func(sql string) bool { return engine.IsCode(u.as(fmt.Sprintf("without%d", i), sql), 497) }
		if !slices.ContainsFunc(statements, lacks) {
			t.Errorf("without %s: got all answered, want that something is refused", right)
		}
	}
	u.refused("stranger", "SELECT * FROM callrecords.records")
	u.refused("reader", "SELECT body FROM callrecords_store.raw_pages")
	u.refused("reader", "SELECT * FROM callrecords_store.raw_pages")
}

// With sql_security: definer, rights on callrecords are enough for all of it.
func TestRightsOnTheViewsAreEnoughWhereTheyRunWithTheDefiners(t *testing.T) {
	u := withUsers(t, true)
	for _, sql := range u.all() {
		if err := u.as("stranger", sql); err != nil {
			t.Errorf("%v\n%s", err, sql)
		}
	}
	inner := strings.Fields(u.mustRead("SELECT name FROM system.tables WHERE database = 'callrecords_store' ORDER BY name"))
	if !slices.Contains(inner, "records_all") || !slices.Contains(inner, "records") {
		t.Fatalf("got %q, want the tables, and the views behind the doors", inner)
	}
	for _, name := range inner {
		if name == "differences" {
			name += window
		}
		u.refused("stranger", "SELECT * FROM callrecords_store."+name)
	}
}
