package graphtest

import (
	"encoding/json"
	"strings"
	"testing"

	"callrecords/internal/peak"
)

// told is what of a document the story is told by.
type told struct {
	Sessions []struct {
		Caller *struct {
			UserAgent *struct {
				ApplicationVersion string
			}
		}
		Segments []struct {
			Media []struct {
				CallerNetwork *struct {
					Subnet, ConnectionType, BasicServiceSetIdentifier string
				}
				Streams []struct {
					AveragePacketLossRate any
				}
			}
		}
	}
}

// The story needs an access point that many were at, people in the VPN, somebody who
// loses packets, and both sorts of subnets: those of the building file and others.
func TestStoryIsThere(t *testing.T) {
	t.Parallel()
	peak.SkipRaced(t, "600 documents are read by one goroutine")
	tenant := New(Options{Records: 600, Days: 14, Now: newClock().Now})
	points, subnets, old, loss := map[string]int{}, map[string]int{}, 0, 0
	for _, h := range tenant.Headers() {
		text, _ := tenant.Document(h.ID)
		var d told
		if err := json.Unmarshal(text, &d); err != nil {
			t.Fatal(err)
		}
		for _, s := range d.Sessions {
			if s.Caller != nil && s.Caller.UserAgent != nil && s.Caller.UserAgent.ApplicationVersion == oldRelease {
				old++
			}
			for _, g := range s.Segments {
				for _, m := range g.Media {
					if n := m.CallerNetwork; n != nil {
						points[n.BasicServiceSetIdentifier]++
						subnets[n.Subnet]++
					}
					for _, stream := range m.Streams {
						if rate, ok := stream.AveragePacketLossRate.(float64); ok && rate > 0.13 && rate < 0.15 {
							loss++
						}
					}
				}
			}
		}
	}
	for what, got := range map[string]int{
		"streams at the first access point of Lisbon": points["3c-84-6a-28-07-00"],
		"media in the VPN":                            subnets["10.200.0.0"],
		"media in the office without buildings":       subnets["10.60.1.0"],
		"sessions of the old release":                 old,
		"streams that lose 14 %":                      loss,
	} {
		t.Run(what, func(t *testing.T) {
			t.Parallel()
			if got < 5 {
				t.Errorf("got %d, want 5 or more", got)
			}
		})
	}
}

func TestBuildingFileHasEveryOfficeButOne(t *testing.T) {
	t.Parallel()
	lines := strings.Split(strings.TrimSuffix(Buildings(), "\n"), "\n")
	if want := 2*(len(sites())-1) + 1; len(lines) != want {
		t.Errorf("got %d lines, want %d", len(lines), want)
	}
	for i, line := range lines {
		if got := strings.Count(line, "\t"); got != 14 {
			t.Errorf("line %d: got %d tabs, want 14", i+1, got)
		}
	}
	if strings.Contains(Buildings(), "10.60.") {
		t.Error("got the office that is missing, want it missing")
	}
}
