package graphtest

import (
	"cmp"
	"fmt"
	"strings"
	"time"
)

// call is a row of a log.
type call struct {
	n         int // number over both logs: the root of its dice
	id        string
	start     time.Time
	length    time.Duration
	record    string  // the call record that it belongs to; "" for none
	person    *person // whose call that record is; nil for none
	number    string  // of the telephone in that record
	unnamed   bool    // the row does not name its record: who, when and the number tell it
	corrected int     // how often it was changed since
	spoiled   bool    // Graph sends a number in place of its id
	undated   bool    // Graph sends no start
}

// forCall is what a row is rolled for.
const forCall = 1 << 40

// newCall makes the row n of a log. Every third one belongs to a call record of the
// tenant, as long as there are some over the telephone; some of them do not name it.
func (t *Tenant) newCall(log Endpoint, n, days int, now time.Time) *call {
	d := roll(t.opt.Seed, forCall, uint64(n))
	c := &call{n: n, id: d.guid()}
	c.start = officeHours(&d, now, days)
	c.length = time.Duration(d.from(1, 900)) * time.Second
	fails := 0.2
	if c.trunk() == expiredTrunk {
		fails = 0.5
	}
	if d.chance(fails) {
		c.length = 0
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	for i := range t.sorted {
		r := t.sorted[(n+i)%len(t.sorted)]
		if n%3 == 0 && r.kind == pstn && now.Sub(r.start) < time.Duration(days)*24*time.Hour {
			v := r.at(now)
			c.record, c.person, c.number = r.id, t.world.party(v, 0).person, t.world.party(v, 1).id
			c.start, c.length = r.start.Add(ticks(time.Duration(d.unit()*30*float64(time.Second)))), r.length.Truncate(time.Second)
			c.unnamed = d.chance(0.4)
			break
		}
	}
	return c
}

// ending is how a call ends.
type ending struct {
	sip, sub int64
	phrase   string
}

// endings are how calls over a border controller end: SIP code, Microsoft's subcode, and
// the phrase.
var endings = []ending{
	{486, 560486, "Busy Here"}, {480, 560480, "Temporarily Unavailable"}, {487, 540487, "Request Terminated"},
	{404, 511404, "Not Found"}, {403, 560403, "Forbidden"}, {503, 560503, "Service Unavailable"},
	{504, 569003, "Gateway Timeout"},
}

// trunk is the border controller that a call goes over.
func (c *call) trunk() string { return fmt.Sprintf("sbc%d.contoso.example", 1+(c.n+c.n/3)%3) }

// writeCall writes a row as Graph does.
func (w *world) writeCall(out *writer, log Endpoint, c *call) {
	d := roll(w.seed, forCall, uint64(c.n), 1)
	out.b = append(out.b, '{')
	if c.spoiled {
		out.int("id", int64(c.n))
	} else {
		out.str("id", c.id)
	}
	if log == PstnCalls {
		w.pstnCall(out, &d, c)
	} else {
		w.directRoutingCall(out, &d, c)
	}
	out.close()
}

// user writes whose call it was: nobody's, of a bot.
func (w *world) user(out *writer, d *dice, c *call, bot bool) {
	p := pick(d, w.people)
	if c.person != nil {
		p = *c.person
	}
	if bot {
		out.str("userId", "")
		out.null("userPrincipalName")
		out.null("userDisplayName")
		return
	}
	out.str("userId", p.id)
	out.str("userPrincipalName", p.upn)
	out.str("userDisplayName", p.name)
}

func (c *call) startOf(out *writer) {
	if c.undated {
		out.null("startDateTime")
		return
	}
	out.time("startDateTime", c.start)
}

// numbers are who called and who was called: the tenant and a telephone outside, of
// which Graph hides the end where the law says so.
func numbers(d *dice, c *call, out, masked bool) (caller, callee string) {
	own, other := fmt.Sprintf("+4144%07d", d.below(10_000_000)), cmp.Or(c.number, fmt.Sprintf("+4179%07d", d.below(10_000_000)))
	if masked {
		other = other[:len(other)-3] + "***"
	}
	if out {
		return own, other
	}
	return other, own
}

// money writes an amount with up to six digits behind the point.
func money(out *writer, key string, d *dice, corrected int) {
	if d.chance(0.2) {
		out.null(key)
		return
	}
	millionths := d.below(5_000_000) + corrected*250_000
	out.key(key)
	text := strings.TrimRight(fmt.Sprintf("%d.%06d", millionths/1_000_000, millionths%1_000_000), "0")
	if strings.HasSuffix(text, ".") {
		text += "0"
	}
	out.b = append(out.b, text...)
}

func (w *world) pstnCall(out *writer, d *dice, c *call) {
	kind := pick(d, []string{"user_in", "user_out", "user_out", "ucap_in", "oc_ucap_in", "conf_in"})
	if c.record != "" {
		kind = "user_out"
		if !c.unnamed {
			kind = "oc_user_out" // an operator's calls name their records
		}
	}
	callID := c.record
	if callID == "" || c.unnamed {
		callID = fmt.Sprintf("%d_%d@198.51.100.%d", d.below(1<<31), d.below(1<<31), d.below(255))
	}
	caller, callee := numbers(d, c, strings.Contains(kind, "out"), d.chance(0.5))
	out.str("callId", callID)
	w.user(out, d, c, strings.Contains(kind, "ucap"))
	c.startOf(out)
	out.time("endDateTime", c.start.Add(c.length))
	out.int("duration", int64(c.length/time.Second))
	money(out, "charge", d, c.corrected)
	out.str("callType", kind)
	out.str("currency", pick(d, []string{"USD", "EUR", "CHF"}))
	out.str("calleeNumber", callee)
	out.str("usageCountryCode", "CH")
	out.str("tenantCountryCode", "CH")
	money(out, "connectionCharge", d, 0)
	out.str("callerNumber", caller)
	out.text("destinationContext", pick(d, []string{"", "Domestic", "International"}))
	out.str("destinationName", pick(d, []string{"Switzerland", "United States", "Côte d'Ivoire"}))
	out.text("conferenceId", map[bool]string{true: d.hex(12)}[kind == "conf_in"])
	out.str("licenseCapability", "MCOPSTNU")
	out.str("inventoryType", "Subscriber")
	out.str("operator", "Microsoft")
	out.str("callDurationSource", pick(d, []string{"microsoft", "operator"}))
}

// never is how Graph writes a time that there is none of.
const never = "0001-01-01T00:00:00Z"

func (w *world) directRoutingCall(out *writer, d *dice, c *call) {
	kind := pick(d, []string{"ByotIn", "ByotOut", "ByotInUcap", "ByotOutUserForwarding", "ByotOutUserTransfer"})
	correlation := d.guid()
	if c.record != "" {
		kind = "ByotOut"
		if !c.unnamed {
			correlation = c.record
		}
	}
	caller, callee := numbers(d, c, strings.HasPrefix(kind, "ByotOut"), d.chance(0.7))
	out.str("correlationId", correlation)
	w.user(out, d, c, strings.HasSuffix(kind, "Ucap"))
	c.startOf(out)
	out.time("inviteDateTime", c.start.Add(-time.Duration(d.from(200, 9000))*time.Millisecond))
	end, trunk := pick(d, endings), c.trunk()
	if trunk == expiredTrunk && d.chance(0.7) {
		end = ending{504, 569008, "Server Time-out"}
	}
	if c.length > 0 {
		end.sip, end.sub, end.phrase = 0, 540000, "BYE"
		out.str("failureDateTime", never)
		out.time("endDateTime", c.start.Add(c.length))
	} else {
		out.time("failureDateTime", c.start)
		out.str("endDateTime", never)
	}
	out.int("duration", int64(c.length/time.Second))
	out.str("callType", kind)
	out.bool("successfulCall", c.length > 0)
	out.str("callerNumber", caller)
	out.str("calleeNumber", callee)
	out.str("mediaPathLocation", pick(d, []string{"USWE", "EUNO", "CHNO"}))
	out.str("signalingLocation", pick(d, []string{"EUNO", "USEA"}))
	out.int("finalSipCode", end.sip)
	out.int("callEndSubReason", end.sub+int64(c.corrected))
	out.str("finalSipCodePhrase", end.phrase)
	out.str("trunkFullyQualifiedDomainName", trunk)
	out.bool("mediaBypassEnabled", d.chance(0.5))
}
