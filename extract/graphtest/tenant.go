package graphtest

import (
	"cmp"
	"slices"
	"sync"
	"time"
)

// Tenant is a simulated tenant: an http.Handler with the token endpoint and the
// call-record part of Graph v1.0. It is safe for concurrent use.
type Tenant struct {
	opt    Options
	world  *world
	stats  *tally
	quota  *quota
	faults *mischief
	phone  phoneLogs

	mu     sync.RWMutex
	sorted []*record // by id: ids are random, so that is a shuffle that Add does not upset
	byID   map[string]*record
	next   int // number of the next record
}

// Header is what the list says of a record.
type Header struct {
	ID         string
	Version    int64
	Start, End time.Time // UTC
}

// New makes a tenant, its records planned.
func New(opt Options) *Tenant {
	opt = opt.withDefaults()
	t := &Tenant{
		opt:    opt,
		world:  newWorld(opt.Seed, opt.TenantID),
		stats:  newTally(),
		quota:  newQuota(),
		faults: newMischief(opt.Seed, opt.Faults),
		byID:   make(map[string]*record, opt.Records),
	}
	now := opt.Now().UTC()
	for range opt.Records {
		p := newPlan(opt.Seed, t.next, opt.Days, now)
		if p.built.After(now) {
			p.build(now.Add(-time.Second))
		}
		t.keep(p, now)
	}
	if opt.LargeSessions > 0 {
		t.keep(largePlan(opt.Seed, t.next, opt.LargeSessions, now), now)
	}
	for i := range opt.Unbuilt {
		p := newPlan(opt.Seed, t.next, 1, now)
		p.build(now.Add(time.Duration(i+1) * 10 * time.Minute))
		t.keep(p, now)
	}
	t.sort()
	t.phone.rows = map[Endpoint][]*call{}
	t.AddCalls(PstnCalls, opt.PstnCalls, opt.PhoneDays)
	t.AddCalls(DirectRoutingCalls, opt.DirectRoutingCalls, opt.PhoneDays)
	return t
}

// largePlan is a meeting of yesterday, already built.
func largePlan(seed uint64, n, sessions int, now time.Time) plan {
	p := newPlan(seed, n, 1, now)
	p.kind, p.sessions, p.participants = meeting, sessions, max(1, sessions*4/5)
	p.length = 90 * time.Minute
	p.start = now.Add(-20 * time.Hour).Truncate(time.Millisecond)
	p.built = p.start.Add(p.length + 25*time.Minute)
	return p
}

// Add makes n new records, just built, and returns their ids.
func (t *Tenant) Add(n int) []string {
	now := t.opt.Now().UTC()
	t.mu.Lock()
	defer t.mu.Unlock()
	ids := make([]string, n)
	for i := range ids {
		p := newPlan(t.opt.Seed, t.next, 1, now)
		p.build(now.Add(-time.Second))
		t.keep(p, now)
		ids[i] = p.id
	}
	t.sort()
	return ids
}

// Grow makes a new version now, with more sessions and participants (of a
// meeting) and other data in some sessions, the first one always. Like the other
// changes it says whether there is such a record.
func (t *Tenant) Grow(id string) bool { return t.change(id, change{verb: grow}) }

// Shrink makes a new version now, with a third fewer sessions and participants.
func (t *Tenant) Shrink(id string) bool { return t.change(id, change{verb: shrink}) }

// Move makes a new version now, with another start; the length stays.
func (t *Tenant) Move(id string, start time.Time) bool {
	return t.change(id, change{verb: move, start: start})
}

// Vanish takes the record away: GET answers 404 and the list has it no more.
func (t *Tenant) Vanish(id string) bool { return t.vanish(id, true) }

// VanishKeepListed makes GET answer 404 while the list still shows the header.
func (t *Tenant) VanishKeepListed(id string) bool { return t.vanish(id, false) }

// Headers gives what an unfiltered list shows now, in its order.
func (t *Tenant) Headers() []Header {
	now := t.opt.Now()
	t.mu.RLock()
	defer t.mu.RUnlock()
	var hs []Header
	for _, r := range t.sorted {
		if v := r.at(now); !r.unlisted && v.shown(now) {
			hs = append(hs, Header{v.id, v.version, v.start, v.end})
		}
	}
	return hs
}

// Participants are the ids of participants_v2 of a record as it is now, none when
// there is no such record.
func (t *Tenant) Participants(id string) (ids []string) {
	v, _ := t.look(id, t.opt.Now())
	for j := range v.participants {
		ids = append(ids, t.world.participantID(v, j))
	}
	return ids
}

func (t *Tenant) keep(p plan, now time.Time) {
	r := newRecord(t.opt.Seed, p, now)
	t.next++
	t.sorted = append(t.sorted, r)
	t.byID[p.id] = r
}

func (t *Tenant) sort() {
	slices.SortFunc(t.sorted, func(a, b *record) int { return cmp.Compare(a.id, b.id) })
}

func (t *Tenant) change(id string, c change) bool {
	c.at = t.opt.Now().UTC()
	t.mu.Lock()
	defer t.mu.Unlock()
	r, ok := t.byID[id]
	if ok {
		r.note(c)
	}
	return ok
}

func (t *Tenant) vanish(id string, unlist bool) bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	r, ok := t.byID[id]
	if ok {
		r.vanished, r.unlisted = true, unlist
	}
	return ok
}

// look finds a record that GET would show now.
func (t *Tenant) look(id string, now time.Time) (view, bool) {
	t.mu.RLock()
	defer t.mu.RUnlock()
	r, ok := t.byID[id]
	if !ok || r.vanished {
		return view{}, false
	}
	v := r.at(now)
	return v, v.shown(now)
}
