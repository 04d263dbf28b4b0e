package statuspage

import (
	"bytes"
	"errors"
	"fmt"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/status"
	"callrecords/internal/golden"
	"callrecords/load/db"
	"callrecords/load/ledger"
)

// now is when the pages of the tests are made.
var now = time.Date(2026, 3, 1, 12, 0, 0, 0, time.UTC)

func before(d time.Duration) *time.Time {
	at := now.Add(-d)
	return &at
}

// serving is a process that waits for its next run.
func serving() Process {
	return Process{
		Command: "serve", Version: "v1.2.3", Since: now.Add(-26 * time.Hour), Schedule: "*/15 * * * *",
		Next: now.Add(15 * time.Minute),
	}
}

// run is one that ended some time ago, after two minutes.
func run(tenant, outcome string, ago time.Duration) ledger.LastRun {
	return ledger.LastRun{
		TenantID: tenant, RunID: "run", Command: "serve", Outcome: outcome,
		Started: db.Time{Time: now.Add(-ago - 2*time.Minute)}, Finished: db.Time{Time: now.Add(-ago)},
		Listed: 1204, Fetched: 12, Loaded: 12, Requests: 340, Throttled: 12,
	}
}

// days are those of the retention, with more calls on working days.
func days() (all []status.Day) {
	for i := range 31 {
		at := now.Truncate(24*time.Hour).AddDate(0, 0, i-30)
		n := uint64(52 + 7*(i%3))
		if w := at.Weekday(); w == time.Saturday || w == time.Sunday {
			n = uint64(i % 4)
		}
		all = append(all, status.Day{Start: at, Listed: n, In: n})
	}
	return all
}

const tenantA, tenantB = "11111111-2222-3333-4444-555555555555", "66666666-7777-8888-9999-000000000000"

// well is a tenant of which all is in.
func well(tenant string) status.Part {
	p := status.Part{
		TenantID: tenant, Family: "call_records", Dangers: []string{}, SuccessAt: before(2 * time.Minute),
		LoadedAt: before(3 * time.Minute), Days: days(),
		Runs: []ledger.LastRun{
			run(tenant, "complete", 2*time.Minute), run(tenant, "complete", 17*time.Minute),
			run(tenant, "complete", 32*time.Minute),
		},
	}
	for _, d := range p.Days {
		p.Listed += d.Listed
	}
	p.In, p.Live = p.Listed, p.Listed
	return p
}

// due has three records that are due, one of which expires soon, and two that were lost.
func due(tenant string) status.Part {
	p := well(tenant)
	p.Days[0].In, p.Days[0].Due = p.Days[0].In-1, 1
	p.Days[27].In, p.Days[27].Due = p.Days[27].In-2, 2
	p.Days[3].In, p.Days[3].Unread = p.Days[3].In-2, 2
	p.In, p.Due, p.Lost, p.Unread, p.UnreadAt = p.In-5, 3, 2, 2, before(40*time.Hour)
	p.Oldest = &status.Oldest{
		RecordID: "0a1b2c3d-4e5f-6071-8293-a4b5c6d7e8f9", StartsAt: p.Days[0].Start.Add(14 * time.Hour),
		ExpiresAt: now.Add(130 * time.Minute), Reason: "fetch the record: Graph answered 503 serviceUnavailable",
	}
	id := p.Oldest.RecordID
	p.Dangers = []string{"record " + id + " is due and expires in 2h 10m: exporter explain " + id}
	p.Runs[0].Outcome, p.Runs[0].Left, p.Runs[0].SetAside = "partial", 3, 1
	return p
}

// failed is a tenant whose last runs failed.
func failed(tenant string) status.Part {
	p := well(tenant)
	for i := range 2 {
		p.Runs[i].Outcome, p.Runs[i].Loaded, p.Runs[i].Fetched, p.Runs[i].Listed = "failed", 0, 0, 0
		p.Runs[i].Error = "list the records: Graph answered 403 Forbidden (Authorization_RequestDenied): " +
			"give the application CallRecords.Read.All and admin consent"
	}
	p.SuccessAt = before(3 * time.Hour)
	p.Dangers = []string{"the last export that came to its end did so 3h ago, more than 2h: " +
		"look at the last runs, then exporter doctor"}
	return p
}

// of is an answer of some parts.
func of(parts ...status.Part) answer {
	return answer{report: status.Report{CheckedAt: now, Parts: parts}, since: now}
}

// state is a page that is told apart.
type state struct {
	answer  answer
	process Process
	choice  choice
}

// states are the main ones.
func states() map[string]state {
	running, first := serving(), serving()
	running.Running, running.Next = now.Add(-12*time.Second), time.Time{}
	first.Running, first.Next, first.Since = now.Add(-time.Minute), time.Time{}, now.Add(-time.Minute)
	none := status.Part{TenantID: tenantA, Family: "call_records"}
	none.Dangers = []string{"no export has come to its end yet: exporter run"}
	away := answer{err: errors.New("read how the records stand: connection refused")}
	old := of(well(tenantA))
	old.err = away.err
	var many []status.Part
	for i := range 40 {
		many = append(many, well(fmt.Sprintf("%08d-0000-0000-0000-000000000000", i)))
	}
	many[33] = failed(many[33].TenantID)
	return map[string]state{
		"nothing": {of(none), first, choice{}},
		"well":    {of(well(tenantA)), serving(), choice{}},
		"due":     {of(due(tenantA)), running, choice{}},
		"failed":  {of(failed(tenantA)), serving(), choice{}},
		"tenants": {of(well(tenantA), due(tenantB)), serving(), choice{}},
		"many":    {of(many...), serving(), choice{}},
		"one":     {of(well(tenantA), due(tenantB)), serving(), choice{Tenant: tenantB}},
		"unknown": {of(well(tenantA)), serving(), choice{Tenant: "nobody"}},
		"zone":    {of(well(tenantA), due(tenantB)), serving(), choice{Zone: "America/New_York"}},
		"nozone":  {of(well(tenantA)), serving(), choice{Tenant: tenantA, Zone: "europe/paris"}},
		"away":    {away, serving(), choice{}},
		"old":     {old, Process{Command: "warehouse", Version: "v1.2.3", Since: now.Add(-time.Hour)}, choice{}},
	}
}

// html is a state's page, with or without its style sheet.
func (s state) html(t *testing.T, styled bool) string {
	t.Helper()
	v := newView(s.answer, s.process, s.choice, "", now)
	if !styled {
		v.Style = ""
	}
	var b bytes.Buffer
	if err := page.Execute(&b, v); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestPageOfEachState(t *testing.T) {
	t.Parallel()
	for name, s := range states() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			golden.Check(t, name+".html", s.html(t, false))
		})
	}
}
