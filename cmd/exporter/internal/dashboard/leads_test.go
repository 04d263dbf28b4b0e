package dashboard

import (
	"html"
	"regexp"
	"slices"
	"strings"
	"testing"
)

var (
	aPanel = regexp.MustCompile(`(?s)<section class="panel[^>]*id="([a-z_]*)".*?</section>`)
	aRow   = regexp.MustCompile(`(?s)<tr><th scope="row".*?</tr>`)
	values = regexp.MustCompile(`=[^&]*`)
	aLink  = regexp.MustCompile(`href="(/dashboard/[^"]*)"`)
)

// The first row of each panel leads, by each of its links, to a page that has something to say of it.
func TestRowsLeadToPagesThatHaveSomething(t *testing.T) {
	t.Parallel()
	pages := pagesOf(t)
	led := map[string]bool{} // of one kind, one link is followed: the pages take long
	for name, path := range looks(t) {
		if !slices.Contains([]string{"phone", "trust", "telephones", "telephone", "rules", "reliability"}, name) {
			continue // the others are walked through (TestTheStoryIsFoundByClicksInABrowser)
		}
		t.Run(name, func(t *testing.T) {
			_, text := get(t, pages, path)
			for _, panel := range aPanel.FindAllStringSubmatch(text, -1) {
				for _, link := range aLink.FindAllStringSubmatch(aRow.FindString(panel[0]), -1) {
					to := html.UnescapeString(link[1])
					kind := values.ReplaceAllString(to, "=")
					if led[kind] {
						continue
					}
					led[kind] = true
					status, there := get(t, pages, to)
					answers := aPanel.FindAllString(there, -1)
					empty := 0
					for _, answer := range answers {
						if strings.Contains(answer, `class="empty"`) || strings.Contains(answer, `class="trouble"`) {
							empty++
						}
					}
					if status != 200 || empty == len(answers) {
						t.Errorf("%s: got status %d with %d of %d panels empty at %s", panel[1], status, empty, len(answers), to)
					}
				}
			}
		})
	}
	if len(led) < 10 {
		t.Errorf("got %d links that were followed, want many", len(led))
	}
}
