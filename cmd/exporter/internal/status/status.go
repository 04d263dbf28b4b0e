// Package status tells how the exporter is: who holds the store, the last runs, what is
// due and until when Graph has it, and whether the promise is in danger.
package status

import (
	"cmp"
	"context"
	"errors"
	"slices"
	"time"

	"callrecords/load"
	"callrecords/load/ledger"
	"callrecords/schema"
)

// ErrDanger says that a record may be lost, or was, or that no export comes to its end.
var ErrDanger = errors.New("the promise is in danger")

const (
	// runsShown is how many of the last runs are told of.
	runsShown = 5
	// lostFor is how long a record that was lost unread is a danger: after that it is
	// history, which verify and the view completeness tell.
	lostFor = 24 * time.Hour
)

// Question is what is asked.
type Question struct {
	Families    []schema.Family
	Optional    []string      // families of which a tenant need have nothing
	Tenants     []string      // of the configuration; others that the warehouse has are told of, too
	ExpiryAlarm time.Duration // a record that is due and expires sooner is in danger
	MaxAge      time.Duration // an export that came to its end longer ago is late
	Holder      *Holder       // who holds the embedded store; nil for nobody
}

// Holder is a process that has the embedded store open.
type Holder struct {
	PID     int       `json:"pid"`
	Command string    `json:"command"`
	Since   time.Time `json:"since"`
}

// Report is how the exporter is. Its JSON keys are a contract.
type Report struct {
	CheckedAt time.Time `json:"checked_at"`
	Danger    bool      `json:"danger"`
	Holder    *Holder   `json:"store_held_by"`
	Parts     []Part    `json:"tenants"`
}

// Part is how one family of a tenant is.
type Part struct {
	TenantID  string           `json:"tenant_id"`
	Family    string           `json:"family"`
	Dangers   []string         `json:"dangers"`
	SuccessAt *time.Time       `json:"last_success_at"` // null for never
	LoadedAt  *time.Time       `json:"last_loaded_at"`  // a record; null for never
	Listed    uint64           `json:"records_listed"`
	In        uint64           `json:"records_listed_in"` // of those, the ones that are in
	Live      uint64           `json:"records_live"`
	Due       uint64           `json:"records_due"`
	Oldest    *Oldest          `json:"oldest_due"` // null for none
	Lost      uint64           `json:"records_lost"`
	Unread    uint64           `json:"records_lost_unread"`
	UnreadAt  *time.Time       `json:"last_lost_unread_at"` // null for never
	Runs      []ledger.LastRun `json:"last_runs"`           // newest first
	Days      []Day            `json:"days"`                // oldest first
}

// Oldest is the record that is due and expires first.
type Oldest struct {
	RecordID  string    `json:"record_id"`
	StartsAt  time.Time `json:"starts_at"`
	ExpiresAt time.Time `json:"expires_at"`
	Reason    string    `json:"reason"` // what went wrong with it last; "" for nothing
}

// Ask reads the warehouse, and writes nothing.
func Ask(ctx context.Context, w *load.Warehouse, q Question) (Report, error) {
	now, err := w.Now(ctx)
	if err != nil {
		return Report{}, err
	}
	r := Report{CheckedAt: now.UTC(), Holder: q.Holder, Parts: []Part{}}
	for _, f := range q.Families {
		days := retained(now, f)
		tenants := q.Tenants
		if slices.Contains(q.Optional, f.Name) {
			tenants = nil
		}
		parts, err := family(ctx, w.Ledger(f), f, tenants, days)
		if err != nil {
			return r, err
		}
		for _, p := range parts {
			p.Dangers = p.dangers(now, q)
			r.Danger = r.Danger || len(p.Dangers) > 0
			r.Parts = append(r.Parts, *p)
		}
	}
	slices.SortStableFunc(r.Parts, func(a, b Part) int { return cmp.Compare(a.TenantID, b.TenantID) })
	return r, nil
}

// family reads how one family of each tenant is.
func family(
	ctx context.Context, l *ledger.Ledger, f schema.Family, tenants []string, days []Day,
) ([]*Part, error) {
	standings, err := l.Standings(ctx, days[0].Start)
	if err != nil {
		return nil, err
	}
	runs, err := l.LastRuns(ctx, runsShown)
	if err != nil {
		return nil, err
	}
	successes, err := l.LastSuccesses(ctx)
	if err != nil {
		return nil, err
	}
	var parts []*Part
	part := func(tenant string) *Part {
		i := slices.IndexFunc(parts, func(p *Part) bool { return p.TenantID == tenant })
		if i < 0 {
			i = len(parts)
			parts = append(parts, &Part{
				TenantID: tenant, Family: f.Name, Runs: []ledger.LastRun{}, Days: slices.Clone(days),
			})
		}
		return parts[i]
	}
	for _, tenant := range tenants {
		part(tenant)
	}
	for _, s := range standings {
		part(s.TenantID).stands(s, f)
	}
	for _, r := range runs {
		p := part(r.TenantID)
		p.Runs = append(p.Runs, r)
	}
	for tenant, at := range successes {
		part(tenant).SuccessAt = known(at)
	}
	return parts, nil
}

// stands takes over how the records stand.
func (p *Part) stands(s ledger.Standing, f schema.Family) {
	p.Listed, p.In, p.Live, p.Due, p.Lost, p.Unread = s.Listed, s.In, s.Live, s.Due, s.Lost, s.Unread
	p.LoadedAt, p.UnreadAt = known(s.LoadedAt.Time), known(s.UnreadAt.Time)
	for i := range p.Days {
		p.Days[i].stands(s)
	}
	if s.Due > 0 {
		p.Oldest = &Oldest{
			RecordID: s.OldestID, StartsAt: s.OldestFrom.Time, ExpiresAt: f.Expires(s.OldestFrom.Time), Reason: s.Reason,
		}
	}
}

// known is an instant, nil for none. The engine's word for none is 1970.
func known(t time.Time) *time.Time {
	if t.IsZero() || t.Unix() == 0 {
		return nil
	}
	return &t
}
