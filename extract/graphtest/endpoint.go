package graphtest

// Discriminators of endpoints and user agents.
const callRecords = "#microsoft.graph.callRecords."

// endpoint is one side of a session or segment. A side without a party is a
// service with its role.
type endpoint struct {
	party   *party
	role    string
	plain   bool    // no @odata.type, as some answers have it
	opinion opinion // feedback of the party
}

// endpoint writes caller or callee.
func (b *builder) endpoint(key string, e endpoint) {
	b.open(key)
	switch {
	case e.party != nil:
		b.participantEndpoint(e)
	default:
		b.serviceEndpoint(e)
	}
	b.extra("endpoint")
	b.close()
}

func (b *builder) serviceEndpoint(e endpoint) {
	if e.role == "" { // the service side of a real meeting: the shape of a client, all unknown
		b.open("userAgent")
		b.null("headerValue")
		b.null("applicationVersion")
		b.enum("platform", "unknown")
		b.enum("productFamily", "unknown")
		b.null("communicationServiceId")
		b.null("azureADAppId")
		b.close()
		return
	}
	b.note("@odata.type", callRecords+"serviceEndpoint")
	b.open("userAgent")
	b.note("@odata.type", callRecords+"serviceUserAgent")
	b.str("headerValue", "MediaProcessor/1.27.3")
	b.text("applicationVersion", pick(&b.dice, []string{"", "1.27.3.0"}))
	b.enum("role", e.role)
	b.extra("userAgent")
	b.close()
}

func (b *builder) participantEndpoint(e endpoint) {
	p, person := e.party, e.party.person
	if !e.plain {
		b.note("@odata.type", callRecords+"participantEndpoint")
	}
	if person != nil {
		m := person.machine
		b.str("name", m.name)
		b.str("cpuName", m.cpu.name)
		b.int("cpuCoresCount", int64(m.cpu.cores))
		b.int("cpuProcessorSpeedInMhz", int64(m.cpu.mhz))
	} else {
		b.null("name")
		b.null("cpuName")
		b.null("cpuCoresCount")
		b.null("cpuProcessorSpeedInMhz")
	}
	b.clientUserAgent(p)
	b.identitySet("identity", *p)
	if p.kind == "user" || p.kind == "phone" {
		b.identity("associatedIdentity", *p, true)
	} else {
		b.null("associatedIdentity")
	}
	b.feedback("feedback", e.opinion)
}

func (b *builder) clientUserAgent(p *party) {
	c, app, service := client{platform: "unknown", family: "unknown"}, "", ""
	switch {
	case p.person != nil:
		c = p.person.machine.client
	case p.kind == "acsUser", p.kind == "azureCommunicationServicesUser":
		c = client{
			platform: "web",
			family:   beyond + "azureCommunicationServices",
			header:   "azsdk-js-communication-calling/1.38.1",
		}
		service = "4d8f2c90-77aa-4b0e-8c11-2f6e9d3b5a70"
	case p.kind == "application":
		c, app = client{
			platform: "unknown",
			family:   "teams",
			header:   "BotFramework/3.2",
		}, "c1a9f6e2-0b7d-4e35-8f24-6d9a3b5c7e18"
	case p.kind == "user":
		c = clients()[5]
	}
	b.open("userAgent")
	b.note("@odata.type", callRecords+"clientUserAgent")
	b.text("headerValue", c.header)
	b.text("applicationVersion", c.version)
	b.enum("platform", c.platform)
	b.enum("productFamily", c.family)
	b.text("communicationServiceId", service)
	b.text("azureADAppId", app)
	b.extra("userAgent")
	b.close()
}

// opinion is what a user says after a call.
type opinion struct {
	rating string // "" for no feedback at all
	text   string
	tokens []string // those that are true
}

func complaints() []string {
	return []string{
		"NoSound",
		"OtherNoSound",
		"Echo",
		"Noisy",
		"LowVolume",
		"Stopped",
		"DistortedSound",
		"Interruptions",
	}
}

// rate gives the opinion of somebody on a link: most say nothing, who suffers complains.
func rate(d *dice, l link) opinion {
	switch {
	case d.chance(0.3):
		return opinion{}
	case l.loss > 0.02 && d.chance(0.35):
		text := pick(d, []string{"", "Robot voices,\nthen silence.", "Dropouts \"all the time\""})
		return opinion{pick(d, []string{"bad", "poor"}), text, []string{"DistortedSound", "Interruptions"}}
	case d.chance(0.08):
		return opinion{
			rating: pick(d, []string{"bad", "fair", "good", "good", "excellent"}),
			tokens: []string{pick(d, complaints())},
		}
	}
	return opinion{rating: "notRated"}
}

func (b *builder) feedback(key string, o opinion) {
	if o.rating == "" {
		b.null(key)
		return
	}
	b.open(key)
	b.text("text", o.text)
	b.enum("rating", o.rating)
	b.open("tokens")
	if o.tokens != nil {
		for _, name := range complaints() {
			b.bool(name, name == o.tokens[0] || name == o.tokens[len(o.tokens)-1])
		}
	}
	b.close()
	b.close()
}
