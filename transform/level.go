package transform

import "callrecords/schema"

// level is a depth of the record's tree at which something repeats.
type level uint8

// The levels, outermost first.
const (
	record level = iota
	participant
	session
	segment
	media
	stream
	levelCount
)

// place is where a level's objects are.
type place struct {
	up       level  // the level around them
	path     string // in the JSON of the record
	position string // column that holds their position
	prefix   string // of their properties in the row of a deeper level
}

// levels are the places, by level. Media have a prefix because they make no
// row of their own: their properties without a column go into their streams'.
var levels = [levelCount]place{
	record:      {record, "", "", ""},
	participant: {record, "participants_v2[]", "participant_index", ""},
	session:     {record, "sessions[]", "session_index", ""},
	segment:     {session, "sessions[].segments[]", "segment_index", ""},
	media:       {segment, "sessions[].segments[].media[]", "media_index", "media."},
	stream:      {media, "sessions[].segments[].media[].streams[]", "stream_index", ""},
}

// levelAt is the level whose objects are at a path.
func levelAt(path string) (level, bool) {
	for l := range levelCount {
		if levels[l].path == path {
			return l, true
		}
	}
	return 0, false
}

// rowLevel is the level whose objects make the rows of a table.
func rowLevel(t schema.Table) level {
	l, _ := levelAt(t.RowPath)
	return l
}

// The tables, by their place in schema.Tables.
const (
	records = iota
	participants
	sessions
	segments
	streams
	tableCount
)

// tableOf is the table whose rows the objects of a level make; media make none.
var tableOf = [levelCount]int{
	record: records, participant: participants, session: sessions,
	segment: segments, media: -1, stream: streams,
}
