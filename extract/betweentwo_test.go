package extract

import (
	"slices"
	"testing"
)

func TestParticipantsOfMeetingsOnlyAreAskedFor(t *testing.T) {
	t.Parallel()
	const (
		ann    = `{"associatedIdentity":{"id":"ann"}}`
		bob    = `{"identity":{"@odata.type":"#microsoft.graph.identitySet","phone":null,"user":{"id":"bob"}}}`
		nobody = `{"identity":{"user":{"id":null}},"associatedIdentity":null}`
	)
	session := func(caller, callee string) string {
		return `{"id":"1","segments":[],"caller":` + caller + `,"callee":` + callee + `}`
	}
	for name, c := range map[string]struct {
		kind, sessions string
		asked          bool
	}{
		"a call between two":           {`"type":"peerToPeer"`, session(ann, bob), false},
		"a meeting":                    {`"type":"groupCall"`, session(ann, bob), true},
		"an unknown type":              {`"type":"unknown"`, session(ann, bob), true},
		"a type of the future":         {`"type":"unknownFutureValue"`, session(ann, bob), true},
		"null as type":                 {`"type":null`, session(ann, bob), true},
		"a type that is no text":       {`"type":["peerToPeer"]`, session(ann, bob), true},
		"no type":                      {`"x":1`, session(ann, bob), true},
		"the last of two types counts": {`"type":"peerToPeer","type":"groupCall"`, session(ann, bob), true},
		"an end that says nothing":     {`"type":"peerToPeer"`, session(ann, nobody), true},
		"an end that is null":          {`"type":"peerToPeer"`, session("null", bob), true},
		"an end that is none":          {`"type":"peerToPeer"`, session(`"ann"`, bob), true},
		"two sessions":                 {`"type":"peerToPeer"`, session(ann, bob) + `,{"id":"2","segments":[],"caller":` + ann + `,"callee":` + bob + `}`, true},
		"no session":                   {`"type":"peerToPeer"`, ``, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := script{
				getRecord:       `{"version":1,` + c.kind + `,"sessions":[` + c.sessions + `]}`,
				getParticipants: `{"version":1,"participants_v2":[{"id":"ann"},{"id":"bob"}]}`,
			}
			_, asked, err := play(t, s, true, func(o *Options) { o.MeetingsOnly = true })
			if err != nil {
				t.Fatal(err)
			}
			if got := slices.Contains(asked, getParticipants); got != c.asked {
				t.Errorf("got requests %q, want the participants asked for: %v", asked, c.asked)
			}
		})
	}
}
