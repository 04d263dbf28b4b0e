package install

import (
	"archive/tar"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/sha256"
	"crypto/sha512"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"callrecords/load/engine/embedded/libchdb"
)

// library is what the packages of the tests hold: nothing that could be made smaller.
var library = func() []byte {
	var all []byte
	for i := range 2000 {
		sum := sha256.Sum256([]byte{byte(i), byte(i >> 8)})
		all = append(all, sum[:]...)
	}
	return all
}()

// pack makes a package of files, in that order: name, content, name, content, …
func pack(t *testing.T, files ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	plain := gzip.NewWriter(&b)
	all := tar.NewWriter(plain)
	for i := 0; i < len(files); i += 2 {
		head := &tar.Header{Name: files[i], Mode: 0o777, Size: int64(len(files[i+1])), Typeflag: tar.TypeReg}
		if err := all.WriteHeader(head); err != nil {
			t.Fatal(err)
		}
		if _, err := all.Write([]byte(files[i+1])); err != nil {
			t.Fatal(err)
		}
	}
	if err := errors.Join(all.Close(), plain.Close()); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// release pins a package with the library in it.
func release(pkg []byte) libchdb.Release {
	whole, sum := sha512.Sum512(pkg), sha256.Sum256(library)
	return libchdb.Release{
		Version: "1.2.3", Platform: "linux-x64-gnu", PackageSize: int64(len(pkg)), Size: int64(len(library)),
		Integrity: "sha512-" + base64.StdEncoding.EncodeToString(whole[:]), Sum: hex.EncodeToString(sum[:]),
	}
}

// serve answers with some bytes, as a registry does.
func serve(t *testing.T, answer []byte) Registry {
	t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/npm/@chdb/lib-linux-x64-gnu/-/lib-linux-x64-gnu-1.2.3.tgz" {
			http.NotFound(w, r)
			return
		}
		_, _ = w.Write(answer)
	}))
	t.Cleanup(server.Close)
	return Registry{URL: server.URL + "/npm/", Client: server.Client()}
}

func TestNothingIsInstalledThatIsNotWhatIsPinned(t *testing.T) {
	t.Parallel()
	good := pack(t, "package/package.json", "{}", member, string(library), "package/LICENSE", "text")
	empty := pack(t, "package/package.json", "{}")
	bare := []byte("<html>log in first</html>")
	other := bytes.Clone(library)
	other[7]++
	changed := pack(t, "package/package.json", "{}", member, string(other), "package/LICENSE", "text")
	larger := pack(t, member, string(library)+"x")
	for name, c := range map[string]struct {
		answer []byte
		pinned libchdb.Release
		want   string // of the error; "" for none
	}{
		"as released":           {good, release(good), ""},
		"another package":       {changed, release(good), "sha512-"},
		"one bit is wrong":      {flip(good), release(good), "not what is pinned"},
		"truncated":             {good[:len(good)/2], release(good), "broke off after"},
		"nothing at all":        {nil, release(good), "broke off after 0 of"},
		"too large":             {append(bytes.Clone(good), good...), release(good), "larger than the"},
		"a page to log in":      {bare, release(good), "broke off after 25 of"},
		"pinned, no package":    {bare, release(bare), "unpack: "},
		"pinned, no library":    {empty, release(empty), "has no package/libchdb.so"},
		"pinned, another one":   {changed, release(changed), "is not what is pinned: SHA-256"},
		"pinned, a larger one":  {larger, release(larger), "is not what is pinned: SHA-256"},
		"another version's URL": {good, with(release(good), "9.9.9"), "404 Not Found"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			target := filepath.Join(t.TempDir(), "chdb", "libchdb.so")
			err := Install(t.Context(), Options{Release: c.pinned, Target: target, Registry: serve(t, c.answer)})
			if c.want != "" && (err == nil || !strings.Contains(err.Error(), c.want) ||
				!strings.Contains(err.Error(), "nothing was installed")) {
				t.Fatalf("got %v, want %q and that nothing was installed", err, c.want)
			}
			got, missing := os.ReadFile(target)
			switch {
			case c.want != "" && missing == nil:
				t.Error("got a library in place, want none")
			case c.want == "" && (err != nil || !bytes.Equal(got, library)):
				t.Errorf("got %v and %d bytes, want the library", err, len(got))
			}
			if left, _ := filepath.Glob(filepath.Join(filepath.Dir(target), unfinished)); len(left) > 0 {
				t.Errorf("got %v left, want nothing unfinished", left)
			}
		})
	}
}

// flip changes a bit in the middle.
func flip(b []byte) []byte {
	b = bytes.Clone(b)
	b[len(b)/2] ^= 1
	return b
}

func with(r libchdb.Release, version string) libchdb.Release {
	r.Version = version
	return r
}

func TestWhatWasThereIsReplacedAtOnce(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "ch[db")
	target, old := filepath.Join(folder, "libchdb.so"), filepath.Join(folder, ".libchdb-123")
	if err := os.Mkdir(folder, 0o700); err != nil {
		t.Fatal(err)
	}
	if err := os.Chmod(folder, 0o777); err != nil {
		t.Fatal(err)
	}
	for _, file := range []string{target, old} {
		if err := os.WriteFile(file, []byte("of yesterday"), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	long := time.Now().Add(-2 * abandoned)
	if err := os.Chtimes(old, long, long); err != nil {
		t.Fatal(err)
	}
	before, err := os.Open(target) // as a process has that uses it
	if err != nil {
		t.Fatal(err)
	}
	defer before.Close()
	good := pack(t, member, string(library))
	last := int64(0)
	err = Install(t.Context(), Options{
		Release: release(good), Target: target, Registry: serve(t, good),
		Progress: func(done, whole int64) { last = done },
	})
	if err != nil || last != int64(len(good)) {
		t.Fatalf("got %v and %d bytes told of, want all %d", err, last, len(good))
	}
	text := make([]byte, 12)
	if _, err := before.ReadAt(text, 0); err != nil || string(text) != "of yesterday" {
		t.Errorf("got %q, %v in the file of old, want it untouched", text, err)
	}
	for path, want := range map[string]os.FileMode{target: 0o644, folder: 0o755} {
		if info, err := os.Stat(path); err != nil || info.Mode().Perm() != want {
			t.Errorf("%s: got %v, %v, want mode %o", filepath.Base(path), info.Mode(), err, want)
		}
	}
	if _, err := os.Stat(old); err == nil {
		t.Error("got the file that somebody left unfinished, want it gone")
	}
}

func TestRegistryThatSaysNothingIsGivenUp(t *testing.T) {
	t.Parallel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		_, _ = w.Write([]byte("some"))
		_ = http.NewResponseController(w).Flush()
		<-r.Context().Done()
	}))
	defer server.Close()
	good := pack(t, member, string(library))
	o := Options{
		Release: release(good), Target: filepath.Join(t.TempDir(), "libchdb.so"),
		Registry: Registry{server.URL, server.Client()}, Stalled: 50 * time.Millisecond,
	}
	if err := Install(t.Context(), o); !errors.Is(err, errStalled) {
		t.Errorf("got %v, want %v", err, errStalled)
	}
	late := errors.New("it took too long")
	ctx, cancel := context.WithTimeoutCause(t.Context(), 50*time.Millisecond, late)
	defer cancel()
	o.Stalled = time.Minute
	if err := Install(ctx, o); !errors.Is(err, late) {
		t.Errorf("got %v, want %v", err, late)
	}
}
