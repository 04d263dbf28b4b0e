package analysis_test

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"callrecords/extract/graphtest"
	"callrecords/load/engine/httpserver"
)

// maxLines is how many lines a query of the page may have.
const maxLines = 10

// simulated is the shared warehouse with the calls of a simulated tenant.
func simulated(t *testing.T, o graphtest.Options) (*house, [][]byte) {
	t.Helper()
	w, err := shared()
	if err != nil {
		t.Fatal(err)
	}
	tenant := graphtest.New(o)
	var documents [][]byte
	for _, header := range tenant.Headers() {
		if document, ok := tenant.Document(header.ID); ok {
			documents = append(documents, document)
		}
	}
	h := &house{t, w, "analysis", o.TenantID}
	h.load(documents...)
	return h, documents
}

// The reader of the page asks over HTTP, with what a reader of the embedded warehouse may.
func TestQueriesOfThePageAnswer(t *testing.T) {
	t.Parallel()
	h, _ := phoning(t, graphtest.Options{
		Records: 80, Seed: 5, TenantID: "questions", PstnCalls: 60, DirectRoutingCalls: 120,
	})
	h.knows("buildings", graphtest.Buildings())
	h.knows("trunks", graphtest.Trunks())
	// The story of the tenant: the Wi-Fi of one office is bad.
	h.want("SELECT building, network_class FROM {site_days} WHERE tenant_id = %s AND media_type = 'audio'"+
		" AND startsWith(network_class, 'office') GROUP BY building, network_class"+
		" ORDER BY sum(poor) - 0.02 * (sum(poor) + sum(good)) DESC LIMIT 1", "Lisbon office_wifi")
	// And one border controller has a certificate that has expired.
	h.want("SELECT trunk, topKIf(1)(meaning, NOT delivered) FROM {phone_calls} WHERE tenant_id = %s AND trunk != ''"+
		" GROUP BY trunk ORDER BY countIf(delivered) / count(delivered) LIMIT 1",
		"sbc3.contoso.example ['certificate is expired']")
	web := httptest.NewServer(httpserver.New(store, httpserver.Options{Database: "analysis"}))
	defer web.Close()
	for _, q := range questionsOf(t) {
		t.Run(q.name, func(t *testing.T) {
			if lines := strings.Count(q.sql, "\n") + 1; lines > maxLines {
				t.Errorf("got %d lines, want %d at most", lines, maxLines)
			}
			answer, err := http.Post(web.URL, "text/plain", strings.NewReader(q.sql))
			if err != nil {
				t.Fatal(err)
			}
			text, err := io.ReadAll(answer.Body)
			if err := errors.Join(err, answer.Body.Close()); err != nil || answer.StatusCode != http.StatusOK || len(text) == 0 {
				t.Errorf("got status %d, error %v and the answer %q to\n%s", answer.StatusCode, err, text, q.sql)
			}
		})
	}
}

// Every row of a view has its counterpart: none is lost, none is doubled.
func TestViewsHaveARowForEveryRow(t *testing.T) {
	t.Parallel()
	h, documents := simulated(t, graphtest.Options{Records: 40, Seed: 6, TenantID: "rows", LargeSessions: 70})
	for view, table := range map[string]string{
		"stream_quality": "streams", "session_outcomes": "sessions", "calls": "records",
	} {
		h.want("SELECT count(), uniqExact(record_id) FROM {"+view+"} WHERE tenant_id = 'rows'",
			h.rows("SELECT count(), uniqExact(record_id) FROM analysis."+table+" WHERE tenant_id = 'rows'")...)
	}
	var want []string
	for _, d := range documents {
		want = append(want, expectedPeople(t, d)...)
	}
	slices.Sort(want)
	h.want("SELECT concat(record_id, ' ', person_id, if(in_list, ' list', ''), if(in_sessions, ' sessions', '')) AS line"+
		" FROM {call_people} WHERE tenant_id = 'rows' ORDER BY line", want...)
}

// expectedPeople are the people of a record by its JSON: those of the list, and the ends of the sessions.
func expectedPeople(t *testing.T, document []byte) (lines []string) {
	t.Helper()
	var record object
	if err := json.Unmarshal(document, &record); err != nil {
		t.Fatal(err)
	}
	places := map[string][2]string{}
	note := func(identity, associated object, place int) {
		id := associated.text("id")
		for kind, value := range identity {
			person, ok := value.(map[string]any)
			if !ok {
				continue
			}
			if strings.Contains(strings.ToLower(kind), "application") {
				return
			}
			for _, name := range []string{"id", "userPrincipalName", "displayName"} {
				if id == "" {
					id = object(person).text(name)
				}
			}
		}
		at := places[id]
		at[place] = []string{" list", " sessions"}[place]
		places[id] = at
	}
	for _, p := range record.list("participants_v2") {
		note(p.object("identity"), nil, 0)
	}
	for _, s := range record.list("sessions") {
		for _, side := range []string{"caller", "callee"} {
			end := s.object(side)
			isService := end.text("@odata.type") == "#microsoft.graph.callRecords.serviceEndpoint"
			if end == nil || isService || side == "callee" && record.text("type") != "peerToPeer" {
				continue
			}
			note(end.object("identity"), end.object("associatedIdentity"), 1)
		}
	}
	for id, at := range places {
		lines = append(lines, fmt.Sprint(record.text("id"), " ", id, at[0], at[1]))
	}
	return lines
}
