package main

import "runtime/debug"

// version is the program's version as the Go toolchain stamped it: a tag, or a
// pseudo-version of the commit; "(devel)" when it was built without either.
func version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok {
		return ""
	}
	return info.Main.Version
}
