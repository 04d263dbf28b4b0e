package main

import (
	"bytes"
	"encoding/json"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// oddly rewrites a page of the list: each record a second time, with its id in capitals;
// the first with a start in the year 9999, the second without an end, and a row with an
// id of 300 KiB. The next link has the name of OData 4.01, in every answer.
func oddly(t *testing.T) func(e graphtest.Endpoint, body []byte) []byte {
	return func(e graphtest.Endpoint, body []byte) []byte {
		body = bytes.ReplaceAll(body, []byte("@odata.nextLink"), []byte("@nextLink"))
		var page map[string]any
		if e != graphtest.List || json.Unmarshal(body, &page) != nil {
			return body
		}
		rows, ok := page["value"].([]any)
		if !ok || len(rows) < 2 {
			return body
		}
		rows[0].(map[string]any)["startDateTime"] = "9999-12-31T00:00:00Z"
		rows[1].(map[string]any)["endDateTime"] = nil
		for _, row := range rows {
			again := map[string]any{}
			for name, v := range row.(map[string]any) {
				again[name] = v
			}
			again["id"] = strings.ToUpper(again["id"].(string))
			rows = append(rows, again)
		}
		page["value"] = append(rows, map[string]any{"id": strings.Repeat("x", 300<<10), "version": 1})
		odd, err := json.Marshal(page)
		if err != nil {
			t.Error(err)
		}
		return odd
	}
}

func TestListAsOthersWriteItLosesNothing(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 70, LargeSessions: 130, Rewrite: oddly(t)})
	first := s.want(exit.Partial, "run")
	if !strings.Contains(first.stdout, "307200 bytes, 128 at most") || len(first.stdout) > 10_000 {
		t.Errorf("got a summary of %d bytes: %.10000s\nwant the long id named, in short", len(first.stdout), first)
	}
	s.wantWarehouseIsTenant()
	const listed = " FROM callrecords_store.ledger_state"
	if got := s.ask("SELECT count() - uniq(lower(record_id))" + listed); got != "0" {
		t.Errorf("got %s records twice in the ledger, want none", got)
	}
	if got := s.ask("SELECT count()" + listed + " WHERE toYear(listed_start) NOT BETWEEN 2000 AND 2200"); got != "0" {
		t.Errorf("got %s starts that wrapped, want none", got)
	}
	if again := s.want(exit.Partial, "run"); strings.Contains(again.stdout, "nothing new") {
		t.Errorf("got %s, want no word of nothing new: a row is not known", again.stdout)
	}
	s.wantWarehouseIsTenant()
	if r := s.verified(exit.Partial); r.Complete || r.Figures["unlisted"] == 0 {
		t.Errorf("verify: got complete %v, figures %v; want a row that is not known", r.Complete, r.Figures)
	}
}
