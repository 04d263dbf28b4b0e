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
			`"sessions":[{"id":"s","segments":[{"id":"g","media":[{"label":"a"},{"label":"b"}]}]}]}`,
		`{"value":[{"id":"s","isTest":true},{"id":"t","n":1.50}],"@odata.nextLink":"y"}`,
		`{"id":"r","participants_v2":[{"id":"p","name":"Ann"}]}`))
	want := Properties{
		"id": `"r"`, "version": "2", "modalities": `["audio","video"]`,
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
	added, removed, changed := Count(Between(after, before))
	if added != 0 {
		t.Errorf("the other way, added: got %d, want 0", added)
	}
	if removed != 1 {
		t.Errorf("the other way, removed: got %d, want 1", removed)
	}
	if changed != 2 {
		t.Errorf("the other way, changed: got %d, want 2", changed)
	}
}

func TestDamagedPageIsNamed(t *testing.T) {
	t.Parallel()
	_, err := Read(pages(`{}`, `{"value":`))
	if want := "page 1: unexpected EOF"; err == nil || err.Error() != want {
		t.Errorf("got %v, want %s", err, want)
	}
}
