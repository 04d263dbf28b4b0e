package config

import (
	"cmp"
	"testing"
	"time"
)

func TestDurationsKnowDays(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]time.Duration{
		"30d":   720 * time.Hour,
		"1.5d":  36 * time.Hour,
		"1d12h": 36 * time.Hour,
		"2m":    2 * time.Minute,
		"0d":    0,
		"1h30m": 90 * time.Minute,
		"1.5h":  90 * time.Minute,
	} {
		t.Run(text, func(t *testing.T) {
			t.Parallel()
			got, err := ParseDuration(text)
			if err != nil {
				t.Fatal(err)
			}
			if got != want {
				t.Errorf("got %v, want %v", got, want)
			}
		})
	}
	for _, text := range []string{
		"", "d", "-1d", "1e3d", "1d-1h", "1d48h", "48", "1w", "99999999999d", "1dd", "1 d",
	} {
		t.Run("not "+cmp.Or(text, "nothing"), func(t *testing.T) {
			t.Parallel()
			if got, err := ParseDuration(text); err == nil {
				t.Errorf("got %v, want an error", got)
			}
		})
	}
}

func TestParticipantsMayBeSaidAsBefore(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]string{
		"true": ParticipantsAll, "false": ParticipantsNone, "all": ParticipantsAll, "meetings": ParticipantsMeetings, "none": ParticipantsNone,
	} {
		t.Run(said, func(t *testing.T) {
			t.Parallel()
			c, err := Load(written(t, whole+"export:\n  participants: "+said+"\n"), nil)
			if err != nil {
				t.Fatal(err)
			}
			if got := c.Export.Participants; got != want {
				t.Errorf("got %q, want %q", got, want)
			}
		})
	}
}
