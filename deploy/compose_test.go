package deploy_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// compose is docker-compose.yml, as far as it goes: another key is an error,
// so that nobody adds one which no rule looks at.
type compose struct {
	Name      string
	Warehouse string `yaml:"x-warehouse"`
	Services  map[string]service
	Volumes   map[string]any
	Secrets   map[string]struct{ File string }
}

// service is one container of it.
type service struct {
	Image       string
	Build       struct{ Context, Dockerfile, Target string }
	Command     []string
	Environment map[string]string
	Secrets     []string
	Volumes     []any
	Ports       []string
	Ulimits     map[string]any
	Restart     string
	Profiles    []string
	ReadOnly    bool `yaml:"read_only"`
	Tmpfs       []string
	CapDrop     []string                              `yaml:"cap_drop"`
	SecurityOpt []string                              `yaml:"security_opt"`
	DependsOn   map[string]struct{ Condition string } `yaml:"depends_on"`
	Healthcheck struct {
		Test              []string
		Interval, Timeout string
		Retries           int
		StartPeriod       string `yaml:"start_period"`
	}
}

func composeFile(t *testing.T) compose {
	t.Helper()
	var c compose
	decode(t, "docker-compose.yml", &c)
	if len(c.Services) != 4 {
		t.Fatalf("%d services, want clickhouse, exporter, dashboard and grafana", len(c.Services))
	}
	return c
}

// pinned is a tag of three numbers at least, or a digest.
var pinned = regexp.MustCompile(`(:v?\d+\.\d+(\.\d+)+(-[a-z0-9.-]+)?|@sha256:[0-9a-f]{64})$`)

func TestEveryImageOfTheComposeFileIsPinnedOrBuiltHere(t *testing.T) {
	t.Parallel()
	for name, s := range composeFile(t).Services {
		if s.Build.Dockerfile == "" && !pinned.MatchString(s.Image) {
			t.Errorf("%s: image %q is not pinned", name, s.Image)
		}
	}
	for image, want := range map[string]bool{
		"a/b:25.8.30.16": true, "a/b:13.2.0": true, "a/b@sha256:" + strings.Repeat("0", 64): true,
		"a/b": false, "a/b:latest": false, "a/b:25.8": false, "a/b:13": false,
	} {
		if pinned.MatchString(image) != want {
			t.Errorf("pinned(%s) = %t", image, !want)
		}
	}
}

func TestEveryServiceHasAHealthcheckAndDependsOnHealthyOnes(t *testing.T) {
	t.Parallel()
	c := composeFile(t)
	for name, s := range c.Services {
		h := s.Healthcheck
		if len(h.Test) < 2 || h.Test[0] != "CMD" || h.Interval == "" || h.Timeout == "" || h.Retries == 0 || h.StartPeriod == "" {
			t.Errorf("%s: healthcheck %+v is not complete", name, h)
		}
		for other, on := range s.DependsOn {
			if _, ok := c.Services[other]; !ok || on.Condition != "service_healthy" {
				t.Errorf("%s depends on %s, condition %q", name, other, on.Condition)
			}
		}
		if _, ok := s.DependsOn["clickhouse"]; !ok && name != "clickhouse" {
			t.Errorf("%s does not wait for clickhouse", name)
		}
	}
}

// What we build runs without a right that it does not need.
func TestOurContainersMayDoNoMoreThanTheyMust(t *testing.T) {
	t.Parallel()
	for name, s := range composeFile(t).Services {
		if s.Build.Dockerfile == "" {
			continue
		}
		if !s.ReadOnly || !slices.Equal(s.CapDrop, []string{"ALL"}) || !slices.Contains(s.SecurityOpt, "no-new-privileges:true") {
			t.Errorf("%s: read-only %t, drops %q, %q", name, s.ReadOnly, s.CapDrop, s.SecurityOpt)
		}
	}
}

// Who wants no Grafana has none: nothing that make up starts waits for it.
func TestGrafanaIsThereForWhoWantsItOnly(t *testing.T) {
	t.Parallel()
	for name, s := range composeFile(t).Services {
		if want := name == "grafana"; slices.Equal(s.Profiles, []string{"grafana"}) != want {
			t.Errorf("%s: got the profiles %q", name, s.Profiles)
		}
		if _, waits := s.DependsOn["grafana"]; waits {
			t.Errorf("%s waits for grafana", name)
		}
	}
	_, up, _ := strings.Cut(read(t, "Makefile"), "\nup: ")
	up, _, _ = strings.Cut(up, "\n\n")
	if strings.Contains(up, "grafana") || !strings.Contains(up, "--wait dashboard") {
		t.Errorf("make up is\n%s", up)
	}
}

func TestPortsAreOpenToThisMachineOnly(t *testing.T) {
	t.Parallel()
	for name, s := range composeFile(t).Services {
		for _, port := range s.Ports {
			if !strings.HasPrefix(port, "127.0.0.1:") {
				t.Errorf("%s: port %s is open to the network", name, port)
			}
		}
	}
}

func TestPasswordsComeFromFilesThatSecretsMakes(t *testing.T) {
	t.Parallel()
	c := composeFile(t)
	made := makeSecrets(t)
	for name, s := range c.Secrets {
		file, ok := strings.CutPrefix(s.File, ".secrets/")
		if _, err := os.Stat(made + "/" + file); !ok || err != nil {
			t.Errorf("secret %s: secrets.sh does not make %s", name, s.File)
		}
	}
	for name, s := range c.Services {
		for variable, value := range s.Environment {
			if !regexp.MustCompile(`PASSWORD|SECRET|TOKEN`).MatchString(variable) {
				continue
			}
			secret, ok := strings.CutPrefix(value, "/run/secrets/")
			if _, declared := c.Secrets[secret]; !ok || !declared || !slices.Contains(s.Secrets, secret) {
				t.Errorf("%s: %s is no file of a secret that the service has", name, variable)
			}
		}
	}
}

func TestEveryMountIsAVolumeOrAFileThatIsThere(t *testing.T) {
	t.Parallel()
	c := composeFile(t)
	for name, s := range c.Services {
		for _, volume := range s.Volumes {
			source, readOnly := mount(volume)
			_, declared := c.Volumes[source]
			_, err := os.Stat(root + source)
			switch {
			case declared || source == "./.secrets/users.xml" && readOnly:
			case err != nil || !readOnly:
				t.Errorf("%s mounts %s (read-only: %t): %v", name, source, readOnly, err)
			}
		}
	}
}

// mount is where a volume entry comes from, in its short or its long form.
func mount(volume any) (source string, readOnly bool) {
	if short, ok := volume.(string); ok {
		source, _, _ = strings.Cut(short, ":")
		return source, strings.HasSuffix(short, ":ro")
	}
	long, _ := volume.(map[string]any)
	source, _ = long["source"].(string)
	readOnly, _ = long["read_only"].(bool)
	return source, readOnly
}

func TestComposeBuildsATargetOfTheDockerfile(t *testing.T) {
	t.Parallel()
	b := composeFile(t).Services["exporter"].Build
	if !strings.Contains(read(t, b.Dockerfile), " AS "+b.Target+"\n") {
		t.Errorf("%s has no target %s", b.Dockerfile, b.Target)
	}
}
