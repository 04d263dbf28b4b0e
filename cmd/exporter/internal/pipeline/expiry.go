package pipeline

import (
	"context"
	"time"

	"callrecords/schema"
)

// warnOfExpiry says before the work begins when it cannot be done in time:
// what is due, nearest to expiry first, at the rate that the quota allows.
func (r *run) warnOfExpiry(ctx context.Context, due []schema.Due) {
	if r.opts.RecordRate <= 0 {
		return
	}
	now := r.opts.Now()
	late, worst := 0, time.Duration(0)
	for i, d := range due {
		expires := r.opts.Family.Expires(d.Start)
		fetched := now.Add(time.Duration(float64(i+1) / r.opts.RecordRate * float64(time.Second)))
		// What has expired already is lost at any rate: a larger quota would not help.
		if over := fetched.Sub(expires); over > 0 && expires.After(now) {
			late, worst = late+1, max(worst, over)
		}
	}
	if late > 0 {
		r.opts.Logger.ErrorContext(ctx,
			"quota is too small for what is due: raise export.quota_share or run more often",
			"tenant", r.opts.Tenant, "due", len(due), "records_too_late", late,
			"late_by", worst.Round(time.Second).String())
	}
}

// alarm logs every record that is still due and expires soon, and says
// whether there is one.
func (r *run) alarm(ctx context.Context, due []schema.Due) bool {
	now, raised := r.opts.Now(), false
	for _, d := range due {
		expires := r.opts.Family.Expires(d.Start)
		left := expires.Sub(now)
		if left > r.opts.ExpiryAlarm {
			break // the list is ordered by expiry
		}
		raised = true
		r.opts.Logger.ErrorContext(ctx, "record is not in the warehouse and expires soon",
			"tenant", r.opts.Tenant, "record_id", d.ID, "version", d.Version, "expires_at", expires,
			"left", left.Round(time.Minute).String(), "reason", d.Reason)
	}
	return raised
}
