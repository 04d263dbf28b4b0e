// Package sentence says in plain words what went wrong in a call.
package sentence
