// Package chart draws figures as SVG that a style sheet colours: a line with its interval,
// bars, and a grid of weekdays and hours. Every picture has a title and a description, and
// every mark says in words what it shows.
//
// Across, all is in percent, so that a picture is as wide as its place and its letters stay
// as large as they are. The libraries that draw charts in Go (gonum/plot, go-chart,
// go-charts) fix sizes and colours when they draw, which a page with two schemes, a narrow
// window and paper cannot take; go-echarts wants a script.
package chart
