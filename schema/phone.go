package schema

import "time"

// The logs of phone calls have rows and no records of their own: the record that is
// loaded is a UTC day of them, by the start of the calls.

// RowsPerLogPage are the rows of a full page of a log of phone calls (Graph,
// callRecord: getPstnCalls and getDirectRoutingCalls).
const RowsPerLogPage = 1000

// logRetention is how far back a log is read: the longest range that Graph takes in one
// request (getPstnCalls). How long it keeps rows beyond that, it does not say.
const logRetention = 90 * day

const day = 24 * time.Hour

// rowsPath is where a page of a log has its rows.
const rowsPath = "value[]"

// dayOwner is what every row of a log begins with: the day that it was loaded with.
var dayOwner = []Column{
	{"tenant_id", KindKeyword, SourceConfig, "", "Entra tenant the row was exported from"},
	{"record_id", KindText, SourceListed, "", "the family and the day that the row was loaded with"},
	{"version", KindUInt64, SourceListed, "", "version of that day: when it was read, and a checksum of its rows"},
	{"day", KindStart, SourceListed, "UTC, 100 ns", "beginning of that day"},
}

// phoneLog is the family of a log. Its rows are a table of the family's name, its days
// one of the other name.
func phoneLog(name, days, comment string, lookups []string, columns []Column) Family {
	return Family{
		Name:      name,
		Retention: logRetention,
		Daily:     true,
		Levels:    []Level{{}, {Path: rowsPath, Position: "call_index", Key: "id"}},
		Tables: []Table{
			{
				Name:    days,
				Comment: "One row per UTC day that was read of the log " + name + ", be it empty.",
				Start:   "day",
				Columns: join(dayOwner, []Column{
					{"call_count", KindUInt32, SourceCounted, "rows", "rows of this day in " + name},
					{"exported_at", KindMillis, SourceClock, "UTC, ms", "when the row was made"},
				}),
			},
			{
				Name: name, Comment: comment, RowPath: rowsPath, Counter: "call_count", Start: "day",
				Lookups: append([]string{"id"}, lookups...),
				Columns: join(dayOwner, positions("call_index"), place("", rowsPath+".", columns), tail),
			},
		},
		Pages: []PageForm{
			{Kind: PageCalls, Arrays: map[string]string{"value": rowsPath}},
			{Kind: PageMoreCalls, Arrays: map[string]string{"value": rowsPath}},
		},
	}
}
