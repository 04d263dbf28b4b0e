package main

import (
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"

	"callrecords/load/engine/embedded/libchdb"
)

// versionCommand is exporter version.
func (p *program) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the versions of the program, of Go and of the embedded engine",
		Args:  cobra.NoArgs,
		RunE: func(*cobra.Command, []string) error {
			_, err := fmt.Fprint(p.Stdout, versions())
			return err
		},
	}
}

// versions are what support asks for, one per line. The engine is the one that this
// version was tested with; doctor says which one is there.
func versions() string {
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
		version(), commit, libchdb.Version(), runtime.Version(), runtime.GOOS, runtime.GOARCH)
}
