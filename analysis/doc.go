// Package analysis is what analysts read: rules as data, and views as .sql files, each
// with a head that says what a row is and what the columns mean. It asks no engine: the
// views are made by whoever is given them ([schema.View]).
package analysis
