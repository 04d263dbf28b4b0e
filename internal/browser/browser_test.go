package browser_test

import (
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"

	"callrecords/internal/browser"
)

func TestWhatIsWrongIsFoundInABrowser(t *testing.T) {
	t.Parallel()
	b := browser.Open(t)
	for name, c := range map[string]struct{ body, want string }{
		"nothing":         {`<p style="color:#000">text</p>`, ""},
		"pale text":       {`<p style="color:#999">text</p>`, `contrast 2.85 of "text" is below 4.5`},
		"pale background": {`<div style="background:#777"><p style="color:#fff">text</p></div>`, "contrast 4.48"},
		"pale in a chart": {`<svg width="90" height="20"><text y="15" fill="#aaa">12</text></svg>`, `contrast 2.32 of "12"`},
		"hidden text":     {`<p style="color:#eee; display: none">text</p>`, ""},
		"too wide":        {`<div style="width:2000px">text</div>`, "the page is 20"},
		"wide inside":     {`<div style="overflow-x:auto"><div style="width:2000px">text</div></div>`, ""},
		"a rate aside":    {`<div class="scroll" style="overflow-x:auto"><table><tr><td><div style="width:2000px">text</div></td><td class="rate">5 %</td></tr></table></div>`, "a rate is seen only after a scroll: 5 %"},
		"a wide table": {`<section class="panel" id="p"><div class="scroll" tabindex="0" style="overflow-x:auto"><table><tr><td><div style="width:2000px">text</div></td></tr></table></div></section>`,
			"a table of p is seen whole only after a scroll: text"},
		"a bad script":        {`<script>throw new Error("no")</script>`, "console: "},
		"not found":           {`<img src="/none.png" alt="none">`, "console: Failed to load"},
		"no name":             {`<button></button>`, "a control without a name"},
		"no label":            {`<label></label><input>`, "a control without a name"},
		"a label":             {`<label>Zone <input></label><input type="hidden">`, ""},
		"a link in a picture": {`<div role="img" aria-label="a"><a href="/">text</a></div>`, "axe: serious nested-interactive"},
	} {
		t.Run(name, func(t *testing.T) {
			if strings.HasPrefix(c.want, "axe: ") && os.Getenv(browser.Axe) == "" {
				t.Skip("axe-core is not installed: make browser installs it")
			}
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				if r.URL.Path != "/" {
					http.NotFound(w, r)
					return
				}
				w.Header().Set("Content-Type", "text/html; charset=utf-8")
				_, _ = io.WriteString(w, `<!DOCTYPE html><html lang="en"><title>t</title><link rel="icon" href="data:,"><body><main><h1>t</h1>`+c.body+`</main>`)
			}))
			defer server.Close()
			got := strings.Join(b.Findings(t, server.URL, "", browser.Look{Width: 800}), "\n")
			if c.want == "" && got != "" || !strings.Contains(got, c.want) {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
