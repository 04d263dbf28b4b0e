// Package browser looks at pages with a real Chromium, for tests: what it says on its
// console, whether the page is wider than the window, whether its text can be read, and, with axe-core, what
// keeps somebody with a keyboard or a screen reader from using it.
package browser

import (
	"context"
	_ "embed"
	"errors"
	"net/url"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/chromedp/cdproto/emulation"
	"github.com/chromedp/cdproto/log"
	"github.com/chromedp/cdproto/network"
	"github.com/chromedp/cdproto/runtime"
	"github.com/chromedp/chromedp"
)

// Shots is the environment variable with the folder that pictures are written to; none
// are where it is empty.
const Shots = "CALLRECORDS_TEST_SHOTS"

// patience bounds what one look may take.
const patience = time.Minute

// Browser is a Chromium with one tab, which runs until the end of a test.
type Browser struct {
	mu  sync.Mutex // one page at a time
	ctx context.Context
}

// Open starts one. Where there is none, the test is skipped: make browser installs it.
func Open(t *testing.T) *Browser {
	t.Helper()
	path := ""
	for _, name := range []string{"chromium", "chromium-browser", "google-chrome"} {
		if found, err := exec.LookPath(name); err == nil {
			path = found
			break
		}
	}
	if path == "" {
		t.Skip("no Chromium is installed: make browser installs it")
	}
	options := append(chromedp.DefaultExecAllocatorOptions[:], chromedp.ExecPath(path),
		chromedp.Env("TMPDIR="+t.TempDir())) // it leaves folders behind
	if os.Geteuid() == 0 {
		options = append(options, chromedp.NoSandbox) // root has none; the pages are our own
	}
	// The test's own context is done before the clean-up, which lets it end by itself.
	ctx, stop := chromedp.NewExecAllocator(context.WithoutCancel(t.Context()), options...)
	t.Cleanup(stop)
	ctx, stop = chromedp.NewContext(ctx)
	t.Cleanup(stop)
	t.Cleanup(func() {
		if err := chromedp.Cancel(ctx); err != nil {
			t.Errorf("end %s: %v", path, err)
		}
	})
	if err := chromedp.Do(ctx); err != nil {
		t.Fatalf("start %s: %v", path, err)
	}
	return &Browser{ctx: ctx}
}

// Look is how a page is looked at.
type Look struct {
	Name  string // of the picture
	Width int    // of the window, in pixels
	Dark  bool
	Print bool
}

// Looks are those that every page has to bear.
func Looks() []Look {
	return []Look{
		{Name: "light", Width: 1280},
		{Name: "dark", Width: 1280, Dark: true},
		{Name: "narrow", Width: 390},
		{Name: "narrow-dark", Width: 390, Dark: true},
		{Name: "print", Width: 718, Print: true}, // A4 less margins of 10 mm, at 96 dots per inch
	}
}

// findings is a script that returns what is wrong with the page it runs in.
//
//go:embed findings.js
var findings string

// Findings looks at a page and returns what is wrong with it. The picture is NAME-LOOK.png
// in the folder of [Shots].
func (b *Browser) Findings(t *testing.T, at, name string, l Look) []string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, patience)
	defer cancel()
	console := notes{host: hostOf(at)}
	err := errors.Join(chromedp.Listen(ctx, console.hear), show(ctx, at, l))
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	if folder := os.Getenv(Shots); folder != "" {
		file := filepath.Join(folder, name+"-"+l.Name+".png")
		picture, err := chromedp.Run(ctx, chromedp.FullScreenshot(100))
		if err := errors.Join(err, os.WriteFile(file, picture, 0o644)); err != nil {
			t.Fatalf("picture of %s: %v", at, err)
		}
	}
	wrong, err := chromedp.Run(ctx, chromedp.Evaluate[[]string](findings))
	if err != nil {
		t.Fatalf("look at %s: %v", at, err)
	}
	if !l.Print {
		found, err := barriersOf(ctx)
		if err != nil {
			t.Fatalf("ask axe of %s: %v", at, err)
		}
		wrong = append(wrong, found...)
	}
	return append(wrong, console.all()...)
}

// show opens a page as it is to be looked at.
func show(ctx context.Context, at string, l Look) error {
	scheme, media := "light", "screen"
	if l.Dark {
		scheme = "dark"
	}
	if l.Print {
		media = "print"
	}
	_, err := chromedp.Call(ctx, emulation.SetEmulatedMedia, emulation.SetEmulatedMediaParams{
		Media: media, Features: []*emulation.MediaFeature{{Name: "prefers-color-scheme", Value: scheme}},
	})
	if err != nil {
		return err
	}
	if _, err := chromedp.Call(ctx, network.Enable, network.EnableParams{}); err != nil {
		return err
	}
	return chromedp.Do(ctx, chromedp.EmulateViewport(int64(l.Width), 900), chromedp.Navigate(at))
}

// hostOf is the host that a URL names, with its port.
func hostOf(text string) string {
	at, err := url.Parse(text)
	if err != nil {
		return text
	}
	return at.Host
}

// notes are what a browser said of a page that goes wrong.
type notes struct {
	host  string // of the page, which alone is asked for anything
	mu    sync.Mutex
	texts []string
}

// hear takes an event of the browser.
func (n *notes) hear(event any) {
	text := ""
	switch e := event.(type) {
	case *log.EventEntryAdded:
		if e.Entry.Level == log.EntryLevelError || e.Entry.Level == log.EntryLevelWarning {
			text = e.Entry.Text
		}
	case *runtime.EventExceptionThrown:
		text = e.ExceptionDetails.Text
	case *runtime.EventConsoleAPICalled:
		if kind := string(e.Type); kind == "error" || kind == "warning" {
			text = "console." + kind + " was called"
		}
	case *network.EventRequestWillBeSent:
		if at := e.Request.URL; !strings.HasPrefix(at, "data:") && hostOf(at) != n.host {
			text = "asks elsewhere: " + at
		}
	}
	if text != "" {
		n.mu.Lock()
		defer n.mu.Unlock()
		n.texts = append(n.texts, "console: "+text)
	}
}

func (n *notes) all() []string {
	n.mu.Lock()
	defer n.mu.Unlock()
	return n.texts
}
