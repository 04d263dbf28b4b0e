// Program bench measures the exporter beside what the same bytes cost others, in one run: make
// bench runs it, and docs/performance.md says how to read it.
//
// Its parts are files: flatten.go, load.go, import.go, export.go, query.go. Each adds figures;
// goals.go says what is wanted of some. What is measured is a process of its own, by what the
// system says of it when it has ended, so that nothing of the measuring is in the figures.
package main
