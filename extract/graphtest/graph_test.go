package graphtest

import (
	"bytes"
	"compress/gzip"
	"encoding/json"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"
)

const testRoot = "https://graph.test"

// clock is a tenant clock that a test moves.
type clock struct {
	mu  sync.Mutex
	now time.Time
}

func newClock() *clock { return &clock{now: time.Date(2026, 8, 20, 15, 0, 0, 0, time.UTC)} }

func (c *clock) Now() time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now
}

func (c *clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.now = c.now.Add(d)
}

// answer is a decoded reply.
type answer struct {
	status int
	header http.Header
	raw    []byte
	body   map[string]any
}

// get asks the tenant with a valid token; headers are name, value pairs.
func get(t *testing.T, tenant *Tenant, target string, headers ...string) answer {
	t.Helper()
	if strings.HasPrefix(target, "/") {
		target = testRoot + target
	}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, target, nil)
	r.Header.Set("Authorization", "Bearer "+tenant.sign(testRoot, tenant.opt.Now()))
	for i := 0; i < len(headers); i += 2 {
		r.Header.Set(headers[i], headers[i+1])
	}
	w := httptest.NewRecorder()
	tenant.ServeHTTP(w, r)
	a := answer{status: w.Code, header: w.Header(), raw: w.Body.Bytes()}
	if err := json.Unmarshal(a.raw, &a.body); err != nil && w.Header().Get("Content-Encoding") == "" {
		t.Fatalf("GET %s: %v in %.200s", target, err, a.raw)
	}
	return a
}

func (a answer) rows() []any { rows, _ := a.body["value"].([]any); return rows }

func (a answer) next() string { s, _ := a.body["@odata.nextLink"].(string); return s }

func (a answer) code() string {
	e, _ := a.body["error"].(map[string]any)
	code, _ := e["code"].(string)
	return code
}

func query(values ...string) string {
	q := "?"
	for i := 0; i < len(values); i += 2 {
		q += values[i] + "=" + url.QueryEscape(values[i+1]) + "&"
	}
	return strings.TrimSuffix(q, "&")
}

// listAll follows the list to its end and gives rows and page sizes.
func listAll(t *testing.T, tenant *Tenant, target string, headers ...string) (rows []any, sizes []int) {
	t.Helper()
	for target != "" {
		a := get(t, tenant, target, headers...)
		if a.status != http.StatusOK {
			t.Fatalf("GET %s: %d %s", target, a.status, a.raw)
		}
		rows, sizes = append(rows, a.rows()...), append(sizes, len(a.rows()))
		target = a.next()
	}
	return rows, sizes
}

// largest gives the record with the most sessions.
func largest(tenant *Tenant) view {
	var most view
	for _, h := range tenant.Headers() {
		if v, _ := tenant.look(h.ID, tenant.opt.Now()); v.sessions > most.sessions {
			most = v
		}
	}
	return most
}

func TestSameOptionsGiveSameBytes(t *testing.T) {
	t.Parallel()
	dump := func(seed uint64) []byte {
		tenant := New(Options{Seed: seed, Records: 60, Now: newClock().Now})
		all := get(t, tenant, collection).raw
		for _, h := range tenant.Headers() {
			doc, _ := tenant.Document(h.ID)
			all = append(all, doc...)
		}
		return all
	}
	if !bytes.Equal(dump(1), dump(1)) {
		t.Error("two tenants of one seed differ")
	}
	if bytes.Equal(dump(1), dump(2)) {
		t.Error("two seeds give the same tenant")
	}
}

func TestAnswerHeaders(t *testing.T) {
	t.Parallel()
	c := newClock()
	tenant := New(Options{Now: c.Now})
	a := get(t, tenant, collection, "client-request-id", "abc", "Accept-Encoding", "gzip")
	if got, want := a.header.Get("Date"), "Thu, 20 Aug 2026 15:00:00 GMT"; got != want {
		t.Errorf("Date %q, want %q", got, want)
	}
	if a.header.Get("client-request-id") != "abc" || len(a.header.Get("request-id")) != 36 {
		t.Errorf("ids %q %q", a.header.Get("client-request-id"), a.header.Get("request-id"))
	}
	if !strings.HasPrefix(a.header.Get("Content-Type"), "application/json;odata.metadata=minimal") {
		t.Errorf("type %q", a.header.Get("Content-Type"))
	}
	z, err := gzip.NewReader(bytes.NewReader(a.raw))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := io.ReadAll(z)
	if err != nil || !json.Valid(plain) {
		t.Errorf("gzip body: %v", err)
	}
}

func TestMetadataNoneDropsTypesAndContexts(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	target := collection + "/" + largest(tenant).id + query("$expand", "sessions($expand=segments)")
	if a := get(t, tenant, target); !bytes.Contains(a.raw, []byte(`"@odata.type"`)) {
		t.Error("minimal metadata has no types")
	}
	a := get(t, tenant, target, "Accept", "application/json;odata.metadata=none")
	if bytes.Contains(a.raw, []byte("@odata.type")) || bytes.Contains(a.raw, []byte("@odata.context")) {
		t.Error("metadata=none has annotations")
	}
	if !bytes.Contains(a.raw, []byte("sessions@odata.nextLink")) {
		t.Error("metadata=none lost the next link")
	}
}

func TestUnknownEnumMembersShowOnlyWhenPreferred(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	target := collection + "/" + largest(tenant).id + query("$expand", "sessions($expand=segments)")
	hidden, shown := get(t, tenant, target), get(t, tenant, target, "Prefer", "odata.maxpagesize=60, include-unknown-enum-members")
	if !bytes.Contains(hidden.raw, []byte(`"unknownFutureValue"`)) || bytes.Contains(hidden.raw, []byte("lyraV2")) {
		t.Error("without the preference members after the sentinel show")
	}
	if bytes.Contains(shown.raw, []byte(`"unknownFutureValue"`)) || !bytes.Contains(shown.raw, []byte("lyraV2")) {
		t.Error("with the preference they do not")
	}
	if bytes.Contains(shown.raw, []byte(`"+`+"l")) {
		t.Error("the mark leaked")
	}
}
