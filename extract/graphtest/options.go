package graphtest

import (
	"cmp"
	"time"
)

// Defaults of Options.
const (
	DefaultTenantID     = "9d0c2b6a-51f3-4c7e-8a49-0f6de1b7c355"
	DefaultClientID     = "3f2e8c11-7a64-4d0b-9b5d-6c1e2f9a8d40"
	DefaultClientSecret = "not~a~secret"
	Role                = "CallRecords.Read.All"
)

// Retention is how long Graph shows a record, counted from its start.
const Retention = 30 * 24 * time.Hour

// Page sizes of Graph: the default and the most of each collection.
const (
	ListPage        = 60
	SessionPage     = 60
	ParticipantPage = 130
)

// Options describe a tenant. The zero value is a tenant of 300 records in the
// last 7 days, without faults and without limits.
type Options struct {
	Seed          uint64           // default 1
	TenantID      string           // default DefaultTenantID
	ClientID      string           // default DefaultClientID
	ClientSecret  string           // default DefaultClientSecret
	Roles         []string         // roles in the token, default [Role]
	TokenLifetime time.Duration    // default 1 h
	Records       int              // all listed from the start, default 300, negative for none
	Unbuilt       int              // beside them, calls that Graph builds later: one every ten minutes
	Days          int              // starts lie in so many days before Now, default 7, less than Retention
	Now           func() time.Time // the tenant's clock, default time.Now
	Date          func() time.Time // what the header Date tells, default Now; no header at the zero time
	LargeSessions int              // when > 0, one meeting with so many sessions
	Quota         bool             // enforce the published limits with 429
	Faults        Faults           // default none

	PstnCalls          int              // rows of that log, default none
	DirectRoutingCalls int              // rows of that log, default none
	PhoneDays          int              // they start in so many days before Now, default 30
	PhonePage          int              // rows on a page of a log, default [PhonePage]
	Refuse             map[Endpoint]int // statuses that endpoints answer always

	// Rewrite, when it is set, gives the body that is sent in place of one of Graph's,
	// for what others write.
	Rewrite func(e Endpoint, body []byte) []byte

	// KeepNulls is a Graph that ignores Prefer: omit-values=nulls; OmitEmpty one that takes
	// it to be about empty arrays, too.
	KeepNulls, OmitEmpty bool

	// DropSegmentsOnLaterPages leaves $expand out of the next links of
	// sessions, so that later pages come without segments until asked for.
	DropSegmentsOnLaterPages bool
}

func (o Options) withDefaults() Options {
	o.Seed = cmp.Or(o.Seed, 1)
	o.TenantID = cmp.Or(o.TenantID, DefaultTenantID)
	o.ClientID = cmp.Or(o.ClientID, DefaultClientID)
	o.ClientSecret = cmp.Or(o.ClientSecret, DefaultClientSecret)
	o.TokenLifetime = cmp.Or(o.TokenLifetime, time.Hour)
	o.Records = max(cmp.Or(o.Records, 300), 0)
	o.Days = cmp.Or(o.Days, 7)
	o.PhoneDays = cmp.Or(o.PhoneDays, 30)
	o.PhonePage = cmp.Or(o.PhonePage, PhonePage)
	o.Faults.Pause = cmp.Or(o.Faults.Pause, 20*time.Millisecond)
	o.Faults.RetryAfter = cmp.Or(o.Faults.RetryAfter, 128*time.Millisecond)
	if o.Roles == nil {
		o.Roles = []string{Role}
	}
	if o.Now == nil {
		o.Now = time.Now
	}
	if o.Date == nil {
		o.Date = o.Now
	}
	return o
}
