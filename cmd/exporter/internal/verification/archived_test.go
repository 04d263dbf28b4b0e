package verification

import (
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/config"
	"callrecords/cmd/exporter/internal/wiring"
	"callrecords/schema"
)

func TestArchiveIsHeldToWhatItKeepsAndToWhatGraphHas(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	now := time.Date(2026, 3, 31, 12, 0, 0, 0, time.UTC)
	families := []wiring.Family{
		{Family: schema.Family{Retention: 30 * day}}, {Family: schema.Family{Retention: 28 * day}},
	}
	for name, c := range map[string]struct {
		keep      bool
		retention time.Duration
		want      time.Time
	}{
		"for ever":                {true, 0, now.Add(-28 * day)},
		"longer than Graph":       {true, 400 * day, now.Add(-28 * day)},
		"less than Graph":         {true, 7 * day, now.Add(-7 * day)},
		"not at all":              {false, 0, time.Time{}},
		"not at all, once it was": {false, 7 * day, time.Time{}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := Options{Families: families, Config: config.Config{Export: config.Export{
				RawPages: c.keep, RawRetention: c.retention,
			}}}
			if got := v.archivedSince(now); !got.Equal(c.want) {
				t.Errorf("got %s, want %s", got, c.want)
			}
		})
	}
}
