package graphtest

import (
	"fmt"
	"net/url"
)

// deprecatedParticipants is how many the old participants property has at most:
// it is built from the first 60 sessions.
const deprecatedParticipants = 60

// header gives the properties of a record. In the list participants is empty and
// the type is often unknown.
func (b *builder) header(listed bool) []field {
	v := b.view
	return []field{
		{"id", func(k string) { b.str(k, v.id) }},
		{"version", func(k string) { b.int(k, v.version) }},
		{"type", func(k string) { b.enum(k, b.callType(listed)) }},
		{"modalities", func(k string) { b.enums(k, b.modalities()) }},
		{"lastModifiedDateTime", func(k string) { b.time(k, v.modified) }},
		{"startDateTime", func(k string) { b.time(k, v.start) }},
		{"endDateTime", func(k string) { b.time(k, v.end) }},
		{"joinWebUrl", func(k string) { b.str(k, b.joinURL()); b.extra("record") }},
		{"organizer", func(k string) { b.identitySet(k, b.world.party(v, 0)) }},
		{"participants", func(k string) { b.oldParticipants(k, listed) }},
		{"organizer_v2", b.organizer},
	}
}

func (b *builder) callType(listed bool) string {
	switch {
	case listed && b.dice.chance(0.4):
		return "unknown"
	case b.view.kind == meeting:
		return "groupCall"
	}
	return "peerToPeer"
}

// modalities of the call as a whole; a session has some of them.
func (b *builder) modalities() []string {
	d := b.at(forOrder)
	m := []string{"audio"}
	if b.view.kind == pstn || b.view.kind == queue {
		return m
	}
	if d.chance(0.45) {
		m = append(m, "video")
	}
	if d.chance(0.35) {
		m = append(m, "videoBasedScreenSharing")
	} else if d.chance(0.05) {
		m = append(m, "screenSharing", "data")
	}
	if d.chance(oddity) {
		m = append(m, beyond+"whiteboard")
	}
	return m
}

// joinURL is "" for peerToPeer, as seen.
func (b *builder) joinURL() string {
	if b.view.kind != meeting {
		return ""
	}
	d := b.at(forRequest)
	context := fmt.Sprintf(`{"Tid":"%s","Oid":"%s"}`, b.world.tenant, b.world.party(b.view, 0).id)
	return "https://teams.microsoft.com/l/meetup-join/19%3ameeting_" + d.hex(
		48,
	) + "%40thread.v2/0?context=" + url.QueryEscape(
		context,
	)
}

func (b *builder) oldParticipants(key string, listed bool) {
	n := min(b.view.participants, deprecatedParticipants)
	if !listed && b.view.n%17 == 5 {
		b.null(key)
		return
	}
	if listed || b.view.n%3 == 0 {
		n = 0
	}
	b.list(key)
	for j := range n {
		b.identitySet("", b.world.party(b.view, j))
	}
	b.end()
}

// organizer writes organizer_v2. For PSTN it can name another one than organizer.
func (b *builder) organizer(key string) {
	p := b.world.party(b.view, 0)
	if b.view.kind == pstn && b.dice.chance(0.5) {
		p = b.world.party(b.view, 1)
	}
	if b.view.n%2 == 0 {
		b.note(key+"@odata.context", b.context("/organizer_v2/$entity"))
	}
	b.open(key)
	b.party(p.id, p)
	b.extra("organizer")
	b.close()
}

// context is the @odata.context of a part of the record.
func (b *builder) context(part string) string {
	return b.form.root + "/$metadata#communications/callRecords('" + b.view.id + "')" + part
}
