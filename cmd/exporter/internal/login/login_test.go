package login_test

import (
	"fmt"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"callrecords/cmd/exporter/internal/login"
)

// newDoor is a door that lets ann in, with the password s3.
func newDoor() *login.Door {
	return login.New(login.Options{
		Check: func(user, password string) bool { return user == "ann" && password == "s3" },
		User:  "default", Home: "/dashboard/", Logger: slog.New(slog.DiscardHandler), Secure: true,
	})
}

// send sends the form.
func send(t *testing.T, d *login.Door, user, password, next, remote string, head http.Header) *httptest.ResponseRecorder {
	t.Helper()
	form := url.Values{"user": {user}, "password": {password}, "next": {next}}
	r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://exporter.example/login", strings.NewReader(form.Encode()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	for name := range head {
		r.Header.Set(name, head.Get(name))
	}
	r.RemoteAddr = remote + ":1234"
	w := httptest.NewRecorder()
	d.ServeHTTP(w, r)
	return w
}

// with is a request that has the cookies of an answer.
func with(t *testing.T, answer *httptest.ResponseRecorder) *http.Request {
	t.Helper()
	r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "https://exporter.example/dashboard/", nil)
	for _, c := range answer.Result().Cookies() {
		r.AddCookie(c)
	}
	return r
}

func TestWhoKnowsThePasswordIsKnownByACookie(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDoor()
		w := send(t, d, "ann", "s3", "/dashboard/sites?media=video", "192.0.2.1", nil)
		if at := w.Header().Get("Location"); w.Code != http.StatusSeeOther || at != "/dashboard/sites?media=video" {
			t.Fatalf("got %d to %q, want 303 to where she came from", w.Code, at)
		}
		cookie := w.Result().Cookies()[0]
		if !cookie.HttpOnly || !cookie.Secure || cookie.SameSite != http.SameSiteStrictMode || cookie.MaxAge <= 0 {
			t.Errorf("got cookie %v, want it for this host's pages alone, and to end", cookie)
		}
		known := with(t, w)
		if !d.Knows(known) {
			t.Error("got a stranger, want ann known by her cookie")
		}
		time.Sleep(12*time.Hour + time.Second)
		if d.Knows(known) {
			t.Error("got ann known, want her session ended after 12 hours")
		}
	})
}

// A browser has one host's cookies for all of its ports.
func TestTwoExportersOfOneHostDoNotPutEachOtherOut(t *testing.T) {
	t.Parallel()
	names := map[string]bool{}
	for _, host := range []string{"exporter.example:8123", "exporter.example:8124", "exporter.example"} {
		d := newDoor()
		form := url.Values{"user": {"ann"}, "password": {"s3"}}
		r := httptest.NewRequestWithContext(t.Context(), http.MethodPost, "https://"+host+"/login", strings.NewReader(form.Encode()))
		r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
		w := httptest.NewRecorder()
		d.ServeHTTP(w, r)
		known := with(t, w)
		known.Host = host
		names[w.Result().Cookies()[0].Name] = true
		if !d.Knows(known) {
			t.Errorf("%s: got a stranger, want ann known by her cookie", host)
		}
	}
	if len(names) != 3 {
		t.Errorf("got cookies %v, want one each", names)
	}
}

func TestASessionEndsWhenItIsLeft(t *testing.T) {
	t.Parallel()
	d := newDoor()
	w := send(t, d, "ann", "s3", "", "192.0.2.1", nil)
	known := with(t, w)
	out := known.Clone(t.Context())
	out.Method, out.URL.Path = http.MethodPost, login.Out
	d.ServeHTTP(httptest.NewRecorder(), out)
	if d.Knows(known) {
		t.Error("got ann known after she left, want a stranger")
	}
}

func TestOthersAreNotLetIn(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		user, password string
		head           http.Header
		status         int
	}{
		"wrong password":        {"ann", "s4", nil, http.StatusUnauthorized},
		"wrong user":            {"ben", "s3", nil, http.StatusUnauthorized},
		"nothing":               {"", "", nil, http.StatusUnauthorized},
		"form of another site":  {"ann", "s3", http.Header{"Origin": {"https://evil.example"}}, http.StatusForbidden},
		"fetch of another site": {"ann", "s3", http.Header{"Sec-Fetch-Site": {"cross-site"}}, http.StatusForbidden},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDoor()
			w := send(t, d, c.user, c.password, "", "192.0.2.1", c.head)
			if w.Code != c.status || d.Knows(with(t, w)) {
				t.Errorf("got status %d and known %v, want %d and a stranger", w.Code, d.Knows(with(t, w)), c.status)
			}
			if strings.Contains(w.Body.String(), "s3") {
				t.Error("got the password in the page")
			}
		})
	}
	t.Run("a made-up cookie", func(t *testing.T) {
		t.Parallel()
		r := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/dashboard/", nil)
		r.AddCookie(&http.Cookie{Name: "callrecords_session", Value: "0"})
		if newDoor().Knows(r) {
			t.Error("got it known, want a stranger")
		}
	})
}

func TestNobodyIsLedElsewhere(t *testing.T) {
	t.Parallel()
	for _, next := range []string{"https://evil.example/", "//evil.example/", `/\evil.example`, "javascript:alert(1)", "dashboard", "", "/login", "/a\r\nSet-Cookie: x"} {
		t.Run(next, func(t *testing.T) {
			t.Parallel()
			w := send(t, newDoor(), "ann", "s3", next, "192.0.2.1", nil)
			if got := w.Header().Get("Location"); got != "/dashboard/" {
				t.Errorf("got %q, want the first page", got)
			}
		})
	}
}

