package libchdb

import (
	"fmt"
	"os"
	"path/filepath"
	"runtime"
	"strings"
)

// Variable is the environment variable that names a library of the user's own.
const Variable = "CHDB_LIB_PATH"

// MissingError means that libchdb is not on this machine.
type MissingError struct {
	Tried []string // files that were looked for
	Named bool     // by the environment, so that no other is taken
}

// Error says in one line how to get the library.
func (e *MissingError) Error() string {
	remedy := "get it with `exporter engine install`, or set " + Variable + " to a libchdb of your own"
	if e.Named {
		remedy = "correct " + Variable + ", which names it, or unset it"
	} else if _, ok := ThisRelease(); !ok {
		remedy = fmt.Sprintf("none is pinned for %s: set %s to a libchdb of your own", Platform(), Variable)
	}
	return fmt.Sprintf("embedded engine: libchdb is not installed (looked for %s); %s",
		strings.Join(e.Tried, ", "), remedy)
}

// find returns the library file to load. One that the user names is
// used or reported missing, never passed over for another.
func find(named string) (string, error) {
	if named != "" {
		return firstFile([]string{named}, false)
	}
	if named = os.Getenv(Variable); named != "" {
		return firstFile([]string{named}, true)
	}
	return firstFile(Places(), false)
}

// firstFile returns the first of some places that is a file.
func firstFile(places []string, named bool) (string, error) {
	for _, place := range places {
		if info, err := os.Stat(place); err == nil && info.Mode().IsRegular() {
			return place, nil
		}
	}
	return "", &MissingError{Tried: places, Named: named}
}

// Places lists where libchdb is looked for when nobody names a file, in that order.
func Places() []string {
	var places []string
	if home := Home(); home != "" {
		places = append(places, home)
	}
	places = append(places, "/usr/local/lib/libchdb.so", "/usr/lib/libchdb.so")
	if runtime.GOOS == "darwin" {
		places = append(places, "/usr/local/lib/libchdb.dylib", "/usr/lib/libchdb.dylib")
	}
	return places
}

// Home is where libchdb is installed for this user, by fetch.sh and by the program; "" for
// a user without a home folder. It is looked in first.
func Home() string {
	cache := cacheFolder()
	if cache == "" {
		return ""
	}
	return filepath.Join(cache, "callrecords", "chdb", Version()+"-"+Platform(), "libchdb.so")
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
