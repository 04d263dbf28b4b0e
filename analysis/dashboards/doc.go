// Package dashboards is what the pages show, as data: questions with their SQL, what a
// column of the answer is, and where a row leads. The built-in pages and Grafana's JSON are
// made of it. It asks no engine and knows no HTML.
package dashboards
