package transform_test

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"testing"

	"github.com/go-json-experiment/json/jsontext"

	"callrecords/schema"
	"callrecords/transform"
)

// pageOf is a page with something in it.
type pageOf func(string) schema.Page

func inMedia(members string) schema.Page {
	return inRecord(`,"sessions":[{"segments":[{"media":[{` + members + `}]}]}]}`)
}

func inSession(members string) schema.Page { return inRecord(`,"sessions":[{` + members + `}]}`) }

func inRecordEnded(members string) schema.Page { return inRecord("," + members + "}") }

func TestLastOfTwoNamesWinsWhole(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page        pageOf
		first, last string
	}{
		"text":                {inRecordEnded, `"type":"a"`, `"type":"b"`},
		"null over text":      {inRecordEnded, `"type":"a"`, `"type":null`},
		"null over a time":    {inRecordEnded, `"endDateTime":"2026-01-02T03:04:05Z"`, `"endDateTime":null`},
		"texts":               {inRecordEnded, `"modalities":["x","y"]`, `"modalities":["z"]`},
		"an object":           {inMedia, `"callerNetwork":{"subnet":"10.0.0.0","port":5}`, `"callerNetwork":{"ipAddress":"192.0.2.50"}`},
		"null over an object": {inMedia, `"callerNetwork":{"subnet":"10.0.0.0","port":5}`, `"callerNetwork":null`},
		"an object in an object": {
			inRecordEnded,
			`"organizer_v2":{"administrativeUnitInfos":[{"id":"x"}],"identity":{"user":{"id":"u","displayName":"U"}}}`,
			`"organizer_v2":{"identity":{"user":{"id":"v"}}}`,
		},
		"an identity": {
			inRecordEnded, `"organizer_v2":{"identity":{"user":{"id":"u","displayName":"U"},"phone":null}}`,
			`"organizer_v2":{"identity":{"phone":{"id":"1"}}}`,
		},
		"a map":                 {inSession, `"caller":{"feedback":{"tokens":{"Noisy":true,"Echo":true}}}`, `"caller":{"feedback":{"tokens":{"Noisy":false}}}`},
		"a map of other things": {inSession, `"caller":{"feedback":{"tokens":{"Score":1}}}`, `"caller":{"feedback":{"tokens":{}}}`},
		"a list of objects": {
			inMedia, `"callerNetwork":{"traceRouteHops":[{"hopCount":1},{"hopCount":2,"x":3}]}`,
			`"callerNetwork":{"traceRouteHops":[{"ipAddress":"192.0.2.1"}]}`,
		},
		"what derives a type": {inSession, `"caller":{"name":"pc"}`, `"caller":{"userAgent":{"role":"r"}}`},
		"a type":              {inSession, `"caller":{"@odata.type":"#a.b"}`, `"caller":{}`},
		"rows":                {inRecordEnded, `"sessions":[{"id":"a","segments":[{"media":[{}]}]},{"id":"b"}]`, `"sessions":[{"id":"c"}]`},
		"null over rows":      {inRecordEnded, `"sessions":[{"id":"a"}]`, `"sessions":null`},
		"rows below":          {inSession, `"segments":[{"id":"a"},{"id":"b","media":[{"streams":[{},{}]}]}]`, `"segments":[{"id":"c"}]`},
		"rows of a level without a table": {
			inMedia, `"streams":[{"streamId":"1","u":2},{"streamId":"2"}]`, `"streams":[{"streamId":"3"}]`,
		},
		"participants":                        {inRecordEnded, `"participants_v2":[{"id":"p"},{"id":"q"}]`, `"participants_v2":[{"id":"r"}]`},
		"unknown":                             {inRecordEnded, `"novel":{"a":1}`, `"novel":{"b":2}`},
		"null over unknown":                   {inRecordEnded, `"novel":{"a":1}`, `"novel":null`},
		"unknown in a stream":                 {inMedia, `"streams":[{"x":1}]`, `"streams":[{"y":1}]`},
		"a name spelled otherwise":            {inRecordEnded, `"t\u0079pe":"a"`, `"type":null`},
		"unknown, its name spelled otherwise": {inRecordEnded, `"n\u006fvel":1`, `"novel":2`},
		"a first that cannot be":              {inRecordEnded, `"sessions":{"id":"s"}`, `"sessions":[]`},
		"a first id of another record":        {inRecordEnded, `"id":"other"`, `"id":"bad"`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := flattened(t, c.page(c.first+", "+c.last))
			compare(t, got, flattened(t, c.page(c.last)))
			// And with something between and around the two.
			got = flattened(t, c.page(`"between":1,`+c.first+`,"any@odata.context":"x",`+c.last))
			compare(t, got, flattened(t, c.page(`"between":1,`+c.last)))
		})
	}
}

