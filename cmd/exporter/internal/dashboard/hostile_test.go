package dashboard

import (
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"callrecords/analysis/dashboards"
	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// Whatever a URL says, the page is whole, and each of its panels says something.
func TestNoURLMakesAPageThatSaysNothing(t *testing.T) {
	t.Parallel()
	const odd = `O'Neill \ "x"` + "\t{x:String} {{.}} %s \u202e" + hostile
	paths := []string{
		"find?" + url.Values{"text": {odd}}.Encode(), "site?" + url.Values{"building": {odd}}.Encode(),
		"find?" + url.Values{"text": {strings.Repeat("é", 256)}}.Encode(),
		"call?" + url.Values{"record": {odd}}.Encode(), "record?" + url.Values{"record": {odd}}.Encode(),
		"run?" + url.Values{"run": {odd}}.Encode(), "telephone?" + url.Values{"telephone": {odd}}.Encode(),
		"version?load=1&" + url.Values{"record": {odd}}.Encode(),
		"stream?session=0&segment=0&medium=0&stream=0&" + url.Values{"record": {odd}}.Encode(),
		"panel/ruled?rules=best", "rules?rules=best", "panel/find?sort=" + url.QueryEscape(odd) + "&all=" + url.QueryEscape(odd),
	}
	for _, when := range []string{
		"from=2026-10-25&until=2026-10-25&zone=Europe/Zurich", // 25 hours
		"from=2026-03-29&until=2026-03-29&zone=Europe/Zurich", // 23
		"from=2011-12-30&until=2011-12-30&zone=Pacific/Apia",  // a day that was none there
		"from=2026-11-27&until=2026-11-01", "from=2026-11-20", "from=2026-02-30&until=2026-03-01",
		"from=1971-01-01&until=1971-01-02", "from=2099-12-31&until=2099-12-31", "from=2025-11-01&until=2026-11-27",
		"zone=Nowhere/City", "zone=Australia/Lord_Howe&range=7d", "minimum=1000000",
	} {
		for _, panel := range []string{"daily_poor", "phone_trunks"} {
			paths = append(paths, "panel/"+panel+"?"+when)
		}
	}
	kinds := []string{"health", "failures", "complaints", "find"} // of rows: ends, sessions, keys, calls
	for i, d := range dashboards.Dimensions() {
		paths = append(paths, "panel/"+kinds[i%len(kinds)]+"?"+url.Values{d.Name: {odd}}.Encode())
	}
	for _, f := range dashboards.PhoneFilters() {
		paths = append(paths, "telephones?"+url.Values{f.Name: {odd}}.Encode(), "panel/phone_failed?"+f.Name+"="+chosen.UnknownValue)
	}
	pages := pagesOf(t)
	for _, path := range paths {
		status, text := get(t, pages, chosen.Path+path)
		switch {
		case status != http.StatusOK && status != http.StatusBadRequest:
			t.Errorf("%s: got status %d", path, status)
		case !strings.Contains(text, "</html>") || strings.Contains(text, "<script"):
			t.Errorf("%s: got a page that is not whole, or a script\n%s", path, text)
		case status == http.StatusBadRequest && !strings.Contains(text, `class="notice"`) && !strings.Contains(text, "wants to know more"):
			t.Errorf("%s: got no word of what is wrong", path)
		}
		for _, panel := range aPanel.FindAllString(text, -1) {
			if strings.Contains(panel, `class="trouble"`) || saysNothing(panel) {
				t.Errorf("%s: got a panel that says nothing, or has trouble\n%s", path, panel)
			}
		}
	}
}

var (
	aTitle = regexp.MustCompile(`(?s)<h2.*?</h2>`)
	aFoot  = regexp.MustCompile(`(?s)(<p class="note">|<div class="controls">).*`)
	aTag   = regexp.MustCompile(`<[^>]*>`)
)

// saysNothing says whether a panel has neither words nor a picture beside its title, notes and controls.
func saysNothing(panel string) bool {
	body := aTitle.ReplaceAllString(aFoot.ReplaceAllString(panel, ""), "")
	return !strings.Contains(body, "<svg") && strings.TrimSpace(aTag.ReplaceAllString(body, "")) == ""
}
