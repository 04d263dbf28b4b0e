package deploy_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"testing"
)

// clones are two copies of the commit that is checked out, in folders of different names.
func clones(t *testing.T) (folders []string) {
	t.Helper()
	for _, name := range []string{"one", "another/of/them"} {
		folder := filepath.Join(t.TempDir(), name)
		command(t, "..", "git", "clone", "--quiet", "--local", ".", folder)
		folders = append(folders, folder)
	}
	return folders
}

// command runs a command in a folder, to its end.
func command(t *testing.T, folder, name string, args ...string) {
	t.Helper()
	c := exec.CommandContext(t.Context(), name, args...)
	c.Dir = folder
	if said, err := c.CombinedOutput(); err != nil {
		t.Fatalf("%s %v: got %v, %s", name, args, err, said)
	}
}

func TestTheSameCommitIsTheSameProgramWhereverItIsBuilt(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("../.git"); err != nil {
		t.Skip("this is no checkout of git")
	}
	var programs [][]byte
	for _, folder := range clones(t) {
		command(t, folder, "go", "build", "-trimpath", "-ldflags=-s -w", "-o", "exporter", "./cmd/exporter")
		program, err := os.ReadFile(filepath.Join(folder, "exporter"))
		if err != nil {
			t.Fatal(err)
		}
		programs = append(programs, program)
	}
	if !bytes.Equal(programs[0], programs[1]) {
		t.Errorf("got programs of %d and %d bytes that differ, want the same", len(programs[0]), len(programs[1]))
	}
}

// The whole of a release, with its packages, takes minutes: make release-test.
func TestTheSameCommitIsTheSameReleaseWhereverItIsMade(t *testing.T) {
	t.Parallel()
	if os.Getenv("CALLRECORDS_TEST_RELEASE") == "" {
		t.Skip("CALLRECORDS_TEST_RELEASE is not set; make release-test sets it")
	}
	var releases []map[string]string
	for _, folder := range clones(t) {
		command(t, folder, "env", "TARGETS=linux/amd64", "deploy/release/release.sh")
		files, err := filepath.Glob(filepath.Join(folder, "dist", "*"))
		if err != nil {
			t.Fatal(err)
		}
		sums := map[string]string{}
		for _, file := range files {
			content, err := os.ReadFile(file)
			if err != nil {
				t.Fatal(err)
			}
			sums[filepath.Base(file)] = fmt.Sprintf("%x", sha256.Sum256(content))
		}
		releases = append(releases, sums)
	}
	one, another := releases[0], releases[1]
	if names := slices.Sorted(maps.Keys(one)); len(names) != 5 { // archive, deb, rpm, SBOM, sums
		t.Errorf("got %q, want an archive, two packages, an SBOM and the sums", names)
	}
	for name, sum := range one {
		if another[name] != sum {
			t.Errorf("%s: got bytes that differ, want the same", name)
		}
	}
}
