package main

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
	"time"

	"callrecords/extract/graphtest"
)

// atOnce is how many tenants are exported without limits. A client keeps Graph's limits whatever
// the tenant does, so that only many of them take the machine to its own.
const atOnce = 16

// export: simulated tenants over TLS. The simulation is in this process, and is not in the
// exporter's CPU; it shares the cores, though.
func (b bench) export(ctx context.Context, r *results) error {
	if err := b.exportUnlimited(ctx, r); err != nil {
		return err
	}
	if err := b.exportLimited(ctx, r, "embedded", b.embeddedAt("limited")); err != nil {
		return err
	}
	idle := b.command(ctx, b.embeddedAt("limited"), "query", "SELECT 1")
	taken, err := measured(idle)
	if err != nil {
		return fmt.Errorf("%s: %w", idle, err)
	}
	r.add("the engine alone: peak", taken.PeakMiB, "MiB")
	store, err := b.serve(ctx, "served")
	if err != nil {
		return err
	}
	return errors.Join(b.exportLimited(ctx, r, "served", store.environment()), store.stop())
}

// exportUnlimited exports the tenants, all that they have.
func (b bench) exportUnlimited(ctx context.Context, r *results) error {
	environment := append(b.embeddedAt("unlimited"), "CALLRECORDS_EXPORT_QUOTA_SHARE=1")
	var certificates []byte
	for n := range atOnce {
		s, err := simulate(ctx, n, graphtest.Options{Records: b.records / atOnce, Days: 28})
		if err != nil {
			return err
		}
		defer s.Close()
		certificates = append(certificates, s.CertPEM()...)
		environment = append(environment, s.tenant(n)...)
	}
	environment, err := b.trust(environment, certificates)
	if err != nil {
		return err
	}
	taken, done, err := b.loads(ctx, environment, "run")
	if err != nil {
		return err
	}
	if want := b.records / atOnce * atOnce; int(done.Records) != want {
		return fmt.Errorf("got %.0f records, want %d", done.Records, want)
	}
	what := fmt.Sprintf("%d tenants without limits: ", atOnce)
	r.add(what+"rate", done.Records/taken.Wall.Seconds(), "records/s")
	r.add(what+"CPU", taken.CPU.Seconds()/done.Records*1e3, "ms per record")
	r.add(what+"peak", taken.PeakMiB, "MiB")
	return nil
}

// exportLimited exports one tenant that enforces Graph's limits, and looks for some time at how it
// fetches: from the first record on, behind the list.
func (b bench) exportLimited(ctx context.Context, r *results, engine string, environment []string) error {
	perSecond := float64(graphtest.TenantQuota) / graphtest.QuotaWindow.Seconds() * quotaShare
	s, err := simulate(ctx, 0, graphtest.Options{
		// More than it can fetch meanwhile, at two requests each.
		Records: int(perSecond/2*b.limited.Seconds()) + 600, Days: 28, Quota: true,
	})
	if err != nil {
		return err
	}
	defer s.Close()
	environment, err = b.trust(append(environment, s.tenant(0)...), s.CertPEM())
	if err != nil {
		return err
	}
	c := b.command(ctx, environment, "run", "--json")
	var said bytes.Buffer
	c.Stdout = &said
	p, err := start(c)
	if err != nil {
		return err
	}
	for s.of.Requests().Of(graphtest.Record) == 0 && time.Since(p.began) < time.Minute {
		time.Sleep(20 * time.Millisecond)
	}
	first, before, from := s.of.Requests(), cpuOf(p.Process.Pid), time.Now()
	time.Sleep(b.limited)
	last, taken, seconds := s.of.Requests(), cpuOf(p.Process.Pid)-before, time.Since(from).Seconds()
	if err := p.Process.Signal(syscall.SIGTERM); err != nil {
		return err
	}
	whole, ended := p.wait() // told to stop, it ends with 1
	var done loaded
	if err := json.Unmarshal(said.Bytes(), &done); err != nil || done.Outcome != "interrupted" {
		return fmt.Errorf("%s: got outcome %q, want interrupted: %w: %w", c, done.Outcome, ended, err)
	}
	asked, records := float64(last.Total-first.Total), done.Records
	what := "at Graph's limit, " + engine + ": "
	r.add(what+"rate", records/seconds, "records/s")
	r.add(what+"of the quota share", 100*asked/(perSecond*seconds), "%")
	r.add(what+"refused (429)", float64(last.Status(429)), "answers")
	r.add(what+"of a core", 100*taken.Seconds()/seconds, "%")
	r.add(what+"CPU", 1e3*taken.Seconds()/records, "ms per record")
	r.add(what+"peak", whole.PeakMiB, "MiB")
	return nil
}

// quotaShare is the default of export.quota_share.
const quotaShare = 0.8

// simulated is a simulated tenant that is served.
type simulated struct {
	*graphtest.Server
	of *graphtest.Tenant
	id string
}

// simulate serves a tenant, the n-th of its kind.
func simulate(ctx context.Context, n int, o graphtest.Options) (*simulated, error) {
	o.Seed, o.TenantID = seed+uint64(n), fmt.Sprintf("9d0c2b6a-51f3-4c7e-8a49-%012d", n)
	s := &simulated{of: graphtest.New(o), id: o.TenantID}
	var err error
	s.Server, err = graphtest.Start(ctx, s.of, "127.0.0.1:0")
	return s, err
}

// tenant is the environment that makes it the n-th tenant of the configuration.
func (s *simulated) tenant(n int) []string {
	var environment []string
	for _, key := range []string{
		"TENANT_ID=" + s.id, "CLOUD=custom", "GRAPH_ROOT=" + s.URL, "AUTHORITY=" + s.URL,
		"AUTH_METHOD=client_secret", "AUTH_CLIENT_ID=" + graphtest.DefaultClientID,
		"AUTH_CLIENT_SECRET=" + graphtest.DefaultClientSecret,
	} {
		environment = append(environment, fmt.Sprintf("CALLRECORDS_TENANTS_%d_%s", n, key))
	}
	return environment
}

// trust adds certificate authorities, and leaves the logs of phone calls out.
func (b bench) trust(environment []string, certificates []byte) ([]string, error) {
	path := filepath.Join(b.scratch, "authorities.pem")
	return append(environment, "SSL_CERT_FILE="+path,
		"CALLRECORDS_EXPORT_PSTN_CALLS=off", "CALLRECORDS_EXPORT_DIRECT_ROUTING_CALLS=off",
	), os.WriteFile(path, certificates, 0o600)
}
