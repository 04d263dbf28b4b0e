package engine

import (
	"errors"
	"fmt"
	"slices"

	"github.com/ClickHouse/ch-go/proto"
)

// Exceptionf is an exception of ours, written as the engine writes its own: a
// sentence, and the name of the code.
func Exceptionf(code proto.Error, format string, args ...any) *Exception {
	return &Exception{Code: code, Message: fmt.Sprintf(format, args...) + " (" + code.String() + ")"}
}

// IsCode says whether err is the engine's own verdict, with one of the codes
// (ClickHouse, src/Common/ErrorCodes.cpp; package proto has their names).
func IsCode(err error, codes ...proto.Error) bool {
	e, ok := errors.AsType[*Exception](err)
	return ok && slices.Contains(codes, e.Code)
}
