package extract

import "time"

// Limit is how many requests Graph takes from one application in one tenant, in any
// span of that length. Requests that it refuses count, too. Requests under equal
// limits, the name included, count together.
type Limit struct {
	Name     string
	Requests int
	Span     time.Duration
}

// Graph's limits on call records ("Microsoft Graph service-specific throttling
// limits", section on call records, as of 2026-02).
var (
	recordsLimit = Limit{"call records", 1500, 20 * time.Second}
	listLimit    = Limit{"list of call records", 40, 20 * time.Second}
	recordLimit  = Limit{"one call record with all its pages", 40, 20 * time.Second}
)

// Limits are Graph's numbers on call records.
type Limits struct {
	Tenant   Limit // all requests of the tenant
	List     Limit // pages of the list
	Record   Limit // one record with all its pages
	ListPage int   // headers on a full page of the list
}

// PublishedLimits are the numbers of Graph's documentation, of which a client uses
// its quota share.
func PublishedLimits() Limits {
	return Limits{Tenant: recordsLimit, List: listLimit, Record: recordLimit, ListPage: list.PageSize}
}

// HeadersPerSpan is how many headers can be listed in one span of the list's limit.
func (l Limits) HeadersPerSpan() int { return l.List.Requests * l.ListPage }

// MaxShards is how many clients can share a quota: with more of them, each listing with
// one request per span would be more than the limit of the list.
func MaxShards(share float64) int { return int(float64(listLimit.Requests)*share + 1e-9) }

// RequestsPerRecord is how many requests a record takes at least: one for it with its
// sessions, and one for its participants. Further pages of large ones come on top.
func (c *Client) RequestsPerRecord() int {
	if c.options.Participants && !c.options.MeetingsOnly {
		return 2
	}
	return 1
}

// requestsPerMeeting is the same of a meeting.
func (c *Client) requestsPerMeeting() int {
	if c.options.Participants {
		return 2
	}
	return 1
}

// LogRate is how many pages of a log of phone calls per second the quota share lets through.
func (c *Client) LogRate() float64 {
	l := pstnCalls.Limit
	return float64(l.Requests) / l.Span.Seconds() * c.options.QuotaShare / float64(c.options.Shards)
}

// RecordRate is how many records per second the quota share lets through, if all of them
// are meetings.
func (c *Client) RecordRate() float64 {
	return float64(recordsLimit.Requests) / recordsLimit.Span.Seconds() * c.options.QuotaShare /
		float64(c.options.Shards*c.requestsPerMeeting())
}
