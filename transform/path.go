package transform

import (
	"strings"

	"callrecords/schema"
)

// odataType is the one annotation that is read; its name has a dot.
const odataType = "@odata.type"

// split cuts a column's source into the level that its value belongs to and
// the steps from that level's object down to it.
//
//	sessions[].caller.name             session, [caller name]
//	sessions[].segments[].id           segment, [id]
//	organizer_v2.identity.(kind).id    record,  [organizer_v2 identity (kind) id]
func split(source string) (level, []string) {
	at, rest := record, source
	for l := range levelCount {
		p := levels[l].path
		if tail, ok := strings.CutPrefix(source, p+"."); ok && p != "" && len(tail) < len(rest) {
			at, rest = l, tail
		}
	}
	return at, steps(rest)
}

// steps cuts a path at its dots, but not inside @odata.type.
func steps(path string) []string {
	if head, ok := strings.CutSuffix(path, odataType); ok {
		return append(steps(strings.TrimSuffix(head, ".")), odataType)
	}
	if path == "" {
		return nil
	}
	return strings.Split(path, ".")
}

// isPath says whether a source is a JSON path rather than something that the
// exporter adds.
func isPath(source string) bool {
	switch source {
	case schema.SourceConfig, schema.SourceClock, schema.SourceLoad, schema.SourcePosition, schema.SourceCounted, schema.SourceUnknown:
		return false
	}
	return true
}
