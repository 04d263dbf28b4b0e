// Package judge looks at the statements of readers before they run: at their text,
// and at the trees that the engine makes of them. It asks nothing itself.
package judge

import (
	"github.com/ClickHouse/ch-go/proto"

	"callrecords/load/engine"
)

// Refuse is an exception about one part of a statement.
func Refuse(what string) error {
	return engine.Exceptionf(proto.ErrAccessDenied, "Not enough privileges: %s.", what)
}
