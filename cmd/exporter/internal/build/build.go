// Package build says which program this is.
package build

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"callrecords/load/engine/embedded/libchdb"
)

// Version is the program's version as the Go toolchain stamped it: a tag, or a
// pseudo-version of the commit; "(devel)" when it was built without either.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}

// Versions are what support asks for, one per line. The engine is the one that this
// version was tested with; doctor says which one is there.
func Versions() string {
	commit := "not known"
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "vcs.revision":
				commit = s.Value
			case s.Key == "vcs.modified" && s.Value == "true":
				commit += ", with changes"
			}
		}
	}
	return fmt.Sprintf("exporter %s\ncommit   %s\nengine   chDB %s\ngo       %s %s/%s\n",
		Version(), commit, libchdb.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
