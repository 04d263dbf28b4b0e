package deploy_test

import (
	"crypto/sha256"
	"encoding/hex"
	"encoding/xml"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var passwords = []string{"exporter_password", "reader_password", "grafana_admin_password"}

// makeSecrets runs secrets.sh on a new folder.
func makeSecrets(t *testing.T) (folder string) {
	t.Helper()
	folder = filepath.Join(t.TempDir(), "secrets")
	runSecrets(t, folder)
	return folder
}

func runSecrets(t *testing.T, folder string) {
	t.Helper()
	if out, err := exec.CommandContext(t.Context(), "sh", "secrets.sh", folder).CombinedOutput(); err != nil || len(out) > 0 {
		t.Fatalf("secrets.sh: %v\n%s", err, out)
	}
}

// contents are the files of a folder.
func contents(t *testing.T, folder string) map[string]string {
	t.Helper()
	files, err := os.ReadDir(folder)
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]string{}
	for _, f := range files {
		text, err := os.ReadFile(filepath.Join(folder, f.Name()))
		if err != nil {
			t.Fatal(err)
		}
		all[f.Name()] = string(text)
	}
	return all
}

func TestSecretsMakesPasswordsThatNobodyElseHas(t *testing.T) {
	t.Parallel()
	folder := makeSecrets(t)
	if info, err := os.Stat(folder); err != nil || info.Mode().Perm() != 0o700 {
		t.Errorf("the folder is open to others: %v %v", info.Mode(), err)
	}
	seen := map[string]bool{}
	for _, f := range []string{folder, makeSecrets(t)} {
		files := contents(t, f)
		for _, name := range passwords {
			if p := files[name]; !regexp.MustCompile(`^[0-9a-f]{48}$`).MatchString(p) || seen[p] {
				t.Errorf("%s is %d bytes long, seen before: %t", name, len(p), seen[p])
			}
			seen[files[name]] = true
		}
	}
}

func TestSecretsKeepsThePasswordsThatAreThere(t *testing.T) {
	t.Parallel()
	folder := makeSecrets(t)
	before := contents(t, folder)
	runSecrets(t, folder)
	for name, text := range contents(t, folder) {
		if text != before[name] {
			t.Errorf("%s changed", name)
		}
	}
}

func TestClickHouseKnowsOnlyHashesOfThePasswords(t *testing.T) {
	t.Parallel()
	folder := makeSecrets(t)
	own := filepath.Join(folder, "reader_password")
	if err := os.Chmod(own, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(own, []byte("a password of one's own\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	runSecrets(t, folder)
	files := contents(t, folder)
	users := files["users.xml"]
	for _, name := range []string{"exporter_password", "reader_password"} {
		password := strings.TrimSpace(files[name])
		hash := sha256.Sum256([]byte(password))
		if strings.Contains(users, password) || !strings.Contains(users, ">"+hex.EncodeToString(hash[:])+"<") {
			t.Errorf("users.xml does not have the hash of %s", name)
		}
	}
	if strings.Contains(users, "@") {
		t.Errorf("users.xml still has a place for a password:\n%s", users)
	}
	for decoder := xml.NewDecoder(strings.NewReader(users)); ; {
		if _, err := decoder.Token(); err == io.EOF {
			return
		} else if err != nil {
			t.Fatalf("users.xml: %v", err)
		}
	}
}
