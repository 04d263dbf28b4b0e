package extract

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

// Bounds of pages. A meeting of 300,000 sessions has 5,000 pages; 30 days of ten
// calls a second have 432,000 list pages.
const (
	maxRecordPages = 5_000
	maxListPages   = 1_000_000
	maxEmptyPages  = 25 // in a row; some are normal
)

var (
	errForeign  = errors.New("next link leaves the configured Graph")
	errLoop     = errors.New("next link leads back to a page already read")
	errRepeated = errors.New("the same page came under two addresses")
	errEndless  = errors.New("more pages than there can be")
)

// linkGuard follows the next links of one thing. A link is followed as it was sent,
// whatever it looks like, but only within the configured Graph and never twice.
type linkGuard struct {
	root  *url.URL
	most  int
	links map[string]bool
	pages map[[sha256.Size]byte]bool
	empty int
}

func newLinkGuard(root *url.URL, most int) *linkGuard {
	return &linkGuard{root: root, most: most, links: map[string]bool{}, pages: map[[sha256.Size]byte]bool{}}
}

// enter says whether a link may be followed.
func (t *linkGuard) enter(link string) error {
	u, err := url.Parse(link)
	switch {
	case err != nil, u.User != nil, u.Scheme != t.root.Scheme, host(u) != host(t.root):
		return fmt.Errorf("%w: %.200q", errForeign, link)
	case t.links[link]:
		return fmt.Errorf("%w: %.200q", errLoop, link)
	case len(t.links) >= t.most:
		return fmt.Errorf("%w: %d", errEndless, t.most)
	}
	t.links[link] = true
	return nil
}

// arrive notes what a page holds. Pages may be empty, but not for ever.
func (t *linkGuard) arrive(c pageArray) error {
	if c.count > 0 {
		t.empty = 0
		return nil
	}
	if t.empty++; t.empty > maxEmptyPages {
		return fmt.Errorf("%w: %d empty ones in a row", errEndless, t.empty)
	}
	return nil
}

// distinct refuses rows that came before: in a record no two pages are the same. In
// the list they may be, while it changes.
func (t *linkGuard) distinct(body []byte, c pageArray) error {
	sum := sha256.Sum256(body[c.from:c.to])
	if c.count > 0 && t.pages[sum] {
		return errRepeated
	}
	t.pages[sum] = true
	return nil
}

// host is the address in lower case with its port.
func host(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}
