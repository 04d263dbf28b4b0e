package listen

import (
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/config"
)

func TestWhatOtherMachinesReachOrMayWriteWantsAPassword(t *testing.T) {
	t.Parallel()
	file := func(text string) string {
		name := filepath.Join(t.TempDir(), "password")
		if err := os.WriteFile(name, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return name
	}
	empty, some := file("\n"), file("pa55 w0rd\n")
	const local, others = "127.0.0.1:0", "0.0.0.0:0"
	for name, c := range map[string]struct {
		address, password, file string
		writable                bool
		wrong                   string // "" serves
		setting                 bool   // a mistake of usage
	}{
		"this machine":                       {address: local},
		"this machine, writable":             {address: local, writable: true, wrong: "a password", setting: true},
		"this machine, writable, password":   {address: local, writable: true, password: "x"},
		"this machine, writable, empty file": {address: local, writable: true, file: empty, wrong: "no password"},
		"other machines":                     {address: others, wrong: "listen.password_file", setting: true},
		"all addresses":                      {address: ":0", wrong: "listen.password_file", setting: true},
		"other machines, password":           {address: others, password: "x"},
		"other machines, file":               {address: others, file: some},
		"other machines, empty file":         {address: others, file: empty, wrong: "no password"},
		"other machines, no file":            {address: others, file: "/no/such", wrong: "no such file"},
		"no port":                            {address: "127.0.0.1", wrong: "host:port", setting: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			cfg := config.Default()
			cfg.Warehouse.URL = "embedded:" + t.TempDir()
			cfg.Listen = config.Listen{
				Address: c.address, Password: config.Secret(c.password), PasswordFile: c.file,
			}
			wantRefusal(t, cfg, c.writable, c.wrong, c.setting)
		})
	}
}

func TestServerIsNotServed(t *testing.T) {
	t.Parallel()
	cfg := config.Default()
	cfg.Warehouse.URL, cfg.Listen.Address = "https://clickhouse.example:8443", "127.0.0.1:0"
	wantRefusal(t, cfg, false, "is a server already", true)
}

// wantRefusal wants what the configuration says of listening refused, or not for "".
func wantRefusal(t *testing.T, c config.Config, writable bool, wrong string, setting bool) {
	t.Helper()
	_, err := newListener(c, Options{Writable: writable}, slog.New(slog.DiscardHandler))
	switch {
	case wrong == "" && err != nil:
		t.Errorf("got %v, want no error", err)
	case wrong != "" && (err == nil || !strings.Contains(err.Error(), wrong)):
		t.Errorf("got %v, want %q in it", err, wrong)
	}
	if _, got := errors.AsType[SettingError](err); got != setting {
		t.Errorf("a mistake of usage: got %v, want %v", got, setting)
	}
}
