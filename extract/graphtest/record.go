package graphtest

import (
	"slices"
	"time"
)

// change makes a new version of a record.
type change struct {
	at    time.Time
	verb  verb
	start time.Time // of move
}

type verb int

const (
	grow verb = iota
	shrink
	move
)

// record is a plan and what happened since.
type record struct {
	plan
	changes  []change // oldest first; some lie in the future
	vanished bool     // GET answers 404
	unlisted bool     // and the list has it no more
}

// calm is how long a record stays as it was made, unless a test changes it: what
// a test of a minute counts must not depend on the time of day.
const calm = time.Hour

// newRecord gives a quarter of the records a second version in time, and a few
// a third one: late telemetry. None of them comes in the calm after now.
func newRecord(seed uint64, p plan, now time.Time) *record {
	r := &record{plan: p}
	d := roll(seed, forOrder, uint64(p.n))
	if !d.chance(0.25) {
		return r
	}
	second := p.built.Add(time.Duration(d.around(40) * float64(time.Minute)))
	r.changes = append(r.changes, change{at: calmed(second, now).Truncate(precision(&d)), verb: grow})
	if d.chance(0.3) {
		third := second.Add(time.Duration(d.around(20) * float64(time.Hour)))
		r.changes = append(r.changes, change{at: calmed(third, now).Truncate(precision(&d)), verb: grow})
	}
	return r
}

// calmed puts a time that lies in the calm after now behind it.
func calmed(at, now time.Time) time.Time {
	if at.After(now) && at.Before(now.Add(calm)) {
		return at.Add(calm)
	}
	return at
}

// note adds a change, before those that are still to come.
func (r *record) note(c change) {
	i := 0
	for i < len(r.changes) && !r.changes[i].at.After(c.at) {
		i++
	}
	r.changes = slices.Insert(r.changes, i, c)
}

// view is a record as of some time.
type view struct {
	plan
	version  int64
	modified time.Time
	end      time.Time
	grown    int // versions that changed data: the epoch of sessions
}

// at folds the changes up to now.
func (r *record) at(now time.Time) view {
	v := view{plan: r.plan, version: 1, modified: r.built}
	for _, c := range r.changes {
		if c.at.After(now) {
			break
		}
		v.apply(c)
	}
	v.end = v.start.Add(v.length)
	return v
}

func (v *view) apply(c change) {
	v.version++
	if c.at.After(v.modified) {
		v.modified = c.at
	}
	switch c.verb {
	case grow:
		v.grown++
		if v.kind == meeting {
			v.sessions += 1 + v.sessions/10
			v.participants += 1 + v.participants/20
		}
	case shrink:
		v.sessions = max(1, v.sessions*2/3)
		v.participants = max(1, v.participants*2/3)
	case move:
		v.start = c.start.UTC().Truncate(100 * time.Nanosecond)
	}
}

// shown says whether Graph has the record at that time: built, and started at
// most 30 days ago.
func (v view) shown(now time.Time) bool {
	return !now.Before(v.built) && now.Sub(v.start) <= Retention
}
