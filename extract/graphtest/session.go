package graphtest

import "time"

// session is what is rolled before a session is written.
type session struct {
	i              int
	id             string
	start, end     time.Time
	caller, callee party
	service        string // role of the callee, when it is a service
	served         bool   // the callee is a service
	callerLink     link
	calleeLink     link
	callerOpinion  opinion
	calleeOpinion  opinion
	modalities     []string
	late           bool // telemetry of it did not come with the first version
	broken         bool // it ended with a failure
}

// session rolls the i-th session: nothing of it depends on the others, so a page
// costs its own sessions only.
func (b *builder) session(i int) session {
	d, v := b.at(forSession, uint64(i)), b.view
	s := session{i: i, id: d.guid(), caller: b.world.party(v, i%v.participants)}
	s.start, s.end = b.attendance(&d, i)
	s.late = v.grown == 0 && d.chance(0.08)
	s.broken = d.chance(0.05) || v.length == 0
	s.modalities = b.some(&d)
	b.cast(&d, &s)
	s.callerLink = b.world.link(v, 2*i, s.caller)
	s.calleeLink = link{medium: "wired", port: d.from(3478, 3481)}
	if !s.served {
		s.calleeLink = b.world.link(v, 2*i+1, s.callee)
	}
	said := b.at(forOpinion, uint64(i), b.epoch(i)) // feedback may come with a later version
	s.callerOpinion, s.calleeOpinion = rate(&said, s.callerLink), rate(&said, s.calleeLink)
	return s
}

// cast says who speaks with whom. A call through an attendant and a queue has
// one session id for all of its sessions, each with another callee.
func (b *builder) cast(d *dice, s *session) {
	switch b.view.kind {
	case direct, pstn:
		s.caller, s.callee = b.world.party(b.view, 0), b.world.party(b.view, 1)
	case queue:
		first := b.at(forSession, 0)
		s.id, s.caller = first.guid(), b.world.party(b.view, 0)
		s.served, s.service = s.i == 1, "skypeForBusinessCallQueues"
		s.callee = b.world.party(b.view, min(s.i+1, 2))
	case meeting:
		s.served = true
		s.service = pick(
			d,
			[]string{"", "", "", "skypeForBusinessAudioVideoMcu", beyond + "mediaProcessorV2"},
		)
		if s.caller.kind == "phone" {
			s.service = "conferencingAttendant"
		}
	}
}

// attendance: the first session lasts as long as the call, others join later
// and leave earlier.
func (b *builder) attendance(d *dice, i int) (start, end time.Time) {
	v := b.view
	if i == 0 {
		return v.start, v.end
	}
	join, leave := d.unit()*0.3, d.unit()*0.3
	if i >= v.participants {
		join, leave = 0.4+join, leave/2 // somebody came back
	}
	length := float64(v.length)
	return v.start.Add(ticks(time.Duration(join * length))), v.end.Add(-ticks(time.Duration(leave * length)))
}

// some gives audio and a part of the modalities of the record.
func (b *builder) some(d *dice) []string {
	var m []string
	for i, name := range b.modalities() {
		if i == 0 || d.chance(0.7) {
			m = append(m, name)
		}
	}
	return m
}

// epoch counts the versions that changed this session.
func (b *builder) epoch(i int) uint64 {
	n := uint64(0)
	for g := range b.view.grown {
		if d := b.at(forEpoch, uint64(i), uint64(g)); i == 0 || d.chance(0.3) {
			n++
		}
	}
	return n
}

// writeSession writes sessions[i].
func (b *builder) writeSession(i int, segments bool, keep func(string) bool) {
	s := b.session(i)
	fs := []field{
		{"id", func(k string) { b.str(k, s.id) }},
		{"modalities", func(k string) { b.enums(k, s.modalities) }},
		{"startDateTime", func(k string) { b.time(k, s.start) }},
		{"endDateTime", func(k string) { b.time(k, s.end) }},
		{"isTest", b.isTest},
		{"failureInfo", func(k string) { b.failure(k, s.broken); b.extra("session") }},
		{"caller", func(k string) { b.endpoint(k, b.side(s.caller, s.callerOpinion)) }},
		{"callee", func(k string) { b.callee(k, s) }},
	}
	if segments {
		fs = append(fs, field{"segments", func(k string) { b.segments(k, s) }})
	}
	b.open("")
	b.fields(b.at(forEpoch, uint64(i), b.epoch(i)), fs, keep)
	b.close()
}

func (b *builder) side(p party, o opinion) endpoint {
	return endpoint{party: &p, plain: b.view.n%9 == 4, opinion: o}
}

func (b *builder) callee(key string, s session) {
	switch {
	case s.served:
		b.endpoint(key, endpoint{role: s.service})
	case b.view.n%60 == 7:
		b.null(key)
	default:
		b.endpoint(key, b.side(s.callee, s.calleeOpinion))
	}
}

// isTest is absent or null now and then: the US Gov metadata does not have it.
func (b *builder) isTest(key string) {
	switch x := b.dice.unit(); {
	case x < 0.02:
	case x < 0.04:
		b.null(key)
	default:
		b.bool(key, x > 0.99)
	}
}

func (b *builder) failure(key string, broken bool) {
	if !broken {
		b.null(key)
		return
	}
	b.open(key)
	b.text(
		"reason",
		pick(&b.dice, []string{"", "The call was declined.", "No answer.", "Media connectivity failure.",
			"Network path lost: \"ICE\" consent expired.", "Callee could not be reached\r\n(SIP 480)."}),
	)
	b.enum(
		"stage",
		pick(&b.dice, []string{"callSetup", "callSetup", "midcall", "unknown", beyond + "postcall"}),
	)
	b.close()
}
