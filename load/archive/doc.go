// Package archive keeps the pages as Graph sent them, by load, and hands them out
// again: to a replay, which flattens them anew, and to people who ask what was
// sent. Graph forgets after 30 days; the archive does not.
package archive
