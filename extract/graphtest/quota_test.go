package graphtest

import (
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"
)

func TestQuotaThrottlesListAndRecordApart(t *testing.T) {
	t.Parallel()
	c := newClock()
	tenant := New(Options{Now: c.Now, Quota: true, Records: 20})
	record := collection + "/" + tenant.Headers()[0].ID
	for _, target := range []string{collection, record, record + "/sessions"} {
		for i := range ListQuota {
			want := http.StatusOK
			if target == record+"/sessions" {
				want = http.StatusTooManyRequests // all pages of a record share one limit
			}
			if a := get(t, tenant, target); a.status != want {
				t.Fatalf("%s: request %d answers %d, want %d", target, i, a.status, want)
			}
		}
	}
	a := get(t, tenant, collection)
	wait, err := strconv.ParseFloat(a.header.Get("Retry-After"), 64)
	if a.status != http.StatusTooManyRequests || a.code() != "TooManyRequests" || err != nil || !strings.Contains(a.header.Get("Retry-After"), ".") {
		t.Fatalf("request 41: %d %s Retry-After %q", a.status, a.code(), a.header.Get("Retry-After"))
	}
	c.Advance(time.Duration(wait * float64(time.Second)))
	if a := get(t, tenant, collection); a.status != http.StatusOK {
		t.Errorf("after Retry-After: %d", a.status)
	}
}

func TestQuotaCountsRefusedRequests(t *testing.T) {
	t.Parallel()
	q, now := newQuota(), newClock().Now()
	for range ListQuota {
		q.take(List, "", now)
	}
	for i := range 3 {
		if wait, over := q.take(List, "", now.Add(QuotaWindow/2)); i < 2 && !over || wait > QuotaWindow {
			t.Errorf("request %d: wait %v", i, wait)
		}
	}
	for i := range ListQuota {
		_, over := q.take(List, "", now.Add(QuotaWindow))
		if want := i >= ListQuota-3; over != want {
			t.Errorf("request %d of the next window: over %v, want %v", i, over, want)
		}
	}
}

func TestQuotaOfATenantSpansItsRecords(t *testing.T) {
	t.Parallel()
	q, now := newQuota(), newClock().Now()
	for i := range TenantQuota {
		if _, over := q.take(Record, strconv.Itoa(i), now); over {
			t.Fatalf("request %d is over", i)
		}
	}
	if _, over := q.take(Record, "one more", now); !over {
		t.Error("request 1501 passes")
	}
	q.take(List, "", now.Add(2*QuotaWindow))
	if len(q.windows) != 2 {
		t.Errorf("%d windows kept, want 2", len(q.windows))
	}
}
