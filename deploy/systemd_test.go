package deploy_test

import (
	"errors"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"
)

// units are what a package installs.
var units = []string{"callrecords-exporter.service", "callrecords-exporter-run.service", "callrecords-exporter-run.timer"}

// analyze runs systemd-analyze, where that is.
func analyze(t *testing.T, args ...string) (string, error) {
	t.Helper()
	program, err := exec.LookPath("systemd-analyze")
	if err != nil {
		t.Skip("systemd-analyze is not here (Debian: apt-get install systemd)")
	}
	said, err := exec.CommandContext(t.Context(), program, args...).CombinedOutput()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		t.Fatal(err)
	}
	return string(said), err
}

// installed is a root folder with the units and a program.
func installed(t *testing.T) string {
	t.Helper()
	root := t.TempDir()
	folder := filepath.Join(root, "usr/lib/systemd/system")
	for _, err := range []error{
		os.MkdirAll(folder, 0o755),
		os.MkdirAll(filepath.Join(root, "usr/bin"), 0o755), os.MkdirAll(filepath.Join(root, "bin"), 0o755),
		os.WriteFile(filepath.Join(root, "usr/bin/exporter"), nil, 0o755),
		os.WriteFile(filepath.Join(root, "bin/kill"), nil, 0o755),
	} {
		if err != nil {
			t.Fatal(err)
		}
	}
	files := map[string]string{}
	for _, target := range []string{"sysinit", "basic", "shutdown", "network-online", "timers", "time-sync", "time-set"} {
		files[target+".target"] = "[Unit]\nDescription=" + target + "\n"
	}
	for _, slice := range []string{"system.slice", "-.slice"} {
		files[slice] = "[Unit]\nDescription=" + slice + "\n"
	}
	for _, u := range units {
		files[u] = text(t, "systemd/"+u)
	}
	for name, content := range files {
		if err := os.WriteFile(filepath.Join(folder, name), []byte(content), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return root
}

func TestUnitsAreUnderstoodBySystemd(t *testing.T) {
	t.Parallel()
	root := installed(t)
	for _, u := range units {
		t.Run(u, func(t *testing.T) {
			t.Parallel()
			said, err := analyze(t, "verify", "--man=no", "--root="+root, u)
			if err != nil || said != "" {
				t.Errorf("got %v, %s, want nothing to say", err, said)
			}
		})
	}
}

// The documents say the figure.
func TestUnitsHaveLittleExposure(t *testing.T) {
	t.Parallel()
	for _, u := range units[:2] {
		t.Run(u, func(t *testing.T) {
			t.Parallel()
			said, _ := analyze(t, "security", "--offline=true", "--no-pager", "systemd/"+u)
			m := regexp.MustCompile(`exposure level for \S+: ([0-9.]+)`).FindStringSubmatch(said)
			if m == nil {
				t.Fatalf("got no level in %s", said)
			}
			if !strings.Contains(text(t, "../docs/systemd.md"), "gives it "+m[1]) {
				t.Errorf("got exposure %s, want the one of docs/systemd.md", m[1])
			}
		})
	}
}

func TestUnitsWaitLongerThanTheDaemonMayTake(t *testing.T) {
	t.Parallel()
	unit := text(t, "systemd/callrecords-exporter.service")
	m := regexp.MustCompile(`(?m)^TimeoutStopSec=(\d+)$`).FindStringSubmatch(unit)
	if m == nil {
		t.Fatal("got no TimeoutStopSec, want one")
	}
	seconds, err := strconv.Atoi(m[1])
	if err != nil {
		t.Fatal(err)
	}
	if grace := 30 * time.Second; time.Duration(seconds)*time.Second < grace+30*time.Second {
		t.Errorf("got %d s, want more than the grace of %s", seconds, grace)
	}
	if !strings.Contains(unit, "RestartPreventExitStatus=2\n") {
		t.Error("got a restart with a wrong configuration, want none")
	}
}
