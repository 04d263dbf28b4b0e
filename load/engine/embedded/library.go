package embedded

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"unsafe"

	"github.com/ebitengine/purego"
)

// Version is the release of libchdb that this package is tested with and that
// fetch.sh gets (npm, @chdb/lib-<platform>).
const Version = "26.5.3"

// nativeConn and nativeResult are chDB's opaque handles (chdb.h,
// chdb_connection and chdb_result). They live in C memory.
type (
	nativeConn   struct{ _ [0]byte }
	nativeResult struct{ _ [0]byte }
)

// library is a loaded libchdb: the functions of chdb.h that are used here.
// Strings go in with their length, so any byte may be in them.
type library struct {
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
func (l *library) symbols() map[string]any {
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

// loadLibrary finds and opens libchdb. It is a *[MissingError] when there is
// none, an *[UntrustedError] when others could have changed it, and an ordinary
// error when one is there and does not load.
func loadLibrary(named string) (*library, error) {
	path, err := findLibrary(named)
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
	lib := &library{path: path}
	if lib.handlers, err = keepHandlers(); err != nil {
		return nil, err
	}
	for name, field := range lib.symbols() {
		// Looked up by hand because RegisterLibFunc panics on a missing symbol.
		address, err := purego.Dlsym(handle, name)
		if err != nil {
			return nil, fmt.Errorf("library %s is not chDB %s or like it: %w", path, Version, err)
		}
		purego.RegisterFunc(field, address)
	}
	lib.setSignals(0) // before connect, which else sets handlers of chDB's own
	lib.handlers.giveBack()
	return lib, nil
}

// findLibrary returns the library file to load. One that the user names is
// used or reported missing, never passed over for another.
func findLibrary(named string) (string, error) {
	if named == "" {
		named = os.Getenv("CHDB_LIB_PATH")
	}
	if named != "" {
		return firstFile([]string{named})
	}
	return firstFile(usualPlaces())
}

// firstFile returns the first of some places that is a file.
func firstFile(places []string) (string, error) {
	for _, place := range places {
		if info, err := os.Stat(place); err == nil && info.Mode().IsRegular() {
			return place, nil
		}
	}
	return "", &MissingError{Tried: places}
}

// usualPlaces lists where libchdb is looked for when nobody names a file.
func usualPlaces() []string {
	var places []string
	if cache := cacheFolder(); cache != "" {
		places = append(
			places,
			filepath.Join(cache, "callrecords", "chdb", Version+"-"+platform(), "libchdb.so"),
		)
	}
	places = append(places, "/usr/local/lib/libchdb.so", "/usr/lib/libchdb.so")
	if runtime.GOOS == "darwin" {
		places = append(places, "/usr/local/lib/libchdb.dylib", "/usr/lib/libchdb.dylib")
	}
	return places
}

// cacheFolder is $XDG_CACHE_HOME or ~/.cache, on macOS too, because fetch.sh
// writes there; os.UserCacheDir differs.
func cacheFolder() string {
	if folder := os.Getenv("XDG_CACHE_HOME"); folder != "" {
		return folder
	}
	home, err := os.UserHomeDir()
	if err != nil {
		return ""
	}
	return filepath.Join(home, ".cache")
}

// platform is npm's name of this machine's build of libchdb.
func platform() string {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	if runtime.GOOS == "linux" {
		return "linux-" + arch + "-gnu"
	}
	return runtime.GOOS + "-" + arch
}

// pointer returns the first byte of a string for C, which gets the length
// beside it. The string must be kept alive over the call.
func pointer(s string) *byte {
	return unsafe.StringData(s)
}
