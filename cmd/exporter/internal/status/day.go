package status

import (
	"time"

	"callrecords/load/ledger"
	"callrecords/schema"
)

// Day is how the records stand that start on one day. Listed or not, a record is at most
// one of in, due and unread.
type Day struct {
	Start  time.Time `json:"day"` // 00:00 UTC
	Listed uint64    `json:"records_listed"`
	In     uint64    `json:"records_in"` // readers see the newest version, and nothing is due
	Due    uint64    `json:"records_due"`
	Unread uint64    `json:"records_lost_unread"`
}

// retained are the days of which the service has records, the oldest first, today last.
func retained(now time.Time, f schema.Family) (days []Day) {
	const day = 24 * time.Hour
	today := now.UTC().Truncate(day)
	for at := today.Add(-f.Retention).Truncate(day); !at.After(today); at = at.Add(day) {
		days = append(days, Day{Start: at})
	}
	return days
}

// stands takes over how its records stand.
func (d *Day) stands(s ledger.Standing) {
	key := d.Start.Format(time.DateOnly)
	d.Listed, d.In, d.Due, d.Unread = s.ListedByDay[key], s.InByDay[key], s.DueByDay[key], s.UnreadByDay[key]
}
