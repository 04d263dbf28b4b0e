package transform_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/schema"
	"callrecords/transform"
)

func TestEveryColumnIsWhatTheOracleSays(t *testing.T) {
	t.Parallel()
	rows := map[string]int{}
	for seed := range seeds(150) {
		document := newGenerator(t, seed).record("r")
		want := expected(t, document)
		compare(t, flattened(t, recordPage(document)), want)
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, document)
		}
		for table := range want {
			rows[table] += len(want[table])
		}
	}
	for _, table := range schema.CallRecords.Tables {
		t.Run(table.Name, func(t *testing.T) {
			if got, want := rows[table.Name], int(seeds(150)*2/3); got < want {
				t.Errorf("got %d rows that were compared, want %d at least", got, want)
			}
		})
	}
}

func TestLoadDeclaresTheRowsOfTheRecord(t *testing.T) {
	t.Parallel()
	for seed := range seeds(20) {
		document := newGenerator(t, seed).record("r")
		want := expected(t, document)
		load := read(t, transform.NewBatch(schema.CallRecords), recordPage(document))
		counts := schema.Counts{}
		for _, table := range schema.CallRecords.Tables {
			counts[table.Name] = uint64(len(want[table.Name]))
		}
		record := want["records"][0]
		if !maps.Equal(load.Counts, counts) {
			t.Errorf("seed %d: got counts %v, want %v", seed, load.Counts, counts)
		}
		wanted := schema.Load{
			RecordID: "r", TenantID: "tenant", LoadID: 7, Counts: load.Counts, Unread: load.Unread,
			Version: uint64(record["version"].(int64)), Start: record["start_date_time"].(time.Time),
		}
		if !reflect.DeepEqual(load, wanted) {
			t.Errorf("seed %d: got %+v, want %+v", seed, load, wanted)
		}
	}
}

func TestEveryRowCarriesItsLoad(t *testing.T) {
	t.Parallel()
	for table, rows := range flattened(t, recordPage(newGenerator(t, 3).record("r"))) {
		t.Run(table, func(t *testing.T) {
			for i, row := range rows {
				if got := row["load_id"]; got != int64(7) {
					t.Errorf("row %d: got load %v, want 7", i, got)
				}
			}
		})
	}
}

func TestUnknownPropertiesAreKeptVerbatim(t *testing.T) {
	t.Parallel()
	document := `{"id": "r", "version": 1, "startDateTime": "2026-01-02T03:04:05Z",
		"big": 12345678901234567890, "money": 1.50, "list": [1, {"é":null}]}`
	rows := flattened(t, recordPage([]byte(document)))
	want := `{"big":12345678901234567890,"money":1.50,"list":[1, {"é":null}]}`
	if got := rows["records"][0]["unknown_properties"]; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestRecordIDIsSpelledAsListed(t *testing.T) {
	t.Parallel()
	b, rows := transform.NewBatch(schema.CallRecords), tables{}
	r := b.Record(schema.Owner{RecordID: "ABC"})
	if err := r.Page(recordPage(document("abc"))); err != nil {
		t.Fatal(err)
	}
	load := r.Close()
	rows.take(b)
	if got := rows["sessions"][0]["record_id"]; got != "ABC" {
		t.Errorf("got record_id %v, want ABC", got)
	}
	if load.RecordID != "ABC" {
		t.Errorf("got the load of %s, want ABC", load.RecordID)
	}
}

func TestRecordsOfTheSimulatedTenantAreWhatTheOracleSays(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 40, LargeSessions: 150})
	headers, streams := tenant.Headers(), 0
	for _, h := range headers {
		document, ok := tenant.Document(h.ID)
		if !ok {
			t.Fatalf("no document of %s", h.ID)
		}
		rows := flattened(t, recordPage(document))
		compare(t, rows, expected(t, document))
		if t.Failed() {
			t.Fatalf("record %s", h.ID)
		}
		streams += len(rows["streams"])
	}
	if len(headers) < 30 {
		t.Errorf("got %d records, want 30 at least", len(headers))
	}
	if streams < 1000 {
		t.Errorf("got %d streams, want 1000 at least", streams)
	}
}

func TestSamplesFlattenAsTheOracleSays(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../shared/reference/samples/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the samples are not there")
	}
	read := 0
	for _, file := range files {
		t.Run(filepath.Base(file), func(t *testing.T) {
			text, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			for _, document := range recordsIn(t, text) {
				compare(t, flattened(t, recordPage(document)), expected(t, document))
				read++
			}
		})
	}
	if read < 10 {
		t.Errorf("got %d records in the samples, want 10 at least", read)
	}
}

// recordsIn are the call records of a sample: itself, the items of its list,
// or one made around its sessions.
func recordsIn(t *testing.T, text []byte) []json.RawMessage {
	t.Helper()
	var sample map[string]json.RawMessage
	if json.Unmarshal(text, &sample) != nil {
		return nil
	}
	if body := sample["body"]; body != nil {
		return recordsIn(t, body)
	}
	var list []json.RawMessage
	switch {
	case json.Unmarshal(sample["value"], &list) == nil && strings.Contains(string(text), `"caller"`):
		return []json.RawMessage{around("sessions", sample["value"])}
	case list != nil:
		var records []json.RawMessage
		for _, item := range list {
			records = append(records, recordsIn(t, item)...)
		}
		return records
	case sample["participants_v2"] != nil && sample["version"] == nil:
		return []json.RawMessage{around("participants_v2", sample["participants_v2"])}
	case sample["startDateTime"] != nil && sample["version"] != nil:
		return []json.RawMessage{text}
	}
	return nil
}

func around(name string, list json.RawMessage) json.RawMessage {
	return json.RawMessage(`{"id":"r","version":1,"startDateTime":"2026-01-02T03:04:05Z","` + name + `":` + string(list) + `}`)
}

// document is a small record with a row of every table.
func document(id string) []byte {
	return []byte(`{"id":"` + id + `","version":1,"startDateTime":"2026-01-02T03:04:05Z",
		"participants_v2":[{"id":"p","identity":{"user":{"id":"u"}}}],
		"sessions":[{"id":"s","caller":{"name":"pc"},"segments":[{"id":"g","media":[{"label":"main-audio","streams":[{"streamId":"1","averageJitter":"PT0.01S"}]}]}]}]}`)
}
