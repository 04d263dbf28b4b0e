// Package setup has the commands of the first day: a configuration, the engine, a check
// of all of it, and something to look at.
package setup
