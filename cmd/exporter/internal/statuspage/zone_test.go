package statuspage

import (
	"strings"
	"testing"
	"time"
)

func TestTimesAreInTheZoneThatIsChosenOrConfigured(t *testing.T) {
	t.Parallel()
	winter, summer := time.Date(2026, 3, 29, 0, 30, 0, 0, time.UTC), time.Date(2026, 3, 29, 1, 30, 0, 0, time.UTC)
	for name, c := range map[string]struct {
		chosen, configured string
		winter, summer     string
		of                 string
		unknown            bool
	}{
		"none":               {"", "", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", false},
		"configured":         {"", "Europe/Paris", "2026-03-29 01:30:00 CET", "2026-03-29 03:30:00 CEST", "Europe/Paris", false},
		"chosen":             {"America/Sao_Paulo", "Europe/Paris", "2026-03-28 21:30:00 -03", "2026-03-28 22:30:00 -03", "America/Sao_Paulo", false},
		"chosen, UTC":        {"UTC", "Europe/Paris", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", false},
		"chosen, none":       {"Mars/Olympus", "Europe/Paris", "2026-03-29 01:30:00 CET", "2026-03-29 03:30:00 CEST", "Europe/Paris", true},
		"chosen, a file":     {"../../../etc/passwd", "", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", true},
		"chosen, a folder":   {"Europe", "", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", true},
		"chosen, very long":  {strings.Repeat("Europe/", 1000), "", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", true},
		"neither is known":   {"Mars", "Moon", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", true},
		"configured, no one": {"", "Moon", "2026-03-29 00:30:00 UTC", "2026-03-29 01:30:00 UTC", "UTC", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			v := newView(of(well(tenantA)), serving(), choice{Zone: c.chosen}, c.configured, now)
			if got := v.At(winter); got != c.winter {
				t.Errorf("before the clocks change: got %s, want %s", got, c.winter)
			}
			if got := v.At(summer); got != c.summer {
				t.Errorf("after: got %s, want %s", got, c.summer)
			}
			if v.Zone.Name() != c.of || v.Zone.Unknown != c.unknown {
				t.Errorf("got zone %s, unknown %v, want %s, %v", v.Zone.Name(), v.Zone.Unknown, c.of, c.unknown)
			}
		})
	}
}

func TestLinksAndTheFormKeepWhatWasChosen(t *testing.T) {
	t.Parallel()
	all := state{of(well(tenantA), due(tenantB)), serving(), choice{Zone: "Europe/Paris"}}
	if got, want := all.html(t, false), `href="/status?family=call_records&amp;tenant=`+tenantB+`&amp;zone=Europe%2FParis"`; !strings.Contains(got, want) {
		t.Errorf("got\n%s\nwant %s in it", got, want)
	}
	one := state{of(well(tenantA), due(tenantB)), serving(), choice{Tenant: tenantB, All: true, Zone: "Europe/Paris"}}
	for _, want := range []string{
		`<input type="hidden" name="tenant" value="` + tenantB + `">`, `<input type="hidden" name="all" value="1">`,
		`name="zone" value="Europe/Paris"`, `<a href="/status?zone=Europe%2FParis" `,
	} {
		if got := one.html(t, false); !strings.Contains(got, want) {
			t.Errorf("got\n%s\nwant %s in it", got, want)
		}
	}
}
