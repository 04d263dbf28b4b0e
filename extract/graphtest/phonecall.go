package graphtest

import (
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
	record    string // the call record that it belongs to; "" for none
	corrected int    // how often it was changed since
	undated   bool   // Graph sends no start
}

// forCall is what a row is rolled for.
const forCall = 1 << 40

// newCall makes the row n of a log. Every third one belongs to a call record of the
// tenant, as long as there are some over the telephone.
func (t *Tenant) newCall(log Endpoint, n, days int, now time.Time) *call {
	d := roll(t.opt.Seed, forCall, uint64(n))
	c := &call{n: n, id: d.guid()}
	c.start = officeHours(&d, now, days)
	c.length = time.Duration(d.from(1, 900)) * time.Second
	if d.chance(0.2) {
		c.length = 0
	}
	t.mu.RLock()
	defer t.mu.RUnlock()
	for i := range t.sorted {
		r := t.sorted[(n+i)%len(t.sorted)]
		if n%3 == 0 && r.kind == pstn && now.Sub(r.start) < time.Duration(days)*24*time.Hour {
			c.record, c.start, c.length = r.id, r.start, r.length.Truncate(time.Second)
			break
		}
	}
	return c
}

// endings are how calls over a border controller end: SIP code, Microsoft's subcode, and
// the phrase.
var endings = []struct {
	sip, sub int64
	phrase   string
}{
	{486, 560486, "Busy Here"}, {480, 560480, "Temporarily Unavailable"}, {487, 540487, "Request Terminated"},
	{404, 511404, "Not Found"}, {403, 560403, "Forbidden"}, {503, 560503, "Service Unavailable"},
	{504, 569003, "Gateway Timeout"},
}

// writeCall writes a row as Graph does.
func (w *world) writeCall(out *writer, log Endpoint, c *call) {
	d := roll(w.seed, forCall, uint64(c.n), 1)
	out.b = append(out.b, '{')
	out.str("id", c.id)
	if log == PstnCalls {
		w.pstnCall(out, &d, c)
	} else {
		w.directRoutingCall(out, &d, c)
	}
	out.close()
}

// user writes whose call it was: nobody's, of a bot.
func (w *world) user(out *writer, d *dice, bot bool) {
	p := pick(d, w.people)
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

// number is a telephone number, of which Graph hides the end where the law says so.
func number(d *dice, masked bool) string {
	n := fmt.Sprintf("+4144%07d", d.below(10_000_000))
	if masked {
		return n[:len(n)-3] + "***"
	}
	return n
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
	callID := c.record
	if callID == "" {
		callID = fmt.Sprintf("%d_%d@198.51.100.%d", d.below(1<<31), d.below(1<<31), d.below(255))
	}
	out.str("callId", callID)
	w.user(out, d, strings.Contains(kind, "ucap"))
	c.startOf(out)
	out.time("endDateTime", c.start.Add(c.length))
	out.int("duration", int64(c.length/time.Second))
	money(out, "charge", d, c.corrected)
	out.str("callType", kind)
	out.str("currency", pick(d, []string{"USD", "EUR", "CHF"}))
	out.str("calleeNumber", number(d, false))
	out.str("usageCountryCode", "CH")
	out.str("tenantCountryCode", "CH")
	money(out, "connectionCharge", d, 0)
	out.str("callerNumber", number(d, d.chance(0.5)))
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
		correlation = c.record
	}
	out.str("correlationId", correlation)
	w.user(out, d, strings.HasSuffix(kind, "Ucap"))
	c.startOf(out)
	out.time("inviteDateTime", c.start.Add(-time.Duration(d.from(200, 9000))*time.Millisecond))
	end := pick(d, endings)
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
	out.str("callerNumber", number(d, true))
	out.str("calleeNumber", number(d, d.chance(0.5)))
	out.str("mediaPathLocation", pick(d, []string{"USWE", "EUNO", "CHNO"}))
	out.str("signalingLocation", pick(d, []string{"EUNO", "USEA"}))
	out.int("finalSipCode", end.sip)
	out.int("callEndSubReason", end.sub+int64(c.corrected))
	out.str("finalSipCodePhrase", end.phrase)
	out.str("trunkFullyQualifiedDomainName", fmt.Sprintf("sbc%d.contoso.example", d.from(1, 3)))
	out.bool("mediaBypassEnabled", d.chance(0.5))
}
