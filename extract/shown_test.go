package extract

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
	"callrecords/schema"
)

func TestShown(t *testing.T) {
	t.Parallel()
	const secret = "abc~DEF.0123456789+xyz"
	for name, c := range map[string]struct{ text, want string }{
		"plain":               {"the call, it is gone", "the call, it is gone"},
		"other scripts":       {"Größe 記録", "Größe 記録"},
		"several lines":       {"a\r\n\tb\x00c\u2028d", "a b c d"},
		"colours of terminal": {"\x1b[31mred", "[31mred"},
		"not UTF-8":           {"a\xffb", "a\uFFFDb"},
		"too long":            {strings.Repeat("ä", 60), strings.Repeat("ä", 50) + "…"},
		"the secret":          {"<" + secret + ">", "<[hidden]>"},
		"as in a form":        {"s=" + url.QueryEscape(secret) + "&a", "s=[hidden]&a"},
		"its beginning":       {"s=" + secret[:15] + "…", "s=[hidden]…"},
		"its end":             {"s=" + secret[9:], "s=[hidden]"},
		"twice":               {secret + secret, "[hidden]"},
		"a few bytes of it":   {secret[:11], secret[:11]},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := shown(c.text, 100, secret); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	t.Run("a short secret", func(t *testing.T) {
		t.Parallel()
		if got := shown("it is pw1, not pw2", 100, "pw1"); got != "it is [hidden], not pw2" {
			t.Errorf("got %q", got)
		}
	})
}

func FuzzShown(f *testing.F) {
	f.Add("error abc~DEF.0123456789 end", "abc~DEF.0123456789")
	f.Add("\x1b[0m\xff\n", "short")
	f.Fuzz(func(t *testing.T, text, secret string) {
		got := shown(text, 200, secret)
		if len(got) > 200+len("…") {
			t.Errorf("got %d bytes, want 200 and a mark", len(got))
		}
		if strings.ContainsFunc(got, func(r rune) bool { return r != ' ' && unprintable(r) }) {
			t.Errorf("got %q, want only what can be printed", got)
		}
		if len(secret) >= repetition && !strings.ContainsAny(secret, "[…") && strings.Contains(got, secret) {
			t.Errorf("got %q, want no %q in it", got, secret)
		}
	})
}

func TestShownErrorIsStillTheErrorThatItWas(t *testing.T) {
	t.Parallel()
	err := showError(fmt.Errorf("token\n12345678901234567890: %w", io.ErrUnexpectedEOF), "12345678901234567890")
	if got, want := err.Error(), "token [hidden]: unexpected EOF"; got != want {
		t.Errorf("got %q, want %q", got, want)
	}
	if !errors.Is(err, io.ErrUnexpectedEOF) {
		t.Errorf("got %v, want errors.Is to find its cause", err)
	}
}

// TestNothingOfTheSecretComesBack has an authority that repeats what it was sent.
func TestNothingOfTheSecretComesBack(t *testing.T) {
	t.Parallel()
	const secret = "hunter2_hunter2_hunter2"
	for name, answer := range map[string]func(form string) (*http.Response, error){
		"as the error": func(string) (*http.Response, error) {
			return reply(http.StatusBadRequest, `{"error":"`+secret+`"}`), nil
		},
		"in the error": func(form string) (*http.Response, error) {
			return reply(http.StatusUnauthorized, `{"error":"bad `+form+`","error_codes":[7000215]}`), nil
		},
		"in the description": func(form string) (*http.Response, error) {
			return reply(http.StatusBadRequest, `{"error":"invalid_client","error_description":"`+form+`"}`), nil
		},
		"in what is no JSON": func(form string) (*http.Response, error) {
			return reply(http.StatusBadRequest, form), nil
		},
		"in what is no HTTP": func(form string) (*http.Response, error) {
			return nil, fmt.Errorf("malformed HTTP response %q", form)
		},
		"in Retry-After": func(form string) (*http.Response, error) {
			return reply(http.StatusServiceUnavailable, "", "Retry-After", form), nil
		},
		"in what is no token": func(form string) (*http.Response, error) {
			return reply(http.StatusOK, `{"a":"`+form+`"}`), nil
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var log strings.Builder
				authority := graphtest.New(graphtest.Options{}).Transport()
				c := inside(t, trips(func(r *http.Request) (*http.Response, error) {
					if r.Body == nil || r.Body == http.NoBody {
						return authority.RoundTrip(r)
					}
					form, err := io.ReadAll(r.Body)
					if err != nil || !strings.Contains(string(form), secret) {
						t.Errorf("got %q, %v, want the secret sent", form, err)
					}
					return answer(string(form))
				}), func(o *Options) {
					o.Auth.ClientSecret = secret
					o.Logger = slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))
				})
				_, errs := listAll(t.Context(), c, lately())
				if len(errs) != 1 {
					t.Fatalf("got %v, want one error", errs)
				}
				for _, text := range []string{errs[0].Error(), fmt.Sprintf("%+v", fault(errs[0])), log.String()} {
					if strings.Contains(text, secret[:repetition]) {
						t.Errorf("got %s, want nothing of the secret in it", text)
					}
				}
			})
		})
	}
}

