package transform_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
	"callrecords/schema"
	"callrecords/transform"
)

func TestEveryColumnIsWhatTheOracleSays(t *testing.T) {
	t.Parallel()
	rows := map[string]int{}
	for seed := range uint64(150) {
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
		if rows[table.Name] < 100 {
			t.Errorf("only %d rows of %s were compared", rows[table.Name], table.Name)
		}
	}
}

func TestLoadDeclaresTheRowsOfTheRecord(t *testing.T) {
	t.Parallel()
	for seed := range uint64(20) {
		document := newGenerator(t, seed).record("r")
		want := expected(t, document)
		load := read(t, transform.NewBatch(schema.CallRecords), recordPage(document))
		counts := schema.Counts{}
		for _, table := range schema.CallRecords.Tables {
			counts[table.Name] = uint64(len(want[table.Name]))
		}
		record := want["records"][0]
		if !maps.Equal(load.Counts, counts) || load.RecordID != "r" || load.TenantID != "tenant" || load.LoadID != 7 ||
			int64(load.Version) != record["version"] || load.Start != record["start_date_time"] {
			t.Errorf("seed %d: load is %+v, want %+v of %v", seed, load, counts, record)
		}
	}
}

func TestEveryRowCarriesItsLoad(t *testing.T) {
	t.Parallel()
	for table, rows := range flattened(t, recordPage(newGenerator(t, 3).record("r"))) {
		for _, row := range rows {
			if row["load_id"] != int64(7) {
				t.Errorf("a row of %s has the load %v, want 7", table, row["load_id"])
			}
		}
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
	if got := rows["sessions"][0]["record_id"]; got != "ABC" || load.RecordID != "ABC" {
		t.Errorf("record_id is %v, load's is %s, want ABC", got, load.RecordID)
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
	if len(headers) < 30 || streams < 1000 {
		t.Errorf("%d records with %d streams are too few", len(headers), streams)
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
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		for _, document := range recordsIn(t, text) {
			compare(t, flattened(t, recordPage(document)), expected(t, document))
			read++
		}
		if t.Failed() {
			t.Fatal(file)
		}
	}
	if read < 10 {
		t.Errorf("only %d of the samples are records", read)
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
