package schema_test

import (
	"testing"

	"callrecords/schema"
)

func TestNextLink(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"sessions@odata.nextLink":        "sessions",
		"sessions@odata.nextlink":        "sessions",
		"sessions@OData.NextLink":        "sessions",
		"sessions@nextLink":              "sessions",
		"sessions@NEXTLINK":              "sessions",
		"participants_v2@odata.nextLink": "participants_v2",
		"Sessions@odata.nextLink":        "Sessions",
		"@odata.nextLink":                "",
		"@nextLink":                      "",
		"odata.nextLink":                 "", // OData 3
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, ok := schema.NextLink(name)
			if !ok {
				t.Fatal("got no next link, want one")
			}
			if got != want {
				t.Errorf("got the relationship %q, want %q", got, want)
			}
		})
	}
}

func TestOtherNamesAreNoNextLinks(t *testing.T) {
	t.Parallel()
	for _, name := range []string{
		"", "@", "nextLink", "sessions", "sessions@", "sessions@odata.count", "sessions@odata.navigationLink",
		"sessions@odata.nextLinks", "sessions@other.nextLink", "sessions@odata", "sessions@odata.",
		"sessions@odata.nextLink@odata.type", "sessions.nextLink", "@odata.deltaLink",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, ok := schema.NextLink(name); ok {
				t.Errorf("got the next link of %q, want none", got)
			}
		})
	}
}