func TestLastOfTwoNamesWinsInsideOneValue(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		page        pageOf
		twice, once string
	}{
		"identity":        {inRecordEnded, `"organizer_v2":{"identity":{"user":{"id":"u","x":1},"user":{"id":"v"}}}`, `"organizer_v2":{"identity":{"user":{"id":"v"}}}`},
		"identity, later": {inRecordEnded, `"organizer_v2":{"identity":{"user":{"id":"u"},"phone":{"id":"1"},"user":{"id":"v"}}}`, `"organizer_v2":{"identity":{"phone":{"id":"1"},"user":{"id":"v"}}}`},
		"identity, null":  {inRecordEnded, `"organizer_v2":{"identity":{"user":{"id":"u"},"user":null}}`, `"organizer_v2":{"identity":{"user":null}}`},
		"map":             {inSession, `"caller":{"feedback":{"tokens":{"Noisy":true,"Noisy":false}}}`, `"caller":{"feedback":{"tokens":{"Noisy":false}}}`},
		"map, other kind": {inSession, `"caller":{"feedback":{"tokens":{"Noisy":true,"Noisy":5}}}`, `"caller":{"feedback":{"tokens":{"Noisy":5}}}`},
		"unknown":         {inRecordEnded, `"novel":{"a":1,"b":[{"c":1,"c":2}],"a":3}`, `"novel":{"b":[{"c":2}],"a":3}`},
		"list":            {inMedia, `"callerNetwork":{"traceRouteHops":[{"hopCount":1,"hopCount":2}]}`, `"callerNetwork":{"traceRouteHops":[{"hopCount":2}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got := flattened(t, c.page(c.twice))
			compare(t, got, flattened(t, c.page(c.once)))
			for table, rows := range got {
				for _, row := range rows {
					text := row["unknown_properties"].(string)
					if text != "" && !jsontext.Value(text).IsValid() {
						t.Errorf("got unknown properties of %s %s, want no name twice", table, text)
					}
				}
			}
		})
	}
}

func TestLastOfTwoArraysOfAPageWins(t *testing.T) {
	t.Parallel()
	before := []schema.Page{inRecord(`,"sessions":[{"id":"a"}]}`), sessionsPage([]byte(`{"value":[{"id":"b"}]}`))}
	got := flattened(t, append(before, sessionsPage([]byte(`{"value":[{"id":"c"},{"id":"d"}],"value":[{"id":"e"}]}`)))...)
	want := flattened(t, append(before, sessionsPage([]byte(`{"value":[{"id":"e"}]}`)))...)
	compare(t, got, want)
	if last := got["sessions"][2]; last["session_index"] != int64(2) {
		t.Errorf("got position %v of the session %v, want 2", last["session_index"], last["session_id"])
	}
}

// doubled puts a further member of the same name before some members of a
// document's objects.
func doubled(t *testing.T, g *generator, document json.RawMessage) json.RawMessage {
	t.Helper()
	dec := json.NewDecoder(bytes.NewReader(document))
	start, err := dec.Token()
	if err != nil {
		t.Fatal(err)
	}
	if start != json.Delim('{') && start != json.Delim('[') {
		return document
	}
	var firsts, parts []string
	for dec.More() {
		name := ""
		if start == json.Delim('{') {
			token, err := dec.Token()
			if err != nil {
				t.Fatal(err)
			}
			name = strconv.Quote(token.(string)) + ":"
		}
		var value json.RawMessage
		if err := dec.Decode(&value); err != nil {
			t.Fatal(err)
		}
		if name != "" && g.one(12) {
			first := name + g.pick("null", "5", `"first"`, "[]", "{}", `[{"id":"first"}]`, string(value), g.identity(), g.anything(2))
			if g.one(2) {
				firsts = append(firsts, first)
			} else {
				parts = append(parts, first)
			}
		}
		parts = append(parts, name+string(doubled(t, g, value)))
	}
	text := strings.Join(append(firsts, parts...), " ,")
	if start == json.Delim('[') {
		return json.RawMessage("[" + text + "]")
	}
	return json.RawMessage("{" + text + "}")
}

func TestDocumentWithDoubledMembersIsTheOneWithoutTheFirst(t *testing.T) {
	t.Parallel()
	for seed := range seeds(60) {
		g := newGenerator(t, seed)
		document := g.record("r")
		twice := doubled(t, g, document)
		compare(t, flattened(t, recordPage(twice)), flattened(t, recordPage(document)))
		compare(t, flattened(t, recordPage(twice)), expected(t, twice))
		if t.Failed() {
			t.Fatalf("seed %d: %s", seed, twice)
		}
	}
}

func TestDoubledMembersCostOtherRecordsNothing(t *testing.T) {
	t.Parallel()
	for seed := range seeds(15) {
		records, want := some(t, seed)
		g := newGenerator(t, seed)
		for _, pages := range records {
			for i := range pages {
				pages[i].Body = doubled(t, g, pages[i].Body)
			}
		}
		b, got := transform.NewBatch(schema.CallRecords), tables{}
		turn := 0
		interleaved(t, b, records, func() {
			if turn++; turn%3 == 0 {
				got.take(b)
			}
		})
		got.take(b)
		compare(t, got, want)
		if t.Failed() {
			t.Fatalf("seed %d", seed)
		}
	}
}

func TestDoubledMembersAreOneBatchPerTable(t *testing.T) {
	t.Parallel()
	b := transform.NewBatch(schema.CallRecords)
	for range 5 {
		read(t, b, inRecordEnded(`"sessions":[{"id":"a"},{"id":"b"}],"sessions":[{"id":"c"}]`))
	}
	var names []string
	for _, taken := range b.Take() {
		names = append(names, taken.Table.Name)
		if n := taken.Record.NumRows(); n != 5 {
			t.Errorf("got %d rows of %s, want 5", n, taken.Table.Name)
		}
		taken.Record.Release()
	}
	if got := strings.Join(names, " "); got != "records sessions" {
		t.Errorf("got batches of %s, want records sessions", got)
	}
}

func TestPageWithTooManyNamesIsRefused(t *testing.T) {
	t.Parallel()
	var members strings.Builder
	for i := range 1<<16 + 1 {
		members.WriteString(`,"n` + strconv.Itoa(i) + `":1`)
	}
	err := transform.NewBatch(schema.CallRecords).Record(owner()).Page(inRecord(members.String() + "}"))
	if want := "more than 65536 different names"; err == nil || !strings.Contains(err.Error(), want) {
		t.Errorf("got %v, want something with %q", err, want)
	}
}

func FuzzDoubledMembers(f *testing.F) {
	f.Add([]byte(`{"a":1,"a":{"b":2,"b":3,"c":[{"d":1 , "d" : 2}]},"\u0061":4}`))
	f.Add([]byte(`[{"a":1,"a":2},{"a":1,"a":`))
	f.Add([]byte(header + `,"type":"a","type":"b"}`))
	f.Fuzz(func(t *testing.T, page []byte) {
		left := transform.LastOnly(page)
		if left == nil {
			return
		}
		if len(left) != len(page) {
			t.Errorf("got %d bytes, want %d", len(left), len(page))
		}
		invalid := jsontext.AllowInvalidUTF8(true)
		if jsontext.Value(page).IsValid(invalid, jsontext.AllowDuplicateNames(true)) && !jsontext.Value(left).IsValid(invalid) {
			t.Errorf("got %s of %s, want JSON in which no name comes twice", left, page)
		}
	})
}
