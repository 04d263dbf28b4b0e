package callrecords_test

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// What the page says is shown by a test must be shown by one, in the package that it
// names: `extract` TestA, TestB.
func TestEvidenceNamesTestsThatExist(t *testing.T) {
	t.Parallel()
	packages := map[string]string{} // of tests, by name
	declared := regexp.MustCompile(`(?m)^func ((?:Test|Fuzz)\w+)\(`)
	err := filepath.WalkDir(".", func(path string, d fs.DirEntry, err error) error {
		if err != nil || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, found := range declared.FindAllSubmatch(text, -1) {
			packages[string(found[1])] = "/" + filepath.ToSlash(filepath.Dir(path))
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile("docs/evidence.md")
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile("`([a-z/]+)` ((?:(?:Test|Fuzz)[A-Z]\\w+(?:, )?)+)")
	groups := named.FindAllStringSubmatch(string(text), -1)
	if len(groups) < 50 {
		t.Errorf("got %d packages with tests, want the table of attacks", len(groups))
	}
	for _, group := range groups {
		for name := range strings.SplitSeq(strings.TrimSuffix(group[2], ", "), ", ") {
			if got, want := packages[name], "/"+group[1]; !strings.HasSuffix(got, want) {
				t.Errorf("got %s in %q, want it in %q", name, got, want)
			}
		}
	}
}
