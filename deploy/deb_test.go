package deploy_test

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/load/engine/embedded/libchdb"
)

// debian is a Debian in a folder, with nothing that it does not need.
type debian struct {
	*testing.T
	root string
}

// do runs a command in it, as root.
func (d debian) do(args ...string) string {
	d.Helper()
	c := exec.CommandContext(d.Context(), "chroot", append([]string{d.root}, args...)...)
	c.Env = []string{"PATH=/usr/sbin:/usr/bin:/sbin:/bin", "DEBIAN_FRONTEND=noninteractive"}
	said, err := c.CombinedOutput()
	if err != nil {
		d.Fatalf("%s: got %v\n%s", strings.Join(args, " "), err, said)
	}
	return string(said)
}

// put writes a file into it.
func (d debian) put(name, content string, mode os.FileMode) {
	d.Helper()
	if err := os.MkdirAll(filepath.Dir(d.root+name), 0o755); err != nil {
		d.Fatal(err)
	}
	if err := os.WriteFile(d.root+name, []byte(content), mode); err != nil {
		d.Fatal(err)
	}
}

// has says whether a file is there.
func (d debian) has(name string) bool {
	_, err := os.Lstat(d.root + name)
	return err == nil
}

// unit are the values of a key of the unit that the package brought.
func (d debian) unit(key string) (values []string) {
	d.Helper()
	content, err := os.ReadFile(d.root + "/usr/lib/systemd/system/callrecords-exporter.service")
	if err != nil {
		d.Fatal(err)
	}
	for _, m := range regexp.MustCompile("(?m)^"+key+"=(.*)$").FindAllStringSubmatch(string(content), -1) {
		values = append(values, m[1])
	}
	if values == nil {
		d.Fatalf("the unit has no %s", key)
	}
	return values
}

// The package is installed in a Debian of its own, its unit's very command exports a simulated
// tenant as the unit's user, stops when it is told to, and goes without the store. What a
// systemd would do (folders, secrets, notices) the test does. It wants root and debootstrap:
// make deb-test.
func TestDeb(t *testing.T) {
	packed := os.Getenv("CALLRECORDS_TEST_DEB")
	if packed == "" {
		t.Skip("CALLRECORDS_TEST_DEB is not set; make deb-test sets it")
	}
	d := debian{t, filepath.Join(t.TempDir(), "root")}
	command(t, ".", "debootstrap", "--variant=minbase", "--include=procps,ca-certificates", "bookworm", d.root)
	content, err := os.ReadFile(packed)
	if err != nil {
		t.Fatal(err)
	}
	d.put("/tmp/exporter.deb", string(content), 0o644)
	d.do("dpkg", "--install", "/tmp/exporter.deb")
	if said := d.do("exporter", "version"); !strings.Contains(said, "exporter") {
		t.Errorf("exporter version: got %q", said)
	}
	for _, name := range []string{
		"/usr/bin/exporter", "/usr/share/man/man1/exporter.1", "/usr/share/bash-completion/completions/exporter",
		"/usr/lib/systemd/system/callrecords-exporter-run.timer", "/etc/callrecords",
	} {
		if !d.has(name) && !d.has(name+".gz") {
			t.Errorf("%s is not installed", name)
		}
	}

	tenant, graph := tenantOf(t, 12)
	config, secret, _ := configured(graph, "warehouse:\n  url: embedded:/var/lib/callrecords/store\n")
	credentials := "/run/credentials/callrecords-exporter.service"
	d.put("/etc/callrecords/ca.pem", config["ca.pem"], 0o644)
	d.put("/etc/callrecords/config.yaml", strings.ReplaceAll(config["config.yaml"],
		"/run/secrets/callrecords/", "${CREDENTIALS_DIRECTORY}/"), 0o644)
	d.put(credentials+"/client_secret", secret["client_secret"], 0o444)
	d.engine()
	user := d.unit("User")[0]
	for _, folder := range []string{"/var/lib/callrecords", "/var/cache/callrecords"} {
		d.do("install", "-d", "-o", user, "-g", user, "-m", "700", folder)
	}

	d.serve(user, append(d.unit("Environment"), "SSL_CERT_FILE=/etc/callrecords/ca.pem", "CREDENTIALS_DIRECTORY="+credentials))
	got, err := d.as(t.Context(), user, []string{"XDG_CACHE_HOME=/var/cache", "CALLRECORDS_WAREHOUSE_URL=embedded:/var/lib/callrecords/store"},
		"exporter query --format TSV 'SELECT count() FROM records'").Output()
	if want := fmt.Sprint(len(tenant.Headers())); err != nil || strings.TrimSpace(string(got)) != want {
		t.Errorf("got %s records, %v, want %s", got, err, want)
	}

	d.do("dpkg", "--remove", "callrecords-exporter")
	if d.has("/usr/bin/exporter") || !d.has("/var/lib/callrecords/store") || !d.has("/etc/callrecords/config.yaml") {
		t.Error("after the package is removed: want the program gone, and the store and the configuration there")
	}
}

