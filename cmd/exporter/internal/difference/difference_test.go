package difference

import (
	"reflect"
	"testing"

	"callrecords/schema"
)

func pages(bodies ...string) []schema.Page {
	kinds := []schema.PageKind{schema.PageRecord, schema.PageSessions, schema.PageParticipants}
	var all []schema.Page
	for i, body := range bodies {
		all = append(all, schema.Page{Kind: kinds[i], Body: []byte(body)})
	}
	return all
}

func read(t *testing.T, p []schema.Page) Properties {
	t.Helper()
	properties, err := Read(p)
	if err != nil {
		t.Fatal(err)
	}
	return properties
}

func TestPagesOfOneRecordReadAsOneDocument(t *testing.T) {
	t.Parallel()
	got := read(t, pages(
		`{"@odata.context":"x","id":"r","version":2,"modalities":["audio","video"],"end":null,`+
			`"organizer":{"user":{"id":"u","displayName":"Ann","@odata.type":"x"},"phone":null},`+
			`"sessions":[{"id":"s","segments":[{"id":"g","media":[{"label":"a"},{"label":"b"}]}]}]}`,
		`{"value":[{"id":"s","isTest":true},{"id":"t","n":1.50}],"@odata.nextLink":"y"}`,
		`{"id":"r","participants_v2":[{"id":"p","name":"Ann"}]}`))
	want := Properties{
		"id": `"r"`, "version": "2", "modalities": `["audio","video"]`,
		"organizer.user.id": `"u"`, "organizer.user.displayName": `"Ann"`,
		"sessions[s].id": `"s"`, "sessions[s].segments[g].id": `"g"`,
		"sessions[s].segments[g].media[0].label": `"a"`, "sessions[s].segments[g].media[1].label": `"b"`,
		"sessions[s]#2.id": `"s"`, "sessions[s]#2.isTest": "true", "sessions[t].id": `"t"`, "sessions[t].n": "1.50",
		"participants_v2[p].id": `"p"`, "participants_v2[p].name": `"Ann"`,
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %v\nwant %v", got, want)
	}
}

func TestChangesAreWhatCameWentAndChanged(t *testing.T) {
	t.Parallel()
	before := read(t, pages(`{"version":1,"type":"groupCall","sessions":[{"id":"b","n":1},{"id":"c","n":1}]}`))
	after := read(t, pages(`{"version":2,"type":"groupCall",`+
		`"sessions":[{"id":"a"},{"id":"b","n":2},{"id":"c","n":1}]}`))
	changes := Between(before, after)
	want := []Change{{"sessions[a].id", "", `"a"`}, {"sessions[b].n", "1", "2"}, {"version", "1", "2"}}
	if !reflect.DeepEqual(changes, want) {
		t.Errorf("got %v, want %v", changes, want)
	}
	for name, c := range map[string]struct{ got, want [3]int }{
		"this way":      {count(changes), [3]int{1, 0, 2}},
		"the other way": {count(Between(after, before)), [3]int{0, 1, 2}},
		"no way":        {count(Between(after, after)), [3]int{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if c.got != c.want {
				t.Errorf("added, removed, changed: got %v, want %v", c.got, c.want)
			}
		})
	}
}

// count is how many properties came, went and changed.
func count(changes []Change) [3]int {
	added, removed, changed := Count(changes)
	return [3]int{added, removed, changed}
}

func TestChangeInANestedObjectIsSeen(t *testing.T) {
	t.Parallel()
	version := func(caller string) Properties {
		identity := `{"user":{"displayName":"` + caller + `"}}`
		return read(t, pages(`{"sessions":[{"id":"s","caller":{"identity":`+identity+`}}]}`))
	}
	got := Between(version("Ann"), version("Bob"))
	want := []Change{{"sessions[s].caller.identity.user.displayName", `"Ann"`, `"Bob"`}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestDamagedPageIsNamed(t *testing.T) {
	t.Parallel()
	_, err := Read(pages(`{}`, `{"value":`))
	if want := "page 1: unexpected EOF"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
