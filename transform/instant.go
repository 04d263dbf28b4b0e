package transform

import (
	"errors"
	"fmt"
	"time"
)

var errInstant = errors.New("not an instant like 2026-01-02T03:04:05.1234567Z")

// The instants that an Arrow timestamp in ns and a DateTime64(7) both hold.
var (
	earliest = time.Date(1900, 1, 1, 0, 0, 0, 0, time.UTC)
	latest   = time.Date(2262, 1, 1, 0, 0, 0, 0, time.UTC)
)

// parseInstant reads an Edm.DateTimeOffset and returns ns since 1970. The
// service's zero time, year 1, means absent (Graph, direct routing rows).
func parseInstant(s []byte) (ns int64, present bool, err error) {
	t, err := time.Parse(time.RFC3339Nano, string(s))
	switch {
	case err != nil:
		return 0, false, errInstant
	case t.Year() == 1:
		return 0, false, nil
	case t.Before(earliest) || !t.Before(latest):
		return 0, false, fmt.Errorf("instant out of the warehouse's range of 1900 to 2261")
	}
	return t.UnixNano(), true, nil
}
