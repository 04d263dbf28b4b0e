// Package deploy_test holds what runs the exporter in containers against its
// own rules. There is no container engine in a test: the images are not built
// and nothing is started; docs/evidence.md says what that leaves open.
package deploy_test

import (
	"os"
	"testing"

	"github.com/goccy/go-yaml"
)

// root is the repository's.
const root = "../"

// read is a file of the repository.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(root + name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// decode reads a YAML file of the repository; a key without a field is an error.
func decode(t *testing.T, name string, into any) {
	t.Helper()
	if err := yaml.UnmarshalWithOptions([]byte(read(t, name)), into, yaml.Strict()); err != nil {
		t.Fatalf("%s: %v", name, err)
	}
}
