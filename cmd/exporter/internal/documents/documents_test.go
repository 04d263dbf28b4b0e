package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
)

// short is a whole call record of an id; it is as small as one can be.
func short(id string) string { return fmt.Sprintf(`{"id":%q,"version":7,"sessions":[]}`, id) }

// told are the documents of a text: id@line, or !line when bad.
func told(text string, change ...func(*Options)) (all []string) {
	o := Options{Names: []string{"-"}, Stdin: strings.NewReader(text)}
	for _, c := range change {
		c(&o)
	}
	for d := range Read(context.Background(), o) {
		if d.Bad != nil {
			all = append(all, fmt.Sprintf("!%d", d.Line))
		} else {
			all = append(all, fmt.Sprintf("%s@%d", d.ID, d.Line))
		}
	}
	return all
}

func TestEveryWrappingGivesItsDocumentsAndTheirLines(t *testing.T) {
	t.Parallel()
	a, b, c := short("a"), short("b"), short("c")
	for name, test := range map[string]struct{ text, want string }{
		"nothing":           {"", ""},
		"blanks":            {" \n\t\r\n", ""},
		"one":               {a, "a@1"},
		"one behind blanks": {"\n\n " + a + "\n", "a@3"},
		"a byte order mark": {"\ufeff" + a, "a@1"},
		"lines":             {a + "\n" + b + "\r\n\n" + c + "\n", "a@1 b@2 c@4"},
		"lines with commas": {a + ",\n" + b + ",\n", "a@1 b@2"},
		"side by side":      {a + b + " " + c, "a@1 b@1 c@1"},
		"RFC 7464":          {"\x1e" + a + "\n\x1e" + b + "\n", "a@1 b@2"},
		"array":             {"[" + a + "," + b + "]", "a@1 b@1"},
		"array over lines":  {"[\n" + a + ",\n" + b + "\n]\n", "a@2 b@3"},
		"empty array":       {"[]", ""},
		"array per line":    {"[" + a + "]\n[" + b + "," + c + "]", "a@1 b@2 c@2"},
		"envelope": {`{"@odata.context":"https://x","value":[` + a + "," + b + `],"@odata.nextLink":"https://y"}`,
			"a@1 b@1"},
		"envelope, count first": {"{\n\"@odata.count\": 2, \"value\" : [\n" + a + "\n]}", "a@3"},
		"envelope per line": {`{"value":[` + a + `]}` + "\n" + `{"value":[` + b + `],"more":{"a":[1]},"n":null}` +
			"\n" + c, "a@1 b@2 c@3"},
		"envelopes in an array":      {`[{"value":[` + a + `]},{"value":[` + b + `]}]`, "a@1 b@1"},
		"document over lines":        {"{\n\"id\":\"a\",\n\"version\":7,\"sessions\":[\n]\n}\n" + b, "a@1 b@6"},
		"value in a deeper place":    {`{"id":"a","version":1,"sessions":[],"x":{"value":[1]}}`, "a@1"},
		"not an object":              {"12\n" + a + "\n\"x\"\n" + b, "!1 a@2 !3 b@4"},
		"broken line":                {a + "\n{\"id\":\n" + b + "\n" + c, "a@1 !2 b@3 c@4"},
		"line cut inside a text":     {a + "\n{\"id\":\"x\n" + b, "a@1 !2 b@3"},
		"line of something else":     {a + "\n# a comment\n" + b, "a@1 !2 b@3"},
		"brace too many":             {a + "}\n" + b, "a@1 !1"},
		"broken in an array":         {"[\n  " + a + ",\n  {\"id\" \"x\"},\n  " + b + "\n]", "a@2 !3 b@4"},
		"broken last of an array":    {"[\n  " + a + ",\n  {\"id\" \"x\"}\n]\n" + b, "a@2 !3 b@5"},
		"broken one over lines":      {"{\n  \"id\": \"x\",\n  \"a\": [\n    {\"b\": tru}\n  ]\n}\n" + b, "!1 b@7"},
		"broken on its array's line": {"[" + a + ",{\"id\":]," + b + "]\n" + c, "a@1 !1"},
		"breaks off":                 {a + "\n" + b[:20], "a@1 !2"},
		"array breaks off":           {"[\n" + a + ",\n", "a@2 !3"},
		"envelope breaks off":        {`{"value":[` + a + "]", "a@1 !1"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(told(test.text), " "); got != test.want {
				t.Errorf("%q\n got %q\nwant %q", test.text, got, test.want)
			}
		})
	}
}

