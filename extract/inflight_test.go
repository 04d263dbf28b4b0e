package extract

import (
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"encoding/pem"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"

	"callrecords/extract/graphtest"
	"callrecords/internal/peak"
	"callrecords/schema"
)

// graphOf gives a client of a Graph whose records are all of one body.
func graphOf(t *testing.T, body func() io.Reader) *Client {
	t.Helper()
	tokens := graphtest.New(graphtest.Options{Records: -1}).Transport()
	return inside(t, trips(func(r *http.Request) (*http.Response, error) {
		if !strings.HasPrefix(r.URL.Path, recordsPath) {
			return tokens.RoundTrip(r)
		}
		answer := reply(http.StatusOK, "")
		answer.Body = io.NopCloser(body())
		return answer, nil
	}), func(o *Options) { o.Participants = false })
}

// padded is a record of so many bytes.
func padded(size int) func() io.Reader {
	const head, tail = `{"version":1,"sessions":[],"x":"`, `"}`
	pad := strings.Repeat("a", size-len(head)-len(tail))
	return func() io.Reader {
		return io.MultiReader(strings.NewReader(head), strings.NewReader(pad), strings.NewReader(tail))
	}
}

// taken is how many places of each tier are held.
func taken(f inFlight) (held [3]int64) {
	for i, t := range tiers {
		for free := t.many; free > 0 && !f[i].TryAcquire(free); free-- {
			held[i]++
		}
		f[i].Release(t.many - held[i])
	}
	return held
}

func TestPageHoldsThePlaceThatItNeeds(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		size int
		want [3]int64
	}{
		"usual":                {100 << 10, [3]int64{1, 0, 0}},
		"just the first tier":  {512 << 10, [3]int64{1, 0, 0}},
		"a byte more":          {512<<10 + 1, [3]int64{0, 1, 0}},
		"just the second tier": {4 << 20, [3]int64{0, 1, 0}},
		"hostile":              {5 << 20, [3]int64{0, 0, 1}},
		"just the most":        {maxBody, [3]int64{0, 0, 1}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := graphOf(t, padded(c.size))
			for page, err := range client.Fetch(t.Context(), schema.Header{ID: "a"}) {
				if err != nil {
					t.Fatal(err)
				}
				if len(page.Body) != c.size || cap(page.Body) > 2*c.size {
					t.Errorf("got %d bytes of %d, want %d", len(page.Body), cap(page.Body), c.size)
				}
				if got := taken(client.inFlight); got != c.want {
					t.Errorf("got places %v held, want %v", got, c.want)
				}
				page.Done()
				page.Done()
				if got := taken(client.inFlight); got != [3]int64{} {
					t.Errorf("got places %v held after Done, want none", got)
				}
			}
		})
	}
}

func TestEveryReadingGivesItsPlaceBack(t *testing.T) {
	t.Parallel()
	page := func(t *testing.T, c *Client, stop bool) error {
		for _, err := range c.Fetch(t.Context(), schema.Header{ID: "a"}) {
			if err != nil || stop {
				return err
			}
		}
		return nil
	}
	for name, c := range map[string]struct {
		body  func() io.Reader
		stop  bool
		fails bool
	}{
		"read to its end": {body: padded(1 << 20)},
		"stopped":         {body: padded(1 << 20), stop: true},
		"too large":       {body: func() io.Reader { return endless{} }, fails: true},
		"refused": {body: func() io.Reader {
			return strings.NewReader(`{"sessions":[{"segments@odata.nextLink":"https://graph.test/"}]}`)
		}, fails: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			client := graphOf(t, c.body)
			if err := page(t, client, c.stop); (err != nil) != c.fails {
				t.Errorf("got %v, want an error: %v", err, c.fails)
			}
			if got := taken(client.inFlight); got != [3]int64{} {
				t.Errorf("got places %v held, want none", got)
			}
		})
	}
}

// TestReadersThatWaitForOneAnotherGoOn has more readers of large pages than there are
// places, none of whom goes on before all have their page.
func TestReadersThatWaitForOneAnotherGoOn(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := graphOf(t, padded(5<<20))
		const readers = 6
		var all, here sync.WaitGroup
		here.Add(readers)
		for i := range readers {
			all.Go(func() {
				for page, err := range client.Fetch(t.Context(), schema.Header{ID: fmt.Sprint(i)}) {
					if err != nil {
						t.Error(err)
						here.Done()
						return
					}
					page.Done()
					here.Done()
					here.Wait()
				}
			})
		}
		all.Wait()
	})
}

// TestNoMoreBytesAreReadThanThereArePlacesFor has readers who keep their page.
func TestNoMoreBytesAreReadThanThereArePlacesFor(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := graphOf(t, padded(5<<20))
		ctx, stop := context.WithCancel(t.Context())
		var held atomic.Int64
		var all sync.WaitGroup
		for i := range 20 {
			all.Go(func() {
				for _, err := range client.Fetch(ctx, schema.Header{ID: fmt.Sprint(i)}) {
					if err == nil {
						held.Add(1)
						<-ctx.Done()
					}
				}
			})
		}
		synctest.Wait()
		if got, want := held.Load(), tiers[2].many; got != want {
			t.Errorf("got %d pages at once, want %d", got, want)
		}
		stop()
		all.Wait()
	})
}

// TestManyHeadersAreRefused has a page of the list that would be 100 times as large in
// memory.
func TestManyHeadersAreRefused(t *testing.T) {
	t.Parallel()
	_, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
		return reply(http.StatusOK, `{"value":[`+strings.Repeat(`{},`, maxRows)+`{}]}`), nil
	})
	if e := fault(err); e.Fault != schema.FaultRefused || !errors.Is(err, errManyRows) {
		t.Errorf("got %v, want it refused", err)
	}
}

