package documents

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"
	"testing/iotest"
	"testing/synctest"
)

// short is a whole call record of an id; it is as small as one can be.
func short(id string) string {
	return fmt.Sprintf(`{"id":%q,"version":7,"participants_v2":[],"sessions":[]}`, id)
}

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

// only is the one document of a text.
func only(t *testing.T, text string, change ...func(*Options)) Document {
	t.Helper()
	o := Options{Names: []string{"-"}, Stdin: strings.NewReader(text)}
	for _, c := range change {
		c(&o)
	}
	all := slices.Collect(Read(t.Context(), o))
	if len(all) != 1 {
		t.Fatalf("got %d documents of %.200q, want 1", len(all), text)
	}
	return all[0]
}

// wantSaid insists that an error has all these words.
func wantSaid(t *testing.T, err error, words ...string) {
	t.Helper()
	for _, w := range words {
		if err == nil || !strings.Contains(err.Error(), w) {
			t.Errorf("got %v, want an error that says %q", err, w)
		}
	}
}

// incomplete is the option --incomplete.
func incomplete(o *Options) { o.Incomplete = true }

func TestEveryWrappingGivesItsDocumentsAndTheirLines(t *testing.T) {
	t.Parallel()
	a, b, c := short("a"), short("b"), short("c")
	for name, test := range map[string]struct{ text, want string }{
		"nothing":           {"", "!1"},
		"blanks":            {" \n\t\r\n", "!3"},
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
		"envelopes in an array": {`[{"value":[` + a + `]},{"value":[` + b + `]}]`, "a@1 b@1"},
		"document over lines": {"{\n\"id\":\"a\",\n\"participants_v2\":[],\"sessions\":[\n]\n}\n" + b,
			"a@1 b@6"},
		"value in a deeper place": {`{"id":"a","participants_v2":[],"sessions":[],"x":{"value":[1]}}`, "a@1"},
		"not an object":           {"12\n" + a + "\n\"x\"\n" + b, "!1 a@2 !3 b@4"},
		"broken line":             {a + "\n{\"id\":\n" + b + "\n" + c, "a@1 !2 b@3 c@4"},
		"line cut inside a text":  {a + "\n{\"id\":\"x\n" + b, "a@1 !2 b@3"},
		"line of something else":  {a + "\n# a comment\n" + b, "a@1 !2 b@3"},
		"brace too many":          {a + "}\n" + b, "a@1 !1 b@2"},
		"broken in an array":      {"[\n  " + a + ",\n  {\"id\" \"x\"},\n  " + b + "\n]", "a@2 !3 b@4"},
		"broken last of an array": {"[\n  " + a + ",\n  {\"id\" \"x\"}\n]\n" + b, "a@2 !3 b@5"},
		"broken one over lines": {"{\n  \"id\": \"x\",\n  \"a\": [\n    {\"b\": tru}\n  ]\n}\n" + b,
			"!1 b@7"},
		"broken on its array's line": {"[" + a + ",{\"id\":" + b + "]\n" + c, "a@1 !1 c@2"},
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

func TestDocumentThatIsTooLargeIsBadAndTheNextIsRead(t *testing.T) {
	t.Parallel()
	large := `{"id":"x","participants_v2":[],"sessions":[],"text":"` + strings.Repeat("x", 3*firstSize) + `"}`
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
		letters := strings.Repeat("ä", i*20)
		fmt.Fprintf(&text, `{"id":"%d","participants_v2":[],"sessions":[],"text":"%s"}`+"\n", i, letters)
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

// A line of a stream that is still open: the reader waits for more.
func TestReadEndsWithItsContextThoughStandardInputDoesNot(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"between documents": short("a") + "\n",
		"in a document":     short("a") + "\n" + short("b")[:20],
		"in a broken one":   short("a") + "\n{\"id\":]",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				in, feed := io.Pipe()
				ended := make(chan []Document)
				go func() {
					ended <- slices.Collect(Read(ctx, Options{Names: []string{"-"}, Stdin: in}))
				}()
				go func() { _, _ = io.WriteString(feed, text) }()
				synctest.Wait() // all is read that there is
				cancel()
				synctest.Wait()
				select {
				case all := <-ended:
					for _, d := range all {
						if d.Bad != nil {
							t.Errorf("got %v, want nothing said of what was only broken off", d.Bad)
						}
					}
				default:
					t.Error("got a reader that waits, want the end")
				}
				in.Close() // lets the copying goroutine go
				feed.Close()
			})
		})
	}
}

func TestReadEndsWithItsReader(t *testing.T) {
	t.Parallel()
	for name, text := range map[string]string{
		"whole documents": short("a") + "\n" + short("b"),
		"bad documents":   "{\n{\n",
		"a broken end":    short("a") + "\n[",
		"binary":          "\x00\x00",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			n := 0
			for range Read(t.Context(), Options{Names: []string{"-", "missing"}, Stdin: strings.NewReader(text)}) {
				n++
				break
			}
			if n != 1 {
				t.Errorf("got %d documents, want 1", n)
			}
		})
	}
}

func TestDocumentSaysItsVersion(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		version string
		want    uint64
	}{
		"number":              {"7", 7},
		"text":                {`"7"`, 7},
		"greatest":            {"18446744073709551615", 18446744073709551615},
		"none":                {"null", 0},
		"no version":          {"7.5", 0},
		"the last of two":     {`7,"version":8`, 8},
		"of an inner object":  {`7,"x":{"version":9}`, 7},
		"behind its sessions": {`1,"sessions":[],"version":3`, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := only(t, `{"id":"a","participants_v2":[],"sessions":[],"version":`+c.version+`}`)
			if d.Bad != nil {
				t.Fatal(d.Bad)
			}
			if d.Version != c.want {
				t.Errorf("got version %d, want %d", d.Version, c.want)
			}
		})
	}
}
