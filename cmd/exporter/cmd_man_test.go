package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/spf13/cobra"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
)

func TestEveryCommandHasAManualPage(t *testing.T) {
	t.Parallel()
	folder := filepath.Join(t.TempDir(), "share", "man1")
	if code := execute(t.Context(), []string{"man", folder}, program.Program{Stdout: os.Stdout, Stderr: os.Stderr}); code != exit.Complete {
		t.Fatalf("got exit code %d, want %d", code, exit.Complete)
	}
	var look func(c *cobra.Command)
	look = func(c *cobra.Command) {
		name := strings.ReplaceAll(c.CommandPath(), " ", "-") + ".1"
		switch text, err := os.ReadFile(filepath.Join(folder, name)); {
		case c.Hidden && err == nil:
			t.Errorf("%s: got a page, want none of a hidden command", name)
		case !c.Hidden && err != nil:
			t.Errorf("%s: got %v, want a page", name, err)
		case !c.Hidden && (!strings.Contains(string(text), c.Short) || strings.Contains(string(text), "Auto generated")):
			t.Errorf("%s: got\n%s\nwant %q in it, and no date", name, text, c.Short)
		}
		for _, sub := range c.Commands() {
			look(sub)
		}
	}
	look(root(new(program.Program)))
}
