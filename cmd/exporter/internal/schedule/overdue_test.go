package schedule

import (
	"testing"
	"time"
)

func TestSuccessIsOverdueWhenTwoTimesHavePassed(t *testing.T) {
	t.Parallel()
	friday := time.Date(2026, 3, 6, 18, 10, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		spec string
		want time.Time
	}{
		"each day":        {"@daily", time.Date(2026, 3, 8, 0, 1, 0, 0, time.UTC)},
		"each six hours":  {"0 */6 * * *", time.Date(2026, 3, 7, 6, 1, 0, 0, time.UTC)},
		"on working days": {"0,30 8-17 * * 1-5", time.Date(2026, 3, 9, 8, 31, 0, 0, time.UTC)},
		"in a time zone":  {"CRON_TZ=Europe/Berlin 0 6 * * *", time.Date(2026, 3, 8, 5, 1, 0, 0, time.UTC)},
		"each hour":       {"@hourly", friday.Add(leastOverdue)},
		"often":           {"* * * * *", friday.Add(leastOverdue)},
		"never any more":  {"0 0 30 2 *", time.Time{}},
		"by the duration": {"@every 12h", time.Date(2026, 3, 7, 18, 11, 0, 0, time.UTC)},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s, err := Parse(c.spec)
			if err != nil {
				t.Fatal(err)
			}
			if got := Overdue(s, friday, time.Minute); !got.Equal(c.want) {
				t.Errorf("got %s, want %s", got.UTC(), c.want)
			}
		})
	}
}
