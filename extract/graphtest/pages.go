package graphtest

// sessionPage answers one page of the sessions of a record.
func (t *Tenant) sessionPage(x *exchange, b *builder) reply {
	expand := x.query.Get("$expand")
	if expand != "" && expand != "segments" {
		return x.badRequest(
			"Could not find a property named '" + expand + "' on type 'microsoft.graph.callRecords.session'.",
		)
	}
	keep, unknown := x.selected(
		"id",
		"modalities",
		"startDateTime",
		"endDateTime",
		"isTest",
		"failureInfo",
		"caller",
		"callee",
		"segments",
	)
	if unknown != "" {
		return x.badRequest(
			"Could not find a property named '" + unknown + "' on type 'microsoft.graph.callRecords.session'.",
		)
	}
	chosen := keep
	if keep != nil {
		chosen = func(name string) bool { return name == "segments" || keep(name) }
	}
	e := relationship{"sessions", expand == "segments"}
	return t.collection(x, b, e, b.view.sessions, x.prefer.size(SessionPage), func(from, to int) {
		b.sessions("value", from, to, e.segments, chosen)
	})
}

// participantPage answers one page of the participants_v2 of a record.
func (t *Tenant) participantPage(x *exchange, b *builder) reply {
	e := relationship{name: "participants_v2"}
	return t.collection(x, b, e, b.view.participants, x.prefer.size(ParticipantPage), func(from, to int) {
		b.participants("value", from, to)
	})
}

// collection answers a page of some size of a relationship: write puts the rows
// between two positions.
func (t *Tenant) collection(
	x *exchange,
	b *builder,
	e relationship,
	total, size int,
	write func(from, to int),
) reply {
	c, valid := readCursor(x.query.Get("$skiptoken"), "/communications/callRecords('"+b.view.id+"')/"+e.name)
	if !valid {
		return x.badRequest("The skip token is not valid.")
	}
	from := min(c.from, total)
	to := min(from+size, total)
	b.open("")
	b.note("@odata.context", b.context("/"+e.name))
	write(from, to)
	if to < total {
		b.str("@odata.nextLink", t.nextLink(b, e, cursor{from: to, page: c.page + 1}, x.options("$select")))
	}
	b.close()
	return ok(b.writer.b)
}
