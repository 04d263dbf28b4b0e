package schema

// Every row of a child table begins with what it belongs to and ends with what
// has no column and with when it was made.
var (
	owner = []Column{
		{"tenant_id", KindKeyword, SourceConfig, "", "Entra tenant the row was exported from"},
		{"record_id", KindText, "id", "", "call record id"},
		{"version", KindUInt64, "version", "", "version of the call record that this row belongs to"},
	}
	childOwner = append(owner[:len(owner):len(owner)],
		Column{"record_start_date_time", KindStart, "startDateTime", "UTC, 100 ns", "start of the call record"})
	tail = []Column{
		{"unknown_properties", KindText, SourceUnknown, "JSON object", "empty when there is none; nothing that the API sends is dropped"},
		{"exported_at", KindMillis, SourceClock, "UTC, ms", "when the row was made"},
	}
)

// LoadID is the column that every data table has beyond the contract: the
// attempt that wrote the row. A row is visible once its load is committed.
var LoadID = Column{"load_id", KindUInt64, SourceLoad, "", "load that wrote the row; 41 bits of ms, 10 of writer, 13 of counter"}

// positions are the columns that say where a row stands in its record.
func positions(names ...string) []Column {
	var at []Column
	for _, n := range names {
		at = append(at, Column{n, KindUInt32, SourcePosition, "", "zero-based position inside its parent, over all pages"})
	}
	return at
}

// span is when a session or a segment ended and began, and why it failed.
func end(path string) Column {
	return Column{"end_date_time", KindTime, path + "endDateTime", "UTC, 100 ns", "end"}
}
func begin(path string) Column {
	return Column{"start_date_time", KindTime, path + "startDateTime", "UTC, 100 ns", "start"}
}

// failure is a failureInfo (Graph, resource type callRecords.failureInfo).
func failure(path string) []Column {
	return []Column{
		{"failure_reason", KindKeyword, path + "failureInfo.reason", "", ""},
		{"failure_stage", KindKeyword, path + "failureInfo.stage", "", ""},
	}
}
