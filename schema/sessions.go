package schema

// Sessions has one row a session: one participant's connection to another, or
// to the service of a meeting (Graph, resource type callRecords.session).
var Sessions = Table{
	Name:    "sessions",
	Comment: "One row per session of a call record. Session ids may repeat: session_index is the key.",
	RowPath: "sessions[]",
	Counter: "session_count",
	Start:   "record_start_date_time",
	Lookups: []string{"record_id", "caller_associated_identity_id", "callee_associated_identity_id"},
	Columns: join(
		childOwner,
		positions("session_index"),
		[]Column{
			{"session_id", KindText, "sessions[].id", "", "may repeat inside one record by design"},
			end("sessions[]."),
			{"is_test", KindBool, "sessions[].isTest", "boolean", "test-call marker; absent from the US Gov CSDL"},
			begin("sessions[]."),
			{"modalities", KindKeywords, "sessions[].modalities", "", ""},
		},
		failure("sessions[]."),
		both("", "sessions[].%side%.", endpoint),
		tail,
	),
	Carried: place("record_", "", pick(Records.Columns, "type")),
}
