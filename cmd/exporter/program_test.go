package main

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/cmd/exporter/internal/program"
	"callrecords/extract/graphtest"
	"callrecords/load/engine/embedded/libchdb"
)

// executed runs a command line that needs no warehouse.
func executed(t *testing.T, args ...string) (code int, output string) {
	t.Helper()
	f, err := os.Create(filepath.Join(t.TempDir(), "output"))
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	code = execute(t.Context(), args, program.Program{Stdout: f, Stderr: f})
	text, err := os.ReadFile(f.Name())
	if err != nil {
		t.Fatal(err)
	}
	return code, string(text)
}

func TestCommandLineSaysWhatWasMeant(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		args string
		code int
		want string
	}{
		"a first command": {"doctor", exit.Usage, "exporter config init writes one"},
		"a slip":          {"qurey", exit.Usage, `unknown command "qurey": did you mean query?`},
		"nothing like it": {"elephants", exit.Usage, `unknown command "elephants"; see`},
		"version":         {"version", exit.Complete, "engine   chDB " + libchdb.Version()},
		"engine, there":   {"engine install", exit.Complete, "the engine is there: "},
		"engine, no time": {"engine install --timeout 0s", exit.Usage, "--timeout is not above zero"},
		"--version":       {"--version", exit.Complete, "engine   chDB " + libchdb.Version()},
		"no records":      {"demo --records 0", exit.Usage, "--records 0"},
		"formats":         {"__complete query --format ", exit.Complete, "csv\njson\ntable\ntsv\n:4"},
		"no files":        {"__complete explain ", exit.Complete, ":4"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			args := strings.Split(c.args, " ")
			if code, output := executed(t, args...); code != c.code || !strings.Contains(output, c.want) {
				t.Errorf("got exit code %d and %s, want %d and %q", code, output, c.code, c.want)
			}
		})
	}
}

func TestQueryReadsStandardInputAndHasNamesOnRequest(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 3})
	s.want(exit.Complete, "run")
	for name, c := range map[string]struct {
		args []string
		want string
	}{
		"-":           {[]string{"query", "-"}, "3\n"},
		"no argument": {[]string{"query"}, "3\n"},
		"names":       {[]string{"query", "--header"}, "n\n3\n"},
	} {
		s.part(name, func() {
			command := s.command(s.Context(), c.args...)
			command.Stdin = strings.NewReader("SELECT count() AS n FROM records;\n")
			got, err := command.Output()
			if string(got) != c.want || err != nil {
				s.Errorf("got %q, %v, want %q: %s", got, err, c.want, stderrOf(err))
			}
		})
	}
	s.want(exit.Usage, "query", "--header", "--format", "json", "SELECT 1")
	if r := s.want(exit.Failed, "query", "--format", "xlsx", "SELECT 1"); strings.Count(r.stderr, "Code: 73") > 1 {
		t.Errorf("got %s, want the code once", r)
	}
}

// stderrOf is what a process that failed wrote.
func stderrOf(err error) string {
	if e, ok := err.(*exec.ExitError); ok {
		return string(e.Stderr)
	}
	return ""
}
