package schema

// media is where the streams of a segment are.
const media = "sessions[].segments[].media[]."

// Streams has one row a media stream, with the networks and devices of its
// media beside it (Graph, resource types callRecords.media, mediaStream).
var Streams = Table{
	Name:    "streams",
	Comment: "One row per media stream of a segment; a media without streams still has one row.",
	RowPath: "sessions[].segments[].media[].streams[]",
	Counter: "stream_count",
	Start:   "record_start_date_time",
	Lookups: []string{"record_id", "caller_network_subnet", "callee_network_subnet"},
	Columns: join(
		childOwner,
		positions("session_index", "segment_index", "media_index", "stream_index"),
		[]Column{
			{"session_id", KindText, "sessions[].id", "", ""},
			{"segment_id", KindText, "sessions[].segments[].id", "", ""},
			{"media_label", KindKeyword, media + "label", "", "a media without streams still makes one row, with stream_id empty and stream columns null"},
		},
		place("", media+"streams[].", stream),
		both("network_", media+"%side%Network.", network),
		both("device_", media+"%side%Device.", device),
		tail,
	),
	Carried: join(
		place("record_", "", pick(Records.Columns, "type")),
		place("segment_", "", join(
			[]Column{end("sessions[].segments[]."), begin("sessions[].segments[].")},
			both("", "sessions[].segments[].%side%.", pick(endpoint, "endpoint_type")),
		)),
		place("session_", "", join(
			[]Column{end("sessions[]."), begin("sessions[].")},
			both("", "sessions[].%side%.", pick(endpoint,
				"endpoint_type", "name", "identity_kind", "identity_id", "identity_display_name",
				"identity_user_principal_name", "associated_identity_id", "associated_identity_display_name",
				"associated_identity_user_principal_name", "user_agent_application_version", "user_agent_platform",
				"feedback_rating")),
		)),
	),
}