func TestLongLinkIsRefused(t *testing.T) {
	t.Parallel()
	_, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
		link := "https://graph.test/?" + strings.Repeat("a", maxLink)
		return reply(http.StatusOK, `{"value":[],"@odata.nextLink":"`+link+`"}`), nil
	})
	if e := fault(err); e.Fault != schema.FaultRefused || !errors.Is(err, errLongLink) {
		t.Errorf("got %v, want it refused", err)
	}
}

func TestRefusedAnswerIsKeptInPart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		client := graphOf(t, func() io.Reader { return strings.NewReader(strings.Repeat("[", 3*maxRefused)) })
		_, err := fetchAll(t.Context(), client, "a")
		if body := fault(err).Page.Body; len(body) != maxRefused || cap(body) > 2*maxRefused {
			t.Errorf("got %d bytes of %d, want %d", len(body), cap(body), maxRefused)
		}
	})
}

func TestErrorAnswersAndHeadersAreBounded(t *testing.T) {
	t.Parallel()
	t.Run("the body of a failure", func(t *testing.T) {
		t.Parallel()
		var read int64
		_, err := once(t, nil, func(int, *http.Request) (*http.Response, error) {
			answer := reply(http.StatusForbidden, "")
			answer.Body = countingReader{&read}
			return answer, nil
		})
		if fault(err).Fault != schema.FaultDenied || read > 2*maxErrorBody {
			t.Errorf("got %v after %d bytes, want it denied after at most %d", err, read, 2*maxErrorBody)
		}
	})
	t.Run("headers", func(t *testing.T) {
		t.Parallel()
		server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("X-Long", strings.Repeat("a", 2*maxHeader))
		}))
		defer server.Close()
		transport := newTransport()
		transport.TLSClientConfig = server.Client().Transport.(*http.Transport).TLSClientConfig
		answer, err := (&http.Client{Transport: transport}).Get(server.URL)
		if err == nil {
			_ = answer.Body.Close()
			t.Errorf("got an answer with %d bytes of headers, want an error", len(answer.Header.Get("X-Long")))
		}
	})
}

// bombedRoot is set in the process that TestMemoryUnderHostileAnswers starts.
const bombedRoot = "EXTRACT_TEST_BOMBS"

// TestMemoryUnderHostileAnswers reads 25 records of 60 MiB that come as 60 KiB, all at
// once, in a process of its own, and asks the system what that took at most.
func TestMemoryUnderHostileAnswers(t *testing.T) {
	t.Parallel()
	if root := os.Getenv(bombedRoot); root != "" {
		readBombs(t, root)
		return
	}
	peak.SkipRaced(t, peak.Memory)
	if _, err := os.Stat("/proc/self/status"); err != nil {
		t.Skip("no /proc here")
	}
	var packed bytes.Buffer
	z := gzip.NewWriter(&packed)
	if _, err := io.Copy(z, padded(60<<20)()); err != nil {
		t.Fatal(err)
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	tokens := graphtest.New(graphtest.Options{Records: -1})
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !strings.HasPrefix(r.URL.Path, recordsPath) {
			tokens.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Type", "application/json")
		w.Header().Set("Content-Encoding", "gzip")
		_, _ = w.Write(packed.Bytes())
	}))
	defer server.Close()
	child := exec.CommandContext(t.Context(), os.Args[0], "-test.run=^"+t.Name()+"$", "-test.v")
	certificate := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: server.Certificate().Raw})
	child.Env = append(os.Environ(), bombedRoot+"="+server.URL)
	child.Stdin = bytes.NewReader(certificate)
	output, err := child.CombinedOutput()
	if err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	var most int
	if _, err := fmt.Sscanf(after(string(output), "VmHWM:"), "%d kB", &most); err != nil {
		t.Fatalf("%v\n%s", err, output)
	}
	t.Logf("at most %d MiB", most>>10)
	if most>>10 > peak.Most {
		t.Errorf("got %d MiB, want %d at most", most>>10, peak.Most)
	}
}

func after(text, mark string) string {
	_, rest, _ := strings.Cut(text, mark)
	return rest
}

// readBombs fetches the records side by side. One reader takes their pages, as the
// loader does.
func readBombs(t *testing.T, root string) {
	certificate, err := io.ReadAll(os.Stdin)
	if err != nil {
		t.Fatal(err)
	}
	pool := x509.NewCertPool()
	pool.AppendCertsFromPEM(certificate)
	transport := newTransport()
	transport.TLSClientConfig = &tls.Config{RootCAs: pool, MinVersion: tls.VersionTLS12}
	client := newClient(t, options(root, transport), func(o *Options) { o.Participants = false })
	pages := make(chan schema.Page)
	var all sync.WaitGroup
	for i := range 25 {
		all.Go(func() {
			for page, err := range client.Fetch(t.Context(), schema.Header{ID: fmt.Sprint(i)}) {
				if err != nil {
					t.Error(err)
					return
				}
				pages <- page
				page.Done()
			}
		})
	}
	go func() { all.Wait(); close(pages) }()
	read := 0
	for page := range pages {
		read += len(page.Body)
	}
	if want := 25 * 60 << 20; read != want {
		t.Errorf("got %d bytes, want %d", read, want)
	}
	status, err := os.ReadFile("/proc/self/status")
	if err != nil {
		t.Fatal(err)
	}
	fmt.Println("VmHWM:" + strings.Split(after(string(status), "VmHWM:"), "\n")[0])
}
