package transform_test

import (
	"errors"
	"strings"
	"testing"

	"callrecords/schema"
	"callrecords/transform"
)

// furtherPages are objects below a page that go on elsewhere, where nothing
// follows them.
var furtherPages = map[string]struct {
	page schema.Page
	path string
}{
	"segments":                  {inSession(`"segments":[],"segments@odata.nextLink":"https://x"`), "/sessions/0/segments@odata.nextLink"},
	"small letters":             {inSession(`"segments":[],"segments@odata.nextlink":"https://x"`), "/sessions/0/segments@odata.nextlink"},
	"OData 4.01":                {inSession(`"segments@nextLink":"https://x","segments":[]`), "/sessions/0/segments@nextLink"},
	"media":                     {inSession(`"segments":[{"media@odata.nextLink":"https://x"}]`), "/sessions/0/segments/0/media@odata.nextLink"},
	"streams":                   {inMedia(`"streams":[],"streams@odata.nextLink":"https://x"`), "/sessions/0/segments/0/media/0/streams@odata.nextLink"},
	"a list inside a row":       {inRecordEnded(`"organizer_v2":{"administrativeUnitInfos@odata.nextLink":"https://x"}`), "/organizer_v2/administrativeUnitInfos@odata.nextLink"},
	"beside the kind of person": {inRecordEnded(`"organizer_v2":{"identity":{"user@nextLink":"https://x"}}`), "/organizer_v2/identity/user@nextLink"},
}

func TestWhatGoesOnElsewhereIsNotWhole(t *testing.T) {
	t.Parallel()
	for name, c := range furtherPages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			err := transform.NewBatch(schema.CallRecords).Record(owner()).Page(c.page)
			var m *transform.Malformed
			if !errors.As(err, &m) {
				t.Fatalf("got %v, want a *Malformed", err)
			}
			if m.Path != c.path {
				t.Errorf("got path %s, want %s", m.Path, c.path)
			}
			if !strings.Contains(m.Error(), "--incomplete") {
				t.Errorf("got %s, want what to do", m)
			}
		})
	}
}

func TestWhatGoesOnElsewhereIsTakenAsAPart(t *testing.T) {
	t.Parallel()
	for name, c := range furtherPages {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := owner()
			o.Incomplete = true
			if err := transform.NewBatch(schema.CallRecords).Record(o).Page(c.page); err != nil {
				t.Errorf("got %v, want none", err)
			}
		})
	}
}

func TestNextLinkOfThePageIsNotTheFlatteners(t *testing.T) {
	t.Parallel()
	for name, page := range map[string]schema.Page{
		"of the record":    inRecordEnded(`"sessions":[],"sessions@odata.nextLink":"https://x"`),
		"none":             inSession(`"segments":[],"segments@odata.nextLink":null`),
		"other annotation": inSession(`"segments":[],"segments@odata.context":"https://x"`),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			read(t, transform.NewBatch(schema.CallRecords), page)
		})
	}
}
