package graphtest

import "time"

// busiest is the weight of the busiest hour.
const busiest = 12

// hourWeight is the share of calls that start in an hour of a working day, UTC,
// of a European company: two office peaks, and one in the evening from home.
func hourWeight(hour int) int {
	return [24]int{0, 0, 0, 0, 0, 1, 3, 8, 12, 11, 9, 5, 7, 11, 10, 7, 4, 3, 5, 7, 4, 2, 1, 0}[hour]
}

// officeHours gives a start in the days before now: office hours are likely,
// nights and weekends are not.
func officeHours(d *dice, now time.Time, days int) time.Time {
	span := float64(time.Duration(days) * 24 * time.Hour)
	var t time.Time
	for range 40 {
		t = now.Add(-time.Duration(d.unit() * span)).UTC()
		quiet := t.Weekday() == time.Saturday || t.Weekday() == time.Sunday
		if d.below(busiest) < hourWeight(t.Hour()) && (!quiet || d.chance(0.12)) {
			break
		}
	}
	return t.Truncate(precision(d))
}

// precision is the finest unit of a start, so that times have 0 to 7 digits.
func precision(d *dice) time.Duration {
	if d.chance(0.7) {
		return 100 * time.Nanosecond
	}
	return pick(d, []time.Duration{time.Second, 100 * time.Millisecond, 10 * time.Millisecond,
		time.Millisecond, 100 * time.Microsecond, 10 * time.Microsecond, time.Microsecond})
}

// evening says whether most callers sit at home at that hour.
func evening(t time.Time) bool { return t.Hour() >= 18 || t.Hour() < 6 }
