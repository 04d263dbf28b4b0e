package deploy_test

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"callrecords/extract/graphtest"
	"callrecords/load/engine"
	"callrecords/load/engine/embedded"
	"callrecords/load/engine/server/servertest"
)

// stage is what the compose file makes, without containers: a server with a
// password, and the program with its environment.
type stage struct {
	*testing.T
	program string
	engine  engine.SessionEngine
	url     string
	secrets string // folder
	env     []string
}

// passwordFile has the password of the exporter.
func (s *stage) passwordFile() string { return filepath.Join(s.secrets, "exporter_password") }

// buildProgram builds the program.
func buildProgram(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "exporter")
	if out, err := exec.CommandContext(t.Context(), "go", "build", "-o", program, "../cmd/exporter").CombinedOutput(); err != nil {
		t.Fatalf("go build: %v\n%s", err, out)
	}
	return program
}

// newStage builds the program and starts a server over an embedded engine.
func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, program: buildProgram(t)}
	engine, err := embedded.Open(t.Context(), embedded.Options{Path: filepath.Join(t.TempDir(), "store"), Connections: 4})
	if err != nil {
		t.Fatal(err)
	}
	s.engine = engine
	s.secrets = makeSecrets(t)
	text, err := os.ReadFile(s.passwordFile())
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(servertest.New(engine, servertest.Options{User: "exporter", Password: string(text)}))
	t.Cleanup(func() {
		server.Close()
		if err := engine.Close(); err != nil {
			t.Error(err)
		}
	})
	s.url = server.URL
	s.env = []string{"CALLRECORDS_WAREHOUSE_USER=exporter", "CALLRECORDS_WAREHOUSE_PASSWORD_FILE=" + s.passwordFile(), "HOME=" + t.TempDir()}
	return s
}

// run runs the program in an empty folder, and insists on its exit code.
func (s *stage) run(ctx context.Context, code int, env []string, args ...string) (stdout, stderr string) {
	s.Helper()
	var out, log bytes.Buffer
	c := exec.CommandContext(ctx, s.program, args...)
	c.Dir, c.Env, c.Stdout, c.Stderr = s.TempDir(), env, &out, &log
	err := c.Run()
	if _, exited := errors.AsType[*exec.ExitError](err); err != nil && !exited {
		s.Fatal(err)
	}
	if got := c.ProcessState.ExitCode(); got != code {
		s.Fatalf("exporter %s: exit code %d, want %d\n%s%s", strings.Join(args, " "), got, code, &out, &log)
	}
	left, err := os.ReadDir(c.Dir)
	if err != nil || len(left) > 0 {
		s.Errorf("exporter %s left %v in its folder (%v)", strings.Join(args, " "), left, err)
	}
	return out.String(), log.String()
}

// ask is the answer of the warehouse, as TSV without the last line break.
func (s *stage) ask(sql string) (string, error) {
	body, err := s.engine.QueryIn(s.Context(), sql, "TSV", engine.QuerySession{Database: "callrecords"})
	if err != nil {
		return "", err
	}
	text, err := io.ReadAll(body)
	return strings.TrimSuffix(string(text), "\n"), errors.Join(err, body.Close())
}

func TestDemoFillsAServedWarehouseAndItsDashboard(t *testing.T) {
	t.Parallel()
	s := newStage(t)
	demo := []string{"demo", "--warehouse", s.url, "--records", "200"}

	first, _ := s.run(t.Context(), 0, s.env, demo...)
	again, _ := s.run(t.Context(), 0, s.env, demo...)
	if !strings.Contains(again, "nothing new") || strings.Contains(first, "nothing new") {
		t.Errorf("a second demo does not find what the first loaded\n%s\n%s", first, again)
	}
	loaded, err := s.ask("SELECT countIf(command = 'demo'), sum(loaded) = (SELECT count() FROM callrecords.records), max(loaded) >= 150 FROM callrecords_store.runs WHERE family = 'call_records'")
	if err != nil || loaded != "2\t1\t1" {
		t.Errorf("runs, whether they loaded the records, and enough of them: %s, %v", loaded, err)
	}
	other := append(s.env, "CALLRECORDS_WAREHOUSE_DATABASE=another")
	if out, _ := s.run(t.Context(), 0, other, append(demo[:3:3], "--records", "5")...); !strings.Contains(out, "FROM another.records") {
		t.Errorf("the questions are not asked in the database of the environment\n%s", out)
	}
	s.healthcheck()
	s.refusals(demo)
	s.dashboard()
	s.pages()
}

