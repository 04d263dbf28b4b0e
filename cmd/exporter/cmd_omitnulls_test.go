package main

import (
	"bytes"
	"encoding/json"
	"os"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// With export.omit_nulls the rows are those of the documents with all their nulls: from
// Graph, from the archive, and from the files of the archive.
func TestRowsAreTheSameWhenNullsAreLeftOut(t *testing.T) {
	nulls := "SELECT sum(countSubstrings(body, ':null')) FROM callrecords_store.raw_pages"
	for name, o := range map[string]graphtest.Options{
		"Graph does it":       {Records: 30, LargeSessions: 130, Seed: 5},
		"Graph does not know": {Records: 30, LargeSessions: 130, Seed: 5, KeepNulls: true},
		"empty arrays, too":   {Records: 30, LargeSessions: 130, Seed: 5, OmitEmpty: true},
	} {
		t.Run(name, func(t *testing.T) {
			s := newSite(t, o, "quota_share: 1", "quota_share: 1\n  omit_nulls: true")
			s.want(exit.Complete, "run")
			s.wantAnswer("0", "SELECT count() FROM audit")
			if o.KeepNulls {
				s.wantWarehouseIsTenant()
				return
			}
			s.wantWarehouseIsTenantButNulls()
			if o.OmitEmpty {
				return
			}
			s.wantAnswer("0", nulls)

			s.part("a replay of such pages", func() {
				s.want(exit.Complete, "replay")
				s.wantWarehouseIsTenantButNulls()
			})
			s.part("what is nothing new", func() {
				before := s.tenant.Requests().Of(graphtest.Record)
				s.want(exit.Complete, "run")
				if got := s.tenant.Requests().Of(graphtest.Record); got != before {
					s.Errorf("got %d records read again, want none", got-before)
				}
				s.want(exit.Complete, "verify")
			})
			s.part("what changed between a page with nulls and one without", func() {
				s.reconfigure("omit_nulls: true", "omit_nulls: false")
				id := s.tenant.Headers()[0].ID
				s.tenant.Grow(id)
				s.want(exit.Complete, "run")
				s.wantWarehouseIsTenantButNulls()
				s.says(exit.Complete, []string{"~ version: ", "+ sessions["}, "explain", id, "--diff", "--limit", "100000")
				s.wantAnswer("1", "SELECT uniqExact(record_id) FROM callrecords_store.raw_pages WHERE position(body, ':null') > 0")
			})
			s.part("an import of such pages", func() {
				s.want(exit.Complete, "archive", "export", "backup")
				s.letGo()
				s.must(os.RemoveAll(s.store))
				s.want(exit.Complete, "archive", "import", "backup")
				s.wantWarehouseIsTenantButNulls()
			})
		})
	}
}

// wantWarehouseIsTenantButNulls is wantWarehouseIsTenant, but that properties without a column
// may lack nulls and empty arrays: they are kept as they were sent.
func (s *site) wantWarehouseIsTenantButNulls() {
	s.Helper()
	const unknown = "unknown_properties"
	want := s.documents()
	for table, key := range keys {
		got := s.rows(table, key)
		for _, row := range got {
			if text := row[unknown].(string); text != "" {
				kept, err := json.Marshal(s.withoutNulls([]byte(text)))
				s.must(err)
				row[unknown] = strings.TrimPrefix(string(kept), "{}")
			}
		}
		for _, row := range want[table] {
			if properties, ok := row[unknown].(map[string]any); ok && len(properties) > 0 {
				text, err := json.Marshal(properties)
				s.must(err)
				row[unknown] = s.withoutNulls(text)
			}
		}
		compareTable(s.T, table, got, want[table])
	}
}

// withoutNulls reads JSON, but for the members that are null or empty arrays.
func (s *site) withoutNulls(text []byte) any {
	s.Helper()
	var v any
	decoder := json.NewDecoder(bytes.NewReader(text))
	decoder.UseNumber()
	s.must(decoder.Decode(&v))
	return withoutNulls(v)
}

// withoutNulls is a JSON value without the members that are null or empty arrays.
func withoutNulls(v any) any {
	switch v := v.(type) {
	case map[string]any:
		for name, member := range v {
			if list, ok := member.([]any); member == nil || ok && len(list) == 0 {
				delete(v, name)
				continue
			}
			v[name] = withoutNulls(member)
		}
	case []any:
		for i := range v {
			v[i] = withoutNulls(v[i])
		}
	}
	return v
}
