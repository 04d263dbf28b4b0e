package libchdb

import (
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

func TestEveryReleaseIsPinnedWhole(t *testing.T) {
	t.Parallel()
	if Version() == "" || len(pinned) == 0 {
		t.Fatalf("got version %q and %d releases, want some", Version(), len(pinned))
	}
	lines := 0
	for line := range strings.Lines(releaseText) {
		if !strings.HasPrefix(line, "#") && strings.TrimSpace(line) != "" {
			lines++
		}
	}
	if lines != 1+len(pinned) {
		t.Errorf("got %d releases of %d lines, want each line but the version read", len(pinned), lines)
	}
	for platform, r := range pinned {
		t.Run(platform, func(t *testing.T) {
			integrity, ok := strings.CutPrefix(r.Integrity, "sha512-")
			sum, err := base64.StdEncoding.DecodeString(integrity)
			if !ok || err != nil || len(sum) != sha512.Size {
				t.Errorf("package: got %q, want sha512- and its sum", r.Integrity)
			}
			if sum, err := hex.DecodeString(r.Sum); err != nil || len(sum) != sha256.Size {
				t.Errorf("library: got %q, want a SHA-256", r.Sum)
			}
			if r.PackageSize <= 0 || r.Size <= r.PackageSize || r.Version != Version() {
				t.Errorf("got %+v, want a version and sizes", r)
			}
		})
	}
}

func TestFetchScriptReadsThePins(t *testing.T) {
	t.Parallel()
	script, err := os.ReadFile("../fetch.sh")
	if err != nil {
		t.Fatal(err)
	}
	for _, said := range []string{Version(), "sha512-f"} {
		if strings.Contains(string(script), said) {
			t.Errorf("fetch.sh: got %q in it, want it said in release.txt alone", said)
		}
	}
	if _, ok := ThisRelease(); !ok {
		t.Skipf("no release is pinned for %s", Platform())
	}
	folder := t.TempDir()
	npm := "#!/bin/sh\nprintf '%s\\n' \"$*\" >&2\nexit 1\n" // says what it was asked for, and has nothing
	if err := os.WriteFile(filepath.Join(folder, "npm"), []byte(npm), 0o700); err != nil {
		t.Fatal(err)
	}
	c := exec.Command("/bin/sh", "../fetch.sh")
	c.Env = []string{"PATH=" + folder + ":" + os.Getenv("PATH"), "XDG_CACHE_HOME=" + folder}
	said, err := c.CombinedOutput()
	if strings.Contains(string(said), "the engine is there") {
		t.Skipf("another library is installed: %s", said)
	}
	if want := "pack --silent @chdb/lib-" + Platform() + "@" + Version(); err == nil || !strings.Contains(string(said), want) {
		t.Errorf("fetch.sh: got %v, %s, want it to ask npm for %q", err, said, want)
	}
}
