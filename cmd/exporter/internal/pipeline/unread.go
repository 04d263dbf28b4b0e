package pipeline

import (
	"context"

	"callrecords/schema"
)

// unreadOf adds up the values of loads that their columns could not hold. The
// place of the first one begins with its record.
func unreadOf(loads []schema.Load) (all schema.Unread) {
	for _, l := range loads {
		if u := l.Unread; u.Values > 0 {
			u.First = "record " + l.RecordID + ", " + u.First
			all.Add(u)
		}
	}
	return all
}

// warnUnread logs, once per batch, that columns are empty although something was
// sent.
func (l *batchLoader) warnUnread(ctx context.Context, loads []schema.Load) {
	if u := unreadOf(loads); u.Values > 0 {
		l.opts.Logger.WarnContext(ctx, "values that their columns cannot hold: kept in unknown_properties",
			"tenant", l.opts.Tenant, "values", u.Values, "first", u.First)
	}
}
