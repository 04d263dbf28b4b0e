package schema_test

import (
	"flag"
	"os"
	"path/filepath"
	"slices"
	"testing"

	"callrecords/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

func TestCreateTableIsAsReviewed(t *testing.T) {
	t.Parallel()
	for _, table := range schema.Tables() {
		t.Run(table.Name, func(t *testing.T) {
			t.Parallel()
			golden(t, table.Name+".sql", createTable(table.Storage()))
		})
	}
	for _, book := range schema.Books() {
		t.Run(book.Name, func(t *testing.T) {
			t.Parallel()
			golden(t, book.Name+".sql", createTable(book))
		})
	}
}

// createTable makes a table in the usual database.
func createTable(s schema.Stored) string {
	return s.CreateTable(schema.Qualify("callrecords", s.Name)) + "\n"
}

// On a cluster, a table's rows are found again by the hash of one column.
func TestEveryTableHasItsShardColumn(t *testing.T) {
	t.Parallel()
	tables := schema.Books()
	for _, data := range schema.Tables() {
		tables = append(tables, data.Storage())
	}
	for _, table := range tables {
		if !slices.ContainsFunc(table.Columns, func(c schema.Column) bool { return c.Name == table.Shard }) {
			t.Errorf("%s is sharded by %q, which it does not have", table.Name, table.Shard)
		}
	}
}

// golden holds a text against its reviewed copy.
func golden(t *testing.T, name, got string) {
	t.Helper()
	file := filepath.Join("testdata", "golden", name)
	if *update {
		if err := os.WriteFile(file, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(file)
	if err != nil {
		t.Fatalf("%v; write it with: go test ./schema -update", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from its golden file; if that is meant: go test ./schema -update\n%s", name, got)
	}
}

func TestQuoteLeavesNothingToEscapeFrom(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"plain":        `'plain'`,
		"it's":         `'it\'s'`,
		`back\slash`:   `'back\\slash'`,
		`\' OR 1=1 --`: `'\\\' OR 1=1 --'`,
		"two\nlines\r": `'two\nlines\r'`,
		"nul\x00":      `'nul\0'`,
		"":             `''`,
	} {
		if got := schema.Quote(text); got != want {
			t.Errorf("Quote(%q) = %s, want %s", text, got, want)
		}
	}
	if got, want := schema.Qualify("d`b", `t\`), "`d\\`b`.`t\\\\`"; got != want {
		t.Errorf("Qualify = %s, want %s", got, want)
	}
}
