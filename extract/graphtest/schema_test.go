package graphtest

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"callrecords/internal/peak"
)

// reference is the metadata of Graph, when it is there.
const reference = "../../../shared/reference/callrecords-schema.json"

// shapes says which types of the metadata lie behind a property.
func shapes() map[string][]string {
	party := []string{"participantBase"}
	side := []string{"participantEndpoint", "serviceEndpoint", "endpoint"}
	return map[string][]string{
		"": {"callRecord"}, "organizer_v2": party, "participants_v2": party, "sessions": {"session"},
		"segments": {"segment"}, "caller": side, "callee": side, "userAgent": {"clientUserAgent", "serviceUserAgent", "userAgent"},
		"user": {"userIdentity"}, "feedback": {"userFeedback"}, "failureInfo": {"failureInfo"}, "media": {"media"}, "streams": {"mediaStream"},
		"callerNetwork": {"networkInfo"}, "calleeNetwork": {"networkInfo"}, "traceRouteHops": {"traceRouteHop"},
		"callerDevice": {"deviceInfo"}, "calleeDevice": {"deviceInfo"}, "administrativeUnitInfos": {"administrativeUnitInfo"},
	}
}

// filled notes type.property for every value that is neither null nor empty.
func filled(seen map[string]bool, under string, v any) {
	switch v := v.(type) {
	case []any:
		for _, e := range v {
			filled(seen, under, e)
		}
	case map[string]any:
		for key, member := range v {
			if member == nil || member == "" {
				continue
			}
			for _, shape := range shapes()[under] {
				seen[shape+"."+key] = true
			}
			filled(seen, key, member)
		}
	}
}

// properties reads type.property of the metadata, of the types above.
func properties(t *testing.T) []string {
	t.Helper()
	raw, err := os.ReadFile(filepath.FromSlash(reference))
	if err != nil {
		return embedded()
	}
	type kind struct {
		Name       string
		Properties []struct{ Name string }
	}
	var metadata struct{ EntityTypes, ComplexTypes []kind }
	if err := json.Unmarshal(raw, &metadata); err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, k := range slices.Concat(metadata.EntityTypes, metadata.ComplexTypes) {
		for _, p := range k.Properties {
			if !strings.HasSuffix(k.Name, "LogRow") {
				all = append(all, k.Name+"."+p.Name)
			}
		}
	}
	return all
}

// embedded is a short list for where the metadata is not: the rare ones.
func embedded() []string {
	return strings.Fields(`callRecord.joinWebUrl callRecord.participants session.isTest failureInfo.reason failureInfo.stage
		traceRouteHop.hopCount traceRouteHop.ipAddress traceRouteHop.roundTripTime serviceUserAgent.role
		clientUserAgent.azureADAppId clientUserAgent.communicationServiceId userFeedback.text userFeedback.tokens
		administrativeUnitInfo.id mediaStream.startDateTime mediaStream.endDateTime mediaStream.wasMediaBypassed
		mediaStream.rmsFreezeDuration networkInfo.basicServiceSetIdentifier networkInfo.relayIPAddress
		deviceInfo.howlingEventCount deviceInfo.micGlitchRate`)
}

func TestEveryPropertyOfTheMetadataIsFilledSomewhere(t *testing.T) {
	t.Parallel()
	peak.SkipRaced(t, "300 documents are read by one goroutine")
	tenant := New(Options{Now: newClock().Now})
	seen := map[string]bool{}
	for _, h := range tenant.Headers() {
		filled(seen, "", document(t, tenant, h.ID))
	}
	all := properties(t)
	for _, p := range all {
		if !seen[p] {
			t.Errorf("%s is never filled", p)
		}
	}
	if len(all) < 20 {
		t.Errorf("%d properties in the metadata", len(all))
	}
}

func TestQuirksShow(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	var all strings.Builder
	for _, h := range tenant.Headers() {
		doc, _ := tenant.Document(h.ID)
		all.Write(doc)
	}
	for _, quirk := range []string{
		`"NaN"`, `"INF"`, `"-INF"`, `"P0DT0H`, `"linkSpeed":4294967295`, `"streams":[]`, `"streams":null`, `"media":null`, `"media":[]`,
		`"callee":null`, `"callerNetwork":null`, `"calleeDevice":null`, `"teamsvisitor:`, `"phone":{`, `"applicationInstance":{`,
		`"application":{`, `"guest":{`, `"acsUser":{`, `"azureCommunicationServicesUser":{`, `serviceEndpoint`, `"tokens":{}`, `"tokens":{"NoSound"`,
		`"joinWebUrl":""`, `"packetUtilization":0`, `"subnet":"10.40.7.0"`, `Northwind Buds X2`, `"videoBasedScreenSharing"`, `"lyraV2"`,
		`"sensitivityLabel"`, `"aiNoiseSuppression"`, `"xRoutingHints"`, `"releaseRing"`, `"batterySaverEventRatio"`, `"userIdentityType"`, `"xThermalLevel"`,
		`"postcall"`, `"wifi80211be"`, `"participants":null`, `"voicemail"`, `"mediationServer"`, `,null]`,
	} {
		t.Run(quirk, func(t *testing.T) {
			t.Parallel()
			if !strings.Contains(all.String(), quirk) {
				t.Error("got it nowhere, want it in some document")
			}
		})
	}
}

func TestQueueSessionsShareOneID(t *testing.T) {
	t.Parallel()
	tenant := New(Options{Now: newClock().Now})
	for _, h := range tenant.Headers() {
		v, _ := tenant.look(h.ID, tenant.opt.Now())
		if v.kind != queue {
			continue
		}
		ids, sessions := map[any]bool{}, document(t, tenant, v.id)["sessions"].([]any)
		for _, s := range sessions {
			ids[s.(map[string]any)["id"]] = true
		}
		if len(ids) != 1 || len(sessions) < 2 {
			t.Errorf("record %s: %d ids in %d sessions", v.id, len(ids), len(sessions))
		}
		return
	}
	t.Fatal("no queue")
}
