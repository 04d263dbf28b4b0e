package transform_test

import (
	"errors"
	"fmt"
	"strings"
	"testing"

	"github.com/apache/arrow/go/v17/arrow/array"

	"callrecords/schema"
	"callrecords/transform"
)

// A page of some MB must not become rows of some GB: Arrow counts the bytes of a column in 32 bits.
func TestTextsThatManyRowsCarryAreBounded(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 1<<20-16)
	for name, c := range map[string]struct {
		session, segment, media string // members
		streams                 int
		bad                     bool
	}{
		"a name":                       {`"caller":{"identity":{"user":{"id":"a","displayName":"%s"}}},`, "", "", 3000, true},
		"a name in few rows":           {`"caller":{"identity":{"user":{"id":"a","displayName":"%s"}}},`, "", "", 5, false},
		"what has no column":           {"", "", `"x":"%s",`, 3000, true},
		"what has no column, once":     {"", `"x":"%s",`, "", 3000, false},
		"what has no column, few rows": {"", "", `"x":"%s",`, 5, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fill := func(members string) string { return strings.ReplaceAll(members, "%s", long) }
			page := inRecord(fmt.Sprintf(`,"sessions":[{%s"id":"s","segments":[{%s"id":"g","media":[{%s"streams":[%s]}]}]}]}`,
				fill(c.session), fill(c.segment), fill(c.media), strings.Repeat(`{},`, c.streams)+`{}`))
			b := transform.NewBatch(schema.CallRecords)
			err := b.Record(owner()).Page(page)
			if malformed := new(transform.Malformed); errors.As(err, &malformed) != c.bad {
				t.Errorf("got error %v, want one: %v", err, c.bad)
			}
			if _, bytes := b.Size(); c.bad && bytes < 200<<20 {
				t.Errorf("got a size of %d bytes, want what the rows take", bytes)
			}
			for _, rows := range b.Take() {
				for _, column := range rows.Record.Columns() {
					if texts, ok := column.(*array.String); ok && texts.ValueOffset(texts.Len()) < 0 {
						t.Errorf("got a column of %s whose offsets overflow", rows.Table.Name)
					}
				}
				rows.Record.Release()
			}
			read(t, b, recordPage(document("after"))) // the next one is none the worse
		})
	}
}
