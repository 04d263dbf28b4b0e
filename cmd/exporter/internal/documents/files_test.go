package documents

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/internal/peak"
)

// tree writes files into a new folder: their texts by name, and links by name.
func tree(t *testing.T, texts, links map[string]string) (folder string) {
	t.Helper()
	folder = t.TempDir()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range texts {
		file := filepath.Join(folder, name)
		must(os.MkdirAll(filepath.Dir(file), 0o700))
		must(os.WriteFile(file, []byte(text), 0o600))
	}
	for name, target := range links {
		must(os.Symlink(target, filepath.Join(folder, name)))
	}
	return folder
}

// found are the documents below names: the file's name within the folder and the
// id, or "!" and the beginning of what is wrong.
func found(t *testing.T, folder string, names ...string) (all []string) {
	t.Helper()
	for d := range Read(t.Context(), Options{Names: names}) {
		name, err := filepath.Rel(folder, d.File)
		if err != nil {
			t.Fatal(err)
		}
		if d.Bad != nil {
			words := strings.Fields(d.Bad.Error())
			d.ID = "!" + strings.Join(words[:min(3, len(words))], " ")
		}
		all = append(all, name+" "+d.ID)
	}
	return all
}

func TestFolderIsReadByNameAndWhatCannotBeIsSaid(t *testing.T) {
	t.Parallel()
	folder := tree(t,
		map[string]string{
			"b.json": short("b"), "a/z": short("a"), ".git/x": "no", ".x": "no", "c": short("c"),
			"elsewhere/in/d": short("d"), "broken.gz": gzipMagic + "x", "wide": "\xff\xfe[\x00",
		},
		map[string]string{"dead": "nowhere", "link": "c", "folder": "elsewhere/in", "circle": "."})
	if err := syscall.Mkfifo(filepath.Join(folder, "pipe"), 0o600); err != nil {
		t.Fatal(err)
	}
	got := found(t, folder, folder, folder+"/missing", folder+"/.x")
	want := []string{
		"a/z a", "b.json b", "broken.gz !gzip: unexpected EOF", "c c", "circle !a link to", "dead !no such file",
		"elsewhere/in/d d", "folder !a link to", "link c", "pipe !neither a file", "wide !file ends inside",
		"missing !no such file", ".x !not JSON: jsontext:",
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
}

func TestLinkToAFolderIsReadWhenItIsNamed(t *testing.T) {
	t.Parallel()
	folder := tree(t, map[string]string{"real/a": short("a")}, map[string]string{"link": "real"})
	if got, want := found(t, folder, folder+"/link"), []string{"link/a a"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFolderWithoutFilesIsSaid(t *testing.T) {
	t.Parallel()
	folder := tree(t, map[string]string{"empty/in/.x": "no", "b": short("b")}, nil)
	got, want := found(t, folder, folder+"/empty", folder+"/b"), []string{"empty !a folder without", "b b"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestFolderThatCannotBeReadIsSaidAndTheOthersAreRead(t *testing.T) {
	t.Parallel()
	if os.Geteuid() == 0 {
		t.Skip("root reads every folder")
	}
	folder := tree(t, map[string]string{"a": short("a"), "closed/b": short("b"), "d": short("d")}, nil)
	if err := os.Chmod(filepath.Join(folder, "closed"), 0); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { os.Chmod(filepath.Join(folder, "closed"), 0o700) })
	got, want := found(t, folder, folder), []string{"a a", "closed !permission denied", "d d"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

// A folder that is gone, or is closed, when its turn comes.
func TestErrorOfAFolderIsYielded(t *testing.T) {
	t.Parallel()
	folderOf := tree(t, map[string]string{"a": ""}, nil)
	for name, file := range map[string]string{"no folder any more": folderOf + "/a", "gone": folderOf + "/b"} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			folder(t.Context(), file, func(file string, err error) bool {
				if err == nil {
					t.Errorf("got %s without an error, want one", file)
				}
				got = append(got, file)
				return true
			})
			if want := []string{file}; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}

func TestCheckNamesWhatHasNothingToRead(t *testing.T) {
	t.Parallel()
	folder := tree(t,
		map[string]string{"a": short("a"), "empty/.x": "no"}, map[string]string{"dead": "nowhere"})
	for name, c := range map[string]struct{ file, said string }{
		"a file":             {"a", ""},
		"a folder":           {".", ""},
		"no such file":       {"missing", "no such file"},
		"a dead link":        {"dead", "no such file"},
		"an empty folder":    {"empty", "without files"},
		"a device":           {"/dev/zero", "neither a file nor a pipe"},
		"standard input":     {"-", ""},
		"a device as a link": {"/dev/./null", "neither a file nor a pipe"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := c.file
			if file != "-" && !filepath.IsAbs(file) {
				file = folder + "/" + file
			}
			err := Check(t.Context(), []string{folder + "/a", file})
			if c.said == "" && err != nil {
				t.Errorf("got %v, want nothing wrong", err)
			}
			if c.said != "" {
				wantSaid(t, err, c.said, file)
			}
		})
	}
}

// A pipe that is named, as a shell's <(…) is, is read; while nobody writes, its
// reader ends with the context.
func TestNamedPipeIsRead(t *testing.T) {
	t.Parallel()
	pipe := filepath.Join(t.TempDir(), "pipe")
	if err := syscall.Mkfifo(pipe, 0o600); err != nil {
		t.Fatal(err)
	}
	t.Run("with a writer", func(t *testing.T) {
		go func() { _ = os.WriteFile(pipe, []byte(short("a")+"\n"+short("b")), 0o600) }()
		got, want := found(t, filepath.Dir(pipe), pipe), []string{"pipe a", "pipe b"}
		if !slices.Equal(got, want) {
			t.Errorf("got %q, want %q", got, want)
		}
	})
	t.Run("without", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 10*time.Millisecond)
		defer cancel()
		for d := range Read(ctx, Options{Names: []string{pipe}}) {
			t.Errorf("got %+v, want nothing", d)
		}
		if f, err := os.OpenFile(pipe, os.O_RDWR, 0); err == nil { // lets the reader go
			f.Close()
		}
	})
}

// endless is a text without an end. Whoever reads too much of it gets an error.
type endless struct {
	text string
	left int // bytes that may be read
}

var errReadTooMuch = errors.New("more was read than should be")

// Read implements io.Reader.
func (e *endless) Read(p []byte) (n int, err error) {
	if e.left < 0 {
		return 0, errReadTooMuch
	}
	for n < len(p) {
		n += copy(p[n:], e.text)
	}
	e.left -= n
	return n, nil
}

// A text without an end is given up when it is no JSON, whatever it consists of.
func TestEndlessTextIsGivenUp(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"zeros":            "\x00",
		"brackets":         "[",
		"braces":           `{"a":`,
		"braces on lines":  "{\"a\":\n",
		"braces in braces": "{",
		"letters":          "a",
		"a text":           `"a`,
		"broken lines":     "{\"a\"}\n",
		"broken documents": `{"a"}`,
		"broken, indented": "  {\"a\"}\n",
		"envelopes":        `{"value":[`,
		"envelopes in one": `{"value":{`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if name == "braces on lines" {
				peak.SkipRaced(t, "each of a thousand documents is read 10,000 deep, which takes minutes")
			}
			n := 0
			o := Options{Names: []string{"-"}, Stdin: &endless{text, 64 << 20}, Limit: 1 << 16}
			for d := range Read(t.Context(), o) {
				if errors.Is(d.Bad, errReadTooMuch) {
					t.Fatal(d.Bad)
				}
				if n++; d.Bad == nil {
					t.Fatalf("got the document %.50q, want none", d.Body)
				}
			}
			if n == 0 || n > maxBroken {
				t.Errorf("got %d bad documents, want some, and no more than %d", n, maxBroken)
			}
		})
	}
}
