package libchdb

import (
	"crypto/sha512"
	"encoding/base64"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// machine is another machine for fetch.sh: its uname, its C library, and an npm that has a
// package of its own and tells what it was asked for.
type machine struct {
	*testing.T
	folder, integrity string
}

func newMachine(t *testing.T, system, processor, libc string) machine {
	t.Helper()
	m := machine{T: t, folder: t.TempDir()}
	library := filepath.Join(m.folder, "package", "libchdb.so")
	if err := os.Mkdir(filepath.Dir(library), 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(library, []byte("the library of "+system+"/"+processor), 0o600); err != nil {
		t.Fatal(err)
	}
	if out, err := exec.Command("tar", "-czf", m.folder+"/package.tgz", "-C", m.folder, "package/libchdb.so").CombinedOutput(); err != nil {
		t.Fatalf("tar: %v, %s", err, out)
	}
	packed, err := os.ReadFile(m.folder + "/package.tgz")
	if err != nil {
		t.Fatal(err)
	}
	sum := sha512.Sum512(packed)
	m.integrity = "sha512-" + base64.StdEncoding.EncodeToString(sum[:])
	for name, script := range map[string]string{
		"uname": `[ "$1" = -s ] && echo ` + system + ` || echo ` + processor,
		"ldd":   "echo " + libc + " >&2",
		"npm":   `echo "asked: $*" >&2; cp ` + m.folder + `/package.tgz chdb.tgz`,
	} {
		if err := os.WriteFile(filepath.Join(m.folder, name), []byte("#!/bin/sh\n"+script+"\n"), 0o700); err != nil {
			t.Fatal(err)
		}
	}
	return m
}

// fetch runs the script, and says what it says.
func (m machine) fetch(environ ...string) (said string, err error) {
	c := exec.Command("/bin/sh", "../fetch.sh")
	c.Env = append(environ, "PATH="+m.folder+":"+os.Getenv("PATH"), "XDG_CACHE_HOME="+m.folder)
	out, err := c.CombinedOutput()
	if strings.Contains(string(out), "the engine is there: /usr") {
		m.Skipf("another library is installed: %s", out)
	}
	return string(out), err
}

func TestFetchScriptKnowsTheBuildsForOtherMachines(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ system, processor, platform string }{
		"Linux on ARM":    {"Linux", "aarch64", "linux-arm64-gnu"},
		"a Mac":           {"Darwin", "arm64", "darwin-arm64"},
		"a Mac of before": {"Darwin", "x86_64", "darwin-x64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, ok := pinned[c.platform]; ok {
				t.Fatalf("%s is pinned: test it as such", c.platform)
			}
			of := "@chdb/lib-" + c.platform + "@" + Version()
			m := newMachine(t, c.system, c.processor, "glibc")
			said, err := m.fetch()
			if want := "CHDB_INTEGRITY=$(npm view " + of + " dist.integrity)"; err == nil || !strings.Contains(said, want) ||
				strings.Contains(said, "asked:") {
				t.Errorf("without a checksum: got %v, %s, want the way out, %q, and no package", err, said, want)
			}
			said, err = m.fetch("CHDB_INTEGRITY=sha512-another")
			if err == nil || !strings.Contains(said, "asked: pack --silent "+of) || !strings.Contains(said, m.integrity) {
				t.Errorf("with another's checksum: got %v, %s, want it refused", err, said)
			}
			target := filepath.Join(m.folder, "callrecords", "chdb", Version()+"-"+c.platform, "libchdb.so")
			if _, err := os.Stat(target); err == nil {
				t.Error("a package that was refused is installed")
			}
			if said, err = m.fetch("CHDB_INTEGRITY=" + m.integrity); err != nil {
				t.Errorf("with its checksum: got %v, %s", err, said)
			}
			library, err := os.ReadFile(target)
			if want := "the library of " + c.system + "/" + c.processor; err != nil || string(library) != want {
				t.Errorf("got the library %q, %v, want %q", library, err, want)
			}
		})
	}
}

func TestFetchScriptSaysWhereThereIsNoBuild(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ system, processor, libc, want string }{
		"musl":    {"Linux", "x86_64", "musl", "needs glibc"},
		"Windows": {"MINGW64_NT-10.0", "x86_64", "none", "no build of libchdb for MINGW64_NT-10.0/x86_64"},
		"RISC-V":  {"Linux", "riscv64", "glibc", "no build of libchdb for Linux/riscv64"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			said, err := newMachine(t, c.system, c.processor, c.libc).fetch()
			if err == nil || !strings.Contains(said, c.want) || strings.Contains(said, "asked:") {
				t.Errorf("got %v, %s, want %q and no package", err, said, c.want)
			}
		})
	}
}
