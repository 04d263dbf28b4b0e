package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"math"
	"os"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/schema"
	"callrecords/transform/oracle"
)

// keys are the columns that tell the rows of each table apart.
var keys = map[string][]string{
	"records":      {"record_id"},
	"participants": {"record_id", "participant_index"},
	"sessions":     {"record_id", "session_index"},
	"segments":     {"record_id", "session_index", "segment_index"},
	"streams":      {"record_id", "session_index", "segment_index", "media_index", "stream_index"},
}

// The first light: original JSON on one side, SQL on the other, and nothing of
// the decoder in between. Every row and every column of the five tables.
func TestWarehouseEqualsTheOriginalDocumentsColumnByColumn(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 100, LargeSessions: 150, Seed: 7})
	first := s.want(exit.Complete, "run", "--config", "config.yaml")
	if strings.Contains(first.stdout, "nothing new") {
		t.Errorf("first run: got %s, want what is new", first)
	}
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
	s.part("query shows what the store has", func() {
		const sql = "SELECT * FROM participants ORDER BY record_id, participant_index LIMIT 100"
		for format, name := range map[string]string{"JSONEachRow": "JSONEachRow", "csv": "CSVWithNames"} {
			got, want := s.want(exit.Complete, "query", "--format", format, sql).stdout, s.query(sql, name)
			if got != want {
				s.Errorf("format %s: got %q, want %q", format, got, want)
			}
		}
	})
	s.part("run again finds nothing new", func() {
		if again := s.want(exit.Complete, "run"); !strings.Contains(again.stdout, "nothing new") {
			s.Errorf("got %s, want nothing new", again)
		}
		s.wantAnswer("101\t101\t0", "SELECT (SELECT count() FROM records), (SELECT count() FROM callrecords_store.load_log),"+
			" (SELECT count() FROM audit)")
	})
}

// wantWarehouseIsTenant compares all rows with the tenant's documents.
func (s *site) wantWarehouseIsTenant() {
	s.Helper()
	want := s.documents()
	columns := 0
	for table, key := range keys {
		got := s.rows(table, key)
		columns += compareTable(s.T, table, got, want[table])
	}
	all := 0
	for _, t := range schema.CallRecords.Tables {
		all += len(t.Columns)
	}
	if columns != all {
		s.Errorf("columns compared: got %d, want all %d", columns, all)
	}
}

// documents are the rows that the oracle makes of the tenant's documents.
func (s *site) documents() map[string]map[string]oracle.Row {
	s.Helper()
	contract, err := os.ReadFile("../../schema/testdata/columns.tsv")
	s.must(err)
	o, err := oracle.New(contract)
	s.must(err)
	all := map[string]map[string]oracle.Row{}
	for table := range keys {
		all[table] = map[string]oracle.Row{}
	}
	listed := map[string]bool{}
	add := func(tenant string, document []byte) {
		tables, err := o.Rows(document, oracle.Owner{TenantID: tenant})
		s.must(err)
		for table, rows := range tables {
			for _, row := range rows {
				all[table][keyOf(row, keys[table])] = row
			}
		}
	}
	for _, h := range s.tenant.Headers() {
		document, ok := s.tenant.Document(h.ID)
		if !ok {
			document, ok = s.kept[h.ID]
		}
		if !ok {
			s.Fatalf("tenant has no document %s", h.ID)
		}
		listed[h.ID] = true
		add(graphtest.DefaultTenantID, document)
	}
	for id, document := range s.kept {
		if !listed[id] {
			add(graphtest.DefaultTenantID, document)
		}
	}
	for id, other := range s.others {
		for _, h := range other.Headers() {
			document, _ := other.Document(h.ID)
			add(id, document)
		}
	}
	return all
}

// keyOf is the identity of a row as text.
func keyOf(row map[string]any, key []string) string {
	parts := make([]string, len(key))
	for i, k := range key {
		parts[i] = fmt.Sprint(row[k])
	}
	return strings.Join(parts, "/")
}

// rows are a table's rows as the warehouse tells them, by key.
func (s *site) rows(table string, key []string) map[string]map[string]any {
	s.Helper()
	text := s.query("SELECT * FROM "+table+" SETTINGS output_format_json_quote_denormals = 1", "JSONEachRow")
	all := map[string]map[string]any{}
	lines := bufio.NewScanner(strings.NewReader(text))
	lines.Buffer(nil, 64<<20)
	for lines.Scan() {
		row := map[string]any{}
		decoder := json.NewDecoder(strings.NewReader(lines.Text()))
		decoder.UseNumber()
		s.must(decoder.Decode(&row))
		id := keyOf(row, key)
		if _, twice := all[id]; twice {
			s.Errorf("%s: %s is there twice", table, id)
		}
		all[id] = row
	}
	s.must(lines.Err())
	return all
}

// compareTable compares every column of every row, and returns the number of
// columns.
func compareTable(t *testing.T, table string, got map[string]map[string]any, want map[string]oracle.Row) (columns int) {
	t.Helper()
	if len(got) != len(want) {
		t.Errorf("%s: %d rows, want %d", table, len(got), len(want))
	}
	wrong := map[string]int{}
	for id, row := range want {
		columns = len(row)
		if len(got[id]) != len(row) {
			t.Errorf("%s %s: %d columns, want %d", table, id, len(got[id]), len(row))
			return columns
		}
		for name, value := range row {
			if !same(name, got[id][name], value) {
				if wrong[name]++; wrong[name] == 1 {
					t.Errorf("%s.%s of %s: warehouse %#v, document %#v", table, name, id, got[id][name], value)
				}
			}
		}
	}
	return columns
}

// same compares a value of the warehouse with one of the oracle.
func same(column string, got, want any) bool {
	switch want := want.(type) {
	case time.Time:
		at, err := time.Parse("2006-01-02 15:04:05.9999999", fmt.Sprint(got))
		return column == "exported_at" && err == nil || at.Equal(want)
	case float64:
		return sameFloat(fmt.Sprint(got), want)
	case int64:
		return fmt.Sprint(got) == strconv.FormatInt(want, 10)
	case []any:
		list, ok := got.([]any)
		return ok && slices.EqualFunc(list, want, func(a, b any) bool { return same(column, a, b) })
	case map[string]bool:
		flags := map[string]bool{}
		object, _ := got.(map[string]any)
		for name, v := range object {
			flags[name] = v == true
		}
		return reflect.DeepEqual(flags, want)
	case map[string]any: // unknown_properties
		text, err := json.Marshal(want)
		return err == nil && (got == "" && len(want) == 0 || sameJSON(fmt.Sprint(got), string(text)))
	}
	return got == want
}

// sameFloat compares in single precision: the contract has both.
func sameFloat(got string, want float64) bool {
	f, err := strconv.ParseFloat(got, 64)
	if err != nil {
		return false
	}
	return f == want || float32(f) == float32(want) || math.IsNaN(f) && math.IsNaN(want)
}

// sameJSON compares two JSON texts by what they say.
func sameJSON(a, b string) bool {
	var x, y any
	if json.Unmarshal([]byte(a), &x) != nil || json.Unmarshal([]byte(b), &y) != nil {
		return false
	}
	return reflect.DeepEqual(x, y)
}
