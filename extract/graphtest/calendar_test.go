package graphtest

import (
	"fmt"
	"maps"
	"testing"
	"time"
)

// versions are the listed records and their versions.
func versions(tenant *Tenant) map[string]int64 {
	all := map[string]int64{}
	for _, h := range tenant.Headers() {
		all[h.ID] = h.Version
	}
	return all
}

// What a test counts must not depend on the time of day: calls are of office
// hours, and the last ones still go on or are not built at that time.
func TestEveryRecordIsListedFromTheStartAtAnyTimeOfDay(t *testing.T) {
	t.Parallel()
	const records = 100
	for _, days := range []int{1, 7, 29} {
		t.Run(fmt.Sprintf("starts in %d days", days), func(t *testing.T) {
			t.Parallel()
			for at := range 7 * 24 { // a week, and the minutes of an hour
				c := newClock()
				c.Advance(time.Duration(at) * 61 * time.Minute)
				tenant := New(Options{Now: c.Now, Records: records, Days: days})
				first := versions(tenant)
				if len(first) != records {
					t.Errorf("records listed at %s: got %d, want %d", c.Now().Format(time.DateTime), len(first), records)
				}
				c.Advance(calm - time.Minute)
				if then := versions(tenant); !maps.Equal(then, first) {
					t.Errorf("%s and 59 minutes: got other records or versions, want the same", c.Now().Format(time.DateTime))
				}
			}
		})
	}
}

func TestUnbuiltRecordsAppearOneByOne(t *testing.T) {
	t.Parallel()
	c := newClock()
	tenant := New(Options{Now: c.Now, Records: 5, Unbuilt: 3})
	for _, want := range []int{5, 6, 7, 8, 8} {
		if got := len(tenant.Headers()); got != want {
			t.Errorf("headers at %s: got %d, want %d", c.Now().Format(time.TimeOnly), got, want)
		}
		c.Advance(10 * time.Minute)
	}
}
