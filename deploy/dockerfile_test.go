package deploy_test

import (
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// instructions are the Dockerfile's, with continued lines joined.
func instructions(t *testing.T) [][]string {
	t.Helper()
	text := regexp.MustCompile(`(?m)^\s*#.*\n`).ReplaceAllString(read(t, "deploy/Dockerfile"), "")
	var all [][]string
	for line := range strings.Lines(strings.ReplaceAll(text, "\\\n", " ")) {
		if fields := strings.Fields(line); len(fields) > 0 {
			all = append(all, fields)
		}
	}
	return all
}

func TestEveryBaseImageIsPinned(t *testing.T) {
	t.Parallel()
	base := regexp.MustCompile(`^[a-z]+:\d+\.\d+(\.\d+)?(-[a-z]+)*$`)
	var stages []string
	for _, i := range instructions(t) {
		if i[0] != "FROM" {
			continue
		}
		image, stage := i[len(i)-3], i[len(i)-1]
		if !slices.Contains(stages, image) && !base.MatchString(image) {
			t.Errorf("stage %s: image %s is not pinned", stage, image)
		}
		stages = append(stages, stage)
	}
	if want := []string{"build", "engine", "base", "embedded", "served"}; !slices.Equal(stages, want) {
		t.Errorf("stages %v, want %v: the last is what a plain build makes", stages, want)
	}
}

func TestTheImageRunsAsNobody(t *testing.T) {
	t.Parallel()
	for _, i := range instructions(t) {
		if i[0] == "USER" && i[1] == "65532:65532" {
			return
		}
	}
	t.Error("no USER 65532:65532")
}

func TestTheBuildContextHasWhatTheDockerfileCopies(t *testing.T) {
	t.Parallel()
	var kept []string
	for line := range strings.Lines(read(t, ".dockerignore")) {
		if name, ok := strings.CutPrefix(strings.TrimSpace(line), "!"); ok {
			kept = append(kept, name)
		}
	}
	for _, i := range instructions(t) {
		if i[0] != "COPY" || strings.HasPrefix(i[1], "--from") {
			continue
		}
		for _, source := range i[1 : len(i)-1] {
			top, _, _ := strings.Cut(path.Clean(source), "/")
			if top != "." && !slices.Contains(kept, top) {
				t.Errorf(".dockerignore leaves out %s", source)
			}
		}
	}
	for _, folder := range []string{"cmd", "schema", "extract", "transform", "load", "go.mod", "go.sum"} {
		if !slices.Contains(kept, folder) {
			t.Errorf(".dockerignore leaves out %s", folder)
		}
	}
	for _, private := range []string{"data", ".secrets", ".git", "bin"} {
		if slices.Contains(kept, private) {
			t.Errorf(".dockerignore lets in %s", private)
		}
	}
}
