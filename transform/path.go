package transform

import "strings"

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
