package schema

// Participants has one row a participant (Graph, resource type callRecords.participant).
var Participants = Table{
	Name:    "participants",
	Comment: "One row per participant of a call record.",
	RowPath: "participants_v2[]",
	Counter: "participant_count",
	Start:   "record_start_date_time",
	Lookups: []string{"record_id", "identity_id"},
	Columns: join(
		childOwner,
		positions("participant_index"),
		[]Column{{"participant_id", KindText, "participants_v2[].id", "", ""}},
		communicationsIdentity("identity_", "participants_v2[].", "administrative_unit_ids", "participant"),
		tail,
	),
}
