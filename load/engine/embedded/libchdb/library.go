// Package libchdb is chDB's C library: where it is, whether it may be loaded,
// and its functions (chdb.h), bound without cgo.
package libchdb

import (
	"fmt"

	"github.com/ebitengine/purego"
)

// nativeConn and nativeResult are chDB's opaque handles (chdb.h,
// chdb_connection and chdb_result). They live in C memory.
type (
	nativeConn   struct{ _ [0]byte }
	nativeResult struct{ _ [0]byte }
)

// Library is a loaded libchdb: the functions of chdb.h that are used here.
// Strings go in with their length, so any byte may be in them.
type Library struct {
	path     string
	handlers *handlers

	connect     func(argc int32, argv **byte) **nativeConn
	closeConn   func(conn **nativeConn)
	setSignals  func(enabled int32)
	query       func(conn *nativeConn, sql *byte, sqlLen uintptr, format *byte, formatLen uintptr) *nativeResult
	streamQuery func(conn *nativeConn, sql *byte, sqlLen uintptr, format *byte, formatLen uintptr) *nativeResult
	streamFetch func(conn *nativeConn, stream *nativeResult) *nativeResult
	streamStop  func(conn *nativeConn, stream *nativeResult)

	resultBuffer  func(*nativeResult) *byte
	resultLength  func(*nativeResult) uintptr
	resultWritten func(*nativeResult) uint64
	resultError   func(*nativeResult) string
	resultDestroy func(*nativeResult)
}

// symbols names the C function behind each field.
func (l *Library) symbols() map[string]any {
	return map[string]any{
		"chdb_connect":                     &l.connect,
		"chdb_close_conn":                  &l.closeConn,
		"chdb_set_signal_handlers_enabled": &l.setSignals,
		"chdb_query_n":                     &l.query,
		"chdb_stream_query_n":              &l.streamQuery,
		"chdb_stream_fetch_result":         &l.streamFetch,
		"chdb_stream_cancel_query":         &l.streamStop,
		"chdb_result_buffer":               &l.resultBuffer,
		"chdb_result_length":               &l.resultLength,
		"chdb_result_rows_written":         &l.resultWritten,
		"chdb_result_error":                &l.resultError,
		"chdb_destroy_query_result":        &l.resultDestroy,
	}
}

// Load finds and opens libchdb. It is a *[MissingError] when there is
// none, an *[UntrustedError] when others could have changed it, and an ordinary
// error when one is there and does not load.
func Load(named string) (*Library, error) {
	path, err := find(named)
	if err != nil {
		return nil, err
	}
	if err := checkOwner(path); err != nil {
		return nil, err
	}
	// Local, so that the library's C++ symbols meet no other library's.
	handle, err := purego.Dlopen(path, purego.RTLD_NOW|purego.RTLD_LOCAL)
	if err != nil {
		return nil, fmt.Errorf("library %s: %w", path, err)
	}
	lib := &Library{path: path}
	if lib.handlers, err = keepHandlers(); err != nil {
		return nil, err
	}
	for name, field := range lib.symbols() {
		// Looked up by hand because RegisterLibFunc panics on a missing symbol.
		address, err := purego.Dlsym(handle, name)
		if err != nil {
			return nil, fmt.Errorf("library %s is not chDB %s or like it: %w", path, Version(), err)
		}
		purego.RegisterFunc(field, address)
	}
	lib.setSignals(0) // before connect, which else sets handlers of chDB's own
	lib.handlers.giveBack()
	return lib, nil
}
