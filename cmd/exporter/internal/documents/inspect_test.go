package documents

import (
	"slices"
	"strings"
	"testing"
)

// beef is an id as Graph writes it.
const beef = "5eed0000-0000-4000-8000-00000000beef"

func TestIDHasOneSpelling(t *testing.T) {
	t.Parallel()
	const id = beef
	for name, written := range map[string]string{
		"as Graph writes it": id,
		"in capitals":        strings.ToUpper(id),
		"in braces":          "{" + id + "}",
		"both":               "{" + strings.ToUpper(id) + "}",
		"without hyphens":    strings.ReplaceAll(id, "-", ""),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := only(t, short(written))
			if d.Bad != nil {
				t.Fatal(d.Bad)
			}
			if d.ID != id {
				t.Errorf("got the id %q, want %q", d.ID, id)
			}
		})
	}
}

func TestIDOutOfBoundsIsBadAndTheOthersAreRead(t *testing.T) {
	t.Parallel()
	for name, id := range map[string]string{
		"300 KB":         strings.Repeat("x", 300<<10),
		"empty":          "",
		"with a newline": "a\nb",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := strings.Join([]string{short("a"), short(id), short("b")}, "\n")
			if got, want := told(text), []string{"a@1", "!2", "b@3"}; !slices.Equal(got, want) {
				t.Errorf("got %q, want %q", got, want)
			}
			d := only(t, short(id), incomplete)
			wantSaid(t, d.Bad, "not the id of a record")
			if d.ID != "" {
				t.Errorf("got the id %.20q of a bad document, want none", d.ID)
			}
			if len(d.Bad.Error()) > 500 {
				t.Errorf("got an error of %d bytes, want a short one", len(d.Bad.Error()))
			}
		})
	}
}

func TestPartOfARecordIsBadUnlessAskedFor(t *testing.T) {
	t.Parallel()
	const people, calls = `"participants_v2":[]`, `"sessions":[{"segments":[]}]`
	const all = people + "," + calls
	for name, c := range map[string]struct{ members, lacks string }{
		"header as listed":       {`"type":"groupCall"`, "no participants_v2, it has no sessions"},
		"without sessions":       {people, "no sessions"},
		"sessions null":          {people + `,"sessions":null`, "no sessions"},
		"sessions expanded only": {calls + `,"participants":[{}]`, "no participants_v2"},
		"participants null":      {calls + `,"participants_v2":null`, "no participants_v2"},
		"session without segments": {people + `,"sessions":[{"id":"s"},{"segments":[]}]`,
			"a session without segments"},
		"segments null":     {people + `,"sessions":[{"segments":null}]`, "a session without segments"},
		"further sessions":  {all + `,"sessions@odata.nextLink":"https://x"`, "further sessions"},
		"spelled otherwise": {all + `,"sessions@odata.nextlink":"https://x"`, "further sessions"},
		"as in OData 4.01":  {all + `,"sessions@nextLink":"https://x"`, "further sessions"},
		"further participants": {all + `,"participants_v2@odata.nextLink":"https://x"`,
			"further participants_v2"},
		"further segments": {people + `,"sessions":[{"segments":[],"segments@odata.nextLink":"https://x"}]`,
			"further segments"},
		"a page of its own": {all + `,"@odata.nextLink":"https://x"`, "further members"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			text := `{"id":"a","version":1,` + c.members + `}`
			d := only(t, text)
			wantSaid(t, d.Bad, "not a whole call record", c.lacks, "--incomplete")
			if d = only(t, text, incomplete); d.Bad != nil {
				t.Errorf("asked for: got %v, want it taken", d.Bad)
			}
			if !strings.Contains(d.Part, c.lacks) {
				t.Errorf("asked for: got the part %q, want %q in it", d.Part, c.lacks)
			}
		})
	}
	t.Run("whole", func(t *testing.T) {
		t.Parallel()
		text := `{"id":"a","version":1,` + all + `,"sessions@odata.nextLink":null,"x":[{"nextLink":"y"}]}`
		if d := only(t, text); d.Bad != nil || d.Part != "" {
			t.Errorf("got %v, lacks %q, want a whole record", d.Bad, d.Part)
		}
	})
}

