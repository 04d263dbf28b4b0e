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

// families are all whose tables the contract has.
var families = []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls}

// declared is the contract as the code has it: table, column, type, source, unit,
// meaning. It has the rows of a log, and not what the exporter adds to tell its days.
func declared() [][]string {
	var rows [][]string
	for _, t := range schema.Tables(families) {
		if strings.HasSuffix(t.Name, "_days") {
			continue
		}
		for _, c := range t.Columns {
			source := strings.TrimPrefix(c.Source, "value[].")
			ofLog := t.RowPath == "value[]"
			if ofLog && (source == schema.SourceListed || source == schema.SourcePosition) {
				continue
			}
			row := []string{t.Name, c.Name, c.Kind.ClickHouse(), source, c.Unit, c.Meaning}
			if ofLog && c.Name == "tenant_id" {
				row[5] = ""
			}
			rows = append(rows, row)
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
			compare(t, declared(), ofFamilies(table(t, file)))
		})
	}
}

// ofFamilies leaves out the tables that are not made from what Graph has.
func ofFamilies(rows [][]string) [][]string {
	ours := map[string]bool{}
	for _, t := range schema.Tables(families) {
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

// compare holds columns against those of the contract, by table and name, so that
// one that is missing is one failure and not one for each that follows it. Then
// their order is compared, since it is that of the views.
func compare(t *testing.T, got, want [][]string) {
	t.Helper()
	name := func(row []string) string { return row[0] + "." + row[1] }
	byName := func(rows [][]string) map[string]string {
		all := map[string]string{}
		for _, row := range rows {
			all[name(row)] = strings.Join(row, "\t")
		}
		return all
	}
	declared, contract := byName(got), byName(want)
	for column, w := range contract {
		if g, ok := declared[column]; !ok {
			t.Errorf("%s: the contract has it, and it is not declared", column)
		} else if g != w {
			t.Errorf("%s\n got %s\nwant %s", column, g, w)
		}
	}
	for column := range declared {
		if _, ok := contract[column]; !ok {
			t.Errorf("%s: it is declared, and the contract lacks it", column)
		}
	}
	if t.Failed() {
		return
	}
	for i := range want {
		if g, w := name(got[i]), name(want[i]); g != w {
			t.Fatalf("column %d: got %s, want %s", i, g, w)
		}
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
	for _, table := range schema.Tables(families) {
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
		t.Errorf("%s is not our part of %s", columnsCopy, columnsOriginal)
	}
}

func TestArrowSchemaFollowsTheColumns(t *testing.T) {
	t.Parallel()
	for _, table := range schema.Tables(families) {
		t.Run(table.Name, func(t *testing.T) {
			t.Parallel()
			fields := table.Arrow().Fields()
			columns := table.StoredColumns()
			if len(fields) != len(columns) {
				t.Fatalf("got %d fields, want %d", len(fields), len(columns))
			}
			for i, c := range columns {
				if got := fields[i].Name; got != c.Name {
					t.Errorf("field %d: got %s, want %s", i, got, c.Name)
				}
				null := strings.HasPrefix(c.Kind.ClickHouse(), "Nullable(")
				if got := fields[i].Nullable; got != null {
					t.Errorf("%s: got nullable %t, want %t", c.Name, got, null)
				}
			}
		})
	}
}
