package browser

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
)

// Walk is somebody who goes through pages by clicks.
type Walk struct {
	t   *testing.T
	ctx context.Context
}

// Walk opens a page and goes from there. It returns what goes wrong on the way, of what the
// console says and of requests elsewhere.
func (b *Browser) Walk(t *testing.T, at string, do func(*Walk)) []string {
	t.Helper()
	b.mu.Lock()
	defer b.mu.Unlock()
	ctx, cancel := context.WithTimeout(b.ctx, 5*patience) // many pages
	defer cancel()
	console := notes{host: hostOf(at)}
	err := chromedp.Listen(ctx, console.hear)
	if err == nil {
		err = show(ctx, at, Look{Width: 1280})
	}
	if err != nil {
		t.Fatalf("%s: %v", at, err)
	}
	do(&Walk{t, ctx})
	return console.all()
}

// choose marks the first thing to click that is seen, whose text is so, or else begins so, below the
// elements of a selector.
const choose = `((within, text) => {
	const all = [...document.querySelectorAll(within)].flatMap(e => [...e.querySelectorAll("a, button, summary")])
		.filter(e => e.checkVisibility());
	const said = e => e.textContent.replace(/\s+/g, " ").trim();
	const found = all.find(e => said(e) === text) || all.find(e => said(e).startsWith(text));
	for (const e of document.querySelectorAll("[data-chosen]")) e.removeAttribute("data-chosen");
	if (found) found.setAttribute("data-chosen", "");
	return Boolean(found);
})(%q, %q)`

// Click follows the link, or presses the button, that says so within the elements of a
// selector, and waits for the page.
func (w *Walk) Click(within, text string) {
	w.t.Helper()
	found, err := chromedp.Run(w.ctx, chromedp.Evaluate[bool](fmt.Sprintf(choose, within, text)))
	if err != nil || !found {
		w.t.Fatalf("%s: nothing in %s says %q (%v)\n%s", w.Where(), within, text, err, w.Text("main"))
	}
	click := chromedp.Click("[data-chosen]")
	if text, _ := chromedp.Run(w.ctx, chromedp.Evaluate[string](`document.querySelector("[data-chosen]").tagName`)); text == "SUMMARY" {
		err = chromedp.Do(w.ctx, click)
	} else {
		_, err = chromedp.RunResponse(w.ctx, click)
	}
	if err != nil {
		w.t.Fatalf("%s: click %q: %v", w.Where(), text, err)
	}
}

// Fill writes into the field of a name.
func (w *Walk) Fill(name, value string) {
	w.t.Helper()
	at := fmt.Sprintf("[name=%q]:not([type=hidden])", name)
	if err := chromedp.Do(w.ctx, chromedp.SetValue(at, value)); err != nil {
		w.t.Fatalf("%s: fill in %s: %v", w.Where(), name, err)
	}
}

// Text is what is to be read in an element.
func (w *Walk) Text(selector string) string {
	w.t.Helper()
	text, err := chromedp.Run(
		w.ctx,
		chromedp.Evaluate[string](
			fmt.Sprintf(`(document.querySelector(%q)||{innerText:""}).innerText`, selector),
		),
	)
	if err != nil {
		w.t.Fatalf("%s: read %s: %v", w.Where(), selector, err)
	}
	return text
}

// Want wants a text to be read in an element.
func (w *Walk) Want(selector, text string) {
	w.t.Helper()
	if got := w.Text(selector); !strings.Contains(got, text) {
		w.t.Errorf("%s: got %q in %s, want %q in it", w.Where(), got, selector, text)
	}
}

// Where is the URL of the page.
func (w *Walk) Where() string {
	at, err := chromedp.Run(w.ctx, chromedp.Location())
	if err != nil {
		w.t.Fatal(err)
	}
	return at
}

// focused is a script that tells what has the focus: its text, and whether that is seen.
const focused = `(() => {
	const e = document.activeElement, style = getComputedStyle(e);
	const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0;
	return (seen ? "" : "unseen: ") + (e.closest("section[id]")?.id ?? "") + " " + e.textContent.replace(/\s+/g, " ").trim();
})()`

// Tab goes on by the tabulator's key until something has the focus whose panel and text begin so,
// within some steps. What has the focus on the way has to show it.
func (w *Walk) Tab(until string, steps int) {
	w.t.Helper()
	for range steps {
		if err := chromedp.Do(w.ctx, chromedp.KeyEvent("\t")); err != nil {
			w.t.Fatal(err)
		}
		at, err := chromedp.Run(w.ctx, chromedp.Evaluate[string](focused))
		switch {
		case err != nil:
			w.t.Fatal(err)
		case strings.HasPrefix(at, "unseen: "):
			w.t.Errorf("%s: got the focus without a sign on %q", w.Where(), at)
		case strings.HasPrefix(strings.TrimSpace(at), until):
			return
		}
	}
	w.t.Fatalf("%s: %q is not reached by %d steps", w.Where(), until, steps)
}

// Enter follows what has the focus.
func (w *Walk) Enter() {
	w.t.Helper()
	if _, err := chromedp.RunResponse(w.ctx, chromedp.KeyEvent("\r")); err != nil {
		w.t.Fatalf("%s: %v", w.Where(), err)
	}
}
