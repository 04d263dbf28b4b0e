package config

import (
	"encoding/json"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/goccy/go-yaml"
)

const hidden = "hunter2-s3cret"

func secretive() Config {
	c := defaults(1)
	c.Tenants[0].Auth.ClientSecret = hidden
	c.Tenants[0].Auth.CertificatePassword = hidden
	c.Warehouse.Password = hidden
	return c
}

func TestSecretsDoNotPrintWithAnyVerb(t *testing.T) {
	t.Parallel()
	c := secretive()
	for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%x", "%X", "%d", "%t", "%10.3v", "%U"} {
		for _, value := range []any{c, &c, c.Warehouse, c.Warehouse.Password, &c.Warehouse.Password, []Secret{hidden}} {
			got := fmt.Sprintf(verb, value)
			if strings.Contains(got, hidden) || strings.Contains(got, fmt.Sprintf("%x", hidden)) {
				t.Errorf("%s of %T prints the secret: %s", verb, value, got)
			}
		}
	}
	if got := fmt.Sprint(c.Warehouse.Password); got != redacted {
		t.Errorf("a secret prints as %q", got)
	}
}

func TestSecretsAreNotEncoded(t *testing.T) {
	t.Parallel()
	c := secretive()
	asJSON, err := json.Marshal(c)
	if err != nil || strings.Contains(string(asJSON), hidden) || !strings.Contains(string(asJSON), redacted) {
		t.Errorf("json: %v: %s", err, asJSON)
	}
	asYAML, err := yaml.Marshal(c)
	if err != nil || strings.Contains(string(asYAML), hidden) {
		t.Errorf("yaml: %v: %s", err, asYAML)
	}
}

func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	c := secretive()
	var out strings.Builder
	for _, h := range []slog.Handler{slog.NewTextHandler(&out, nil), slog.NewJSONHandler(&out, nil)} {
		slog.New(h).Info("start", "config", c, "warehouse", &c.Warehouse, "password", c.Warehouse.Password)
	}
	if strings.Contains(out.String(), hidden) || strings.Count(out.String(), redacted) < 4 {
		t.Errorf("logged: %s", out.String())
	}
}

func TestSecretIsReadWithoutItsLineBreak(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	for content, want := range map[string]string{"a b \n": "a b ", "x\r\n": "x", "y": "y"} {
		if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if got, err := ReadSecret(file); err != nil || got.Reveal() != want {
			t.Errorf("%q reads as %q, %v", content, got.Reveal(), err)
		}
	}
	if _, err := ReadSecret(file + ".none"); err == nil || !strings.Contains(err.Error(), file) {
		t.Errorf("a missing file gives %v", err)
	}
}
