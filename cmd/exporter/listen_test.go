package main

import (
	"bufio"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"math/big"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/cmd/exporter/internal/exit"
	"callrecords/extract/graphtest"
)

// readers are those who read from a program that listens.
type readers struct {
	*site
	program *exec.Cmd
	url     string
	client  *http.Client
	user    string
	key     string
}

// impatience is how long a program may take to listen, and to end when it is told to.
const impatience = time.Minute

// listening starts the program and waits until it listens.
func (s *site) listening(args ...string) *readers {
	s.Helper()
	r := &readers{site: s, program: s.command(s.Context(), args...), client: http.DefaultClient}
	stderr, err := r.program.StderrPipe()
	s.must(err)
	s.must(r.program.Start())
	defer time.AfterFunc(impatience, func() { _ = r.program.Process.Kill() }).Stop()
	lines := bufio.NewScanner(stderr)
	for lines.Scan() {
		var line struct {
			Msg, Address string
			TLS          bool
		}
		if json.Unmarshal(lines.Bytes(), &line) == nil && line.Msg == "listening" {
			_, port, _ := net.SplitHostPort(line.Address)
			r.url = map[bool]string{true: "https", false: "http"}[line.TLS] + "://127.0.0.1:" + port
			go io.Copy(io.Discard, stderr)
			return r
		}
	}
	s.Fatalf("%s does not listen: %v", strings.Join(args, " "), r.program.Wait())
	return nil
}

// read asks over HTTP.
func (r *readers) read(sql string) (status int, text string) {
	r.Helper()
	request, err := http.NewRequestWithContext(r.Context(), http.MethodPost, r.url, strings.NewReader(sql))
	r.must(err)
	request.Header.Set("X-ClickHouse-User", r.user)
	request.Header.Set("X-ClickHouse-Key", r.key)
	response, err := r.client.Do(request)
	r.must(err)
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	r.must(err)
	return response.StatusCode, strings.TrimSpace(string(body))
}

// get is what is answered at a path; status 0 where nobody answers.
func (r *readers) get(path string) (status int, text string) {
	response, err := http.Get(r.url + path)
	if err != nil {
		return 0, err.Error()
	}
	defer response.Body.Close()
	body, _ := io.ReadAll(response.Body)
	return response.StatusCode, strings.TrimSpace(string(body))
}

// stop ends the program as an orchestrator would, and wants it to end well.
func (r *readers) stop() {
	r.Helper()
	r.must(r.program.Process.Signal(syscall.SIGTERM))
	defer time.AfterFunc(impatience, func() { _ = r.program.Process.Kill() }).Stop()
	r.must(r.program.Wait())
}

func TestReadersReadWhileTheDaemonExports(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 40, Days: 5}, "export:", "schedule:\n  cron: '@every 1s'\nlisten:\n  address: 127.0.0.1:0\nexport:")
	r := s.listening("serve")
	want := fmt.Sprint(len(s.tenant.Headers()))
	for deadline := time.Now().Add(30 * time.Second); ; {
		_, got := r.read("SELECT count() FROM records")
		if got == want {
			break
		}
		if time.Now().After(deadline) {
			t.Fatalf("%s records of %s are in", got, want)
		}
		time.Sleep(50 * time.Millisecond) // another process works on it
	}
	for sql, code := range map[string]int{
		"SELECT count() FROM audit":                             200,
		"SELECT * FROM file('/etc/passwd', 'LineAsString')":     403,
		"DROP DATABASE callrecords":                             500,
		"SELECT count() FROM numbers(1e9) SETTINGS max_threads": 400,
	} {
		s.part(sql, func() {
			if status, text := r.read(sql); status != code {
				s.Errorf("got status %d, %s; want %d", status, text, code)
			}
		})
	}
	if held := s.want(exit.Failed, "warehouse", "--listen", "127.0.0.1:0"); !strings.Contains(held.stderr, "exporter serve --listen") {
		t.Errorf("no advice: %s", held)
	}
	r.stop()
	s.wantAnswer(want, "SELECT count() FROM records")
}

