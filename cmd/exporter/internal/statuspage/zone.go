package statuspage

import (
	"cmp"
	"time"
)

// longestZone bounds the name of a time zone, in bytes; the longest of today has 32.
const longestZone = 64

// zone is the time zone of the page's times.
type zone struct {
	Asked   string // the name that was asked for, or else the one that is configured
	Unknown bool   // there is no zone of that name: times are in the one that is configured
	at      *time.Location
}

// zoneOf is the zone that was asked for by its name in the database of IANA, such as
// Europe/Paris; "" asks for the one that is configured.
func zoneOf(asked, configured string) zone {
	z := zone{Asked: cmp.Or(asked, configured, time.UTC.String())}
	if len(z.Asked) <= longestZone {
		if at, err := time.LoadLocation(z.Asked); err == nil {
			z.at = at
			return z
		}
	}
	return zone{z.Asked, true, zoneOf(configured, "").at}
}

// Name is the zone's name.
func (z zone) Name() string { return z.at.String() }

// Longest is how long a name may be.
func (z zone) Longest() int { return longestZone }
