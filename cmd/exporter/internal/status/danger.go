package status

import (
	"fmt"
	"time"

	"callrecords/cmd/exporter/internal/console"
)

// dangers are what endangers the promise, each with what to do.
func (p *Part) dangers(now time.Time, q Question) []string {
	found := []string{}
	if o := p.Oldest; o != nil {
		switch left := o.ExpiresAt.Sub(now); {
		case left < 0:
			found = append(found, fmt.Sprintf("record %s is due and expired %s ago: exporter explain %[1]s",
				o.RecordID, console.Duration(-left)))
		case left < q.ExpiryAlarm:
			found = append(found, fmt.Sprintf("record %s is due and expires in %s: exporter explain %[1]s",
				o.RecordID, console.Duration(left)))
		}
	}
	if at := p.UnreadAt; at != nil && now.Sub(*at) < lostFor {
		found = append(
			found,
			fmt.Sprintf("a record was lost unread %s ago: exporter verify names all of them",
				console.Duration(now.Sub(*at))),
		)
	}
	switch {
	case p.SuccessAt == nil:
		found = append(found, "no export has come to its end yet: exporter run")
	case now.Sub(*p.SuccessAt) > q.MaxAge:
		found = append(
			found,
			fmt.Sprintf("the last export that came to its end did so %s ago, more than %s: "+
				"look at the last runs, then exporter doctor",
				console.Duration(now.Sub(*p.SuccessAt)), console.Duration(q.MaxAge)),
		)
	}
	return found
}
