// Package dashboard shows the dashboards of package dashboards as pages for a browser: made
// by the server, without a script, without anything from elsewhere. The URL is the whole
// state of a page. A page is sent in pieces, in its order, as its questions are answered.
package dashboard
