package httpserver

import "net/http"

// statuses are ClickHouse's for some codes; all others are 500
// (src/Server/HTTP/exceptionCodeToHTTPStatus.cpp).
var statuses = map[int]int{
	194: http.StatusUnauthorized, // REQUIRED_PASSWORD

	192: http.StatusForbidden, // UNKNOWN_USER
	193: http.StatusForbidden, // WRONG_PASSWORD
	497: http.StatusForbidden, // ACCESS_DENIED
	516: http.StatusForbidden, // AUTHENTICATION_FAILED

	6:   http.StatusBadRequest, // CANNOT_PARSE_TEXT
	27:  http.StatusBadRequest, // CANNOT_PARSE_INPUT_ASSERTION_FAILED
	36:  http.StatusBadRequest, // BAD_ARGUMENTS
	38:  http.StatusBadRequest, // CANNOT_PARSE_DATE
	41:  http.StatusBadRequest, // CANNOT_PARSE_DATETIME
	53:  http.StatusBadRequest, // TYPE_MISMATCH
	62:  http.StatusBadRequest, // SYNTAX_ERROR
	72:  http.StatusBadRequest, // CANNOT_PARSE_NUMBER
	117: http.StatusBadRequest, // INCORRECT_DATA
	427: http.StatusBadRequest, // CANNOT_COMPILE_REGEXP

	16:  http.StatusNotFound, // NO_SUCH_COLUMN_IN_TABLE
	46:  http.StatusNotFound, // UNKNOWN_FUNCTION
	47:  http.StatusNotFound, // UNKNOWN_IDENTIFIER
	50:  http.StatusNotFound, // UNKNOWN_TYPE
	56:  http.StatusNotFound, // UNKNOWN_STORAGE
	60:  http.StatusNotFound, // UNKNOWN_TABLE
	63:  http.StatusNotFound, // UNKNOWN_AGGREGATE_FUNCTION
	73:  http.StatusNotFound, // UNKNOWN_FORMAT
	81:  http.StatusNotFound, // UNKNOWN_DATABASE
	115: http.StatusNotFound, // UNKNOWN_SETTING

	159: http.StatusRequestTimeout,        // TIMEOUT_EXCEEDED
	77:  http.StatusRequestEntityTooLarge, // QUERY_IS_TOO_LARGE
	48:  http.StatusNotImplemented,        // NOT_IMPLEMENTED
}

// status is the HTTP status of an exception.
func status(code int) int {
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusInternalServerError
}