// engine puts this machine's engine where the unit looks for it.
func (d debian) engine() {
	d.Helper()
	r, ok := libchdb.ThisRelease()
	if !ok {
		d.Skipf("no engine is pinned for %s", libchdb.Platform())
	}
	here, err := os.UserCacheDir()
	if err != nil {
		d.Fatal(err)
	}
	name := filepath.Join("callrecords/chdb", r.Version+"-"+r.Platform, "libchdb.so")
	library, err := os.ReadFile(filepath.Join(here, name))
	if err != nil {
		d.Fatal(err)
	}
	d.put("/var/cache/"+name, string(library), 0o644)
	d.do("chown", "-R", d.unit("User")[0]+":", "/var/cache/callrecords")
}

// as is a command line, as a user with an environment of his own.
func (d debian) as(ctx context.Context, user string, env []string, line string) *exec.Cmd {
	return exec.CommandContext(ctx, "unshare", "--mount", "--propagation", "private", "sh", "-euc", fmt.Sprintf(
		"mount -t proc proc %[1]s/proc && mount -t tmpfs tmpfs %[1]s/dev/shm && "+
			"exec chroot --userspec=%[2]s:%[2]s %[1]s env -i PATH=/usr/bin:/bin %[3]s %[4]s",
		d.root, user, strings.Join(env, " "), line))
}

// serve runs the unit's command until it has said that it is ready and a run has ended, and
// then stops it.
func (d debian) serve(user string, env []string) {
	d.Helper()
	notices, err := net.ListenUnixgram("unixgram", &net.UnixAddr{Name: d.root + "/run/notify", Net: "unixgram"})
	if err != nil {
		d.Fatal(err)
	}
	defer notices.Close()
	if err := os.Chmod(d.root+"/run/notify", 0o666); err != nil {
		d.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(d.Context(), 3*time.Minute)
	defer cancel()
	c := d.as(ctx, user, append(env, "NOTIFY_SOCKET=/run/notify"), d.unit("ExecStart")[0])
	var log bytes.Buffer
	c.Stdout, c.Stderr = &log, &log
	if err := c.Start(); err != nil {
		d.Fatal(err)
	}
	said := ""
	buffer := make([]byte, 4096)
	for !strings.Contains(said, "READY=1") || !strings.Contains(said, "next run") {
		_ = notices.SetReadDeadline(time.Now().Add(2 * time.Minute))
		n, err := notices.Read(buffer)
		if err != nil {
			_ = c.Process.Kill()
			d.Fatalf("got the notices\n%s\n%v; the log:\n%s", said, errors.Join(err, c.Wait()), &log)
		}
		said += string(buffer[:n]) + "\n"
	}
	if err := c.Process.Signal(syscall.SIGTERM); err != nil {
		d.Fatal(err)
	}
	if err := c.Wait(); err != nil || strings.Contains(log.String(), graphtest.DefaultClientSecret) {
		d.Errorf("stopped: got %v, want that it ends well, and no secret in the log\n%s", err, &log)
	}
}
