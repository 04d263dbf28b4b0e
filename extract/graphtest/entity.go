package graphtest

import "strings"

// relationship is what $expand asks for.
type relationship struct {
	name     string // sessions, participants_v2 or ""
	segments bool
}

// parseExpand reads $expand of a record: one relationship at most.
func parseExpand(s string) (e relationship, complaint string) {
	switch strings.ReplaceAll(s, " ", "") {
	case "":
		return relationship{}, ""
	case "sessions":
		return relationship{name: "sessions"}, ""
	case "sessions($expand=segments)":
		return relationship{"sessions", true}, ""
	case "participants_v2":
		return relationship{name: "participants_v2"}, ""
	}
	if strings.Contains(s, "sessions") && strings.Contains(s, "participants_v2") {
		return e, "Only one relationship can be expanded in one request."
	}
	return e, "Could not find a property named '" + s + "' on type 'microsoft.graph.callRecords.callRecord'."
}

// context is the part of the @odata.context that names the expansion.
func (e relationship) context() string {
	switch {
	case e.segments:
		return "(sessions(segments()))"
	case e.name != "":
		return "(" + e.name + "())"
	}
	return ""
}

// part answers a record or one page of its collections.
func (t *Tenant) part(x *exchange) reply {
	v, found := t.look(x.id, x.now)
	if !found {
		return x.notFound()
	}
	if name := x.unsupported(); name != "" {
		return x.badRequest(
			"Query option '" + name + "' is not allowed. To allow it, set the 'AllowedQueryOptions' property.",
		)
	}
	b := newBuilder(t.world, v, x.form())
	switch x.endpoint {
	case Record:
		return t.entity(x, b)
	case Sessions:
		return t.sessionPage(x, b)
	}
	return t.participantPage(x, b)
}

// entity answers GET of a record. The first page of the expanded relationship is
// inside it, and so is the link to the second one.
func (t *Tenant) entity(x *exchange, b *builder) reply {
	expand, complaint := parseExpand(x.query.Get("$expand"))
	if complaint != "" {
		return x.badRequest(complaint)
	}
	fs := b.header(false)
	keep, unknown := x.selected(append(names(fs), "sessions", "participants_v2")...)
	if unknown != "" {
		return x.badRequest(
			"Could not find a property named '" + unknown + "' on type 'microsoft.graph.callRecords.callRecord'.",
		)
	}
	if expand.name != "" {
		fs = append(fs, field{expand.name, func(k string) { t.expanded(x, b, expand) }})
	}
	b.open("")
	b.note("@odata.context", b.form.root+"/$metadata#communications/callRecords"+expand.context()+"/$entity")
	b.fields(
		b.at(forRecord),
		fs,
		func(name string) bool { return keep == nil || name == expand.name || keep(name) },
	)
	b.close()
	return ok(b.writer.b)
}

// expanded writes the first page of a relationship.
func (t *Tenant) expanded(x *exchange, b *builder, e relationship) {
	b.note(e.name+"@odata.context", b.context("/"+e.name))
	total, size := b.view.sessions, x.prefer.size(SessionPage)
	if e.name == "participants_v2" {
		total, size = b.view.participants, x.prefer.size(ParticipantPage)
		b.participants(e.name, 0, min(size, total))
	} else {
		b.sessions(e.name, 0, min(size, total), e.segments, nil)
	}
	if size < total {
		b.str(e.name+"@odata.nextLink", t.nextLink(b, e, cursor{from: size, page: 1}, ""))
	}
}

// nextLink leads to the collection of the relationship.
func (t *Tenant) nextLink(b *builder, e relationship, c cursor, options string) string {
	if e.segments && !t.opt.DropSegmentsOnLaterPages {
		options += "$expand=segments&"
	}
	path := "/communications/callRecords('" + b.view.id + "')/" + e.name
	return b.form.root + path + "?" + options + "$skiptoken=" + c.token(path)
}
