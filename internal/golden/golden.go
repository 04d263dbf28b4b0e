// Package golden holds texts against reviewed copies in files, for tests. With
// the flag -update a test writes its files anew instead, for a person to review
// the difference.
package golden

import (
	"flag"
	"os"
	"path/filepath"
	"testing"
)

// update is a flag of every test binary that imports this package.
var update = flag.Bool("update", false, "write the golden files anew")

// Check holds a text against testdata/golden/NAME of the package under test.
func Check(t testing.TB, name, got string) {
	t.Helper()
	File(t, filepath.Join("testdata", "golden", name), got)
}

// File holds a text against a file whose path is relative to the package under
// test, such as a document of the repository that is made from code.
func File(t testing.TB, path, got string) {
	t.Helper()
	hold(t, path, got, *update)
}

// hold is File with the flag's value, for the tests of this package.
func hold(t testing.TB, path, got string, update bool) {
	t.Helper()
	if update {
		if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(got), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	want, err := os.ReadFile(path)
	if err != nil {
		t.Fatalf("%v; write it with the flag -update", err)
	}
	if got != string(want) {
		t.Errorf("%s differs from what the code says; if that is meant, write it anew with the flag -update", path)
	}
}
