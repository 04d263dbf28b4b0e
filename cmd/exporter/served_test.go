package main

import (
	"context"
	"encoding/pem"
	"fmt"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server/servertest"
)

// servers is the one embedded engine under the test servers of this process.
var servers struct {
	sync.Mutex
	engine    *embedded.Engine
	folder    string
	databases atomic.Int64
}

// engineOfServers opens it when the first test wants it.
func engineOfServers(ctx context.Context) (_ *embedded.Engine, err error) {
	servers.Lock()
	defer servers.Unlock()
	if servers.engine != nil {
		return servers.engine, nil
	}
	if servers.folder, err = os.MkdirTemp("", "callrecords-served-"); err != nil {
		return nil, err
	}
	servers.engine, err = embedded.Open(context.WithoutCancel(ctx), embedded.Options{Path: servers.folder + "/store", Connections: 8})
	return servers.engine, err
}

// closeServers lets go of it after the last test.
func closeServers() {
	if servers.engine != nil {
		servers.engine.Close()
	}
	os.RemoveAll(servers.folder)
}

const serverPassword = "s3rver pa55"

// servedSite is a site whose warehouse is a server, with TLS and a password.
type servedSite struct {
	*site
	fake    *servertest.Server
	handler http.Handler // before the server
	door    *httptest.Server
	address string
}

// newServedSite starts a tenant and a server.
func newServedSite(t *testing.T, o graphtest.Options) *servedSite {
	t.Helper()
	s := &servedSite{site: newSite(t, o)}
	s.store = "" // it is the server's
	var err error
	s.below, err = engineOfServers(t.Context())
	s.must(err)
	s.fake = servertest.New(s.below, servertest.Options{User: "exporter", Password: serverPassword})
	s.handler, s.address = s.fake, "127.0.0.1:0"
	s.database = fmt.Sprintf("served_%d", servers.databases.Add(1))
	s.must(os.WriteFile(s.path("password"), []byte(serverPassword+"\n"), 0o600))
	s.up()
	cert := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: s.door.Certificate().Raw})
	s.must(os.WriteFile(s.path("warehouse.pem"), cert, 0o600))
	s.configure("embedded:"+s.path("data"), fmt.Sprintf("https://%s\n  database: %s\n  user: exporter\n  password_file: %s\n  ca_file: %s",
		s.address, s.database, s.path("password"), s.path("warehouse.pem")),
		"retry_budget: 20s", "retry_budget: 900ms\n  claim_age: 1s") // what a run that was killed had is not waited for long
	t.Cleanup(func() {
		s.sql("DROP DATABASE IF EXISTS " + s.database)
		s.sql("DROP DATABASE IF EXISTS " + s.database + "_store")
	})
	return s
}

// up starts the server, at the address that it had before.
func (s *servedSite) up() {
	s.Helper()
	at, err := net.Listen("tcp", s.address)
	s.must(err)
	s.address = at.Addr().String()
	s.door = httptest.NewUnstartedServer(s.handler)
	s.door.Listener.Close()
	s.door.Listener = at
	s.door.StartTLS()
	s.Cleanup(s.door.Close)
}

// sql runs a statement in the engine below the server.
func (s *servedSite) sql(statement string) {
	s.Helper()
	s.must(s.below.Exec(context.WithoutCancel(s.Context()), statement))
}

// The first light over HTTP: the program and the engine are two processes.
func TestServedWarehouseEqualsTheOriginalDocumentsColumnByColumn(t *testing.T) {
	s := newServedSite(t, graphtest.Options{Records: 100, LargeSessions: 150, Seed: 7})
	s.want(exit.Complete, "run", "--config", "config.yaml")
	s.wantWarehouseIsTenant()
	s.wantAnswer("0", "SELECT count() FROM audit")
	if again := s.want(exit.Complete, "run"); !strings.Contains(again.stdout, "nothing new") {
		t.Errorf("again %s", again)
	}
	s.wantAnswer(fmt.Sprint(len(s.tenant.Headers())), "SELECT count() FROM "+s.database+"_store.load_log")
	if r := s.want(exit.Complete, "query", "--format", "TSV", "SELECT currentDatabase()"); r.stdout != s.database+"\n" {
		t.Errorf("database of a query: got %q, want %q", r.stdout, s.database)
	}
	s.want(exit.Complete, "verify")
}
