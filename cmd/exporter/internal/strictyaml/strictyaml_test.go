package strictyaml

import (
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/problem"
)

// garden is a shape with all that a shape can have.
var garden = Shape{Example: "garden.yaml", Keys: []Key{
	{Path: "beds[].name", Text: true},
	{Path: "beds[].soil.depth"},
	{Path: "water.every"},
}}

// written puts a text into a file of its own.
func written(t *testing.T, text string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "f.yaml")
	if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	return file
}

func TestDocumentHasTextsPlacesAndLists(t *testing.T) {
	t.Parallel()
	file := written(t, "beds:\n  - name: ${PLANT}\n    soil: {depth: 30}\n  - name: chard\nwater:\n  every:\n")
	d, ok := Read(file, garden, map[string]string{"PLANT": "kale"})
	if err := d.Problems.Err(); !ok || err != nil {
		t.Fatalf("got %v, want a document", err)
	}
	values := map[string]Value{
		"beds[0].name":       {Text: "kale", Written: "${PLANT}"},
		"beds[0].soil.depth": {Text: "30", Written: "30"},
		"beds[1].name":       {Text: "chard", Written: "chard"},
	}
	if !maps.Equal(d.Values, values) {
		t.Errorf("values: got %v, want %v", d.Values, values)
	}
	if want := map[string]int{"beds": 2}; !maps.Equal(d.Lists, want) {
		t.Errorf("lists: got %v, want %v", d.Lists, want)
	}
	if want := map[string]bool{"PLANT": true}; !maps.Equal(d.Variables, want) {
		t.Errorf("variables: got %v, want %v", d.Variables, want)
	}
	want := problem.Place{File: file, Line: 4, Column: 5, Key: "beds[1].name"}
	if got := d.Places["beds[1].name"]; got != want {
		t.Errorf("place: got %+v, want %+v", got, want)
	}
}

func TestWhatTheShapeLacksIsNamed(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"a key of an item":     {"beds:\n  - nmae: a\n", "f.yaml:2: beds[0].nmae: unknown key; did you mean beds[0].name?"},
		"a key of nothing":     {"water:\n  colour: blue\n", "f.yaml:2: water.colour: unknown key; known here are every"},
		"a section as a list":  {"water: [1]\n", "f.yaml:1: water: wants keys below it, each as name: value"},
		"a list as a section":  {"beds:\n  name: a\n", "f.yaml:1: beds: wants a list: - before the first key of each"},
		"a number for a text":  {"beds:\n  - name: 0123\n", "f.yaml:2: beds[0].name: wants text; put the value in quotes"},
		"keys for a value":     {"water:\n  every: {day: 1}\n", "f.yaml:2: water.every: wants one value, not a list or keys"},
		"the same key twice":   {"water:\n  every: 1\n  every: 2\n", "f.yaml:3: water.every: is there twice; first in line 2"},
		"a variable not set":   {"beds:\n  - name: ${X}\n", "f.yaml:2: beds[0].name: names the variable X, which is not set"},
		"nothing but comments": {"# a\n", "f.yaml: is empty; garden.yaml shows every key"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := written(t, c.text)
			d, _ := Read(file, garden, nil)
			var got []string
			for _, p := range d.Problems.List {
				got = append(got, strings.ReplaceAll(p.Error(), filepath.Dir(file)+"/", ""))
			}
			if !slices.Equal(got, []string{c.want}) {
				t.Errorf("got\n%s\nwant\n%s", strings.Join(got, "\n"), c.want)
			}
		})
	}
}

func TestFileThatIsNotThere(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "no.yaml")
	d, ok := Read(file, garden, nil)
	if want := file + ": no such file"; ok || len(d.Problems.List) != 1 || d.Problems.List[0].Error() != want {
		t.Errorf("got %v, %v, want false and %q", d.Problems.List, ok, want)
	}
}
