package extract

import (
	"fmt"
	"net/http"
	"testing"
	"time"
)

func TestRetryAfterForms(t *testing.T) {
	t.Parallel()
	now := time.Date(2026, 8, 20, 12, 0, 0, 0, time.UTC)
	for _, c := range []struct {
		text, date string
		want       time.Duration
	}{
		{"", "", 0},
		{"7", "", 7 * time.Second},
		{"2.128", "", 2128 * time.Millisecond},
		{" 0.5 ", "", 500 * time.Millisecond},
		{"-3", "", 0},
		{"NaN", "", 0},
		{"1e300", "", 24 * time.Hour},
		{"soon", "", 0},
		{"Thu, 20 Aug 2026 12:00:30 GMT", "", 30 * time.Second},
		{"Thu, 20 Aug 2026 12:00:30 GMT", "Thu, 20 Aug 2026 12:00:20 GMT", 10 * time.Second},
		{"Thu, 20 Aug 2026 11:00:00 GMT", "", 0},
	} {
		t.Run(fmt.Sprintf("%q at %q", c.text, c.date), func(t *testing.T) {
			t.Parallel()
			h := http.Header{"Retry-After": {c.text}, "Date": {c.date}}
			if got := retryAfter(h, now); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}
