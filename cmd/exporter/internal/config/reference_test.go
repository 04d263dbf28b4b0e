package config

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// exampleFile is config.example.yaml at the root of the repository. To write it
// anew after a change of the table: UPDATE=1 go test -run Example .
const exampleFile = "../../../../config.example.yaml"

func TestExampleFileIsWhatTheTableSays(t *testing.T) {
	t.Parallel()
	if os.Getenv("UPDATE") != "" {
		if err := os.WriteFile(exampleFile, []byte(Example()), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(exampleFile)
	if err != nil {
		t.Fatal(err)
	}
	if string(got) != Example() {
		t.Error("config.example.yaml differs from the table of keys; write it anew with UPDATE=1")
	}
}

func TestExampleFileLoadsAndNamesEveryKey(t *testing.T) {
	t.Parallel()
	c, err := Load(exampleFile, []string{"CALLRECORDS_CLIENT_SECRET=s3cret"})
	if err != nil {
		t.Fatal(err)
	}
	want := Default()
	want.Tenants = c.Tenants
	if c.Export != want.Export || c.Log != want.Log || c.Schedule != want.Schedule || c.Warehouse != want.Warehouse {
		t.Errorf("the example differs from the defaults:\n%+v\n%+v", c, want)
	}
	if got := c.Tenants[0].Auth.ClientSecret.Reveal(); got != "s3cret" {
		t.Errorf("client secret is %q", got)
	}
	text, _ := os.ReadFile(exampleFile)
	for _, k := range keys {
		if _, name := split(k.path); !strings.Contains(string(text), " "+name+": ") {
			t.Errorf("%s is not in the example", k.path)
		}
	}
}

// With every key's # taken away the example still is a file of known keys.
func TestExampleFileHasKnownKeysBehindItsComments(t *testing.T) {
	t.Parallel()
	text := Example()
	for _, k := range keys {
		_, name := split(k.path)
		text = strings.ReplaceAll(text, "# "+name+": \"\"", name+": \"\"")
	}
	file := filepath.Join(t.TempDir(), "config.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	d := newRawConfig(file, []string{"CALLRECORDS_CLIENT_SECRET=s3cret"})
	if !d.readFile() || len(d.problems.List) > 0 {
		t.Fatalf("problems: %v", d.problems.err())
	}
	for _, k := range keys {
		if _, ok := d.values[at(k.path, 0)]; !ok {
			t.Errorf("%s is not set", k.path)
		}
	}
}

func TestReferenceNamesEveryKeyItsVariableAndDefault(t *testing.T) {
	t.Parallel()
	reference := Reference()
	for _, k := range keys {
		row := "| `" + k.path + "`<br>`" + k.variable() + "` | " + code(k.fallback) + " |"
		if !strings.Contains(reference, row) {
			t.Errorf("no row %s", row)
		}
	}
	for _, section := range []string{"tenants", "warehouse", "export", "schedule", "log"} {
		if strings.Count(reference, "\n### "+section+"\n") != 1 && !strings.HasPrefix(reference, "### "+section) {
			t.Errorf("no section %s", section)
		}
	}
}
