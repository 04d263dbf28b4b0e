package engine

import (
	"errors"
	"slices"

	"github.com/ClickHouse/ch-go/proto"
)

// IsCode says whether err is the engine's own verdict, with one of the codes
// (ClickHouse, src/Common/ErrorCodes.cpp; package proto has their names).
func IsCode(err error, codes ...proto.Error) bool {
	e, ok := errors.AsType[*Exception](err)
	return ok && slices.Contains(codes, e.Code)
}
