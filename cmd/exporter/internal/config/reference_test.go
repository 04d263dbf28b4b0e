package config

import (
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/strictyaml"
	"callrecords/internal/golden"
)

// exampleFile is config.example.yaml at the root of the repository.
const exampleFile = "../../../../config.example.yaml"

func TestExampleFileIsWhatTheTableSays(t *testing.T) {
	t.Parallel()
	golden.File(t, exampleFile, Example())
}

func TestExampleFileLoadsAndNamesEveryKey(t *testing.T) {
	t.Parallel()
	filled := strings.ReplaceAll(Example(), unknownID, "11111111-2222-3333-4444-555555555555")
	c, err := Load(written(t, filled), []string{"CALLRECORDS_CLIENT_SECRET=s3cret"})
	if err != nil {
		t.Fatal(err)
	}
	wantSections(t, c, Default())
	if got := c.Tenants[0].Auth.ClientSecret.Reveal(); got != "s3cret" {
		t.Errorf("client secret: got %q, want %q", got, "s3cret")
	}
	text, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	for _, k := range keys {
		t.Run(k.path, func(t *testing.T) {
			t.Parallel()
			if _, name := strictyaml.Split(k.path); !strings.Contains(string(text), " "+name+": ") {
				t.Errorf("got no line of %s, want one", name)
			}
		})
	}
}

// With every key's # taken away the example still is a file of known keys.
func TestExampleFileHasKnownKeysBehindItsComments(t *testing.T) {
	t.Parallel()
	text := Example()
	for _, k := range keys {
		_, name := strictyaml.Split(k.path)
		text = strings.ReplaceAll(text, "# "+name+": \"\"", name+": \"\"")
	}
	r := newRawConfig(written(t, text), []string{"CALLRECORDS_CLIENT_SECRET=s3cret"})
	if !r.readFile(true) || len(r.Problems.List) > 0 {
		t.Fatalf("got %v, want no problems", r.Problems.Err())
	}
	for path := range eachKey(1) {
		t.Run(path, func(t *testing.T) {
			if _, ok := r.Values[path]; !ok {
				t.Error("got no value, want one")
			}
		})
	}
}

func TestReferenceNamesEveryKeyItsVariableAndDefault(t *testing.T) {
	t.Parallel()
	reference := Reference()
	for _, k := range keys {
		t.Run(k.path, func(t *testing.T) {
			t.Parallel()
			want := "| `" + k.path + "`<br>`" + k.variable() + "` | " + code(k.fallback) + " |"
			if !strings.Contains(reference, want) {
				t.Errorf("got no row %s", want)
			}
		})
	}
	for _, section := range []string{"tenants", "warehouse", "export", "schedule", "listen", "log"} {
		t.Run(section, func(t *testing.T) {
			t.Parallel()
			if got := strings.Count("\n"+reference, "\n### "+section+"\n"); got != 1 {
				t.Errorf("headings: got %d, want 1", got)
			}
		})
	}
}
