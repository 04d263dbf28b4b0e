package transform

import (
	"strings"

	"callrecords/schema"
)

// odataType is the one annotation that is read; its name has a dot.
const odataType = "@odata.type"

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
	case schema.SourceConfig, schema.SourceClock, schema.SourceListed, schema.SourceLoad,
		schema.SourcePosition, schema.SourceCounted, schema.SourceUnknown:
		return false
	}
	return true
}
