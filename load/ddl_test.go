package load_test

import (
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/load"
	"callrecords/load/engine"
	"callrecords/schema"
)

var update = flag.Bool("update", false, "write the golden files anew")

// What a warehouse is made of, on one node and on a cluster, is reviewed text,
// and the engine's parser takes every statement of it.
func TestDDLIsAsReviewedAndParsed(t *testing.T) {
	t.Parallel()
	store.Each(t, func(t *testing.T, e engine.Engine) {
		all := []schema.Family{schema.CallRecords, schema.PstnCalls, schema.DirectRoutingCalls}
		for file, opts := range map[string]load.Options{
			"node.sql":    {Families: all},
			"cluster.sql": {Families: all, Cluster: "main"},
		} {
			t.Run(file, func(t *testing.T) {
				statements := load.New(nil, opts).Schema.DDL()
				for _, statement := range statements {
					if err := e.Exec(t.Context(), "EXPLAIN AST "+statement); err != nil {
						t.Errorf("got error %v, want none:\n%s", err, statement)
					}
				}
				golden(t, file, strings.Join(statements, ";\n\n")+";\n")
			})
		}
	})
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
		t.Fatalf("%v; write it with: go test ./load -run TestDDL -update", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from its golden file; if that is meant: go test ./load -run TestDDL -update", name)
	}
}
