package libchdb

import (
	_ "embed"
	"runtime"
	"strconv"
	"strings"
)

// Release is libchdb of the release that the exporter is tested with, on one platform.
type Release struct {
	Version     string
	Platform    string // npm's name of it
	Integrity   string // of npm's package, as npm writes it: sha512-BASE64
	PackageSize int64  // bytes
	Sum         string // of the library: SHA-256, hexadecimal
	Size        int64  // bytes
}

// releaseText pins the releases, for fetch.sh too.
//
//go:embed release.txt
var releaseText string

// pinned are the releases by platform, and the version of all of them.
var pinned, pinnedVersion = parseReleases(releaseText)

// Version is the release of libchdb that the exporter is tested with.
func Version() string { return pinnedVersion }

// ThisRelease is the pinned release for this machine; ok is false where none is pinned.
func ThisRelease() (r Release, ok bool) {
	r, ok = pinned[Platform()]
	return r, ok
}

// parseReleases reads release.txt. Lines that are no releases, and comments, are passed over:
// a test holds the file against that.
func parseReleases(text string) (all map[string]Release, version string) {
	all = map[string]Release{}
	for line := range strings.Lines(text) {
		switch f := strings.Fields(line); {
		case len(f) == 2 && f[0] == "version":
			version = f[1]
		case len(f) == 5 && f[0] != "#":
			r := Release{Version: version, Platform: f[0], Integrity: f[1], Sum: f[3]}
			r.PackageSize, _ = strconv.ParseInt(f[2], 10, 64)
			r.Size, _ = strconv.ParseInt(f[4], 10, 64)
			all[r.Platform] = r
		}
	}
	return all, version
}

// Platform is npm's name of this machine's build of libchdb.
func Platform() string {
	arch := runtime.GOARCH
	if arch == "amd64" {
		arch = "x64"
	}
	if runtime.GOOS == "linux" {
		return "linux-" + arch + "-gnu"
	}
	return runtime.GOOS + "-" + arch
}
