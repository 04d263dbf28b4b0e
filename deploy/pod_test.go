package deploy_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"
	"time"

	core "k8s.io/api/core/v1"

	"callrecords/extract/graphtest"
	"callrecords/load/engine/embedded/libchdb"
)

// pod runs a container of a manifest as a kubelet would have it run: as its user, without
// capabilities, with a root that cannot be written, and with nothing but the files and the
// environment that the manifest gives it.
type pod struct {
	*testing.T
	spec    core.PodSpec
	program string
	library string            // of the embedded engine, as the image with it has it; "" for none
	config  map[string]string // files of the ConfigMap
	secret  map[string]string // files of the Secret
	volumes string            // folder of what outlives a container
}

// newPod takes the pods of an overlay of a user's own.
func newPod(t *testing.T, program, overlay, more string, config, secret map[string]string) *pod {
	t.Helper()
	if os.Getuid() != 0 {
		t.Skip("only root may make a container's root")
	}
	r := render(t, ownOverlay(t, overlay, more, config))
	p := &pod{T: t, spec: r.pods(t).Spec, program: program, secret: secret, volumes: t.TempDir()}
	p.config = r["ConfigMap"][0].(*core.ConfigMap).Data
	return p
}

// volume is the folder of a volume, made the first time.
func (p *pod) volume(name string) string {
	p.Helper()
	folder := filepath.Join(p.volumes, name)
	if _, err := os.Stat(folder); err == nil {
		return folder
	}
	if err := os.MkdirAll(folder, 0o777); err != nil {
		p.Fatal(err)
	}
	group := int(*p.spec.SecurityContext.FSGroup)
	mode, files := os.FileMode(0o777), map[string]string(nil)
	for _, v := range p.spec.Volumes {
		switch {
		case v.Name != name:
		case v.ConfigMap != nil:
			mode, files = 0o755, p.config
		case v.Secret != nil:
			mode, files = 0o750, p.secret
		}
	}
	for file, text := range files {
		name := filepath.Join(folder, file)
		if err := os.WriteFile(name, []byte(text), 0o440); err != nil {
			p.Fatal(err)
		}
		if err := errors.Join(os.Chown(name, 0, group), os.Chmod(name, mode&0o444)); err != nil {
			p.Fatal(err)
		}
	}
	if err := errors.Join(os.Chown(folder, 0, group), os.Chmod(folder, mode)); err != nil {
		p.Fatal(err)
	}
	return folder
}

