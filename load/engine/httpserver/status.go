package httpserver

import (
	"net/http"

	"github.com/ClickHouse/ch-go/proto"
)

// statuses are ClickHouse's for some codes; all others are 500
// (src/Server/HTTP/exceptionCodeToHTTPStatus.cpp).
var statuses = map[proto.Error]int{
	proto.ErrRequiredPassword: http.StatusUnauthorized,

	proto.ErrUnknownUser:          http.StatusForbidden,
	proto.ErrWrongPassword:        http.StatusForbidden,
	proto.ErrAccessDenied:         http.StatusForbidden,
	proto.ErrAuthenticationFailed: http.StatusForbidden,

	proto.ErrCannotParseText:                 http.StatusBadRequest,
	proto.ErrCannotParseInputAssertionFailed: http.StatusBadRequest,
	proto.ErrBadArguments:                    http.StatusBadRequest,
	proto.ErrCannotParseDate:                 http.StatusBadRequest,
	proto.ErrCannotParseDatetime:             http.StatusBadRequest,
	proto.ErrTypeMismatch:                    http.StatusBadRequest,
	proto.ErrSyntaxError:                     http.StatusBadRequest,
	proto.ErrCannotParseNumber:               http.StatusBadRequest,
	proto.ErrIncorrectData:                   http.StatusBadRequest,
	proto.ErrCannotCompileRegexp:             http.StatusBadRequest,

	proto.ErrNoSuchColumnInTable:      http.StatusNotFound,
	proto.ErrUnknownFunction:          http.StatusNotFound,
	proto.ErrUnknownIdentifier:        http.StatusNotFound,
	proto.ErrUnknownType:              http.StatusNotFound,
	proto.ErrUnknownStorage:           http.StatusNotFound,
	proto.ErrUnknownTable:             http.StatusNotFound,
	proto.ErrUnknownAggregateFunction: http.StatusNotFound,
	proto.ErrUnknownFormat:            http.StatusNotFound,
	proto.ErrUnknownDatabase:          http.StatusNotFound,
	proto.ErrUnknownSetting:           http.StatusNotFound,

	proto.ErrTimeoutExceeded: http.StatusRequestTimeout,
	proto.ErrQueryIsTooLarge: http.StatusRequestEntityTooLarge,
	proto.ErrNotImplemented:  http.StatusNotImplemented,
}

// status is the HTTP status of an exception.
func status(code proto.Error) int {
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusInternalServerError
}
