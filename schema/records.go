package schema

// Records has one row a call record (Graph, resource type callRecords.callRecord).
var Records = Table{
	Name:    "records",
	Comment: "One row per call record: its newest version.",
	Start:   "start_date_time",
	Lookups: []string{"record_id", "organizer_id"},
	Columns: join(
		owner,
		[]Column{
			{"start_date_time", KindStart, "startDateTime", "UTC, 100 ns", "start of the call record"},
			{"end_date_time", KindTime, "endDateTime", "UTC, 100 ns", "last leave"},
			{"join_web_url", KindText, "joinWebUrl", "URL or empty string", `meeting link; "" seen for peerToPeer`},
			{"last_modified_date_time", KindTime, "lastModifiedDateTime", "UTC, 100 ns", "when this version of the record was created"},
			{"type", KindKeyword, "type", "enum", "groupCall or peerToPeer; list responses can show unknown"},
			{"modalities", KindKeywords, "modalities", "", ""},
		},
		communicationsIdentity("organizer_", "organizer_v2.", "organizer_administrative_unit_ids", "organizer"),
		[]Column{
			{"participant_count", KindUInt32, SourceCounted, "rows", "rows of this version in the participants table"},
			{"session_count", KindUInt32, SourceCounted, "rows", "rows of this version in the sessions table"},
			{"segment_count", KindUInt32, SourceCounted, "rows", "rows of this version in the segments table"},
			{"stream_count", KindUInt32, SourceCounted, "rows", "rows of this version in the streams table"},
		},
		tail,
	),
}
