// Package show makes of an answer what a page shows: cells, tables, tiles, charts, the legs of a call.
package show
