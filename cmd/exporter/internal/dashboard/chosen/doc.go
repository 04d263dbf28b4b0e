// Package chosen is what a reader of the pages chose to look at: the whole state of a page, which is its URL.
package chosen
