package reference

import (
	"fmt"
	"slices"
	"strings"

	"callrecords/schema"
)

// scopes are what a target may be for, beside a building or a network class.
var scopes = []string{
	"all", "all_internal",
	"meetings", "meetings_internal", "meetings_internal_wired", "meetings_internal_wifi_5", "meetings_internal_wifi_2_4",
	"peer_to_peer", "peer_to_peer_internal", "peer_to_peer_internal_wired", "peer_to_peer_internal_wifi_5",
	"peer_to_peer_wired", "peer_to_peer_wifi_5",
}

// Measures are what a target may be about: shares of streams, of sessions, of ratings.
var Measures = []string{"poor_audio", "poor_video", "poor_sharing", "setup_failed", "dropped", "poor_rating"}

// Targets are the shares that must not be exceeded.
func Targets() Kind {
	return Kind{
		Name: "targets",
		Comment: "Targets, one row per scope and measure. Rows without a tenant ship and hold for all tenants; " +
			"a tenant's own go first.",
		Named: true,
		Columns: []Column{
			needed(checked(keyword("scope", "what the target is for: "+strings.Join(scopes, ", ")+
				", building:NAME, network_class:NAME"), readScope)),
			needed(
				checked(
					keyword("measure", "what it is about: "+strings.Join(Measures, ", ")),
					readOneOf(Measures...),
				),
			),
			needed(checked(Column{Column: schema.Column{Name: "target", Kind: schema.KindFloat32,
				Unit: "fraction 0..1", Meaning: "the greatest share that is good enough"}}, readShare)),
		},
		key: func(cells []string) []string { return []string{cells[0] + "\t" + cells[1]} },
	}
}

// readScope is what a target is for.
func readScope(cell string) (string, error) {
	for _, of := range []string{"building:", "network_class:"} {
		if name, ok := strings.CutPrefix(cell, of); ok && strings.TrimSpace(name) != "" {
			return of + strings.TrimSpace(name), nil
		}
	}
	if scope := strings.ToLower(cell); slices.Contains(scopes, scope) {
		return scope, nil
	}
	return "", fmt.Errorf(
		"%q: there is %s, building:NAME, network_class:NAME",
		shorten(cell),
		strings.Join(scopes, ", "),
	)
}
