package extract

import (
	"testing"
	"time"
)

func TestPublishedLimits(t *testing.T) {
	t.Parallel()
	want := Limits{
		Tenant:   Limit{"call records", 1500, 20 * time.Second},
		List:     Limit{"list of call records", 40, 20 * time.Second},
		Record:   Limit{"one call record with all its pages", 40, 20 * time.Second},
		ListPage: 60,
	}
	if got := PublishedLimits(); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	if got := want.HeadersPerSpan(); got != 2400 {
		t.Errorf("got %d headers per span, want 2400", got)
	}
}

func TestRecordRateIsTheShareOfTheTenantsLimit(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		share        float64
		participants bool
		want         float64
	}{
		"the whole quota":   {1, false, 75},
		"with participants": {1, true, 37.5},
		"a share":           {0.5, true, 18.75},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := inside(t, nil, func(o *Options) { o.QuotaShare, o.Participants = c.share, c.participants })
			if got := client.RecordRate(); got != c.want {
				t.Errorf("got %v records per second, want %v", got, c.want)
			}
		})
	}
}

func TestCollectionsOfCallRecordsAreComplete(t *testing.T) {
	t.Parallel()
	names := map[string]bool{StatsToken: true}
	for _, c := range []Collection{list, record, sessions, participants, version} {
		t.Run(c.Name, func(t *testing.T) {
			if err := c.validate(); err != nil {
				t.Error(err)
			}
			if names[c.Name] {
				t.Errorf("got the name %q twice", c.Name)
			}
			names[c.Name] = true
			if c.Role != Role {
				t.Errorf("got role %q, want %q", c.Role, Role)
			}
		})
	}
}
