package extract

import (
	"bytes"
	"crypto/sha256"
	"errors"
	"fmt"
	"hash/maphash"
	"net/url"
	"strings"
	"unicode/utf8"
)

const (
	// maxStalePages is how many pages in a row may bring nothing new: empty ones, or
	// rows that came before. Some are normal.
	maxStalePages = 25

	// maxSeen bounds the rows that a reading remembers, some 40 bytes each. A list that
	// repeats more than so many is bounded by its number of pages.
	maxSeen = 1 << 20

	maxLink = 32 << 10 // bytes of a link; no server takes more
	maxLoop = 300      // bytes of a link's path in an error
)

var (
	errNoRows   = errors.New(`no array "value"`)
	errForeign  = errors.New("next link leaves the configured Graph")
	errNoLink   = fmt.Errorf("%w: it is no URL", errForeign)
	errLongLink = errors.New("next link is too long")
	errLoop     = errors.New("next link leads back to a page already read")
	errRepeated = errors.New("the same page came under two addresses")
	errOverlap  = errors.New("two pages overlap")
	errEndless  = errors.New("more pages than there can be")
)

// linkGuard watches over the next links of one reading. A link is followed as it was
// sent, whatever it looks like, but only within the configured Graph and never twice.
type linkGuard struct {
	root  *url.URL
	most  int
	links map[[sha256.Size]byte]bool
	pages map[[sha256.Size]byte]bool
	stale int
	seed  maphash.Seed
	seen  map[uint64]bool // hashes of rows
}

func newLinkGuard(root *url.URL, most int) *linkGuard {
	return &linkGuard{
		root: root, most: most, links: map[[sha256.Size]byte]bool{}, pages: map[[sha256.Size]byte]bool{},
		seed: maphash.MakeSeed(), seen: map[uint64]bool{},
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
	case err != nil, strings.ContainsRune(link, utf8.RuneError): // it was damaged on the way
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

// checkRows refuses a page that lacks its rows, and pages that go on without bringing
// anything new. A page may be empty, and a list that changes may repeat rows, but not
// for ever.
func (g *linkGuard) checkRows(got *page) error {
	if !got.value.present {
		return errNoRows
	}
	if g.anyNew(got) {
		g.stale = 0
		return nil
	}
	if g.stale++; g.stale > maxStalePages {
		return fmt.Errorf("%w: %d in a row brought nothing new", errEndless, g.stale)
	}
	return nil
}

// anyNew says whether a page has a row that did not come before. Headers are compared
// by id and version, other pages as a whole.
func (g *linkGuard) anyNew(got *page) (fresh bool) {
	for _, h := range got.rows {
		fresh = g.add(maphash.Comparable(g.seed, headerKey{h.ID, h.Version})) || fresh
	}
	if rows := got.value; got.rows == nil && rows.count > 0 {
		fresh = g.add(maphash.Bytes(g.seed, got.body[rows.from:rows.to]))
	}
	return fresh
}

type headerKey struct {
	id      string
	version uint64
}

// add remembers a hash and says whether it is new.
func (g *linkGuard) add(hash uint64) bool {
	if g.seen[hash] {
		return false
	}
	if len(g.seen) < maxSeen {
		g.seen[hash] = true
	}
	return true
}

// checkOverlap refuses rows that an earlier page of the record has, byte by byte. An id
// alone does not tell: Graph gives a session once per identity that it touches, each
// with a duration of its own (Graph, resource type callRecords.session). The same bytes
// are the same session: the pages moved while they were read.
func (g *linkGuard) checkOverlap(body []byte, rows pageArray) error {
	hashes := make([]uint64, len(rows.objects))
	for i, o := range rows.objects {
		hashes[i] = maphash.Bytes(g.seed, bytes.TrimLeft(body[o.from:o.to], blank+","))
		if g.seen[hashes[i]] {
			return fmt.Errorf("%w: row %d came before", errOverlap, i)
		}
	}
	for _, hash := range hashes {
		g.add(hash)
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
