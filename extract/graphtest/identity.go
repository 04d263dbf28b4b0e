package graphtest

// setKeys are the keys of an identitySet as they are on the wire, null but one.
func setKeys() []string {
	return []string{
		"acsUser",
		"spoolUser",
		"phone",
		"guest",
		"encrypted",
		"onPremises",
		"acsApplicationInstance",
		"spoolApplicationInstance",
		"applicationInstance",
		"application",
		"device",
	}
}

// identitySet writes the deprecated form (organizer, participants, endpoint.identity).
func (b *builder) identitySet(key string, p party) {
	b.open(key)
	kind := p.kind
	if kind == "azureCommunicationServicesUser" {
		kind = "acsUser" // the old set has no such key
	}
	for _, k := range setKeys() {
		if k == kind {
			b.identity(k, p, false)
		} else if !b.brief {
			b.null(k)
		}
	}
	if kind == "user" {
		b.identity("user", p, false)
	}
	b.close()
}

// communicationsIdentitySet writes the form of organizer_v2 and participants_v2.
func (b *builder) communicationsIdentitySet(key string, p party) {
	b.open(key)
	if p.endpointType != "" {
		b.enum("endpointType", p.endpointType)
	} else if !b.brief {
		b.null("endpointType")
	}
	for _, k := range append(setKeys(), "azureCommunicationServicesUser", "assertedIdentity", "user") {
		if k == p.kind {
			b.identity(k, p, true)
		} else if !b.brief {
			b.null(k)
		}
	}
	b.close()
}

// identity writes one identity; the new form has the userPrincipalName of users.
func (b *builder) identity(key string, p party, full bool) {
	b.open(key)
	if full && p.upn != "" {
		b.note("@odata.type", "#microsoft.graph.userIdentity")
	}
	b.str("id", p.id)
	b.text("displayName", p.name)
	b.text("tenantId", p.tenant)
	if full && p.kind == "user" {
		b.text("userPrincipalName", p.upn)
	}
	if full && p.kind == "azureCommunicationServicesUser" {
		b.str("azureCommunicationServicesResourceId", "4d8f2c90-77aa-4b0e-8c11-2f6e9d3b5a70")
	}
	b.extra("identity")
	b.close()
}

// participant writes participants_v2[j].
func (b *builder) participant(j int) {
	b.open("")
	b.party(b.world.participantID(b.view, j), b.world.party(b.view, j))
	b.extra("participant")
	b.close()
}

// participantID is the id of participants_v2[j]. Ids repeat in a documentation sample.
func (w *world) participantID(v view, j int) string {
	if j == 1 && v.n%40 == 3 {
		j = 0
	}
	return w.party(v, j).id
}

// takesPart says whether participants_v2 of a record has somebody with that id.
func (w *world) takesPart(v view, id string) bool {
	for j := range v.participants {
		if w.participantID(v, j) == id {
			return true
		}
	}
	return false
}

// party writes what organizer_v2 and participants_v2 share (participantBase).
func (b *builder) party(id string, p party) {
	b.str("id", id)
	b.communicationsIdentitySet("identity", p)
	switch {
	case p.person == nil && b.brief:
	case p.person == nil:
		b.list("administrativeUnitInfos")
		b.end()
	default:
		b.list("administrativeUnitInfos")
		for _, unit := range p.person.units {
			b.open("")
			b.str("id", unit)
			b.close()
		}
		b.end()
	}
}
