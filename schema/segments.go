package schema

// Segments has one row a segment: a leg of a session
// (Graph, resource type callRecords.segment).
var Segments = Table{
	Name:    "segments",
	Comment: "One row per segment of a session.",
	RowPath: "sessions[].segments[]",
	Counter: "segment_count",
	Start:   "record_start_date_time",
	Lookups: []string{"record_id", "caller_associated_identity_id", "callee_associated_identity_id"},
	Columns: join(
		childOwner,
		positions("session_index", "segment_index"),
		[]Column{
			{"session_id", KindText, "sessions[].id", "", ""},
			{"segment_id", KindText, "sessions[].segments[].id", "", ""},
			end("sessions[].segments[]."),
			begin("sessions[].segments[]."),
		},
		failure("sessions[].segments[]."),
		both("", "sessions[].segments[].%side%.", endpoint),
		tail,
	),
}
