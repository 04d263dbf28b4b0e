package extract

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/schema"
)

// spellings of the name of a next link.
var spellings = []string{"@odata.nextLink", "@odata.nextlink", "@nextLink", "@NextLink", "@ODATA.NEXTLINK"}

func TestNextLinkIsFollowedHoweverItIsSpelled(t *testing.T) {
	t.Parallel()
	for _, link := range spellings {
		t.Run("list"+link, func(t *testing.T) {
			t.Parallel()
			c := scripted(t, map[string]string{
				"":     `{"value":[` + row("a") + `],"` + link + `":"https://graph.test` + recordsPath + `?n=2"}`,
				"?n=2": `{"value":[` + row("b") + `]}`,
			})
			if headers, errs := listAll(t.Context(), c, schema.Window{}); len(headers) != 2 || errs != nil {
				t.Errorf("got %v and %v, want two headers", headers, errs)
			}
		})
		t.Run("record"+link, func(t *testing.T) {
			t.Parallel()
			const session = `[{"id":"%d","segments":[]}]`
			_, asked, err := play(t, script{
				getRecord: `{"version":1,"sessions":` + fmt.Sprintf(session, 1) +
					`,"sessions` + link + `":"%s/s?n=2"}`,
				"/s?n=2":        `{"value":` + fmt.Sprintf(session, 2) + `,"` + link + `":"%s/s?n=3"}`,
				"/s?n=3":        `{"value":` + fmt.Sprintf(session, 3) + `}`,
				getParticipants: `{"version":1,"participants_v2":[{"id":"a"}],"participants_v2` + link + `":"%s/p?n=2"}`,
				"/p?n=2":        `{"value":[{"id":"b"}]}`,
				getVersion:      `{"version":1}`,
			}, true)
			want := []string{getRecord, "/s?n=2", "/s?n=3", getParticipants, "/p?n=2", getVersion}
			if !slices.Equal(asked, want) {
				t.Errorf("got requests %q and %v, want %q", asked, err, want)
			}
		})
	}
}

func TestNextLinkThatCannotBeFollowedIsRefused(t *testing.T) {
	t.Parallel()
	const session = `"id":"1","segments":[]`
	for name, test := range map[string]struct {
		members string // of the record
		want    error
	}{
		"of segments":               {`"sessions":[{` + session + `,"segments@nextLink":"x"}]`, errMoreThere},
		"of another part":           {`"sessions":[{` + session + `,"caller@odata.nextLink":"x"}]`, errMoreThere},
		"of media":                  {`"sessions":[{"segments":[{"media@odata.nextlink" : "x"}]}]`, errStrayLink},
		"of streams":                {`"sessions":[{"segments":[{"media":[{"streams@nextLink":0}]}]}]`, errStrayLink},
		"of nothing that we know":   {`"sessions":[],"more@odata.nextLink":"x"`, errStrayLink},
		"of another part of a page": {`"sessions":[],"organizer_v2":{"identity@nextLink":"x"}`, errStrayLink},
		"a number":                  {`"sessions":[],"sessions@odata.nextLink":7`, errStrayLink},
		"an object":                 {`"sessions":[],"@odata.nextLink":{"url":"x"}`, errStrayLink},
		"two that differ": {
			`"sessions":[],"sessions@odata.nextLink":"%s/a","sessions@nextLink":"%s/b"`, errLinks},
		"of the page, and of a part": {
			`"sessions":[],"@odata.nextLink":"%s/a","sessions@nextLink":"%s/b"`, errLinks},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				_, _, err := play(t, script{getRecord: `{` + test.members + `}`}, false)
				if e := fault(err); e.Fault != schema.FaultRefused || !errors.Is(err, test.want) {
					t.Errorf("got %v, want refused: %v", err, test.want)
				}
			})
		})
	}
}

func TestWhatIsNoNextLinkIsNotTakenForOne(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]string{
		"null":                `{"sessions":[{"segments":[{"media@odata.nextLink": null}]}],"@nextLink":null}`,
		"null of segments":    `{"sessions":[{"segments":[],"segments@odata.nextLink":null}]}`,
		"a text":              `{"sessions":[],"subject":"ask me@nextLink","note":"x\"@odata.nextLink\":1"}`,
		"a name that goes on": `{"sessions":[],"@odata.nextLinkage":"x","@odata.context":"c"}`,
		"twice the same":      `{"sessions":[],"sessions@odata.nextLink":null,"@odata.nextLink":null}`,
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, asked, err := play(t, script{getRecord: page}, false); err != nil || len(asked) != 1 {
				t.Errorf("got requests %q and %v, want one and no error", asked, err)
			}
		})
	}
}

func TestLinksAreCountedInAnyText(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]int{
		"": 0, "@": 0, "@nextLink": 0, `@nextLink"`: 0, `@nextLink":`: 1, `@odata.nextLink" : "x"`: 1,
		`@nextLink":null`: 0, `@odata.nextLink":1,"@NEXTLINK":2`: 2, `@odata.type":"x"`: 0,
		`@nextLink"` + strings.Repeat(" ", 100) + `:1`: 1,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			if got := countLinks([]byte(text)); got != want {
				t.Errorf("got %d, want %d", got, want)
			}
		})
	}
}
