// Package archivefile carries the archive of a warehouse to files and back: what Graph sent
// and has forgotten since is then in more than one place.
//
// A file holds the loads of one family of a tenant that began on one UTC day, as NDJSON
// packed with zstd: a line per page, those of a load side by side and in order. Its name
// says what it holds, TENANT/FAMILY/2026-01-31.ndjson.zst. A day that may get more loads is
// in a file with .open before these endings, and written anew by the next export.
package archivefile