// pages runs the compose file's dashboard with what the file gives it, and looks at it.
func (s *stage) pages() {
	s.Helper()
	password, err := os.ReadFile(filepath.Join(s.secrets, "reader_password"))
	if err != nil {
		s.Fatal(err)
	}
	warehouse := httptest.NewServer(servertest.New(s.engine, servertest.Options{User: "reader", Password: string(password)}))
	defer warehouse.Close()
	service := composeFile(s.T).Services["dashboard"]
	// The container's port, warehouse and folder of secrets are this machine's.
	address := freeAddress(s.T)
	_, port, _ := net.SplitHostPort(address)
	here := strings.NewReplacer("0.0.0.0:8124", "0.0.0.0:"+port, "127.0.0.1:8124", address,
		composeFile(s.T).Warehouse, warehouse.URL, "/run/secrets", s.secrets)
	env := []string{"HOME=" + s.TempDir()}
	for name, value := range service.Environment {
		env = append(env, name+"="+here.Replace(value))
	}
	var args []string
	for _, arg := range service.Command {
		args = append(args, here.Replace(arg))
	}
	ctx, stop := context.WithCancel(s.Context())
	c := exec.CommandContext(ctx, s.program, args...)
	c.Dir, c.Env, c.Cancel = s.TempDir(), env, func() error { return c.Process.Signal(syscall.SIGTERM) }
	said, err := c.StdoutPipe()
	if err != nil {
		s.Fatal(err)
	}
	if err := c.Start(); err != nil {
		s.Fatal(err)
	}
	defer func() {
		stop()
		if err := c.Wait(); err != nil && c.ProcessState.ExitCode() != 0 {
			s.Errorf("dashboard: %v", err)
		}
	}()
	line, err := bufio.NewReader(said).ReadString('\n')
	if err != nil || !strings.Contains(line, ":"+port+"/dashboard/") {
		s.Fatalf("dashboard says %q (%v), want where to look", line, err)
	}
	s.run(s.Context(), 0, env, strings.Fields(here.Replace(strings.Join(service.Healthcheck.Test[2:], " ")))...)

	secret, err := os.ReadFile(filepath.Join(s.secrets, "dashboard_password"))
	if err != nil {
		s.Fatal(err)
	}
	for name, c := range map[string]struct {
		password string
		want     int
		text     string
	}{
		"without a password": {"", http.StatusUnauthorized, "password"},
		"with it":            {string(secret), http.StatusOK, "Lisbon"}, // the site of the demo's bad access point
	} {
		request, err := http.NewRequestWithContext(s.Context(), http.MethodGet, "http://"+address+"/dashboard/", nil)
		if err != nil {
			s.Fatal(err)
		}
		if c.password != "" {
			request.SetBasicAuth(service.Environment["CALLRECORDS_LISTEN_USER"], c.password)
		}
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			s.Fatal(err)
		}
		page, err := io.ReadAll(answer.Body)
		answer.Body.Close()
		if err != nil || answer.StatusCode != c.want || !strings.Contains(string(page), c.text) {
			s.Errorf("%s: got %s, %v, want %d and %q in\n%s", name, answer.Status, err, c.want, c.text, page)
		}
	}
}

// freeAddress is an address of this machine at which nothing listens.
func freeAddress(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().String()
}

// healthcheck runs what the containers' does.
func (s *stage) healthcheck() {
	s.Helper()
	check := composeFile(s.T).Services["exporter"].Healthcheck.Test
	if !strings.Contains(read(s.T, "deploy/Dockerfile"), `CMD ["exporter", "ready"]`) {
		s.Error("the image's healthcheck is another than the compose file's")
	}
	s.run(s.Context(), 0, append(s.env, "CALLRECORDS_WAREHOUSE_URL="+s.url), check[2:]...)
	s.run(s.Context(), 1, append(s.env, "CALLRECORDS_WAREHOUSE_URL=http://127.0.0.1:9"), check[2:]...)
}

// refusals are what demo says to a wrong password and to wrong flags.
func (s *stage) refusals(demo []string) {
	s.Helper()
	if _, log := s.run(s.Context(), 1, s.env[2:], demo...); !strings.Contains(strings.ToLower(log), "password") {
		s.Errorf("without a password: %s", log)
	}
	if _, log := s.run(s.Context(), 2, s.env, append(demo, "--data", "elsewhere")...); !strings.Contains(log, "exclude") {
		s.Errorf("two warehouses: %s", log)
	}
	if _, log := s.run(s.Context(), 2, s.env, "demo", "--warehouse", "clickhouse://127.0.0.1:9000"); !strings.Contains(log, "http://127.0.0.1:8123") {
		s.Errorf("a native URL: %s", log)
	}
}

// dashboard asks what every panel of Grafana asks, which the demo's tenant fills but for what it has not.
func (s *stage) dashboard() {
	s.Helper()
	asked := map[string]bool{}
	for _, file := range dashboardFiles(s.T) {
		d := dashboardOf(s.T, file)
		for _, v := range d.Templating.List {
			if v.Type != "query" {
				continue
			}
			if got, err := s.ask(v.Query); err != nil || got != graphtest.DefaultTenantID {
				s.Errorf("variable %s: %q, %v", v.Name, got, err)
			}
		}
		for _, p := range d.Panels {
			sql := expand(p.Targets[0].RawSQL)
			if asked[sql] {
				continue
			}
			asked[sql] = true
			got, err := s.ask(sql)
			switch {
			case err != nil:
				s.Errorf("%s: %v\n%s", p.Title, err, sql)
			case got == "" && !slices.Contains(mayBeEmpty, p.Title):
				s.Errorf("%s has nothing to show\n%s", p.Title, sql)
			case noNumber.MatchString(got):
				s.Errorf("%s shows no number: %s", p.Title, got)
			}
		}
	}
}

// mayBeEmpty are panels for which the demo's tenant has nothing: a range before, rejoins, what is due.
var mayBeEmpty = []string{"What changed most?", "Who has to join again?", "What is due, and when does it expire?"}

// noNumber is what an average is over measures that Graph sent as NaN or INF.
var noNumber = regexp.MustCompile(`(?m)(^|\t)-?(nan|inf)(\t|$)`)

// expand does what Grafana and the plugin do to a panel's SQL: the dashboard's
// 28 days, and all tenants.
func expand(sql string) string {
	now := time.Now()
	return strings.NewReplacer(
		"$__fromTime", fmt.Sprintf("toDateTime(%d)", now.AddDate(0, 0, -28).Unix()),
		"$__toTime", fmt.Sprintf("toDateTime(%d)", now.Unix()+1),
		"${tenant:singlequote}", "'"+graphtest.DefaultTenantID+"'", "${zone}", "UTC", "${media}", "audio", "${minimum}", "20",
	).Replace(sql)
}
