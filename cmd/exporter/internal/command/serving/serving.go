// Package serving has the commands that go on until they are stopped, and answer
// readers, operators and browsers meanwhile.
package serving