func TestPasswordsCannotBeTried(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDoor()
		for range 10 {
			send(t, d, "ann", "wrong", "", "192.0.2.1", nil)
		}
		if w := send(t, d, "ann", "s3", "", "192.0.2.1", nil); w.Code != http.StatusTooManyRequests || w.Header().Get("Retry-After") == "" {
			t.Errorf("got status %d after ten wrong passwords, want 429 whatever comes", w.Code)
		}
		if w := send(t, d, "ann", "s3", "", "192.0.2.2", nil); w.Code != http.StatusSeeOther {
			t.Errorf("got status %d from another address, want 303", w.Code)
		}
		time.Sleep(time.Minute)
		if w := send(t, d, "ann", "s3", "", "192.0.2.1", nil); w.Code != http.StatusSeeOther {
			t.Errorf("got status %d a minute later, want 303", w.Code)
		}
		for i := range 100 {
			send(t, d, "ann", "wrong", "", fmt.Sprintf("198.51.100.%d", i), nil)
		}
		if w := send(t, d, "ann", "s3", "", "203.0.113.1", nil); w.Code != http.StatusTooManyRequests {
			t.Errorf("got status %d after wrong passwords from a hundred addresses, want 429 for all", w.Code)
		}
	})
}

// An address of IPv6 is one of 2^64 that a machine has.
func TestANetworkOfOneMachineIsOneAddress(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		remote func(i int) string
		other  string
	}{
		"IPv6":         {func(i int) string { return fmt.Sprintf("[2001:db8:0:1::%x]", i) }, "[2001:db8:0:2::1]"},
		"IPv4 in IPv6": {func(int) string { return "[::ffff:192.0.2.1]" }, "[::ffff:192.0.2.2]"},
		"zone":         {func(i int) string { return fmt.Sprintf("[fe80::1%%eth%d]", i) }, "[2001:db8:0:2::1]"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			d := newDoor()
			for i := range 10 {
				send(t, d, "ann", "wrong", "", c.remote(i), nil)
			}
			if w := send(t, d, "ann", "s3", "", c.remote(11), nil); w.Code != http.StatusTooManyRequests {
				t.Errorf("got status %d from the next address of the machine, want 429", w.Code)
			}
			if w := send(t, d, "ann", "s3", "", c.other, nil); w.Code != http.StatusSeeOther {
				t.Errorf("got status %d from another machine, want 303", w.Code)
			}
		})
	}
}

func TestStrangersDoNotKeepOutWhoWasIn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDoor()
		send(t, d, "ann", "s3", "", "192.0.2.1", nil)
		for i := range 200 {
			send(t, d, "ann", "wrong", "", fmt.Sprintf("198.51.100.%d", i), nil)
		}
		if w := send(t, d, "ann", "s3", "", "192.0.2.1", nil); w.Code != http.StatusSeeOther {
			t.Errorf("got status %d from where ann was let in before, want 303", w.Code)
		}
		if w := send(t, d, "ann", "s3", "", "192.0.2.9", nil); w.Code != http.StatusTooManyRequests {
			t.Errorf("got status %d from elsewhere, want 429", w.Code)
		}
	})
}

func TestManyTriesAtOnceAreNotMore(t *testing.T) {
	t.Parallel()
	var checked atomic.Int32
	d := login.New(login.Options{
		Check: func(string, string) bool { return false }, Logger: slog.New(slog.DiscardHandler),
	})
	var all sync.WaitGroup
	for range 100 {
		all.Go(func() {
			if send(t, d, "ann", "wrong", "", "192.0.2.1", nil).Code == http.StatusUnauthorized {
				checked.Add(1)
			}
		})
	}
	all.Wait()
	if got := checked.Load(); got != 10 {
		t.Errorf("got %d tries answered, want 10", got)
	}
}

// Who takes the password away ends what was opened with it.
func TestSessionsEndWithTheirPassword(t *testing.T) {
	t.Parallel()
	holds := "s3"
	d := login.New(login.Options{
		Check: func(_, password string) bool { return password == holds }, Logger: slog.New(slog.DiscardHandler),
	})
	known := with(t, send(t, d, "ann", "s3", "", "192.0.2.1", nil))
	if !d.Knows(known) {
		t.Fatal("got a stranger, want ann known")
	}
	holds = "s4"
	if d.Knows(known) {
		t.Error("got ann known by a password that holds no more, want a stranger")
	}
	known.URL.Path = login.Path
	w := httptest.NewRecorder()
	d.ServeHTTP(w, known)
	if !strings.Contains(w.Body.String(), "Your session has ended") {
		t.Errorf("got a page that does not say that the session has ended\n%s", w.Body)
	}
}

func TestSessionsAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := newDoor()
		first := with(t, send(t, d, "ann", "s3", "", "192.0.2.1", nil))
		var last *http.Request
		for range 1000 {
			time.Sleep(time.Millisecond)
			last = with(t, send(t, d, "ann", "s3", "", "192.0.2.1", nil))
		}
		if d.Knows(first) || !d.Knows(last) {
			t.Errorf("got the oldest known %v, the newest %v, want false, true", d.Knows(first), d.Knows(last))
		}
	})
}
