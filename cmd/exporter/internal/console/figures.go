package console

import (
	"fmt"
	"strconv"
	"time"

	"github.com/dustin/go-humanize"
)

// Bytes sets a size in the decimal units of SI, with one decimal: 1.2 MB. It is
// not humanize.Bytes, which makes 13 MB of 12.5 MB and 1000 kB of 999.9 kB.
func Bytes(n int64) string {
	if n < 0 {
		return "-" + Bytes(-max(n, -1<<63+1)) // the least number has no positive twin
	}
	if n < 1000 {
		return strconv.FormatInt(n, 10) + " B"
	}
	value, unit := float64(n), 0
	for value >= 999.95 { // what would be set as 1000.0 is 1.0 of the next
		value /= 1000
		unit++
	}
	return fmt.Sprintf("%.1f %cB", value, " kMGTPE"[unit])
}

// Count sets a whole number with a comma between thousands: 1,234,567.
func Count(n int64) string { return humanize.Comma(n) }

// Number is so many of something: 1 tenant, 2 tenants.
func Number(n int, noun string) string {
	if n != 1 {
		noun += "s"
	}
	return Count(int64(n)) + " " + noun
}

// Duration sets a time with the two units that matter: 2d 3h, 1m 35s, 2.5s, 12ms.
// Each bound lies half a digit below the unit, so that what would be set as 60s
// is set as 1m.
func Duration(d time.Duration) string {
	switch {
	case d < 0:
		return "-" + Duration(-max(d, -1<<63+1))
	case d < time.Second:
		return strconv.FormatInt(d.Milliseconds(), 10) + "ms"
	case d < 10*time.Second-50*time.Millisecond:
		return fmt.Sprintf("%.1fs", d.Seconds())
	case d < time.Minute-500*time.Millisecond:
		return fmt.Sprintf("%.0fs", d.Seconds())
	case d < time.Hour-500*time.Millisecond:
		return units(d, time.Second, "m", 60, "s")
	case d < 24*time.Hour-30*time.Second:
		return units(d, time.Minute, "h", 60, "m")
	default:
		return units(d, time.Hour, "d", 24, "h")
	}
}

// units rounds to the small unit, of which size make a large one.
func units(d, small time.Duration, large string, size int64, name string) string {
	n := int64(d.Round(small) / small)
	if n%size == 0 {
		return fmt.Sprintf("%d%s", n/size, large)
	}
	return fmt.Sprintf("%d%s %d%s", n/size, large, n%size, name)
}