// script makes the root of the container, and becomes the program in it. It is run in mount
// and process namespaces of its own, so that nothing of it is left.
func (p *pod) script(root, message string, env []string) string {
	p.Helper()
	c := p.spec.Containers[0]
	var b strings.Builder
	say := func(format string, args ...any) { fmt.Fprintf(&b, format+"\n", args...) }
	say("umask 022; root=%s", root)
	say(`mount -t tmpfs none "$root"; cd "$root"`)
	say(`mkdir -p usr/local/bin usr/local/lib usr/bin usr/lib usr/lib64 usr/share/zoneinfo etc/ssl dev proc tmp run`)
	say(`for name in lib lib64 bin; do if [ -L "/$name" ]; then cp -a "/$name" .; else mkdir "$name"; mount --rbind "/$name" "$name"; fi; done`)
	say(`for name in usr/bin usr/lib usr/lib64 etc/ssl proc; do if [ -d "/$name" ]; then mount --rbind "/$name" "$name"; fi; done`)
	say(`for name in null zero urandom random; do touch dev/$name; mount --bind /dev/$name dev/$name; done`)
	say(`touch dev/termination-log; mount --bind %s dev/termination-log`, message)
	say(`cp %s usr/local/bin/exporter; chmod 0755 usr/local/bin/exporter`, p.program)
	if p.library != "" {
		say(`touch usr/local/lib/libchdb.so; mount --bind %s usr/local/lib/libchdb.so`, p.library)
	}
	for _, m := range c.VolumeMounts {
		say(`mkdir -p ".%s"; mount --bind %s ".%s"`, m.MountPath, p.volume(m.Name), m.MountPath)
		if m.ReadOnly {
			say(`mount -o remount,bind,ro ".%s"`, m.MountPath)
		}
	}
	say(`mkdir -p data; mount -o remount,ro "$root"`)
	user := *p.spec.SecurityContext.RunAsUser
	say(`exec chroot "$root" setpriv --reuid=%d --regid=%d --groups=%d --no-new-privs --bounding-set=-all --inh-caps=-all \`,
		user, *p.spec.SecurityContext.RunAsGroup, *p.spec.SecurityContext.FSGroup)
	say(`  env -i PATH=/usr/local/bin:/usr/bin:/bin %s exporter %s`, quoted(env), quoted(c.Args))
	return b.String()
}

// quoted are words for a shell.
func quoted(words []string) string {
	var all []string
	for _, w := range words {
		all = append(all, "'"+strings.ReplaceAll(w, "'", `'\''`)+"'")
	}
	return strings.Join(all, " ")
}

// ended is what became of a container.
type ended struct {
	code              int
	log, out, message string
}

// command is a container, not yet started, and where its termination message will be.
func (p *pod) command(ctx context.Context, more ...string) (*exec.Cmd, string) {
	p.Helper()
	var env []string
	for _, e := range p.spec.Containers[0].Env {
		env = append(env, e.Name+"="+e.Value)
	}
	message := filepath.Join(p.TempDir(), "termination-log")
	if err := os.WriteFile(message, nil, 0o666); err != nil {
		p.Fatal(err)
	}
	if err := os.Chmod(message, 0o666); err != nil { // a kubelet's is everybody's
		p.Fatal(err)
	}
	root := filepath.Join(p.TempDir(), "root")
	if err := os.Mkdir(root, 0o755); err != nil {
		p.Fatal(err)
	}
	c := exec.CommandContext(ctx, "unshare", "--mount", "--propagation", "private", "sh", "-euc", p.script(root, message, append(env, more...)))
	return c, message
}

// run runs a container to its end.
func (p *pod) run(ctx context.Context, env ...string) ended {
	p.Helper()
	c, message := p.command(ctx, env...)
	var out, log bytes.Buffer
	c.Stdout, c.Stderr = &out, &log
	err := c.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		p.Error(err)
	}
	text, err := os.ReadFile(message)
	if err != nil {
		p.Error(err)
	}
	return ended{c.ProcessState.ExitCode(), log.String(), out.String(), string(text)}
}

// configured are the files of a ConfigMap and of a Secret for a simulated tenant, and the
// patch by which the pods trust its certificate.
func configured(g *graphtest.Server, more string) (config, secret map[string]string, patch string) {
	config = map[string]string{
		"ca.pem": string(g.CertPEM()),
		"config.yaml": fmt.Sprintf(`tenants:
  - tenant_id: %s
    cloud: custom
    graph_root: %s
    authority: %[2]s
    auth:
      method: client_secret
      client_id: %s
      client_secret_file: /run/secrets/callrecords/client_secret
export:
  quota_share: 1
  retry_budget: 20s
`, graphtest.DefaultTenantID, g.URL, graphtest.DefaultClientID) + more,
	}
	secret = map[string]string{"client_secret": graphtest.DefaultClientSecret}
	patch = `patches:
  - target: {kind: "CronJob|Job|StatefulSet"}
    patch: |-
      - op: add
        path: %s/spec/containers/0/env/-
        value: {name: SSL_CERT_FILE, value: /etc/callrecords/ca.pem}
`
	return config, secret, patch
}

// tenantOf starts a simulated tenant.
func tenantOf(t *testing.T, records int) (*graphtest.Tenant, *graphtest.Server) {
	t.Helper()
	tenant := graphtest.New(graphtest.Options{Records: records, Seed: 11})
	server, err := graphtest.Start(t.Context(), tenant, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { server.Close() })
	return tenant, server
}

// wantTenant compares the records of the warehouse with the tenant's, by id and version.
func (s *stage) wantTenant(tenant *graphtest.Tenant) {
	s.Helper()
	var want []string
	for _, h := range tenant.Headers() {
		want = append(want, h.ID+"\t"+strconv.FormatInt(h.Version, 10))
	}
	slices.Sort(want)
	got, err := s.ask("SELECT record_id, version FROM callrecords.records ORDER BY record_id")
	if err != nil || got != strings.Join(want, "\n") {
		s.Errorf("got records (%v)\n%s\nwant\n%s", err, got, strings.Join(want, "\n"))
	}
	if got, err := s.ask("SELECT count() FROM callrecords.audit"); got != "0" || err != nil {
		s.Errorf("audit: got %s, %v, want 0", got, err)
	}
}

// It is not parallel: a process holds one store at a time, and another test has one.
func TestPodsOnAServerExportATenantWithWhatTheManifestsGiveThem(t *testing.T) {
	s := newStage(t)
	password, err := os.ReadFile(s.passwordFile())
	if err != nil {
		t.Fatal(err)
	}
	served := fmt.Sprintf("warehouse:\n  url: %s\n  user: exporter\n  password_file: /run/secrets/callrecords/warehouse_password\n", s.url)
	tenant, graph := tenantOf(t, 40)
	config, secret, patch := configured(graph, served)
	secret["warehouse_password"] = string(password)

	t.Run("the backfill, four at once", func(t *testing.T) {
		p := newPod(t, s.program, "backfill", fmt.Sprintf(patch, "/spec/template"), config, secret)
		shards := 4
		if got := p.spec.Containers[0].Args; !slices.Contains(got, strconv.Itoa(shards)) {
			t.Fatalf("got arguments %q, want --shards %d", got, shards)
		}
		for _, m := range p.spec.Containers[0].VolumeMounts {
			p.volume(m.Name) // the same files for all
		}
		done := make(chan ended)
		for i := range shards {
			go func() { done <- p.run(t.Context(), fmt.Sprintf("JOB_COMPLETION_INDEX=%d", i)) }()
		}
		for range shards {
			if e := <-done; e.code != 0 {
				t.Errorf("got exit code %d, want 0\n%s", e.code, e.log)
			}
		}
		s.wantTenant(tenant)
	})
	t.Run("the CronJob, afterwards", func(t *testing.T) {
		tenant.Add(5)
		tenant.Grow(tenant.Headers()[0].ID)
		p := newPod(t, s.program, "cronjob", fmt.Sprintf(patch, "/spec/jobTemplate/spec/template"), config, secret)
		e := p.run(t.Context())
		if e.code != 0 || !strings.Contains(e.message, `"loaded":6`) {
			t.Errorf("got exit code %d and the message %q, want 0 and what was loaded\n%s", e.code, e.message, e.log)
		}
		s.wantTenant(tenant)
	})
	t.Run("a configuration that was not filled in ends with 2", func(t *testing.T) {
		p := newPod(t, s.program, "cronjob", "", nil, secret)
		if e := p.run(t.Context()); e.code != 2 || !strings.Contains(e.message, "tenant_id") {
			t.Errorf("got exit code %d and the message %q, want 2 and tenant_id in it\n%s", e.code, e.message, e.log)
		}
	})
}

func TestPodWithTheDaemonServesItsOwnWarehouse(t *testing.T) {
	t.Parallel()
	found, err := libchdb.Check(t.Context(), "")
	if err != nil {
		t.Fatal(err)
	}
	tenant, graph := tenantOf(t, 10)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	address := listener.Addr().String()
	listener.Close() // the daemon's now
	config, secret, patch := configured(graph, fmt.Sprintf(`warehouse:
  url: embedded:/data/store
schedule:
  cron: "@every 2s"
listen:
  address: %s
  user: reader
  password_file: /run/secrets/callrecords/reader_password
metrics:
  password_file: /run/secrets/callrecords/metrics_password
`, strings.Replace(address, "127.0.0.1", "0.0.0.0", 1)))
	secret["reader_password"], secret["metrics_password"] = "r-secret", "m-secret"
	p := newPod(t, buildProgram(t), "serve", fmt.Sprintf(patch, "/spec/template"), config, secret)
	p.library = found.Path
	c, _ := p.command(t.Context())
	var log bytes.Buffer
	c.Stderr = &log
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	over := make(chan error, 1)
	go func() { over <- c.Wait() }()

	get := func(path, user, password string) (int, string) {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, "http://"+address+path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if user != "" {
			r.SetBasicAuth(user, password)
		}
		answer, err := http.DefaultClient.Do(r)
		if err != nil {
			return 0, err.Error()
		}
		defer answer.Body.Close()
		var text bytes.Buffer
		_, _ = text.ReadFrom(answer.Body)
		return answer.StatusCode, text.String()
	}
	probes := p.spec.Containers[0]
	for deadline := time.Now().Add(2 * time.Minute); ; time.Sleep(200 * time.Millisecond) { // another process
		code, said := get(probes.ReadinessProbe.HTTPGet.Path, "", "")
		if code == http.StatusOK {
			break
		}
		select {
		case err := <-over:
			t.Fatalf("got an end, %v, want readiness\n%s", err, &log)
		default:
		}
		if time.Now().After(deadline) {
			t.Fatalf("got %d %s, want readiness\n%s", code, said, &log)
		}
	}
	for name, ask := range map[string]struct {
		path, user, password string
		code                 int
		want                 string
	}{
		"liveness":               {probes.LivenessProbe.HTTPGet.Path, "", "", 200, ""},
		"a reader":               {"/?query=SELECT+count()+FROM+records", "reader", "r-secret", 200, strconv.Itoa(len(tenant.Headers()))},
		"a stranger":             {"/?query=SELECT+1", "", "", 401, ""},
		"Prometheus, no name":    {"/metrics", "", "", 401, ""},
		"Prometheus":             {"/metrics", "any", "m-secret", 200, "callrecords_last_success_timestamp_seconds"},
		"a reader of the status": {"/status", "reader", "r-secret", 200, "<html"},
	} {
		if code, said := get(ask.path, ask.user, ask.password); code != ask.code || !strings.Contains(said, ask.want) {
			t.Errorf("%s: got %d %s, want %d and %q", name, code, said, ask.code, ask.want)
		}
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	grace := time.Duration(*p.spec.TerminationGracePeriodSeconds) * time.Second
	select {
	case err := <-over:
		if err != nil {
			t.Errorf("got %v, want exit code 0\n%s", err, &log)
		}
	case <-time.After(grace):
		t.Errorf("got no end within the pod's grace of %s", grace)
		_ = c.Process.Kill()
	}
}
