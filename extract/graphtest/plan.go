package graphtest

import "time"

// kind is what sort of call a record is about.
type kind int

const (
	direct  kind = iota // two users
	pstn                // a user and a telephone, more segments a session
	queue               // a telephone, an auto attendant and a call queue: one session id, many sessions
	meeting             // a groupCall
)

// Coordinates of dice: what is rolled for.
const (
	forPlan uint64 = iota + 1
	forRecord
	forSession
	forEpoch
	forOpinion
	forParty
	forSegment
	forPerson
	forMachine
	forLink
	forFault
	forRequest
	forOrder
	forStory
)

// plan is all that is stored of a record at its first version.
type plan struct {
	n            int // number inside the tenant: the root of all its dice
	id           string
	kind         kind
	start        time.Time
	length       time.Duration // of the call
	built        time.Time     // when Graph shows it first
	sessions     int
	participants int
}

// newPlan plans the record n, the call starting somewhere in the days before now.
func newPlan(seed uint64, n, days int, now time.Time) plan {
	d := roll(seed, forPlan, uint64(n))
	p := plan{n: n, id: d.guid(), kind: rollKind(&d)}
	p.start = officeHours(&d, now, days)
	p.shape(&d)
	p.built = p.start.Add(p.length + buildDelay(&d))
	return p
}

// build moves the call so that Graph builds its record at that time.
func (p *plan) build(at time.Time) {
	late := ticks(at.Sub(p.built))
	p.start, p.built = p.start.Add(late), p.built.Add(late)
}

// rollKind gives 60 % of peerToPeer (with PSTN and queues) and 40 % of groupCall.
func rollKind(d *dice) kind {
	switch x := d.unit(); {
	case x < 0.47:
		return direct
	case x < 0.55:
		return pstn
	case x < 0.60:
		return queue
	}
	return meeting
}

// shape rolls length and size. Lengths are of 100 ns, times too.
func (p *plan) shape(d *dice) {
	switch p.kind {
	case direct:
		p.sessions, p.participants = 1+d.below(20)/19, 2
		p.length = time.Duration(d.around(210) * float64(time.Second))
		if d.chance(0.03) {
			p.length = 0
		}
	case pstn:
		p.sessions, p.participants = 1, 2
		p.length = time.Duration(d.around(150) * float64(time.Second))
	case queue:
		p.sessions, p.participants = d.from(2, 4), 3
		p.length = time.Duration(d.around(320) * float64(time.Second))
	case meeting:
		p.participants = meetingSize(d, p.n)
		p.sessions = p.participants + d.below(1+p.participants/6)
		p.length = meetingLength(d)
	}
	p.length = ticks(p.length)
}

// meetingSize is 3 to 8 for most; one in 97 fills several pages, so that a
// tenant of 300 has a few of them.
func meetingSize(d *dice, n int) int {
	switch x := d.unit(); {
	case n%97 == 11:
		return d.from(135, 200)
	case x < 0.76:
		return d.from(2, 8)
	case x < 0.95:
		return d.from(8, 25)
	}
	return d.from(25, 80)
}

func meetingLength(d *dice) time.Duration {
	minutes := pick(d, []float64{15, 25, 30, 30, 45, 55, 60, 60, 90})
	if d.chance(0.01) {
		minutes = 8 * 60 // a workshop: longer than most lookbacks like
	}
	return time.Duration(minutes * (0.9 + 0.2*d.unit()) * float64(time.Minute))
}

// buildDelay is the time from the end of a call to its first version.
func buildDelay(d *dice) time.Duration {
	return ticks(8*time.Minute + time.Duration(d.unit()*float64(22*time.Minute)))
}

func ticks(v time.Duration) time.Duration { return v.Truncate(100 * time.Nanosecond) }
