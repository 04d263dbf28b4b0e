// Package asking has the commands that ask the warehouse, and change nothing in it
// unless they are told to.
package asking
