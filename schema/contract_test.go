package schema_test

import (
	"bytes"
	"errors"
	"io/fs"
	"os"
	"strings"
	"testing"

	"callrecords/schema"
)

// The facts that this package is held against. The copies travel with the
// code; the originals are looked at when they are there.
const (
	columnsCopy     = "testdata/columns.tsv"
	columnsOriginal = "../../shared/reference/columns.tsv"
	propertiesCopy  = "testdata/properties.tsv"
)

// table reads a TSV file below its heading.
func table(t *testing.T, file string) [][]string {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	var rows [][]string
	for line := range strings.Lines(string(text)) {
		rows = append(rows, strings.Split(strings.TrimSuffix(line, "\n"), "\t"))
	}
	return rows[1:]
}

// declared is the contract as the code has it: table, column, type, source,
// unit, meaning.
func declared() [][]string {
	var rows [][]string
	for _, t := range schema.CallRecords.Tables {
		for _, c := range t.Columns {
			rows = append(rows, []string{t.Name, c.Name, c.Kind.ClickHouse(), c.Source, c.Unit, c.Meaning})
		}
	}
	return rows
}

func TestTablesAreTheContract(t *testing.T) {
	t.Parallel()
	for _, file := range []string{columnsCopy, columnsOriginal} {
		t.Run(file, func(t *testing.T) {
			t.Parallel()
			if _, err := os.Stat(file); errors.Is(err, fs.ErrNotExist) && file == columnsOriginal {
				t.Skip("the original of the contract is not there")
			}
			compare(t, declared(), ofCallRecords(table(t, file)))
		})
	}
}

// ofCallRecords leaves out the tables that are not made from call records.
func ofCallRecords(rows [][]string) [][]string {
	ours := map[string]bool{}
	for _, t := range schema.CallRecords.Tables {
		ours[t.Name] = true
	}
	var kept [][]string
	for _, row := range rows {
		if ours[row[0]] {
			kept = append(kept, row)
		}
	}
	return kept
}

func compare(t *testing.T, got, want [][]string) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%d columns are declared, the contract has %d", len(got), len(want))
	}
	for i := range min(len(got), len(want)) {
		if g, w := strings.Join(got[i], "\t"), strings.Join(want[i], "\t"); g != w {
			t.Errorf("column %d\n got %s\nwant %s", i, g, w)
		}
	}
}

func TestContractHasAllColumnsOfFiveTables(t *testing.T) {
	t.Parallel()
	if n := len(table(t, columnsCopy)); n != 306 {
		t.Errorf("the copy has %d columns, want 306", n)
	}
}

func TestCopyOfTheContractIsItsOriginal(t *testing.T) {
	t.Parallel()
	original, err := os.ReadFile(columnsOriginal)
	if errors.Is(err, fs.ErrNotExist) {
		t.Skip("the original of the contract is not there")
	}
	if err != nil {
		t.Fatal(err)
	}
	ours := map[string]bool{"table": true}
	for _, table := range schema.CallRecords.Tables {
		ours[table.Name] = true
	}
	var want bytes.Buffer
	for line := range bytes.Lines(original) {
		if name, _, _ := bytes.Cut(line, []byte{'\t'}); ours[string(name)] {
			want.Write(line)
		}
	}
	got, err := os.ReadFile(columnsCopy)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want.Bytes()) {
		t.Errorf("%s is not the call-record part of %s", columnsCopy, columnsOriginal)
	}
}

func TestColumnNamesAreUniqueInTheirTable(t *testing.T) {
	t.Parallel()
	for _, table := range schema.CallRecords.Tables {
		seen := map[string]bool{}
		for _, c := range table.StoredColumns() {
			if seen[c.Name] {
				t.Errorf("%s.%s is declared twice", table.Name, c.Name)
			}
			seen[c.Name] = true
		}
		for _, name := range append(append([]string{table.Start}, table.Positions()...), table.Lookups...) {
			if !seen[name] {
				t.Errorf("%s is keyed by %s, which is no column", table.Name, name)
			}
		}
	}
}

func TestArrowSchemaFollowsTheColumns(t *testing.T) {
	t.Parallel()
	for _, table := range schema.CallRecords.Tables {
		fields := table.Arrow().Fields()
		columns := table.StoredColumns()
		if len(fields) != len(columns) {
			t.Fatalf("%s has %d fields for %d columns", table.Name, len(fields), len(columns))
		}
		for i, c := range columns {
			null := strings.HasPrefix(c.Kind.ClickHouse(), "Nullable(")
			if fields[i].Name != c.Name || fields[i].Nullable != null {
				t.Errorf("field %d of %s is %v, column is %s %s", i, table.Name, fields[i], c.Name, c.Kind.ClickHouse())
			}
		}
	}
}