func TestRecordThatIsNotWholeIsBadUnlessAskedFor(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"without sessions": `{"id":"a","version":1}`,
		"sessions null":    `{"id":"a","version":1,"sessions":null}`,
		"further sessions": `{"id":"a","version":1,"sessions":[],` +
			`"sessions@odata.nextLink":"https://x"}`,
		"further participants":     `{"id":"a","version":1,"sessions":[],"participants_v2@odata.nextLink":"https://x"}`,
		"session without segments": `{"id":"a","version":1,"sessions":[{"segments":[]},{"id":"s"}]}`,
		"further segments": `{"id":"a","version":1,` +
			`"sessions":[{"segments":[],"segments@odata.nextLink":"https://x"}]}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, want := told(text), []string{"!1"}; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			got := told(text, func(o *Options) { o.Incomplete = true })
			if want := []string{"a@1"}; !slices.Equal(got, want) {
				t.Errorf("asked for: got %q, want %q", got, want)
			}
		})
	}
}

func TestDocumentThatIsTooLargeIsBadAndTheNextIsRead(t *testing.T) {
	t.Parallel()
	large := `{"id":"x","sessions":[],"text":"` + strings.Repeat("x", 3*firstSize) + `"}`
	got := told(short("a")+"\n"+large+"\n"+short("b"), func(o *Options) { o.Limit = firstSize })
	if want := []string{"a@1", "!2", "b@3"}; !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if got, want := told(large), []string{"x@1"}; !slices.Equal(got, want) {
		t.Errorf("within the limit: got %q, want %q", got, want)
	}
}

func TestDocumentsAreWholeHoweverTheTextIsCut(t *testing.T) {
	t.Parallel()
	var text bytes.Buffer
	for i := range 300 {
		fmt.Fprintf(&text, `{"id":"%d","version":1,"sessions":[],"text":"%s"}`+"\n", i, strings.Repeat("ä", i*20))
	}
	for name, r := range map[string]io.Reader{
		"at once":     bytes.NewReader(text.Bytes()),
		"by halves":   iotest.HalfReader(bytes.NewReader(text.Bytes())),
		"data at EOF": iotest.DataErrReader(bytes.NewReader(text.Bytes())),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			for d := range Read(t.Context(), Options{Names: []string{"-"}, Stdin: r}) {
				if d.Bad != nil {
					t.Fatalf("document %d: got %v, want a whole one", n, d.Bad)
				}
				if want := fmt.Sprint(n); d.ID != want {
					t.Fatalf("document %d: got the id %s, want %s", n, d.ID, want)
				}
				if n++; d.Line != n {
					t.Fatalf("document %s: got line %d, want %d", d.ID, d.Line, n)
				}
			}
			if n != 300 {
				t.Errorf("documents: got %d, want 300", n)
			}
		})
	}
}

func TestReadThatFailsIsSaidAndWhatCameBeforeIsRead(t *testing.T) {
	t.Parallel()
	disk := errors.New("disk")
	in := io.MultiReader(strings.NewReader(short("a")+"\n"), iotest.ErrReader(disk))
	var all []Document
	for d := range Read(t.Context(), Options{Names: []string{"-"}, Stdin: in}) {
		all = append(all, d)
	}
	if len(all) != 2 {
		t.Fatalf("got %+v, want 2 documents", all)
	}
	if got, want := all[0].ID, "a"; got != want {
		t.Errorf("first: got the id %q, want %q", got, want)
	}
	if got := all[1].Bad; !errors.Is(got, disk) {
		t.Errorf("second: got %v, want %v", got, disk)
	}
	if got := all[1].Line; got != 2 {
		t.Errorf("second: got line %d, want 2", got)
	}
}

func TestFolderIsReadByNameAndWhatCannotBeIsSaid(t *testing.T) {
	t.Parallel()
	folder := t.TempDir()
	for name, text := range map[string]string{
		"b.json": short("b"), "a/z": short("a"), ".git/x": "no", ".x": "no", "c": short("c"),
	} {
		file := filepath.Join(folder, name)
		if err := os.MkdirAll(filepath.Dir(file), 0o700); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(file, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	for name, target := range map[string]string{"dead": "nowhere", "link": "c"} {
		if err := os.Symlink(target, filepath.Join(folder, name)); err != nil {
			t.Fatal(err)
		}
	}
	var got []string
	for d := range Read(t.Context(), Options{Names: []string{folder, "missing"}}) {
		if d.Bad != nil {
			d.ID = "!"
		}
		got = append(got, filepath.Base(d.File)+" "+d.ID)
	}
	want := []string{"z a", "b.json b", "c c", "dead !", "link c", "missing !"}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
}

func TestTextInUTF16SaysWhatToDo(t *testing.T) {
	t.Parallel()
	n := 0
	for d := range Read(t.Context(), Options{Names: []string{"-"}, Stdin: strings.NewReader("\xff\xfe{\x00")}) {
		n++
		if d.Bad == nil || !strings.Contains(d.Bad.Error(), "UTF-8") {
			t.Errorf("got %v, want an error that speaks of UTF-8", d.Bad)
		}
	}
	if n != 1 {
		t.Errorf("documents: got %d, want 1", n)
	}
}

func TestReadEndsWithItsContextThoughStandardInputDoesNot(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	in, feed := io.Pipe()
	defer in.Close()
	go func() {
		_, _ = io.WriteString(feed, strings.Repeat(short("a")+"\n", 20_000)) // more than a window
	}()
	defer cancel()
	for range Read(ctx, Options{Names: []string{"-"}, Stdin: in}) {
		cancel()
	}
}

// Whatever comes in, every byte of a good document is JSON that was there, and
// the reader comes to its end.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{
		short("a"), "[" + short("a") + ",", `{"value":[` + short("b") + `]}`, "{\n", "[[{}]]", "]", `{"value":[]`,
		"\x1f\x8b", "(\xb5/\xfd",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		line := 0
		o := Options{Names: []string{"-"}, Stdin: strings.NewReader(text), Limit: 1 << 20}
		for d := range Read(t.Context(), o) {
			if d.Line < line {
				t.Errorf("got line %d behind line %d, want them in order", d.Line, line)
			}
			line = d.Line
			plain := !strings.HasPrefix(text, "\x1f\x8b") && !strings.HasPrefix(text, "(\xb5/\xfd")
			if d.Bad == nil && (d.Body[0] != '{' || plain && !strings.Contains(text, string(d.Body))) {
				t.Errorf("got the document %q, want an object of %q", d.Body, text)
			}
		}
	})
}
