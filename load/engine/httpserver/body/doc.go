// Package body reads the bodies of requests: decompressed, within bounds, and
// counted over all requests that are under way. It compresses answers, too.
package body
