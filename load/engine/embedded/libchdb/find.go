package libchdb

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Version is the release of libchdb that the exporter is tested with and that
// fetch.sh gets (npm, @chdb/lib-<platform>).
const Version = "26.5.3"

// MissingError means that libchdb is not on this machine.
type MissingError struct {
	Tried []string // files that were looked for
}

// Error says in one line how to get the library.
func (e *MissingError) Error() string {
	return fmt.Sprintf("embedded engine: libchdb is not installed (looked for %s); "+
		"get it with `make engine`, or set CHDB_LIB_PATH to a libchdb of your own",
		strings.Join(e.Tried, ", "))
}

// find returns the library file to load. One that the user names is
// used or reported missing, never passed over for another.
func find(named string) (string, error) {
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
