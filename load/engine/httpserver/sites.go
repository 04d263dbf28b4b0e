package httpserver

import (
	"net/http"
	"net/url"
)

// ownSite keeps out what a browser sends for the page of another site, whatever the
// method: a page cannot read an answer from here, but it can write by asking, and
// the time that an answer takes tells what is in the warehouse. Tools send neither of
// these headers.
func ownSite(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if Foreign(r) {
			http.Error(w, "requests of other sites' pages are not served", http.StatusForbidden)
			return
		}
		next.ServeHTTP(w, r)
	})
}

// Foreign says whether a request is for the page of another site (W3C, Fetch Metadata
// Request Headers; RFC 6454, section 7, for browsers that lack them).
func Foreign(r *http.Request) bool {
	switch r.Header.Get("Sec-Fetch-Site") {
	case "same-origin", "none": // none is the user, who typed the address
		return false
	case "":
		origin := r.Header.Get("Origin")
		if origin == "" {
			return false
		}
		at, err := url.Parse(origin)
		return err != nil || at.Host != r.Host
	}
	return true
}
