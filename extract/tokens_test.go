package extract

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"testing/synctest"
	"time"

	"github.com/Azure/azure-sdk-for-go/sdk/azcore"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

func TestTokenIsRenewedOnceWhenGraphRefusesIt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.New(graphtest.Options{Records: 3})
		inner := tenant.Transport()
		used := map[string]int{}
		c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
			if token := r.Header.Get("Authorization"); token != "" {
				if used[token]++; len(used) == 1 {
					time.Sleep(time.Second) // the next one is of another second, and differs
					return reply(http.StatusUnauthorized, `{}`), nil
				}
			}
			return inner.RoundTrip(r)
		}), nil)
		headers, errs := listAll(t.Context(), c, lately())
		if len(headers) != 3 || errs != nil || len(used) != 2 {
			t.Errorf("%d headers, %v, %d tokens", len(headers), errs, len(used))
		}
	})
}

func TestTokenIsRenewedBeforeItEnds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		tenant := graphtest.New(graphtest.Options{Records: 3, TokenLifetime: 10 * time.Minute})
		c := inside(t, tenant.Transport(), nil)
		for range 30 {
			if _, errs := listAll(t.Context(), c, lately()); errs != nil {
				t.Fatal(errs)
			}
			time.Sleep(time.Minute)
		}
		if n := tenant.Requests().Of(graphtest.Token); n < 3 || n > 6 {
			t.Errorf("%d tokens in half an hour", n)
		}
	})
}

func TestTokenThatCannotBeRenewedServesToItsEnd(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var down atomic.Bool
		tenant := graphtest.New(graphtest.Options{Records: 3, Faults: graphtest.Faults{Fault: func(r *http.Request, _ int) graphtest.Fault {
			if down.Load() && strings.Contains(r.URL.Path, "/oauth2/") {
				return graphtest.FaultTokenFail
			}
			return graphtest.FaultNone
		}}})
		c := inside(t, tenant.Transport(), nil)
		_, errs := listAll(t.Context(), c, lately())
		down.Store(true)
		time.Sleep(57 * time.Minute)
		_, later := listAll(t.Context(), c, lately())
		if errs != nil || later != nil {
			t.Fatal(errs, later)
		}
		time.Sleep(4 * time.Minute)
		if _, errs := listAll(t.Context(), c, lately()); len(errs) != 1 || fault(errs[0]).Fault != schema.FaultBusy || fault(errs[0]).Status != http.StatusServiceUnavailable {
			t.Errorf("%v", errs)
		}
	})
}

func TestManyCallersShareOneTokenAndOneFailure(t *testing.T) {
	t.Parallel()
	for name, chance := range map[string]float64{"a token": 0, "a failure": 1} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				tenant := graphtest.New(graphtest.Options{Records: 3, Faults: graphtest.Faults{TokenFail: chance}})
				c := inside(t, tenant.Transport(), nil)
				began := time.Now()
				var all sync.WaitGroup
				for range 20 {
					all.Go(func() { _, _ = c.tokens.get(t.Context()) })
				}
				all.Wait()
				if n := tenant.Requests().Status(http.StatusOK); chance == 0 && n != 2 {
					t.Errorf("got %d requests, want 2", n)
				}
				if took := time.Since(began); took > time.Minute {
					t.Errorf("got it after %v, want at most one budget", took)
				}
			})
		})
	}
}

