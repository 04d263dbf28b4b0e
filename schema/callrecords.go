package schema

import "time"

// retention is how long Graph keeps a call record; it answers 404 beyond (Graph, call
// records API overview).
const retention = 30 * 24 * time.Hour

// Rows of a full page, as Graph sends them ("List callRecords", "Get callRecord").
const (
	HeadersPerPage      = 60
	SessionsPerPage     = 60
	ParticipantsPerPage = 130
)

// CallRecords are the call records of Microsoft Teams: a tree of sessions,
// segments and streams, beside the participants (Graph, resource type
// callRecords.callRecord).
var CallRecords = Family{
	Name:      "call_records",
	Retention: retention,
	BuildTime: 150 * time.Minute, // from the end of the call to the first version (Graph, call records API overview)
	Levels: []Level{
		{},
		{Path: "participants_v2[]", Position: "participant_index"},
		{Path: "sessions[]", Position: "session_index"},
		{Path: "sessions[].segments[]", Position: "segment_index"},
		{Path: "sessions[].segments[].media[]", Position: "media_index", Prefix: "media."},
		{Path: "sessions[].segments[].media[].streams[]", Position: "stream_index"},
	},
	Tables: []Table{Records, Participants, Sessions, Segments, Streams},
	Pages: []PageForm{
		{Kind: PageRecord},
		{Kind: PageSessions, Arrays: map[string]string{"value": "sessions[]"}},
		{Kind: PageParticipants, Arrays: map[string]string{
			"value":           "participants_v2[]", // asked for as a collection
			"participants_v2": "participants_v2[]", // expanded in the record
		}},
	},
	Types: []DerivedType{{
		Objects: []string{
			"sessions[].caller",
			"sessions[].callee",
			"sessions[].segments[].caller",
			"sessions[].segments[].callee",
		},
		Declared:   "endpoint",
		Properties: []string{"userAgent"},
		Derived:    "participantEndpoint",
	}},
}
