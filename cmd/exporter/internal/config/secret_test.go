package config

import (
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
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
		t.Run(verb, func(t *testing.T) {
			t.Parallel()
			for _, value := range []any{
				c, &c, c.Warehouse, c.Warehouse.Password, &c.Warehouse.Password, []Secret{hidden},
			} {
				got := fmt.Sprintf(verb, value)
				for _, secret := range []string{hidden, fmt.Sprintf("%x", hidden)} {
					if strings.Contains(got, secret) {
						t.Errorf("%T: got %s, want no %s", value, got, secret)
					}
				}
			}
		})
	}
	if got := fmt.Sprint(c.Warehouse.Password); got != redacted {
		t.Errorf("got %q, want %q", got, redacted)
	}
}

func TestSecretsAreNotEncoded(t *testing.T) {
	t.Parallel()
	for name, marshal := range map[string]func(any) ([]byte, error){
		"JSON": json.Marshal,
		"YAML": func(v any) ([]byte, error) { return yaml.Marshal(v) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := marshal(secretive())
			if err != nil {
				t.Fatal(err)
			}
			wantHidden(t, string(got), 1)
		})
	}
}

func TestSecretsAreNotLogged(t *testing.T) {
	t.Parallel()
	for name, handler := range map[string]func(w io.Writer) slog.Handler{
		"text": func(w io.Writer) slog.Handler { return slog.NewTextHandler(w, nil) },
		"JSON": func(w io.Writer) slog.Handler { return slog.NewJSONHandler(w, nil) },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			c := secretive()
			var out strings.Builder
			slog.New(handler(&out)).Info("start",
				"config", c, "warehouse", &c.Warehouse, "password", c.Warehouse.Password)
			wantHidden(t, out.String(), 3)
		})
	}
}

// wantHidden wants a text that hides its secrets, so many at least.
func wantHidden(t *testing.T, got string, secrets int) {
	t.Helper()
	if strings.Contains(got, hidden) {
		t.Errorf("got %s, want no secret", got)
	}
	if n := strings.Count(got, redacted); n < secrets {
		t.Errorf("got %s %d times, want %d or more: %s", redacted, n, secrets, got)
	}
}

func TestSecretIsReadWithoutItsLineBreak(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ content, want string }{
		"line break":            {"a b \n", "a b "},
		"line break of Windows": {"x\r\n", "x"},
		"none":                  {"y", "y"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := ReadSecret(written(t, c.content))
			if err != nil {
				t.Fatal(err)
			}
			if got.Reveal() != c.want {
				t.Errorf("got %q, want %q", got.Reveal(), c.want)
			}
		})
	}
	t.Run("no file", func(t *testing.T) {
		t.Parallel()
		file := filepath.Join(t.TempDir(), "none")
		if _, err := ReadSecret(file); err == nil || !strings.Contains(err.Error(), file) {
			t.Errorf("got %v, want an error that names %s", err, file)
		}
	})
}
