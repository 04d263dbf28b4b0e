package extract

import (
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"callrecords/extract/graphtest"
)

// rootOfChild is set in the process that TestFurtherCAFromTheEnvironment starts:
// crypto/x509 reads SSL_CERT_FILE once.
const rootOfChild = "EXTRACT_TEST_ROOT"

func TestFurtherCAFromTheEnvironment(t *testing.T) {
	t.Parallel()
	if root := os.Getenv(rootOfChild); root != "" {
		c := newClient(t, options(root, nil), nil)
		defer c.Close()
		if _, err := c.Check(t.Context()); err != nil {
			t.Error(err)
		}
		return
	}
	tenant := graphtest.New(graphtest.Options{Records: 3})
	server, err := graphtest.Start(t.Context(), tenant, "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer server.Close()
	file := filepath.Join(t.TempDir(), "ca.pem")
	write(t, file, string(server.CertPEM()))
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$")
	child.Env = append(os.Environ(), "SSL_CERT_FILE="+file, rootOfChild+"="+server.URL)
	if output, err := child.CombinedOutput(); err != nil || tenant.Requests().Of(graphtest.List) != 1 {
		t.Errorf("%v, %d lists\n%s", err, tenant.Requests().Of(graphtest.List), output)
	}
}
