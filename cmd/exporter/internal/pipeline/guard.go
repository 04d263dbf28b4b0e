package pipeline

import (
	"context"
	"time"

	"callrecords/schema"
)

// warnOfExpiry says before the work begins when it cannot be done in time:
// what is due, nearest to expiry first, at the rate that the quota allows.
func (r *run) warnOfExpiry(ctx context.Context, due []schema.Due) {
	if r.RecordRate <= 0 {
		return
	}
	late, worst := 0, time.Duration(0)
	for i, d := range due {
		done := r.Now().Add(time.Duration(float64(i+1) / r.RecordRate * float64(time.Second)))
		left := r.Family.Expires(d.Start).Sub(r.Now())
		if over := done.Sub(r.Family.Expires(d.Start)); over > 0 && left > 0 {
			late, worst = late+1, max(worst, over)
		}
	}
	if late > 0 {
		r.Logger.ErrorContext(ctx, "quota is too small for what is due: raise export.quota_share or run more often",
			"tenant", r.Tenant, "due", len(due), "records_too_late", late, "late_by", worst.Round(time.Second).String())
	}
}

// alarm logs every record that is still due and expires soon, and says
// whether there is one.
func (r *run) alarm(ctx context.Context, due []schema.Due) bool {
	raised := false
	for _, d := range due {
		left := r.Family.Expires(d.Start).Sub(r.Now())
		if left > r.ExpiryAlarm {
			break // the list is ordered by expiry
		}
		raised = true
		r.Logger.ErrorContext(ctx, "record is not in the warehouse and expires soon", "tenant", r.Tenant,
			"record_id", d.ID, "version", d.Version, "expires_at", r.Family.Expires(d.Start), "left", left.Round(time.Minute).String(), "reason", d.Reason)
	}
	return raised
}
