// Package library tells where the embedded engine's library is looked for and what is
// there, and installs it.
package library

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"slices"

	"callrecords/cmd/exporter/internal/console"
	"callrecords/load/engine/embedded/install"
	"callrecords/load/engine/embedded/libchdb"
)

// Show prints where the library is looked for, and what is there. It is an error when an
// embedded warehouse would find none that it may load.
func Show(ctx context.Context, w io.Writer) error {
	fmt.Fprintf(w, "The embedded engine, chDB %s for %s, is looked for in this order:\n",
		libchdb.Version(), libchdb.Platform())
	found, err := libchdb.Check(ctx, "")
	places := libchdb.Places()
	if named := os.Getenv(libchdb.Variable); named != "" {
		fmt.Fprintf(w, "%s names one, and no other is taken.\n", libchdb.Variable)
		places = []string{named}
	}
	for _, place := range places {
		fmt.Fprintf(w, "  %s\n    %s\n", place, what(place, found, err))
	}
	return err
}

// what is at a place, where a library was found somewhere.
func what(place string, found libchdb.Found, wrong error) string {
	info, err := os.Stat(place)
	switch {
	case err != nil || !info.Mode().IsRegular():
		return "not there"
	case place != found.Path:
		return "there, and not needed"
	case wrong != nil:
		return "there, and not loaded"
	}
	return found.Verdict() + "; this one is loaded"
}

// Install gets the library from npm's registry, unless it is there as it was released. What
// it does is written to w, and how far it is to progress. An empty registry is that of the
// environment.
func Install(ctx context.Context, registry string, environ []string, w, progress io.Writer) error {
	found, err := libchdb.Check(ctx, "")
	if named := os.Getenv(libchdb.Variable); named != "" {
		if err != nil {
			return err
		}
		_, err = fmt.Fprintf(w, "the engine is there: %s, which %s names\n", found.Path, libchdb.Variable)
		return err
	}
	if err == nil && found.AsReleased() {
		_, err = fmt.Fprintf(w, "the engine is there: %s\n", found.Path)
		return err
	}
	release, ok := libchdb.ThisRelease()
	if !ok {
		return fmt.Errorf("no release of libchdb is pinned for %s: set %s to a libchdb of your own",
			libchdb.Platform(), libchdb.Variable)
	}
	target := libchdb.Home()
	if target == "" {
		return errors.New("there is no place for the engine: set HOME or XDG_CACHE_HOME")
	}
	from, err := install.FromEnvironment(registry, environ)
	if err != nil {
		return err
	}
	fmt.Fprintf(progress, "getting @chdb/lib-%s@%s: %s, %s unpacked\n", release.Platform, release.Version,
		console.Bytes(release.PackageSize), console.Bytes(release.Size))
	err = install.Install(ctx, install.Options{
		Release: release, Target: target, Registry: from, Progress: tenths(progress),
	})
	if err != nil {
		return err
	}
	fmt.Fprintf(w, "the engine is there: %s\n", target)
	if first := slices.Index(libchdb.Places(), found.Path); first > 0 {
		fmt.Fprintf(w, "it goes before %s, which is another one\n", found.Path)
	}
	return nil
}

// tenths tells of every tenth of a download.
func tenths(w io.Writer) func(done, whole int64) {
	told := int64(0)
	return func(done, whole int64) {
		if tenth := done * 10 / max(whole, 1); tenth > told && tenth <= 10 {
			told = tenth
			fmt.Fprintf(w, "%d %%, %s\n", tenth*10, console.Bytes(done))
		}
	}
}
