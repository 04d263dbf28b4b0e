package main

import (
	"flag"
	"os"
	"testing"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/schema"
)

var update = flag.Bool("update", false, "write the generated documents anew")

// The documents that are derived from code are in the repository to be read;
// they must say what the code says.
func TestGeneratedDocumentsAreUpToDate(t *testing.T) {
	t.Parallel()
	for file, want := range map[string]string{
		"../../docs/tables.md":        schema.Dictionary(schema.CallRecords),
		"../../docs/configuration.md": "# Configuration\n\nMade from the table of keys; do not edit. Run `make golden`.\n\n" + config.Reference(),
	} {
		if *update {
			if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
				t.Fatal(err)
			}
		}
		got, err := os.ReadFile(file)
		if err != nil || string(got) != want {
			t.Errorf("%s is not what the code says (%v): run make golden", file, err)
		}
	}
}
