package analysis_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"callrecords/extract/graphtest"
)

// Records that others made: those of a simulated tenant, which know nothing of rules.
func TestVerdictsOfASimulatedTenantAreWhatTheJSONSays(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 600, Seed: 23, TenantID: t.Name()})
	var documents [][]byte
	for _, header := range tenant.Headers() {
		if document, ok := tenant.Document(header.ID); ok {
			documents = append(documents, document)
		}
	}
	if seen := wantQuality(t, documents...); len(documents) < 500 || len(seen) < 15 {
		t.Errorf("got %d records with %d kinds of verdicts, want 500 and 15 at least: %v", len(documents), len(seen), seen)
	}
}

// And those that Microsoft and others publish, where they are at hand.
func TestVerdictsOfPublishedSamplesAreWhatTheJSONSays(t *testing.T) {
	t.Parallel()
	files, err := filepath.Glob("../../shared/reference/samples/*.json")
	if err != nil {
		t.Fatal(err)
	}
	if len(files) == 0 {
		t.Skip("the samples are not there")
	}
	var documents [][]byte
	for i, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		var sample object
		in := json.NewDecoder(bytes.NewReader(text))
		in.UseNumber()
		if in.Decode(&sample) != nil {
			continue
		}
		if body, wrapped := sample["body"].(map[string]any); wrapped {
			sample = body
		}
		if len(sample.list("sessions")) == 0 || sample.text("startDateTime") == "" {
			continue // no whole record
		}
		sample["id"] = fmt.Sprint("sample-", i) // some are of the same call
		document, err := json.Marshal(sample)
		if err != nil {
			t.Fatal(err)
		}
		documents = append(documents, document)
	}
	if wantQuality(t, documents...); len(documents) < 3 {
		t.Errorf("got %d whole records in the samples, want 3 at least", len(documents))
	}
}
