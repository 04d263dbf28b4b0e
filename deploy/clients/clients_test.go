// Package clients_test tries clients of others on the served warehouse: ClickHouse's
// own for JavaScript and Cube's driver, as npm has them. make clients installs them.
package clients_test

import (
	"bufio"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"testing"
)

// served is what warehouse says when it can be asked.
var served = regexp.MustCompile(`127\.0\.0\.1:[1-9]\d*`)

func TestClientsOfOthers(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat("node_modules"); err != nil {
		t.Skip("make clients installs the clients and runs this test")
	}
	program, store := filepath.Join(t.TempDir(), "exporter"), filepath.Join(t.TempDir(), "store")
	for _, args := range [][]string{
		{"go", "build", "-o", program, "../../cmd/exporter"},
		{program, "demo", "--data", store},
	} {
		if out, err := exec.CommandContext(t.Context(), args[0], args[1:]...).CombinedOutput(); err != nil {
			t.Fatalf("%v: %v\n%s", args, err, out)
		}
	}
	warehouse := exec.CommandContext(t.Context(), program, "warehouse", "--listen", "127.0.0.1:0")
	warehouse.Env = append(os.Environ(), "CALLRECORDS_WAREHOUSE_URL=embedded:"+store)
	warehouse.Dir = t.TempDir()
	log, err := warehouse.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := warehouse.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = warehouse.Process.Signal(os.Interrupt)
		_ = warehouse.Wait()
	})
	url := ""
	for lines := bufio.NewScanner(log); url == "" && lines.Scan(); {
		url = served.FindString(lines.Text())
	}
	if url == "" {
		t.Fatal("got no address, want one that is served")
	}
	out, err := exec.CommandContext(t.Context(), "node", "clients.mjs", "http://"+url).CombinedOutput()
	if err != nil {
		t.Errorf("got %v, want all steps to hold:\n%s", err, out)
	}
	t.Logf("%s", out)
}