// What was cut at the end of a page may be whole, too: it is taken, and marked.
func TestFullPageWithoutTheNextIsMarked(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		sessions, participants int
		may                    string
	}{
		"a page of sessions":              {60, 3, "exactly 60 sessions"},
		"a page of participants":          {3, 130, "exactly 130 participants_v2"},
		"fewer sessions":                  {59, 60, ""},
		"more sessions":                   {61, 131, ""},
		"neither session nor participant": {0, 0, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			list := func(row string, n int) string { return strings.TrimSuffix(strings.Repeat(row+",", n), ",") }
			d := only(t, `{"id":"a","version":1,"participants_v2":[`+list(`{"id":"p"}`, c.participants)+
				`],"sessions":[`+list(`{"segments":[]}`, c.sessions)+`]}`)
			if d.Bad != nil {
				t.Errorf("got %v, want it taken", d.Bad)
			}
			if got := d.Part != ""; got != (c.may != "") || !strings.Contains(d.Part, c.may) {
				t.Errorf("got the part %q, want %q in it", d.Part, c.may)
			}
		})
	}
}

func TestWhatIsNoRecordIsSaidForWhatItIs(t *testing.T) {
	t.Parallel()
	const session = `{"id":"s","caller":{},"callee":{},"segments":[]}`
	for name, c := range map[string]struct {
		text string
		said []string
	}{
		"object of an SDK": {`{"Id":"a","Version":1,"Sessions":[{"Id":"s"}],"AdditionalProperties":{}}`,
			[]string{"ConvertTo-Json", "Invoke-MgGraphRequest"}},
		"error": {`{"error":{"code":"UnknownError","message":"m"}}`, []string{"an error", "UnknownError"}},
		"error in a batch": {`{"responses":[{"id":"1","status":404,"body":{"error":{"code":"NotFound"}}}]}`,
			[]string{"an error", "NotFound"}},
		"session":        {session, []string{"page of sessions of a call record"}},
		"segment":        {`{"id":"s","caller":{},"callee":{},"media":[]}`, []string{"page of segments"}},
		"participant":    {`{"id":"p","identity":{"user":{}}}`, []string{"page of participants"}},
		"something else": {`{"a":1}`, []string{"neither a version nor sessions"}},
		"record deeper in": {`{"data":{"items":[1,{"id":"a","version":1,"startDateTime":"x"}]}}`,
			[]string{`"/data/items/1"`}},
		"record in no envelope": {`{"value":{"a":{"startDateTime":"x","version":1}}}`, []string{`"/a"`}},
		"page of sessions": {`{"@odata.context":"https://x/$metadata#callRecords('5eed')/sessions(segments())",` +
			`"value":[` + session + "," + session + `]}`, []string{"page of sessions of call record 5eed",
			"one document"}},
		"its next link says": {`{"@odata.nextLink":"https://x/v1.0/callRecords/5eed/sessions?$skiptoken=x",` +
			`"value":[` + session + `]}`, []string{"call record 5eed"}},
		"session by itself": {`{"@odata.context":"x#callRecords('5eed')/sessions/$entity","segments":[]}`,
			[]string{"call record 5eed"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			for _, asked := range []func(*Options){func(*Options) {}, incomplete} {
				d := only(t, c.text, asked)
				wantSaid(t, d.Bad, c.said...)
				if d.Bad != nil && strings.Contains(d.Bad.Error(), "--incomplete") {
					t.Errorf("got %v, want no remedy that does not help", d.Bad)
				}
			}
		})
	}
}

func TestPagesAreNamedOnceAndWhatIsBesideThemIsRead(t *testing.T) {
	t.Parallel()
	session := `{"id":"s","segments":[]}`
	page := `{"value":[` + session + "," + session + `]}`
	for name, c := range map[string]struct{ text, want string }{
		"two pages":       {page + "\n" + page, "!1 !2"},
		"record within":   {"[" + session + "," + short("a") + "," + session + "]", "!1 a@1 !1"},
		"record and page": {short("a") + "\n" + page + "\n" + short("b"), "a@1 !2 b@3"},
		"line by line":    {session + "\n" + session, "!1 !2"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := strings.Join(told(c.text), " "); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}

// On a line of many records, the line does not tell which one is broken.
func TestBrokenRecordIsNamedByItsID(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"behind its id":         {`{"id":"{5EED0000-0000-4000-8000-00000000BEEF}","version":3,"x":NaN}`, beef},
		"before its id":         {`{"x":NaN,"id":"a"}`, ""},
		"with an id of another": {`{"x":{"id":"a"},"y":NaN}`, ""},
		"with no valid id":      {`{"id":"a\nb","y":NaN}`, ""},
		"cut":                   {`{"id":"a","version":3`, "a"},
		"no object":             {`"id"`, ""},
		"nothing":               {``, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := only(t, c.text)
			if d.Bad == nil {
				t.Error("got a good document, want a bad one")
			}
			if d.ID != c.want {
				t.Errorf("got the record %q, want %q", d.ID, c.want)
			}
		})
	}
}