func TestTokenFailures(t *testing.T) {
	t.Parallel()
	const secret = "hunter2-hunter2"
	entra := func(status int, kind string, code int) trips {
		return func(r *http.Request) (*http.Response, error) {
			if strings.Contains(r.URL.Path, "openid-configuration") {
				return graphtest.New(graphtest.Options{Records: -1}).Transport().RoundTrip(r)
			}
			body, _ := io.ReadAll(r.Body)
			return reply(status, fmt.Sprintf(`{"error":%q,"error_codes":[%d],"error_description":%q}`, kind, code, body)), nil
		}
	}
	for name, c := range map[string]struct {
		transport http.RoundTripper
		fault     schema.Fault
		says      string
	}{
		"wrong secret":   {graphtest.New(graphtest.Options{}).Transport(), schema.FaultDenied, "invalid_client AADSTS7000215; the client secret is wrong"},
		"wrong client":   {entra(400, "unauthorized_client", 700016), schema.FaultDenied, "auth.client_id"},
		"expired secret": {entra(401, "invalid_client", 7000222), schema.FaultDenied, "has expired"},
		"new code":       {entra(400, "invalid_request", 123456), schema.FaultDenied, "error?code=123456"},
		"no code":        {entra(401, "invalid_client", 0), schema.FaultDenied, `client_secret of client`},
		"unavailable":    {entra(503, "temporarily_unavailable", 90033), schema.FaultBusy, "HTTP 503"},
		"timed out":      {entra(408, "", 0), schema.FaultBusy, "HTTP 408"},
		"throttled":      {entra(429, "", 0), schema.FaultBusy, "HTTP 429"},
		"not JSON":       {trips(func(*http.Request) (*http.Response, error) { return reply(200, "<html>"), nil }), schema.FaultBusy, "holds no token"},
		"not reached":    {trips(func(*http.Request) (*http.Response, error) { return nil, io.ErrUnexpectedEOF }), schema.FaultBusy, "unexpected EOF"},
		"no connection": {trips(func(*http.Request) (*http.Response, error) {
			return nil, &net.OpError{Op: "dial", Net: "tcp", Err: syscall.ECONNREFUSED}
		}), schema.FaultBusy, "unreachable: "},
		"an unknown tenant": {entraTenant(), schema.FaultDenied, "tenant_id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				client := inside(t, c.transport, func(o *Options) { o.Auth.ClientSecret = secret })
				_, errs := listAll(t.Context(), client, lately())
				e := fault(errs[0])
				text := errs[0].Error()
				if e.Fault != c.fault {
					t.Errorf("got fault %q, want %q: %s", e.Fault, c.fault, text)
				}
				if !strings.Contains(text, c.says) {
					t.Errorf("got %s, want %q in it", text, c.says)
				}
				if strings.Contains(text, secret) || strings.Contains(text, "\n") {
					t.Errorf("got %q, want one line without the secret", text)
				}
			})
		})
	}
}

// entraTenant knows no tenant of the id that the client has.
func entraTenant() http.RoundTripper {
	return graphtest.New(graphtest.Options{TenantID: "11111111-1111-1111-1111-111111111111"}).Transport()
}

func TestChangedSecretFileIsReadAgain(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 3})
	file := filepath.Join(t.TempDir(), "secret")
	write(t, file, "an old one\n")
	c := inside(t, tenant.Transport(), func(o *Options) { o.Auth.ClientSecret, o.Auth.ClientSecretFile = "", file })
	if _, errs := listAll(t.Context(), c, lately()); fault(errs[0]).Fault != schema.FaultDenied {
		t.Fatal(errs)
	}
	write(t, file, graphtest.DefaultClientSecret+"\n")
	if _, errs := listAll(t.Context(), c, lately()); errs != nil {
		t.Error(errs)
	}
}

// TestSecretFileMayBeReplacedAtAnyTime has it missing when it is looked at, and there
// again a second later; or half written, and whole when the authority has refused it.
func TestSecretFileMayBeReplacedAtAnyTime(t *testing.T) {
	t.Parallel()
	const secret = graphtest.DefaultClientSecret
	due := func(c *Client) { c.tokens.token, c.tokens.due = azcore.AccessToken{}, time.Time{} }
	refused := func(c *Client) { _ = c.tokens.drop(context.Background(), c.tokens.token.Token) }
	for name, c := range map[string]struct {
		half   bool
		before func(*Client)
	}{
		"missing when a token is due":    {false, due},
		"missing after a 401":            {false, refused},
		"half there when a token is due": {true, due},
		"half there after a 401":         {true, refused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			file := filepath.Join(t.TempDir(), "secret")
			synctest.Test(t, func(t *testing.T) {
				write(t, file, secret)
				tenant := graphtest.New(graphtest.Options{Records: 3}).Transport()
				client := inside(t, trips(func(r *http.Request) (*http.Response, error) {
					answer, err := tenant.RoundTrip(r)
					if err == nil && answer.StatusCode == http.StatusUnauthorized {
						write(t, file, secret)
					}
					return answer, err
				}), func(o *Options) { o.Auth.ClientSecret, o.Auth.ClientSecretFile = "", file })
				if _, errs := listAll(t.Context(), client, lately()); errs != nil {
					t.Fatal(errs)
				}
				c.before(client)
				if c.half {
					write(t, file, secret[:5])
				} else {
					remove(t, file)
					time.AfterFunc(time.Second, func() { write(t, file, secret) })
				}
				if _, errs := listAll(t.Context(), client, lately()); errs != nil {
					t.Errorf("got %v, want the list", errs)
				}
				time.Sleep(2 * time.Second)
			})
		})
	}
}

