package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
)

func TestConfigIsWrittenCheckedAndPrinted(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "first.yaml")
	const id = "11111111-2222-3333-4444-555555555555"
	for _, c := range []struct {
		args string
		code int
		want string
	}{
		{"config init --tenant contoso", exit.Usage, "GUID"},
		{"config init --client-id " + id + " --tenant " + id, exit.Complete, "exporter config check"},
		{"config init", exit.Usage, "is there already"},
		{"config check", exit.Usage, "CALLRECORDS_CLIENT_SECRET"}, // which is not set
		{"config print", exit.Usage, "tenants[0].tenant_id"},
		{"config init --config " + file + ".zeros", exit.Complete, "Fill in the ids that are zeros"},
		{"config check --config " + file + ".zeros", exit.Usage, ":6: tenants[0].tenant_id: is still the zeros"},
		{"config nonsense", exit.Usage, "unknown command"},
	} {
		code, output := executed(t, append([]string{"--config", file}, strings.Fields(c.args)...)...)
		if code != c.code || !strings.Contains(output, c.want) {
			t.Errorf("%s: got exit code %d and %s, want %d and %q", c.args, code, output, c.code, c.want)
		}
	}
	text, err := os.ReadFile(file)
	if err != nil || !strings.Contains(string(text), "tenant_id: "+id) {
		t.Errorf("got %s, %v, want the tenant in it", text, err)
	}
}
