package config

import (
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"testing"
)

func TestFirstFileIsOneThatLoads(t *testing.T) {
	t.Parallel()
	const id = "11111111-2222-3333-4444-55555555555a"
	path := filepath.Join(t.TempDir(), "config.yaml")
	f := First{TenantID: id, ClientID: "AAAAAAAA" + id[8:], WarehouseURL: "embedded:/srv/my data"}
	if err := f.Write(path); err != nil {
		t.Fatal(err)
	}
	c, err := Load(path, []string{"CALLRECORDS_CLIENT_SECRET=s"})
	if err != nil {
		t.Fatal(err)
	}
	a := c.Tenants[0]
	if a.TenantID != id || a.Auth.ClientID != "aaaaaaaa"+id[8:] || a.Auth.ClientSecret.Reveal() != "s" ||
		c.Warehouse.URL != f.WarehouseURL {
		t.Errorf("got %+v and %+v, want what was written", a, c.Warehouse)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("got %v, %v, want a file of its owner alone", info.Mode(), err)
	}
	if err := (First{}).Write(path); !errors.Is(err, fs.ErrExist) {
		t.Errorf("again: got %v, want that it is there", err)
	}
	if _, err := (First{TenantID: "contoso"}).Text(); err == nil {
		t.Error("got no error, want one of an id that is none")
	}
}
