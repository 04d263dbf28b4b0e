package graphtest

import (
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
)

// cursor is what a $skiptoken says: where the next page begins.
type cursor struct {
	after string // list: the last id of the page before
	from  int    // collections of a record: the first position
	page  int    // number of the page
}

// token seals a cursor for one place, so that a link cannot be put together by hand.
func (c cursor) token(place string) string {
	s := fmt.Sprintf("%s|%d|%d", c.after, c.from, c.page)
	return base64.RawURLEncoding.EncodeToString(fmt.Appendf(nil, "%s|%x", s, fingerprint(place+s)))
}

// readCursor opens a token; an empty one is the first page.
func readCursor(token, place string) (c cursor, valid bool) {
	if token == "" {
		return c, true
	}
	b, err := base64.RawURLEncoding.DecodeString(token)
	parts := strings.Split(string(b), "|")
	if err != nil || len(parts) != 4 {
		return c, false
	}
	c.after = parts[0]
	c.from, _ = strconv.Atoi(parts[1])
	c.page, _ = strconv.Atoi(parts[2])
	return c, c.token(place) == token
}

// fingerprint is FNV-1a.
func fingerprint(s string) uint64 {
	h := uint64(14695981039346656037)
	for i := range len(s) {
		h = (h ^ uint64(s[i])) * 1099511628211
	}
	return h
}