func TestOtherMachinesNeedAPassword(t *testing.T) {
	s := newSite(t, graphtest.Options{Records: 1, Days: 1})
	s.must(os.WriteFile(s.path("password"), []byte("pa55 w0rd\n"), 0o600))
	s.certificate()
	if r := s.want(exit.Usage, "serve", "--listen", "0.0.0.0:0"); !strings.Contains(r.stderr, "listen.password_file") {
		t.Errorf("got %s, want listen.password_file in it", r)
	}
	if _, err := os.Stat(s.store); err == nil {
		t.Fatal("got a store, want none: the refusal comes first")
	}
	if r := s.want(exit.Failed, "warehouse"); !strings.Contains(r.stderr, "exporter run") {
		t.Errorf("no store, no advice: %s", r)
	}
	s.want(exit.Complete, "run")
	for _, args := range [][]string{
		{"warehouse", "--listen", "0.0.0.0:0"}, {"serve", "--listen", ":0"}, {"warehouse", "--listen", "127.0.0.1:0", "--writable"},
	} {
		s.part(strings.Join(args, " "), func() {
			if r := s.want(exit.Usage, args...); !strings.Contains(r.stderr, "listen.password_file") {
				s.Errorf("got %s, want listen.password_file in it", r)
			}
		})
	}
	s.env = append(s.env, "CALLRECORDS_LISTEN_TLS_CERTIFICATE_FILE="+s.path("cert.pem"), "CALLRECORDS_LISTEN_TLS_KEY_FILE="+s.path("key.pem"))
	r := s.listening("warehouse", "--listen", "0.0.0.0:0", "--password-file", s.path("password"), "--writable")
	r.client = &http.Client{Transport: &http.Transport{TLSClientConfig: &tls.Config{RootCAs: s.authority()}}}
	for _, c := range []struct {
		user, key, sql, want string
		status               int
	}{
		{"", "", "SELECT 1", "Code: 194. ", 401},
		{"default", "wrong", "SELECT 1", "Code: 516. ", 403},
		{"default", "pa55 w0rd", "SELECT count() FROM audit", "0", 200},
		{"default", "pa55 w0rd", "CREATE TABLE mine (n UInt8) ENGINE = Memory", "", 200},
	} {
		s.part(fmt.Sprintf("%s by %q with %q", c.sql, c.user, c.key), func() {
			r.user, r.key = c.user, c.key
			status, text := r.read(c.sql)
			if status != c.status {
				s.Errorf("status: got %d, want %d", status, c.status)
			}
			if !strings.HasPrefix(text, c.want) {
				s.Errorf("text: got %q, want it to begin with %q", text, c.want)
			}
		})
	}
	r.stop()
}

// certificate writes cert.pem and key.pem, for 127.0.0.1.
func (s *site) certificate() {
	s.Helper()
	key, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	s.must(err)
	template := &x509.Certificate{
		SerialNumber: big.NewInt(1), Subject: pkix.Name{CommonName: "warehouse"},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(time.Hour), IPAddresses: []net.IP{net.IPv4(127, 0, 0, 1)},
	}
	cert, err := x509.CreateCertificate(rand.Reader, template, template, &key.PublicKey, key)
	s.must(err)
	private, err := x509.MarshalPKCS8PrivateKey(key)
	s.must(err)
	s.must(os.WriteFile(s.path("cert.pem"), pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: cert}), 0o600))
	s.must(os.WriteFile(s.path("key.pem"), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: private}), 0o600))
}

// authority trusts cert.pem.
func (s *site) authority() *x509.CertPool {
	s.Helper()
	text, err := os.ReadFile(s.path("cert.pem"))
	s.must(err)
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(text)
	return pool
}