// TestNothingOfTheTokenComesBack has a Graph that repeats the token.
func TestNothingOfTheTokenComesBack(t *testing.T) {
	t.Parallel()
	type answer = func(token string) (*http.Response, error)
	for name, c := range map[string]struct {
		answer answer
		says   string
	}{
		"in code and message": {func(token string) (*http.Response, error) {
			return reply(http.StatusBadRequest, `{"error":{"code":"`+token[:70]+`","message":"bad\n`+token+`"}}`), nil
		}, "bad [hidden]"},
		"in request-id": {func(token string) (*http.Response, error) {
			return reply(http.StatusBadRequest, `{}`, "request-id", token), nil
		}, "[request-id [hidden]"},
		"in Content-Type": {func(token string) (*http.Response, error) {
			return reply(http.StatusOK, ``, "Content-Type", "text/"+strings.ToLower(token[:40])+";a="+token), nil
		}, "not JSON"},
		"in a name of broken JSON": {func(token string) (*http.Response, error) {
			return reply(http.StatusOK, `{"`+token+`":{"a":x}}`), nil
		}, "not JSON"},
		"in the next link": {func(token string) (*http.Response, error) {
			return reply(http.StatusOK, `{"value":[],"@odata.nextLink":"https://evil.test/?t=`+token+`"}`), nil
		}, "https://evil.test"},
		"in Location": {func(token string) (*http.Response, error) {
			return reply(http.StatusFound, ``, "Location", "https://evil.test/?t="+token), nil
		}, "HTTP 302"},
		"in what is no HTTP": {func(token string) (*http.Response, error) {
			return nil, fmt.Errorf("malformed HTTP response %q", token)
		}, "[hidden]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				var token string
				_, err := once(t, nil, func(_ int, r *http.Request) (*http.Response, error) {
					token = strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer ")
					return c.answer(token)
				})
				text := fmt.Sprint(err)
				for i := range len(token) - repetition {
					if strings.Contains(text, token[i:i+repetition]) {
						t.Fatalf("got %s, want nothing of the token in it", text)
					}
				}
				if !strings.Contains(text, c.says) {
					t.Errorf("got %s, want %q in it", text, c.says)
				}
				if strings.Contains(text, "\n") {
					t.Errorf("got %q, want one line", text)
				}
			})
		})
	}
}

// TestClaimsAreShownWithoutTheSecret has an authority that puts it into the token.
func TestClaimsAreShownWithoutTheSecret(t *testing.T) {
	t.Parallel()
	tenant := graphtest.New(graphtest.Options{
		Roles: []string{"a " + graphtest.DefaultClientSecret, "two\nlines", strings.Repeat("long", 100)},
	})
	info, err := inside(t, tenant.Transport(), nil).Check(t.Context())
	if got := fault(err).Fault; got != schema.FaultDenied {
		t.Errorf("got fault %q, want %q", got, schema.FaultDenied)
	}
	want := []string{"a [hidden]", "two lines", strings.Repeat("long", 32) + "…"}
	if got := fmt.Sprint(info.Roles); got != fmt.Sprint(want) {
		t.Errorf("got roles %s, want %s", got, want)
	}
}