// TestSecretFileThatIsGoneIsSaid does not wait for it for ever.
func TestSecretFileThatIsGoneIsSaid(t *testing.T) {
	t.Parallel()
	file := filepath.Join(t.TempDir(), "secret")
	synctest.Test(t, func(t *testing.T) {
		write(t, file, graphtest.DefaultClientSecret)
		c := inside(t, graphtest.New(graphtest.Options{Records: 3}).Transport(), func(o *Options) {
			o.Auth.ClientSecret, o.Auth.ClientSecretFile = "", file
		})
		c.tokens.credential.forget()
		remove(t, file)
		began := time.Now()
		_, errs := listAll(t.Context(), c, lately())
		if e := fault(errs[0]); e.Fault != schema.FaultDenied || !strings.Contains(e.Error(), file) {
			t.Errorf("got %v, want it denied and the file named", errs)
		}
		if took := time.Since(began); took > c.options.RetryBudget/4 {
			t.Errorf("got it after %v, want at most a quarter of the budget", took)
		}
	})
}

func remove(t *testing.T, file string) {
	t.Helper()
	if err := os.Remove(file); err != nil {
		t.Fatal(err)
	}
}

func write(t *testing.T, file, content string) {
	t.Helper()
	if err := os.WriteFile(file, []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

func TestMissingRoleIsNamed(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 3, Roles: []string{"User.Read.All"}})
	c := inside(t, tenant.Transport(), nil)
	info, err := c.Check(t.Context())
	if e := fault(err); e.Fault != schema.FaultDenied || e.Status != http.StatusForbidden || !strings.Contains(e.Remedy, Role) || !strings.Contains(e.Remedy, "admin consent") {
		t.Errorf("%v", err)
	}
	if info.HasRole() || len(info.Roles) != 1 || info.AppID != graphtest.DefaultClientID {
		t.Errorf("%+v", info)
	}
}

func TestCheckTellsRoleAndSkew(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{Records: 3, Now: func() time.Time { return time.Now().Add(90 * time.Second) }})
	info, err := serve(t, tenant, nil).Check(t.Context())
	if err != nil || !info.HasRole() || info.TenantID != graphtest.DefaultTenantID || info.Skew.Round(5*time.Second) != 90*time.Second {
		t.Errorf("%+v, %v", info, err)
	}
}

func TestOptionsPrintWithoutSecrets(t *testing.T) {
	t.Parallel()
	o := options("https://graph.test", nil)
	o.Auth.CertificatePassword = "hunter2"
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "options", o, "auth", o.Auth)
	text, err := json.Marshal(o.Auth)
	if err != nil {
		t.Fatal(err)
	}
	for _, printed := range []string{log.String(), string(text), fmt.Sprintf("%v %+v %#v %s", o, o, o.Auth, o.Auth)} {
		for _, secret := range []string{"hunter2", graphtest.DefaultClientSecret} {
			if strings.Contains(printed, secret) {
				t.Errorf("got %s, want no %q in it", printed, secret)
			}
		}
	}
}

func TestWaitingForATokenEndsWithTheContext(t *testing.T) {
	t.Parallel()
	c := inside(t, graphtest.New(graphtest.Options{}).Transport(), nil)
	if err := c.tokens.lock.Acquire(t.Context(), 1); err != nil {
		t.Fatal(err)
	}
	ctx, stop := context.WithTimeout(t.Context(), time.Millisecond)
	defer stop()
	if _, err := c.tokens.get(ctx); !errors.Is(err, context.DeadlineExceeded) {
		t.Error(err)
	}
}

func TestUnusableCredentialIsDeniedInOneLine(t *testing.T) {
	t.Setenv("AZURE_TOKEN_CREDENTIALS", "dev")
	t.Setenv("PATH", t.TempDir())
	for _, method := range []Method{AzureCLI, DefaultChain} {
		t.Run(string(method), func(t *testing.T) {
			c := newClient(t, options("https://graph.test", nil), func(o *Options) { o.Auth = Auth{Method: method} })
			_, errs := listAll(t.Context(), c, lately())
			e := fault(errs[0])
			if e.Fault != schema.FaultDenied {
				t.Errorf("got fault %q, want %q", e.Fault, schema.FaultDenied)
			}
			if !strings.Contains(e.Remedy, "az login") {
				t.Errorf("got remedy %q, want az login in it", e.Remedy)
			}
			if strings.Contains(e.Error(), "\n") {
				t.Errorf("got %q, want one line", e.Error())
			}
		})
	}
}
