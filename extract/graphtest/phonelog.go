package graphtest

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// The logs of phone calls.
const (
	PstnCalls          Endpoint = "getPstnCalls"
	DirectRoutingCalls Endpoint = "getDirectRoutingCalls"
)

// PhonePage is how many rows Graph has on a page of a log.
const PhonePage = 1000

// phoneSpan is the longest span that Graph takes.
const phoneSpan = 90 * 24 * time.Hour

// phoneLogs are the two logs of a tenant.
type phoneLogs struct {
	mu   sync.Mutex
	rows map[Endpoint][]*call // by start, then id: what comes late moves what is behind it
	next int
}

// AddCalls makes n new rows of a log, that started in so many days before now, and returns
// their ids.
func (t *Tenant) AddCalls(log Endpoint, n, days int) (ids []string) {
	now := t.opt.Now().UTC()
	l := &t.phone
	l.mu.Lock()
	defer l.mu.Unlock()
	for range n {
		c := t.newCall(log, l.next, days, now)
		l.next++
		l.rows[log] = append(l.rows[log], c)
		ids = append(ids, c.id)
	}
	l.sort(log)
	return ids
}

// CorrectCall changes a row of a log: what the call cost, or how it ended. It says whether
// there is such a row.
func (t *Tenant) CorrectCall(log Endpoint, id string) bool {
	return t.phone.change(log, id, func(c *call) { c.corrected++ })
}

// UndateCall takes the start out of a row, which stays in the log of its day.
func (t *Tenant) UndateCall(log Endpoint, id string) bool {
	return t.phone.change(log, id, func(c *call) { c.undated = true })
}

// SpoilCall has Graph send a number in place of a row's id, or the id again.
func (t *Tenant) SpoilCall(log Endpoint, id string, spoiled bool) bool {
	return t.phone.change(log, id, func(c *call) { c.spoiled = spoiled })
}

// MoveCall gives a row another start.
func (t *Tenant) MoveCall(log Endpoint, id string, start time.Time) bool {
	return t.phone.change(log, id, func(c *call) { c.start = start })
}

// RemoveCall takes a row out of a log.
func (t *Tenant) RemoveCall(log Endpoint, id string) bool {
	l := &t.phone
	l.mu.Lock()
	defer l.mu.Unlock()
	before := len(l.rows[log])
	l.rows[log] = slices.DeleteFunc(l.rows[log], func(c *call) bool { return c.id == id })
	return len(l.rows[log]) < before
}

// Calls are the rows of a log as JSON, in the order of the log.
func (t *Tenant) Calls(log Endpoint) (rows [][]byte) {
	l := &t.phone
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.rows[log] {
		w := &writer{}
		t.world.writeCall(w, log, c)
		rows = append(rows, w.b)
	}
	return rows
}

// RecordOf is the call record that a row of a log belongs to, and whether the row names it;
// "" for none.
func (t *Tenant) RecordOf(log Endpoint, id string) (record string, named bool) {
	l := &t.phone
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.rows[log] {
		if c.id == id {
			return c.record, c.record != "" && !c.unnamed
		}
	}
	return "", false
}

func (l *phoneLogs) change(log Endpoint, id string, do func(*call)) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	i := slices.IndexFunc(l.rows[log], func(c *call) bool { return c.id == id })
	if i < 0 {
		return false
	}
	do(l.rows[log][i])
	l.sort(log)
	return true
}

func (l *phoneLogs) sort(log Endpoint) {
	slices.SortFunc(l.rows[log], func(a, b *call) int {
		return cmp.Or(a.start.Compare(b.start), cmp.Compare(a.id, b.id))
	})
}

// span finds the rows of a log in a span. The end is in it only for PSTN.
func (l *phoneLogs) span(log Endpoint, from, to time.Time) (rows []*call) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for _, c := range l.rows[log] {
		if !c.start.Before(from) && (c.start.Before(to) || log == PstnCalls && c.start.Equal(to)) {
			rows = append(rows, c)
		}
	}
	return rows
}

// functionCall is how a log is asked for. The names of the parameters differ between the
// function and the next links of PSTN.
var functionCall = regexp.MustCompile(`^/(getPstnCalls|getDirectRoutingCalls)` +
	`\((?:fromDateTime|from)=([^,)]+),(?:toDateTime|to)=([^,)]+)\)$`)

// phoneRoute reads the rest of a path as a function of a log; id is its parameters.
func phoneRoute(rest string) (e Endpoint, id string, found bool) {
	m := functionCall.FindStringSubmatch(rest)
	if m == nil {
		return "", "", false
	}
	return Endpoint(m[1]), m[2] + "," + m[3], true
}

// phoneTime reads a day or an instant.
func phoneTime(text string) (time.Time, error) {
	if t, err := time.Parse(time.DateOnly, text); err == nil {
		return t, nil
	}
	return time.Parse(time.RFC3339, text)
}

// calls answers one page of a log.
func (t *Tenant) calls(x *exchange) reply {
	first, last, _ := strings.Cut(x.id, ",")
	from, bad := phoneTime(first)
	to, worse := phoneTime(last)
	skip, wrong := strconv.Atoi(cmp.Or(x.query.Get("$skip"), "0"))
	switch {
	case bad != nil, worse != nil, wrong != nil, skip < 0, to.Before(from):
		return x.badRequest("The parameters of the function are not valid.")
	case to.Sub(from) > phoneSpan:
		return x.fail(http.StatusNotAcceptable, "NotAcceptable", "The time range is longer than 90 days.")
	}
	rows := t.phone.span(x.endpoint, from, to)
	size := t.opt.PhonePage
	rows = rows[min(skip, len(rows)):]
	w := &writer{bare: x.prefer.bare}
	w.open("")
	kind := map[Endpoint]string{PstnCalls: "pstnCallLogRow", DirectRoutingCalls: "directRoutingLogRow"}[x.endpoint]
	w.note("@odata.context", x.root+version+"/$metadata#Collection(microsoft.graph.callRecords."+kind+")")
	if skip == 0 && !w.bare {
		w.int("@odata.count", int64(min(size, len(rows))))
	}
	w.list("value")
	for _, c := range rows[:min(size, len(rows))] {
		w.key("")
		t.world.writeCall(w, x.endpoint, c)
	}
	w.end()
	if len(rows) > size {
		w.str("@odata.nextLink", x.root+nextCalls(x.endpoint, first, last, skip+size))
	}
	w.close()
	return ok(w.b)
}

// nextCalls is the next link of a log, as Graph spells it.
func nextCalls(log Endpoint, first, last string, skip int) string {
	names := "(fromDateTime=%s,toDateTime=%s)"
	if log == PstnCalls {
		names = "(from=%s,to=%s)"
	}
	return collection + "/" + string(log) + fmt.Sprintf(names, url.PathEscape(first), url.PathEscape(last)) +
		"?$skip=" + strconv.Itoa(skip)
}
