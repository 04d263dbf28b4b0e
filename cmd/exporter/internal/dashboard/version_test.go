package dashboard

import (
	"html"
	"net/http"
	"net/url"
	"regexp"
	"strings"
	"testing"

	"callrecords/cmd/exporter/internal/dashboard/chosen"
)

// changedCall is the page of the one call that has two versions.
func changedCall(t *testing.T) (path string) {
	t.Helper()
	const sql = "SELECT record_id FROM " + database + "_store.load_log WHERE family = 'call_records' GROUP BY record_id HAVING uniq(version) > 1"
	_, text := get(t, pagesOf(t), chosen.Path+"sql.csv?"+url.Values{"sql": {sql}}.Encode())
	id := regexp.MustCompile(`[0-9a-f-]{36}`).FindString(text)
	if id == "" {
		t.Fatalf("got %s, want a call that has two versions", text)
	}
	return chosen.Path + "call?record=" + id
}

func TestAVersionSaysWhatChangedAndWhatGraphSent(t *testing.T) {
	t.Parallel()
	_, call := get(t, pagesOf(t), changedCall(t))
	links := regexp.MustCompile(`href="(/dashboard/version[^"]*)"`).FindAllStringSubmatch(call, -1)
	if len(links) != 2 {
		t.Fatalf("got %d links to versions, want 2\n%s", len(links), call)
	}
	for i, wants := range [][]string{
		{"Version 1 to 2: ", " added, ", "<bdi>version</bdi>", "<strong>added</strong> <code>sessions[", "Page 0: record, ", `&#34;sessions&#34;: [`, "Back to the call"},
		{"There is nothing to compare", "Page 0: record, "},
	} {
		status, text := get(t, pagesOf(t), strings.ReplaceAll(links[i][1], "&amp;", "&"))
		for _, want := range wants {
			if status != http.StatusOK || !strings.Contains(text, want) {
				t.Errorf("got status %d, want 200 with %q\n%s", status, want, text)
			}
		}
	}
}

// A day of a log is a record, and no call.
func TestAVersionOfADayLeadsBackToWhatIsKnownOfIt(t *testing.T) {
	t.Parallel()
	const sql = "SELECT record_id FROM " + database + "_store.load_log WHERE family = 'pstn_calls' LIMIT 1"
	_, text := get(t, pagesOf(t), chosen.Path+"sql.csv?"+url.Values{"sql": {sql}}.Encode())
	day := regexp.MustCompile(`pstn_calls/[0-9-]{10}`).FindString(text)
	_, known := get(t, pagesOf(t), chosen.Path+"record?record="+url.QueryEscape(day))
	link := regexp.MustCompile(`href="(/dashboard/version[^"]*)"`).FindStringSubmatch(known)
	if link == nil {
		t.Fatalf("got no link to a version of %q\n%s", day, known)
	}
	_, version := get(t, pagesOf(t), html.UnescapeString(link[1]))
	back := regexp.MustCompile(`<p class="back">.*`).FindString(version)
	if strings.Contains(back, chosen.Path+"call?") || !strings.Contains(back, chosen.Path+"record?") {
		t.Errorf("got %s, want no call to go back to, and the record", back)
	}
}

func TestPagesOfTheArchiveAreTexts(t *testing.T) {
	t.Parallel()
	page := func(version, load, body string) string {
		return `["` + version + `", "` + load + `", 0, "record", "u", 900, "` + body + `"]`
	}
	rows := func(all ...string) string {
		return `{"meta": [{"name": "version"}, {"name": "load_id"}, {"name": "page_index"}, {"name": "kind"}, {"name": "url"},
			{"name": "bytes"}, {"name": "body"}], "data": [` + strings.Join(all, ",") + `]}`
	}
	const is = `{\"id\": \"r\", \"<script>alert(1)</script>\": \"<script>alert(2)</script>\"}`
	for name, c := range map[string]struct {
		answer string
		want   string
	}{
		"hostile":  {rows(page("1", "6", `{\"id\": \"r\"}`), page("2", "7", is)), "&lt;script&gt;alert(2)"},
		"deep":     {rows(page("2", "7", strings.Repeat("[", 9000)+strings.Repeat("]", 9000))), strings.Repeat("[", 9000)},
		"damaged":  {rows(page("1", "6", `{\"id`), page("2", "7", is)), "version 1 in the archive: page 0: unexpected EOF"},
		"cut":      {rows(page("2", "7", `{\"id`)), "… and 896 bytes more."},
		"no right": {"!497 Code: 497. DB::Exception: Not enough privileges", "docs/served.md has the grants of their user"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, text := get(t, made(map[string]string{"raw_pages": c.answer}), chosen.Path+"version?record=r&load=7")
			if !strings.Contains(text, c.want) || strings.Contains(text, "<script") || !strings.Contains(text, "</html>") {
				t.Errorf("got no %.80q, or a script, in\n%.9000s", c.want, text)
			}
		})
	}
}
