package extract

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net/url"
	"strings"
)

const (
	maxEmptyPages = 25       // in a row; some are normal
	maxLink       = 32 << 10 // bytes of a link; no server takes more
	maxLoop       = 300      // bytes of a link's path in an error
)

var (
	errNoRows   = errors.New(`no array "value"`)
	errForeign  = errors.New("next link leaves the configured Graph")
	errNoLink   = fmt.Errorf("%w: it is no URL", errForeign)
	errLongLink = errors.New("next link is too long")
	errLoop     = errors.New("next link leads back to a page already read")
	errRepeated = errors.New("the same page came under two addresses")
	errEndless  = errors.New("more pages than there can be")
)

// linkGuard watches over the next links of one reading. A link is followed as it was
// sent, whatever it looks like, but only within the configured Graph and never twice.
type linkGuard struct {
	root  *url.URL
	most  int
	links map[[sha256.Size]byte]bool
	pages map[[sha256.Size]byte]bool
	empty int
}

func newLinkGuard(root *url.URL, most int) *linkGuard {
	return &linkGuard{
		root: root, most: most, links: map[[sha256.Size]byte]bool{}, pages: map[[sha256.Size]byte]bool{},
	}
}

// allow says whether a link may be followed, and remembers it.
func (g *linkGuard) allow(link string) error {
	if len(link) > maxLink {
		return fmt.Errorf("%w: %d bytes, %d at most", errLongLink, len(link), maxLink)
	}
	u, err := url.Parse(link)
	sum := sha256.Sum256([]byte(link))
	switch {
	case err != nil:
		return errNoLink
	case u.User != nil, u.Scheme != g.root.Scheme, host(u) != host(g.root):
		return fmt.Errorf("%w: %s", errForeign, shown(u.Scheme+"://"+u.Host, maxHost))
	case g.links[sum]:
		return fmt.Errorf("%w: %s", errLoop, shown(u.Path, maxLoop))
	case len(g.links) >= g.most:
		return fmt.Errorf("%w: %d", errEndless, g.most)
	}
	g.links[sum] = true
	return nil
}

// checkRows refuses a page that lacks its rows. There may be none, but not for ever.
func (g *linkGuard) checkRows(rows pageArray) error {
	if !rows.present {
		return errNoRows
	}
	if rows.count > 0 {
		g.empty = 0
		return nil
	}
	if g.empty++; g.empty > maxEmptyPages {
		return fmt.Errorf("%w: %d empty ones in a row", errEndless, g.empty)
	}
	return nil
}

// checkNew refuses rows that came before: in a record no two pages are the same. In
// the list they may be, while it changes.
func (g *linkGuard) checkNew(body []byte, rows pageArray) error {
	sum := sha256.Sum256(body[rows.from:rows.to])
	if rows.count > 0 && g.pages[sum] {
		return errRepeated
	}
	g.pages[sum] = true
	return nil
}

// host is the host of a URL in lower case, with its port.
func host(u *url.URL) string {
	port := u.Port()
	if port == "" {
		port = map[string]string{"https": "443", "http": "80"}[u.Scheme]
	}
	return strings.ToLower(u.Hostname()) + ":" + port
}
