package main

import (
	"flag"
	"os"
	"path/filepath"
	"testing"

	"callrecords/analysis"
	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/schema"
)

var update = flag.Bool("update", false, "write the generated documents anew")

// The documents that are derived from code are in the repository to be read;
// they must say what the code says.
func TestGeneratedDocumentsAreUpToDate(t *testing.T) {
	t.Parallel()
	views, err := analysis.Views(analysis.Options{})
	if err != nil {
		t.Fatal(err)
	}
	for file, want := range map[string]string{
		"../../docs/tables.md":        schema.Dictionary(wiring.Plain(families), views),
		"../../docs/configuration.md": "# Configuration\n\nMade from the table of keys; do not edit. Run `make golden`.\n\n" + config.Reference(),
	} {
		t.Run(filepath.Base(file), func(t *testing.T) {
			if *update {
				if err := os.WriteFile(file, []byte(want), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			got, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			if string(got) != want {
				t.Errorf("%s: got a file of %d bytes, want the %d that the code says: run make golden", file, len(got), len(want))
			}
		})
	}
}
